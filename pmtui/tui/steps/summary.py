"""The summary: a few sentences, then six questions as pairs of an answer by one key and a detail."""

from __future__ import annotations

from typing import Final

from textual import events

from pmtui.session.document import Session
from pmtui.tui.steps.base import StepView

TALL: Final = 30
"""Lines of the step from which the questions stand apart."""


class SummaryView(StepView):
    """The form, with space between the questions where there is any."""

    def on_resize(self, event: events.Resize) -> None:
        """Room between the questions."""
        self.set_class(self.size.height >= TALL, "-tall")

    def subtitle(self, session: Session) -> str:
        """How many of the six are answered."""
        of = session.summary
        said = (
            bool(of.services),
            of.effect is not None,
            of.data_loss.answer is not None,
            of.human_intervention.answer is not None,
            of.pattern is not None,
            of.recurrence.answer is not None,
        )
        return f"{sum(said)} of 6 questions answered"
