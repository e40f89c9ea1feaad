"""`LineRows`: rows of equal height that are made when they come into view, so that their number costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import overload

from msgspec.structs import replace
from textual.geometry import Size

from pmtui.tui.widgets.rows import Row, Rows

Make = Callable[[str, int], Row]
"""Makes a row of one line (or two, with a gap) from its id and the cells that it may fill."""


class Lazy(Sequence[Row]):
    """A sequence of rows, each made when it is first read."""

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
            # A line below the text takes the place of the gap, so that all rows have one height.
            row = self.made[row_id] = replace(row, gap=self.gap - bool(row.found)) if self.gap else row
        return row

    def find(self, row_id: str | None) -> int | None:
        """Return the index of a row; None if there is no such row."""
        if row_id is None or not self.ids:
            return None
        if row_id == self.ids[0]:  # the usual row of the cursor, found without an index of all rows
            return 0
        if self._places is None:
            self._places = {known: at for at, known in enumerate(self.ids)}
        return self._places.get(row_id)

    def forget(self, row_ids: Iterable[str] | None = None) -> None:
        """Make these rows again when they are next read; None: all rows."""
        if row_ids is None:
            self.made.clear()
        else:
            for row_id in row_ids:
                self.made.pop(row_id, None)


class LineRows(Rows):
    """A list of rows of one line, with `gap` empty lines between them."""

    def show_lines(self, ids: Sequence[str], make: Make, *, gap: int = 0) -> None:
        """Show the rows with these ids; the cursor stays on its row, or near its place if the row is gone."""
        self.show(Lazy(ids, make, gap))

    @property
    def text_width(self) -> int:
        """The cells that a row may fill."""
        return max(self._room - 2, 1)

    def anew(self, row_ids: Iterable[str] | None = None) -> None:
        """Draw these rows again (None: all), because their content has changed."""
        if isinstance(self.rows, Lazy):
            self.rows.forget(row_ids)
        self._strips.clear()
        self.refresh()

    def move(self, by: int) -> bool:
        """Move the cursor by a number of rows, without making a row; return False if it cannot move."""
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
