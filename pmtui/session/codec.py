"""Decode and encode session documents (JSON). Errors name the path; decoding and encoding lose nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import msgspec

from pmtui.session import migrations
from pmtui.session.document import (
    FORMAT,
    MAX_DEPTH,
    NO_ID,
    NO_TIME,
    STEP_NAMES,
    VERSION,
    DocumentError,
    Instant,
    Session,
)
from pmtui.session.normalise import normalise
from pmtui.session.own_fields import LABELS
from pmtui.session.text import clean


class Decoded(NamedTuple):
    """A decoded document."""

    session: Session
    removed: int
    """The number of control characters that were removed from its texts."""


_encoder = msgspec.json.Encoder()
_TOO_DEEP: Final = f"$.root_cause.whys: deeper than {MAX_DEPTH} levels"
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
    session, removed = _decode_version(data, _version(data))
    return Decoded(normalise(session, now=now, new_id=new_id), removed)


def _version(data: bytes) -> int:
    """Return the version of a document, from 1 to `VERSION`."""
    try:
        head = msgspec.json.decode(data, type=_Head)
    except RecursionError:
        raise DocumentError(_TOO_DEEP) from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        from pmtui.session.document_errors import not_a_document  # deferred: most documents are valid

        raise DocumentError(not_a_document(error, data)) from None
    version = head.version
    if head.format != FORMAT:
        raise DocumentError(f'$.format: not "{FORMAT}"')
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise DocumentError("$.version: not a whole number from 1")
    if version > VERSION:
        raise DocumentError(f"$.version: {version} is newer than this pmtui reads ({VERSION}): update pmtui")
    return version


def _decode_version(data: bytes, version: int) -> tuple[Session, int]:
    """Return the session of a document of this version, and the number of control characters removed."""
    try:
        if version < VERSION:
            data = migrations.migrate(data, version)
        if not re.search(_UNCLEAN_JSON, data):
            return msgspec.json.decode(data, type=Session), 0
        tree, removed = _clean_tree(msgspec.json.decode(data))
        return msgspec.convert(tree, Session), removed
    except RecursionError:
        raise DocumentError(_TOO_DEEP) from None
    except migrations.TooNewForItsVersion as error:
        raise DocumentError(str(error)) from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        from pmtui.session.document_errors import with_path  # deferred: most documents are valid

        raise DocumentError(with_path(error, data)) from None


def encode(session: Session) -> bytes:
    """Return the session as JSON with all keys, indented by two, with a newline at the end."""
    return msgspec.json.format(_encoder.encode(session), indent=2) + b"\n"


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the session document."""
    found = msgspec.json.schema(Session)
    _remove_placeholders(found)
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


class _Head(msgspec.Struct):
    format: Any = None
    version: Any = None


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


def _remove_placeholders(tree: Any) -> None:
    """Remove the placeholder defaults for missing values, which mean nothing to a reader of the schema."""
    if isinstance(tree, dict):
        if tree.get("default") in (NO_ID, NO_TIME):
            del tree["default"]
        for value in tree.values():
            _remove_placeholders(value)
    elif isinstance(tree, list):
        for value in tree:
            _remove_placeholders(value)
