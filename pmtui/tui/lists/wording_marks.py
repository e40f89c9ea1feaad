"""Soft underlines in the rows of a list: words of what people wrote that are better said otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmtui.meeting.completeness import text_kind_of
from pmtui.meeting.gap_wording import people
from pmtui.meeting.step import Items
from pmtui.session.document import Session
from pmtui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from pmtui.meeting.wording import Flag


class WordingMarks:
    """Finds the words in the rows that are drawn. In a list of names, numbers or links there are none.

    Args:
        part: the list's declaration.
        rows: where the words are marked.
    """

    def __init__(self, part: Items, rows: Rows) -> None:
        self._where = text_kind_of(part.section, part.main)
        self._rows = rows
        self._people: tuple[str, ...] = ()
        if self._where is not None:
            rows.set_marks(self._marks)

    def show(self, session: Session) -> None:
        """Mark anew where the names of the people are others."""
        if self._where is not None and (names := people(session)) != self._people:
            self._people = names
            self._rows.mark_again()

    def flags(self, text: str) -> tuple[Flag, ...]:
        """Words of an item's text that are better said otherwise."""
        if self._where is None:
            return ()
        from pmtui.meeting.wording import flags  # deferred: an empty list needs no rules

        return flags(text, where=self._where, names=self._people)

    def _marks(self, row: Row) -> tuple[tuple[int, int, str], ...]:
        if row.fixed or row.style not in ("", "bold"):
            return ()
        # What was written ends where what is said beside it in another style begins.
        said = row.text[: row.bullets[0][0]] if row.bullets else row.text
        return tuple((flag.start, flag.end, f"{row.style} soft".strip()) for flag in self.flags(said))
