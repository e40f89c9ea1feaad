"""Where a person sees one character end and the next begin: an emoji, a letter with its accents, a flag.

Letters of Europe, quotation marks, arrows and the like do without the tables of `wcwidth`, which take as long to load
as a picture to draw: they are loaded when the first other one is shown.
"""

from __future__ import annotations

from typing import Final

from pmtui.meeting.lazy_patterns import LazyPattern

_ALONE: Final = LazyPattern(r"[\0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u2bff]*")
"""Characters that are always seen as one each, whatever of these stands before and behind."""


def are_alone(text: str) -> bool:
    """Whether each character of a text is surely seen as one."""
    # The pattern takes a millisecond to be compiled: not for an example, which begins with a space that does not break.
    return text.isascii() or text.replace("\u00a0", " ").isascii() or _ALONE.fullmatch(text) is not None


def boundary_before(line: str, column: int) -> int:
    """Where the character before a column of a line begins."""
    if column <= 1 or are_alone(line[max(column - 2, 0) : column + 1]):
        return max(column - 1, 0)
    from wcwidth import grapheme_boundary_before

    return grapheme_boundary_before(line, column)


def boundary_after(line: str, column: int) -> int:
    """Where the character at a column of a line ends."""
    if are_alone(line[column : column + 2]):
        return min(column + 1, len(line))
    from wcwidth import iter_graphemes

    return column + len(next(iter_graphemes(line, column)))


def boundary_at(line: str, column: int) -> int:
    """The column, or where it stands within a character the beginning of that."""
    if column <= 0 or column >= len(line) or are_alone(line[column - 1 : column + 1]):
        return column
    start = boundary_before(line, column)
    return column if boundary_after(line, start) <= column else start
