"""The impact: a sentence and its measures; durations of the incident are suggested as measures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pmtui import signs
from pmtui.app.suggestions import Offer
from pmtui.meeting.step import Items
from pmtui.session.document import Session
from pmtui.session.durations import format_duration, incident_durations
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.lists.item_rows import ItemRows
from pmtui.tui.lists.list_parts import AddLineParts, ListParts, usual_offers
from pmtui.tui.lists.usual_acts import USUAL
from pmtui.tui.steps.base import StepView, set_widest
from pmtui.tui.widgets.rows import Row, Span

WIDEST: Final = 72
"""The most columns of a measure."""


def draw_measure(_session: Session, item: Any, _number: int) -> Row:
    """Return the row of a measure: its name and its number."""
    right = Span(item.value, "bold") if item.value.strip() else Span("no number yet", "dim")
    return Row(item.id, item.name or "(no name)", right=(right,))


def known_and_usual(items: ItemList, session: Session) -> list[Offer]:
    """Return the suggestions: durations between milestones with their values, then the usual names."""
    known = [Offer(f"{name}: {value}", name, f"{value}, from the times") for name, value in _known(session)]
    have = {item.name.casefold() for item in session.impact.measures}
    known = [offer for offer in known if offer.label.casefold() not in have]
    named = {offer.label.casefold() for offer in known}
    return [*known, *(offer for offer in usual_offers(items, session) if offer.label.casefold() not in named)]


def _known(session: Session) -> Iterator[tuple[str, str]]:
    found = incident_durations(session.key_details)
    named = {
        "Duration": found.outage,
        "Time to detect": found.detect,
        "Time to acknowledge": found.acknowledge,
        "Time to mitigate": found.mitigate,
        "Time to resolve": found.resolve,
    }
    for name, length in named.items():
        if length is not None:
            yield name, format_duration(length)


class ImpactView(StepView):
    """The sentence and the measures."""

    sheets = ("summary",)

    def make_list(self, part: Items) -> ItemList:
        """Make a list; its rows are narrow, so that numbers are near their names on a wide screen."""
        made = super().make_list(part)
        set_widest(made, WIDEST)
        return made

    def list_parts(self, part: Items) -> ListParts[ItemList]:
        """Return the parts of the list of measures."""
        add_line = AddLineParts[ItemList](hint=f"name: number, then Enter · {signs.UP_DOWN} choose")
        return ListParts(part, USUAL, rows=ItemRows(part, draw_measure), add_line=add_line, offers=known_and_usual)

    def subtitle(self, session: Session) -> str:
        """What is wanted."""
        return "who could not do what, for how long"
