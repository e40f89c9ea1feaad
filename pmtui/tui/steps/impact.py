"""The impact: a sentence and its measures; what the times of the incident say already is offered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmtui.app.suggestions import Offer
from pmtui.meeting.step import Items
from pmtui.session.document import Session
from pmtui.session.measures import measure, say
from pmtui.tui.steps.base import StepView
from pmtui.tui.widgets.items import ItemsView
from pmtui.tui.widgets.rows import Row, Span


class MeasuresList(ItemsView):
    """Names with their numbers in one column."""

    HINT = "name: number, then Enter · ↑↓ choose"

    def row(self, session: Session, item: Any, number: int) -> Row:
        """The number is what one looks for."""
        right = Span(item.value, "bold") if item.value.strip() else Span("no number yet", "dim")
        return Row(item.id, item.name or "(no name)", right=(right,))

    def offers(self, session: Session) -> list[Offer]:
        """What the milestones say, with its value; then the usual names."""
        known = [Offer(f"{name}: {value}", name, f"{value}, from the times") for name, value in _known(session)]
        have = {item.name.casefold() for item in session.impact.measures}
        known = [offer for offer in known if offer.label.casefold() not in have]
        named = {offer.label.casefold() for offer in known}
        return [*known, *(offer for offer in super().offers(session) if offer.label.casefold() not in named)]


def _known(session: Session) -> Iterator[tuple[str, str]]:
    found = measure(session.key_details)
    named = {
        "Duration": found.outage,
        "Time to detect": found.detect,
        "Time to acknowledge": found.acknowledge,
        "Time to mitigate": found.mitigate,
        "Time to resolve": found.resolve,
    }
    for name, length in named.items():
        if length is not None:
            yield name, say(length)


class ImpactView(StepView):
    """The sentence and the measures."""

    sheets = ("summary",)

    def make_list(self, part: Items) -> ItemsView:
        """The list of measures."""
        made = MeasuresList(self.editing, part, self.step.name)
        self.lists.append(made)
        return made

    def subtitle(self, session: Session) -> str:
        """What is wanted."""
        return "who could not do what, for how long"
