"""Decode and encode session documents (JSON). Errors name the path; decoding and encoding lose nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from pmtui.session import migrations
from pmtui.session.document import (
    FORMAT,
    MAX_DEPTH,
    NO_ID,
    NO_TIME,
    STEP_NAMES,
    VERSION,
    Instant,
    Session,
    Sitting,
)
from pmtui.session.instants import all_canonical, canonical, is_canonical
from pmtui.session.missing_ids import MissingIds
from pmtui.session.own_fields import LABELS, why_refused
from pmtui.session.paths import get, put
from pmtui.session.sections import SECTIONS
from pmtui.session.text import clean

T = TypeVar("T")


class DocumentError(ValueError):
    """A document cannot be read; the message begins with the path, such as `$.timeline[0].at: not a time …`."""


class Decoded(NamedTuple):
    """A decoded document."""

    session: Session
    removed: int
    """The number of control characters that were removed from its texts."""


_encoder = msgspec.json.Encoder()
# Compiled on first use: a verb that reads no document starts sooner.
# Only a document that contains one of these needs cleaning: escapes, DEL, or C1 characters in UTF-8.
_UNCLEAN_JSON = rb"\\u00[0189][0-9a-fA-F]|\\u007[fF]|\\[rbf]|\\u[dD][89a-fA-F]|\x7f|\xc2[\x80-\x9f]"


def decode(data: bytes, *, now: Instant, new_id: Callable[[], str]) -> Decoded:
    """Decode a session document.

    Args:
        data: JSON in UTF-8; all keys except `format` and `version` are optional.
        now: the default of `created_at` and `updated_at`.
        new_id: returns an id where one is missing. If the session has an id, missing ids of items are derived from
            their content instead, so that decoding the same document again gives the same session.

    Raises:
        DocumentError: it is no session document, is invalid, or has a newer version; with the path.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        head = msgspec.json.decode(data, type=_Head)
    except RecursionError:
        raise DocumentError(f"$.root_cause.whys: deeper than {MAX_DEPTH} levels") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        from pmtui.session.document_errors import not_a_document  # deferred: most documents are valid

        raise DocumentError(not_a_document(error, data)) from None
    if head.format != FORMAT:
        raise DocumentError(f'$.format: not "{FORMAT}"')
    if isinstance(head.version, bool) or not isinstance(head.version, int) or head.version < 1:
        raise DocumentError("$.version: not a whole number from 1")
    if head.version > VERSION:
        raise DocumentError(f"$.version: {head.version} is newer than this pmtui reads ({VERSION}): update pmtui")
    removed = 0
    try:
        if head.version < VERSION:
            data = migrations.migrate(data, head.version)
        if re.search(_UNCLEAN_JSON, data):
            tree, removed = _clean_tree(msgspec.json.decode(data))
            session = msgspec.convert(tree, Session)
        else:
            session = msgspec.json.decode(data, type=Session)
    except RecursionError:
        raise DocumentError(f"$.root_cause.whys: deeper than {MAX_DEPTH} levels") from None
    except migrations.TooNewForItsVersion as error:
        raise DocumentError(str(error)) from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        from pmtui.session.document_errors import with_path  # deferred: most documents are valid

        raise DocumentError(with_path(error, data)) from None
    return Decoded(normalise(session, now=now, new_id=new_id), removed)


def encode(session: Session) -> bytes:
    """Return the session as JSON with all keys, indented by two, with a newline at the end."""
    return msgspec.json.format(_encoder.encode(session), indent=2) + b"\n"


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the session document."""
    found = msgspec.json.schema(Session)
    _drop_sentinels(found)
    for part in found["$defs"].values():
        if "id" in part["properties"]:
            part["properties"]["id"]["minLength"] = 1
    found["$defs"]["Sitting"]["properties"]["minutes"]["propertyNames"] = {"enum": list(STEP_NAMES)}
    refused = {"anyOf": [{"enum": list(LABELS)}, {"pattern": "\n"}]}
    found["$defs"]["KeyDetails"]["properties"]["more"]["propertyNames"] = {"pattern": r"\S", "not": refused}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "pmtui session",
        **found,
    }


def normalise(session: Session, *, now: Instant, new_id: Callable[[], str]) -> Session:
    """Add missing ids, bring times and lists into canonical form, and check what the structs' types do not.

    Raises:
        DocumentError: the session breaks a rule of the document format; with the path.
    """
    return _Normaliser(now, new_id).session(session)


def normalise_items(items: tuple[Any, ...], path: str) -> tuple[Any, ...]:
    """Bring items that have ids into canonical form and check them; the path is like `timeline`.

    Raises:
        DocumentError: an item breaks a rule of the document format; with the path.
    """
    return _Normaliser("", str)._items(items, f"$.{path}")


_MANY: Final = 3
"""From this number of items on, checking them all together is faster than one by one."""


class _Head(msgspec.Struct):
    format: Any = None
    version: Any = None


class _Normaliser:
    """One pass over a session; remembers the ids in use."""

    def __init__(self, now: Instant, new_id: Callable[[], str]) -> None:
        self.now, self.new_id, self.ids = now, new_id, set[str]()
        self._missing: MissingIds | None = None

    def session(self, session: Session) -> Session:
        self._missing = MissingIds(session) if session.id != NO_ID else None
        details = session.key_details
        _check_zone(details.timezone)
        for name in details.more:
            if why := why_refused(name):
                raise DocumentError(f"$.key_details.more.{name}: {why}")
        times = {
            name: _time(getattr(details, name), f"$.key_details.{name}")
            for name in ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")
        }
        lists = {"attendees": details.attendees, "tags": details.tags}
        changed: dict[str, Any] = {
            "id": self._id(session.id, "$.id"),
            "created_at": _or_now(session.created_at, self.now, "$.created_at"),
            "updated_at": _or_now(session.updated_at, self.now, "$.updated_at"),
            "key_details": _replace(details, times | _once_each(lists)),
            "summary": self._summary(session),
            "meeting": tuple(_sitting(each, f"$.meeting[{i}]") for i, each in enumerate(session.meeting)),
        }
        made: Session = _replace(session, changed)
        for section in SECTIONS:
            if not (items := get(made, section.path)):
                continue
            path = f"$.{section.path}"
            made = put(made, section.path, self._whys(items, path) if section.tree else self._items(items, path))
        return made

    def _summary(self, session: Session) -> Any:
        summary = session.summary
        recurrence = _replace(summary.recurrence, _once_each({"of": summary.recurrence.of}))
        lists = _once_each({"services": summary.services, "related_tickets": summary.related_tickets})
        return _replace(summary, {"recurrence": recurrence, **lists})

    def _items(self, items: tuple[Any, ...], path: str) -> tuple[Any, ...]:
        if len(items) >= _MANY and self._all_need_nothing(items):
            return items
        made = tuple(self._item(item, f"{path}[{i}]") for i, item in enumerate(items))
        return items if all(map(_is, made, items)) else made

    def _item(self, item: Any, path: str) -> Any:
        if self._needs_nothing(item):
            self.ids.add(item.id)
            return item
        changed: dict[str, Any] = {"id": self._id(item.id, f"{path}.id", item)}
        for name in ("at", "until"):
            if getattr(item, name, None) is not None:
                changed[name] = _time(getattr(item, name), f"{path}.{name}")
        if getattr(item, "evidence", None):
            changed |= _once_each({"evidence": item.evidence})
        if getattr(item, "path", None):
            check_attachment_path(item.path, f"{path}.path")
        return _replace(item, changed)

    def _all_need_nothing(self, items: tuple[Any, ...]) -> bool:
        """Whether all items surely are in canonical form; a fast check for the common case of thousands of events."""
        fields = items[0].__struct_fields__ if items else ()
        if any(any(map(attrgetter(name), items)) for name in ("evidence", "path") if name in fields):
            return False
        # Access by name takes half the time of `attrgetter`.
        ids = {item.id for item in items}
        times = [item.at for item in items if item.at is not None] if "at" in fields else []
        times += [item.until for item in items if item.until is not None] if "until" in fields else []
        if len(ids) < len(items) or not ids.isdisjoint(self.ids) or not ids.isdisjoint(("", NO_ID)):
            return False
        if not all_canonical(times):
            return False
        self.ids |= ids
        return True

    def _needs_nothing(self, item: Any) -> bool:
        return (
            item.id not in self.ids
            and item.id not in ("", NO_ID)
            and not getattr(item, "evidence", None)
            and not getattr(item, "path", None)
            and getattr(item, "until", None) is None
            and (getattr(item, "at", None) is None or is_canonical(item.at))
        )

    def _whys(self, whys: tuple[Any, ...], path: str, depth: int = 1) -> tuple[Any, ...]:
        if whys and depth > MAX_DEPTH:
            raise DocumentError(f"{path}: deeper than {MAX_DEPTH} levels")
        made = []
        for i, why in enumerate(whys):
            at = f"{path}[{i}]"
            below = self._whys(why.whys, f"{at}.whys", depth + 1)
            made.append(_replace(self._item(why, at), {"whys": below}))
        return whys if all(map(_is, made, whys)) else tuple(made)

    def _id(self, value: str, path: str, item: Any = None) -> str:
        if value == NO_ID:
            value = self._missing.id_of(item, path) if self._missing and item else self.new_id()
        if not value:
            raise DocumentError(f"{path}: an empty id: give one, or leave the key out")
        if value in self.ids:
            raise DocumentError(f"{path}: the id {value!r} is used twice")
        self.ids.add(value)
        return value


def check_attachment_path(path: str, where: str = "path") -> None:
    """Check that a path stays inside the attachment folder: not absolute, no `..`, no drive letter, and not a folder.

    Raises:
        DocumentError: the message begins with `where`.
    """
    parts = re.split(r"[/\\]", path)
    if parts[0] in ("", "~") or ".." in parts or re.match(r"[A-Za-z]:", path):
        raise DocumentError(f"{where}: {path!r} leads out of the attachment folder: use a plain file name")
    if parts[-1] in ("", "."):
        raise DocumentError(f"{where}: {path!r} is a folder, not a file: use a plain file name")


def walk_strings(tree: Any) -> Iterator[str]:
    """Yield every string in builtin values, except keys."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for value in tree.values():
            yield from walk_strings(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from walk_strings(value)


def _is(a: object, b: object) -> bool:
    return a is b


def _replace(item: T, changed: dict[str, Any]) -> T:
    """Return the item with the changes; the same object if they change nothing."""
    if all(getattr(item, name) is value or getattr(item, name) == value for name, value in changed.items()):
        return item
    return msgspec.structs.replace(item, **changed)  # type: ignore[type-var]


def _once_each(lists: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(dict.fromkeys(values)) for name, values in lists.items()}


def _time(value: Instant | None, path: str) -> Instant | None:
    if value is None:
        return None
    try:
        return canonical(value)
    except ValueError as error:
        raise DocumentError(f"{path}: {value!r}: {error}") from None


def _sitting(sitting: Sitting, path: str) -> Sitting:
    for name in sitting.minutes:
        if name not in STEP_NAMES:
            raise DocumentError(f"{path}.minutes.{name}: unknown key: the steps are {', '.join(STEP_NAMES)}")
    return _replace(sitting, {"held_at": _time(sitting.held_at, f"{path}.held_at")})


def _or_now(value: Instant, now: Instant, path: str) -> Instant:
    return now if value == NO_TIME else _time(value, path) or now


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise DocumentError(
            f"$.key_details.timezone: no time zone {name!r}: use a name such as Europe/London"
        ) from None


def _clean_tree(tree: Any) -> tuple[Any, int]:
    """Return builtin values with all strings cleaned, keys too, and the number of removed characters."""
    if isinstance(tree, str):
        return clean(tree)
    if isinstance(tree, dict):
        made: dict[Any, Any] = {}
        total = 0
        for key, value in tree.items():
            new_key, in_key = clean(key)
            if new_key in made:
                raise DocumentError(f"two keys are {new_key!r} without their control characters: rename one")
            made[new_key], in_value = _clean_tree(value)
            total += in_key + in_value
        return made, total
    if isinstance(tree, list):
        pairs = [_clean_tree(value) for value in tree]
        return [value for value, _ in pairs], sum(count for _, count in pairs)
    return tree, 0


def _drop_sentinels(tree: Any) -> None:
    """Remove the placeholder defaults for missing values, which mean nothing to a reader of the schema."""
    if isinstance(tree, dict):
        if tree.get("default") in (NO_ID, NO_TIME):
            del tree["default"]
        for value in tree.values():
            _drop_sentinels(value)
    elif isinstance(tree, list):
        for value in tree:
            _drop_sentinels(value)
