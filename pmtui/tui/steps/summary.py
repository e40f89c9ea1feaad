"""The summary: a few sentences, then six questions as pairs of an answer by one key and a detail."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.widget import Widget

from pmtui.session.document import Session
from pmtui.tui.steps.base import StepView

TALL: Final = 30
"""Lines of the step from which the questions stand apart."""

ASIDES: Final = (".detail", ".of", ".related_tickets")
"""Fields that are well left empty."""


class SummaryView(StepView):
    """The form, with space between the questions where there is any."""

    sheets = ("summary",)

    def on_resize(self, event: events.Resize) -> None:
        """Room between the questions."""
        self.set_class(self.size.height >= TALL, "-tall")

    def entry_point(self) -> Widget | None:
        """The first question without an answer; a detail is wanted after a yes alone."""
        rows = [row for row in self.field_rows() if not row.slot.field.path.endswith(ASIDES)]
        return next((row.input for row in rows if row.empty), None) or super().entry_point()

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
