"""The line on which each row of a list begins, found from the heights of the rows at one width."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from pmtui.app.row_layout import Row, height

MARGIN = 2
"""Columns at the left of each row, for the sign of the cursor."""


class RowPositions:
    """The heights of rows and the line that each begins on; only rows that are new are wrapped to find their height.

    The row under the cursor may be higher than its measured height by its `more`, which is shown only there. The
    methods get the number of those lines as `more`, and the index of the row under the cursor as `cursor`.

    Args:
        forget: called when rows that were measured are let go: their identities may be given to other objects then.
    """

    def __init__(self, forget: Callable[[], object]) -> None:
        self.tops: Sequence[int] = [0]
        """The first line of each row, and last the number of all lines; the `more` of the rows is not counted."""
        self.reserved = 0
        """The lines kept free at the end for the longest `more`, so that the height of the list stays the same."""
        self.width = -1
        """The width of a row that `tops` is for, in columns; -1 before the first measurement."""
        self._forget = forget
        self._heights: dict[int, tuple[Sequence[Row], dict[int, int]]] = {}
        """By width, the rows and their heights by identity; the rows are kept so that no identity is reused."""

    @property
    def lines(self) -> int:
        """The number of lines of the list."""
        return self.tops[-1] + self.reserved

    def measure(self, rows: Sequence[Row], width: int) -> None:
        """Find the position of each row in columns of this width."""
        old = self._heights.get(width, ((), {}))[1]
        heights = self._heights_of(rows, width)
        if width != self.width or not old.keys() <= heights.keys():
            self._forget()
        self.width = width
        self.tops = [0, *accumulate(map(heights.__getitem__, map(id, rows)))]
        self.reserved = _longest_more(rows)

    def set_uniform(self, count: int, each: int, width: int) -> None:
        """Set the positions of rows of equal height, without looking at any.

        Args:
            count: the number of rows.
            each: the height of one, in lines.
            width: the width of a row, in columns.
        """
        self.width = width
        self.tops = range(0, each * count + 1, each)

    def lines_at(self, rows: Sequence[Row], width: int) -> int:
        """Return the number of lines of the list at another width than the measured one."""
        return sum(self._heights_of(rows, width).values()) + _longest_more(rows)

    def top(self, index: int, cursor: int, more: int) -> int:
        """Return the first line of a row; for the index after the last row, the number of all lines."""
        return self.tops[index] + (more if index > cursor else 0)

    def row_at(self, line: int, cursor: int, more: int) -> int | None:
        """Return the index of the row that a line belongs to; None if there is no row on it."""
        tops, last = self.tops, len(self.tops) - 1
        if not 0 <= line < (tops[last] + more if last > cursor else tops[last]):
            return None
        if more and last > cursor and line >= tops[cursor + 1]:
            line = max(line - more, tops[cursor + 1] - 1)
        return bisect_right(tops, line) - 1

    def measured_row_at(self, line: int) -> int:
        """Return the index of the row that a line belongs to where no row shows its `more`."""
        return bisect_right(self.tops, line) - 1

    def _heights_of(self, rows: Sequence[Row], width: int) -> dict[int, int]:
        """Return the height of each row by its identity; 1 for all while the list has no width."""
        if width <= 0:
            return {id(row): 1 for row in rows}
        measured, heights = self._heights.get(width, ((), {}))
        if measured is not rows:
            ids = list(map(id, rows))
            known = list(map(heights.get, ids))
            found = [lines or height(rows[n], max(width - MARGIN, 1)) for n, lines in enumerate(known)]
            heights = dict(zip(ids, found, strict=True))
            if len(self._heights) > 1 and width not in self._heights:
                self._heights.clear()
                self._forget()
            self._heights[width] = rows, heights
        return heights


def _longest_more(rows: Sequence[Row]) -> int:
    return max((len(row.more) for row in rows), default=0)
