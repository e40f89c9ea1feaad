"""Parse JSON, and find the lines of errors and values in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from pmtui.intake.result import NotReadable


class NotJson(NotReadable):
    """The text begins like JSON, but is invalid."""


def parsed(text: str, line: int = 0) -> Any:
    """Parse a JSON text.

    Args:
        text: the text.
        line: the number of its line in the file; 0: it is the whole file.

    Raises:
        NotJson: it is invalid; the message names the line.
    """
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        found = re.fullmatch(r"(?:JSON is malformed: )?(.*?)(?: \(byte (\d+)\))?", str(error), re.DOTALL)
        why, place = (found[1], found[2]) if found else (str(error), None)
        if not line:
            data = text.encode()
            line = data[: int(place)].count(b"\n") + 1 if place else data.rstrip().count(b"\n") + 1
        raise NotJson(f"line {line}: not JSON: {why[:1].lower()}{why[1:]}") from None


class Places:
    """Finds the lines of values, which must be asked for in the order of the text."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line = text, 0, 1

    def line(self, value: Any) -> int:
        """Return the line (from 1) of the next occurrence of a value; the last result where it is not found."""
        found = self._text.find(str(value), self._at) if value not in ("", None) else -1
        if found >= 0:
            self._line += self._text.count("\n", self._at, found)
            self._at = found
        return self._line


def text_of(value: Any) -> str:
    """Return a value as text; empty for lists and objects."""
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return ""
    return value if isinstance(value, str) else str(value)


def leaves(value: dict[str, Any], depth: int = 3) -> Iterator[tuple[str, str]]:
    """Yield the keys of an object and of nested objects with their values as text, outer ones first."""
    inner = []
    for key, each in value.items():
        if isinstance(each, dict) and depth:
            inner.append(each)
        elif text := text_of(each):
            yield key, text
    for each in inner:
        yield from leaves(each, depth - 1)
