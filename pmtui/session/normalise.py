"""Bring sessions into canonical form (ids, times, lists), and check the rules that their types do not express."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from pmtui.session.document import (
    MAX_DEPTH,
    NO_ID,
    NO_TIME,
    STEP_NAMES,
    DocumentError,
    Instant,
    Session,
    Sitting,
)
from pmtui.session.instants import all_canonical, canonical, is_canonical
from pmtui.session.missing_ids import MissingIds
from pmtui.session.own_fields import why_refused
from pmtui.session.paths import get, put
from pmtui.session.sections import SECTIONS

T = TypeVar("T")


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
            "key_details": _replace(details, times | _without_duplicates(lists)),
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
        recurrence = _replace(summary.recurrence, _without_duplicates({"of": summary.recurrence.of}))
        lists = _without_duplicates({"services": summary.services, "related_tickets": summary.related_tickets})
        return _replace(summary, {"recurrence": recurrence, **lists})

    def _items(self, items: tuple[Any, ...], path: str) -> tuple[Any, ...]:
        if len(items) >= _MANY and self._all_canonical(items):
            return items
        made = tuple(self._item(item, f"{path}[{i}]") for i, item in enumerate(items))
        return items if all(map(_same_object, made, items)) else made

    def _item(self, item: Any, path: str) -> Any:
        if self._is_canonical(item):
            self.ids.add(item.id)
            return item
        changed: dict[str, Any] = {"id": self._id(item.id, f"{path}.id", item)}
        for name in ("at", "until"):
            if getattr(item, name, None) is not None:
                changed[name] = _time(getattr(item, name), f"{path}.{name}")
        if getattr(item, "evidence", None):
            changed |= _without_duplicates({"evidence": item.evidence})
        if getattr(item, "path", None):
            check_attachment_path(item.path, f"{path}.path")
        return _replace(item, changed)

    def _all_canonical(self, items: tuple[Any, ...]) -> bool:
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

    def _is_canonical(self, item: Any) -> bool:
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
        return whys if all(map(_same_object, made, whys)) else tuple(made)

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


def _same_object(a: object, b: object) -> bool:
    return a is b


def _replace(item: T, changed: dict[str, Any]) -> T:
    """Return the item with the changes; the same object if they change nothing."""
    if all(getattr(item, name) is value or getattr(item, name) == value for name, value in changed.items()):
        return item
    return msgspec.structs.replace(item, **changed)  # type: ignore[type-var]


def _without_duplicates(lists: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
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
