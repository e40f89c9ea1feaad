"""Error messages for session documents that cannot be read: msgspec's messages, reworded and with the path."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from pmtui.session.document import MOST

_UNKNOWN: Final = r"(?s)Object contains unknown field `(.*?)`(?: - at `([^`]*)`)?"
_AT: Final = r"(?s)(.*) - at `([^`]*)`"


def not_a_document(error: Exception, data: bytes) -> str:
    """Return why the head of a document cannot be read: it is no JSON, or another kind of document."""
    if isinstance(error, msgspec.ValidationError):
        return "$: not a session document (an object with format and version)"
    if half := _half_a_character(data):
        return f"not JSON: {half[0].decode()} is half a character: take it out, or write \\ufffd (byte {half.start()})"
    return f"not JSON: {error}"


def _half_a_character(data: bytes) -> re.Match[bytes] | None:
    """Return the first escape of a lone surrogate, or None."""
    high: re.Match[bytes] | None = None
    for found in re.finditer(rb"\\(?:u([0-9a-fA-F]{4})|.)", data, re.DOTALL):
        code = int(found[1] or b"0", 16)
        is_low = 0xDC00 <= code < 0xE000
        if high is not None and not (is_low and found.start() == high.end()):
            return high
        if is_low and high is None:
            return found
        high = found if 0xD800 <= code < 0xDC00 else None
    return high


class _Pairs(list[tuple[str, Any]]):
    """A JSON object as all of its key-value pairs, repeated keys included."""


def key_given_twice(data: bytes) -> str:
    """Return the path of the first key that occurs twice in its object, or an empty string.

    Args:
        data: JSON that was decoded before; the decoder keeps only the last value of such a key.
    """
    import json  # deferred: only imported documents are checked

    twice = False

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal twice
        found = dict(pairs)
        twice = twice or len(found) < len(pairs)
        return found

    text = data.decode("utf-8-sig")
    json.loads(text, object_pairs_hook=note)
    return _twice_in(json.loads(text, object_pairs_hook=_Pairs), "$") if twice else ""


def _twice_in(value: Any, path: str) -> str:
    seen: set[str] = set()
    if isinstance(value, _Pairs):
        for key, each in value:
            if key in seen:
                return f"{path}.{key}"
            seen.add(key)
            if found := _twice_in(each, f"{path}.{key}"):
                return found
    elif isinstance(value, list):
        return next(filter(None, (_twice_in(each, f"{path}[{n}]") for n, each in enumerate(value))), "")
    return ""


def with_path(error: Exception, data: bytes) -> str:
    """Return msgspec's message with the path first. Its path of an unknown key is the parent's, so the key is added."""
    message = str(error)
    if found := re.fullmatch(_UNKNOWN, message):
        return f"{found[2] or '$'}.{found[1]}: unknown key"
    if found := re.fullmatch(_AT, message):
        path = found[2]
        if path.endswith("[...]"):
            path = path.removesuffix("[...]")
            path = f"{path}.{_wrong_key(data, path)}"
        return f"{path}: {found[1][:1].lower()}{found[1][1:]}"
    return f"$: {message}"


def _wrong_key(data: bytes, path: str) -> str:
    """Return the first key at a path whose value has the wrong type, which msgspec's own path leaves out."""
    tree = msgspec.json.decode(data)
    for name, index in re.findall(r"\.(\w+)|\[(\d+)\]", path):
        tree = tree[name] if name else tree[int(index)]
    texts = path.endswith(".more")
    for name, value in tree.items():
        if not isinstance(value, str) if texts else (type(value) is not int or not 0 <= value <= MOST):
            return str(name)
    return "?"
