"""Where a person sees one character end and the next begin: an emoji, a letter with its accents, a flag.

A line in plain ASCII does without the tables of `wcwidth`, which are loaded when the first other one is edited.
"""

from __future__ import annotations


def boundary_before(line: str, column: int) -> int:
    """Where the character before a column of a line begins."""
    if column <= 1 or line[max(column - 2, 0) : column + 1].isascii():
        return max(column - 1, 0)
    from wcwidth import grapheme_boundary_before

    return grapheme_boundary_before(line, column)


def boundary_after(line: str, column: int) -> int:
    """Where the character at a column of a line ends."""
    if line[column : column + 2].isascii():
        return min(column + 1, len(line))
    from wcwidth import iter_graphemes

    return column + len(next(iter_graphemes(line, column)))


def boundary_at(line: str, column: int) -> int:
    """The column, or where it stands within a character the beginning of that."""
    if column <= 0 or column >= len(line) or line[column - 1 : column + 1].isascii():
        return column
    start = boundary_before(line, column)
    return column if boundary_after(line, start) <= column else start
