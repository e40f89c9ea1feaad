"""The resources: what must be secured, and where it is; suggested ones can be added."""

from __future__ import annotations

from typing import Any, Final

from pmtui import signs
from pmtui.meeting.step import Items
from pmtui.session.document import Session
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.lists.item_rows import ItemRows
from pmtui.tui.lists.list_parts import ListParts
from pmtui.tui.lists.usual_acts import USUAL
from pmtui.tui.steps.base import StepView, set_widest
from pmtui.tui.widgets.rows import Row, Span

WIDEST: Final = 84
"""The most columns of a row."""


def draw_resource(_session: Session, item: Any, _number: int) -> Row:
    """Return the row of a resource: a sign, its text, whether it is secured, and its place on a line below."""
    lead = (Span(f"{signs.TICK} ", "well") if item.secured else Span(f"{signs.OPEN} ", "dim"),)
    right = (Span("secured", "well") if item.secured else Span("not secured", "notice"),)
    below = (Span(item.location, "dim"),) if item.location.strip() else ()
    return Row(item.id, item.text or "(no text)", lead=lead, right=right, below=below)


class ResourcesView(StepView):
    """The list of resources, and how many are secured."""

    def make_list(self, part: Items) -> ItemList:
        """Make the list; its rows are narrow, so that “secured” is near its resource on a wide screen."""
        made = super().make_list(part)
        set_widest(made, WIDEST)
        return made

    def list_parts(self, part: Items) -> ListParts[ItemList]:
        """Return the parts of the list."""
        return ListParts(part, USUAL, rows=ItemRows(part, draw_resource, titled=True))

    def subtitle(self, session: Session) -> str:
        """Return the number of secured resources."""
        secured = sum(item.secured for item in session.resources)
        return f"{secured} of {len(session.resources)} secured" if session.resources else "ticked once a copy is safe"
