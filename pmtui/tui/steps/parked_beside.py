"""`ParkedBeside`: the parked topics beside the board, to be read; they are answered in the evidence."""

from __future__ import annotations

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from pmtui.meeting.evidence import is_dealt_with
from pmtui.session.document import Session
from pmtui.tui.input import keymap
from pmtui.tui.widgets.identity import same_parts
from pmtui.tui.widgets.rows import Row, Rows, Span


class ParkedBeside(Vertical):
    """The parking lot as rows that nobody walks through, open ones first; it has no place until a screen is wide."""

    def __init__(self) -> None:
        super().__init__(classes="parked")
        self.display = False
        self.list = Rows(always_cursor=False)
        self.list.can_focus = False
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """Make a heading like those of the columns, and the rows."""
        yield Static(Content.assemble(("Parking lot", "bold"), "\n", ("for later", "$dim")), classes="items-title")
        yield self.list

    def show(self, session: Session) -> None:
        """Show the parked topics, if the column is displayed."""
        made_of = same_parts(session.parking_lot, session.actions)
        if not self.display or made_of == self._shown:
            return
        self._shown = made_of
        self.list.show(self._rows(session))

    def _rows(self, session: Session) -> list[Row]:
        from pmtui.tui.steps.evidence import draw_parked  # only on a wide screen

        if not session.parking_lot:
            key = keymap.key_anywhere(self.app, "park.add")
            return [Row("", f"Nothing yet: {key} parks a topic, an idea or a question.", "dim", fixed=True)]
        in_order = sorted(session.parking_lot, key=lambda parked: is_dealt_with(session, parked))
        return [_in_a_column(draw_parked(session, parked, n)) for n, parked in enumerate(in_order)]


def _in_a_column(row: Row) -> Row:
    """Return the row with its kind and author before the text, in one paragraph, because the column is narrow."""
    sign, kind = row.lead
    words = " · ".join((kind.text.strip(), *(span.text for span in row.right)))
    return replace(row, lead=(sign,), inline=(Span(f"{words}  ", kind.style),), right=())
