"""Underline words in the rows of a list that should be rephrased."""

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
    """Finds flagged words in the rows that are drawn. Lists of names, numbers or links are not checked.

    Args:
        part: the declaration of the list.
        rows: the rows to underline words in.
    """

    def __init__(self, part: Items, rows: Rows) -> None:
        self._where = text_kind_of(part.section, part.main)
        self._rows = rows
        self._people: tuple[str, ...] = ()
        if self._where is not None:
            rows.set_marks(self._marks)

    def show(self, session: Session) -> None:
        """Draw the marks again if the names of people have changed."""
        if self._where is not None and (names := people(session)) != self._people:
            self._people = names
            self._rows.mark_again()

    def flags(self, text: str) -> tuple[Flag, ...]:
        """Return the flagged words of an item's text."""
        if self._where is None:
            return ()
        from pmtui.meeting.wording import flags  # deferred: an empty list needs no rules

        return flags(text, where=self._where, names=self._people)

    def _marks(self, row: Row) -> tuple[tuple[int, int, str], ...]:
        if row.fixed or row.style not in ("", "bold"):
            return ()
        # The text that follows in another style was not typed, so it is not checked.
        said = row.text[: row.bullets[0][0]] if row.bullets else row.text
        return tuple((flag.start, flag.end, f"{row.style} soft".strip()) for flag in self.flags(said))
