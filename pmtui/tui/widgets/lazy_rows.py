"""Rows of one height, made when they come into view: ten thousand of them cost no more than those on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import overload

from msgspec.structs import replace
from textual.geometry import Size

from pmtui.tui.widgets.rows import Row, Rows

Make = Callable[[str, int], Row]
"""From a row's id and the cells that it may fill to a row of one line, or of two where there is a gap."""


class Lazy(Sequence[Row]):
    """Rows by their ids, each made when it is first looked at."""

    def __init__(self, ids: Sequence[str], make: Make, gap: int) -> None:
        self.ids, self.make, self.gap = ids, make, gap
        self.width = 80
        self.made: dict[str, Row] = {}
        self._places: dict[str, int] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        row_id = self.ids[at]
        if (row := self.made.get(row_id)) is None:
            row = self.make(row_id, self.width)
            # What is said under a row stands in the gap behind it: all rows have one height.
            row = self.made[row_id] = replace(row, gap=self.gap - bool(row.found)) if self.gap else row
        return row

    def find(self, row_id: str | None) -> int | None:
        """Where the row with that id stands."""
        if row_id is None or not self.ids:
            return None
        if row_id == self.ids[0]:  # where the cursor begins; thousands of others need not be gone through for it
            return 0
        if self._places is None:
            self._places = {known: at for at, known in enumerate(self.ids)}
        return self._places.get(row_id)

    def forget(self, row_ids: Iterable[str] | None = None) -> None:
        """Make these anew when they are next looked at; None: all of them."""
        if row_ids is None:
            self.made.clear()
        else:
            for row_id in row_ids:
                self.made.pop(row_id, None)


class LineRows(Rows):
    """A list of rows of one line each, with as many empty lines between them as `gap` says."""

    def show_lines(self, ids: Sequence[str], make: Make, *, gap: int = 0) -> None:
        """Show the rows with these ids; the cursor stays on the row that it was on, else near where it was."""
        self.show(Lazy(ids, make, gap))

    @property
    def text_width(self) -> int:
        """Cells that a row may fill."""
        return max(self._room - 2, 1)

    def anew(self, row_ids: Iterable[str] | None = None) -> None:
        """Draw these rows anew (None: all), as what they are made of is another."""
        if isinstance(self.rows, Lazy):
            self.rows.forget(row_ids)
        self._strips.clear()
        self.refresh()

    def move(self, by: int) -> bool:
        """Move the cursor by so many rows; False at the end. No row is made for it."""
        index = min(max(self._cursor + by, 0), max(len(self.rows) - 1, 0))
        if index == self._cursor:
            return False
        self._set_cursor(index)
        return True

    def _index_of(self, row_id: str | None) -> int | None:
        return self.rows.find(row_id) if isinstance(self.rows, Lazy) else super()._index_of(row_id)

    def _measure(self) -> None:
        if not isinstance(self.rows, Lazy):
            super()._measure()
            return
        rows = self.rows
        if self.text_width != rows.width:
            rows.width = self.text_width
            rows.forget()
        self._strips.clear()
        self._positions.set_uniform(len(rows), 1 + rows.gap, self._room)
        self.virtual_size = Size(self._room, self._positions.tops[-1])
