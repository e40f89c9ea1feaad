"""Estimate the width of text, and break it into lines, because SVG has no line breaks and no font is available."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from pmtui.session.text import cut

_NARROW: Final = frozenset("ijlt.,:;!'|()[] f-r/I")
_LONGEST: Final = 600
_WIDE: Final = frozenset("mwMW@%—…")


def width(text: str, size: float) -> float:
    """Return an upper estimate of a text's width in a sans-serif font of that size, in the unit of the size."""
    return size * sum(map(_share, text))


def lines(text: str, room: float, size: float, most: int) -> list[str]:
    """Break a text into lines no wider than `room`, at most `most`; an ellipsis shows that there was more."""
    made: list[str] = []
    line = ""
    for word in _pieces(cut(text, _LONGEST), room, size):
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= room:
            line = longer
            continue
        if len(made) == most - 1:
            return [*made, f"{line} …" if width(f"{line} …", size) <= room else f"{line[:-2].rstrip()}…"]
        made.append(line)
        line = word
    return [*made, line] if line or not made else made


def _pieces(text: str, room: float, size: float) -> Iterator[str]:
    """Yield the words; a word that is wider than a line is cut into pieces."""
    for word in text.split(" "):
        rest = word
        while width(rest, size) > room and len(rest) > 1:
            fits = next(n for n in range(len(rest), 0, -1) if n == 1 or width(rest[:n], size) <= room)
            yield rest[:fits]
            rest = rest[fits:]
        yield rest


def _share(char: str) -> float:
    if char in _NARROW:
        return 0.36
    if char in _WIDE:
        return 0.92
    if char.isascii():
        return 0.68 if char.isupper() else 0.56
    if unicodedata.combining(char):
        return 0.0
    return 1.05 if unicodedata.east_asian_width(char) in "WF" else 0.66
