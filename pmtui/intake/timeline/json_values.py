"""JSON as data: parsed, with the line where it stops being JSON, and where in its text a value stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from pmtui.intake.result import NotReadable


class NotJson(NotReadable):
    """A text that begins as JSON and is none."""


def parsed(text: str, line: int = 0) -> Any:
    """The value that a text is.

    Args:
        text: all of it.
        line: the number of its line in the file; 0: it is the whole file.

    Raises:
        NotJson: it is none; the line is named.
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
    """Finds the lines of values that are asked for in the order in which they stand in a text."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line = text, 0, 1

    def line(self, value: Any) -> int:
        """The number of the line on which a value stands next; that of the last one where it is not found."""
        found = self._text.find(str(value), self._at) if value not in ("", None) else -1
        if found >= 0:
            self._line += self._text.count("\n", self._at, found)
            self._at = found
        return self._line


def text_of(value: Any) -> str:
    """A value as text; lists and objects are none."""
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return ""
    return value if isinstance(value, str) else str(value)


def leaves(value: dict[str, Any], depth: int = 3) -> Iterator[tuple[str, str]]:
    """The keys of an object and of those in it, with their values as text; those further out first."""
    inner = []
    for key, each in value.items():
        if isinstance(each, dict) and depth:
            inner.append(each)
        elif text := text_of(each):
            yield key, text
    for each in inner:
        yield from leaves(each, depth - 1)
