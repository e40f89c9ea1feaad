"""Find the boundaries of graphemes: what is seen as one character, such as an emoji or a letter with accents.

European letters, quotation marks and arrows are found without the tables of `wcwidth`, which take as long to import as
a drawing takes: they are imported when the first other character is shown.
"""

from __future__ import annotations

from typing import Final

from pmtui.meeting.lazy_patterns import LazyPattern

_ALONE: Final = LazyPattern(r"[\0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u2bff]*")
"""Characters that are graphemes of their own, next to any of these characters."""


def are_alone(text: str) -> bool:
    """Return whether each character of a text is surely a grapheme of its own."""
    # Without the pattern for a placeholder, which begins with a no-break space: compiling it takes a millisecond.
    return text.isascii() or text.replace("\u00a0", " ").isascii() or _ALONE.fullmatch(text) is not None


def boundary_before(line: str, column: int) -> int:
    """Return the column where the grapheme before a column begins."""
    if column <= 1 or are_alone(line[max(column - 2, 0) : column + 1]):
        return max(column - 1, 0)
    from wcwidth import grapheme_boundary_before

    return grapheme_boundary_before(line, column)


def boundary_after(line: str, column: int) -> int:
    """Return the column where the grapheme at a column ends."""
    if are_alone(line[column : column + 2]):
        return min(column + 1, len(line))
    from wcwidth import iter_graphemes

    return column + len(next(iter_graphemes(line, column)))


def boundary_at(line: str, column: int) -> int:
    """Return the column, or the beginning of the grapheme that it is within."""
    if column <= 0 or column >= len(line) or are_alone(line[column - 1 : column + 1]):
        return column
    start = boundary_before(line, column)
    return column if boundary_after(line, start) <= column else start
