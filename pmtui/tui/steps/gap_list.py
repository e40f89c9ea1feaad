"""`GapList`: the gaps of a review as rows below the names of its steps; each row leads to the place of its gap."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from pmtui import signs
from pmtui.app.editing_session import Place
from pmtui.app.gap_lines import GapLine
from pmtui.tui.widgets.rows import Row, Rows, Span

TO_LOOK_AT: Final = " to look at"


class GapList(Rows):
    """The gaps, then the wording that blames."""

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes)
        self.places: dict[str, Place] = {}
        """By the id of a row, the place that it leads to."""
        self._row_of: dict[tuple[object, ...], Row] = {}

    @property
    def place(self) -> Place | None:
        """The place that the selected row leads to; None if it leads to none."""
        return self.places.get(self.row_id or "")

    def show_gaps(self, found: Sequence[GapLine]) -> None:
        """Show the gaps; a row with the same text is kept, so that it is not measured again."""
        self.places = {one.row_id: one.place for one in found}
        old, self._row_of = self._row_of, {}
        rows: list[Row] = []

        def kept(key: tuple[object, ...], row: Row) -> Row:
            return self._row_of.setdefault(key, old.get(key, row))

        for heading, group in groupby(found, key=attrgetter("heading")):
            rows.append(kept((heading,), Row("", heading, "bold", fixed=True)))
            ones = list(group)
            rows += [kept((*one, one is ones[-1]), _gap_row(one, one is ones[-1])) for one in ones]
        self.show(rows or [Row("", "Nothing is missing, and no wording blames.", "well", fixed=True)])


def counted(found: Sequence[GapLine]) -> tuple[str, str]:
    """Return the counts for a title: `17 things · 2 wordings to look at`, or the shorter `17 missing · 2 wordings`."""
    missing = sum(one.number for one in found if not one.soft and not one.in_hand)
    soft = sum(one.soft for one in found)
    things = f"{missing:,} thing{'s' * (missing != 1)}" if missing else "nothing"
    wordings = f" · {soft:,} wording{'s' * (soft != 1)}" if soft else ""
    return things + (f"{wordings}{TO_LOOK_AT}" if soft else ""), f"{missing or 'nothing'} missing{wordings}"


def _gap_row(one: GapLine, last: bool) -> Row:
    sign = Span(f"  {signs.FULL} ", "notice") if one.soft else Span(f"  {signs.OPEN} ", "dim")
    return Row(one.row_id, one.text, lead=(sign,), gap=int(last))
