"""What the projector asks of the meeting that it stands on, so that it need not know its screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pmtui.app.earlier_reviews import EarlierReviews
from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.meeting_clock import MeetingClock
from pmtui.meeting.step import Step
from pmtui.session.document import StepName
from pmtui.tui.hints.guide import Guide
from pmtui.tui.steps.base import StepView
from pmtui.tui.widgets.quick_add import QuickAdd


class PresentedMeeting(Protocol):
    """An open meeting: where it is, and what can be done in it from the projector too."""

    editing: EditingSession
    meeting_clock: MeetingClock
    steps: Sequence[Step]
    name_now: StepName
    guide: Guide
    prompts: bool
    """Whether the questions to ask are shown."""
    quick: QuickAdd
    earlier_reviews: EarlierReviews

    @property
    def view(self) -> StepView:
        """The step that is shown."""

    @property
    def step(self) -> Step:
        """The declaration of the step that is shown."""

    def why_not(self, command_id: str) -> str:
        """Why something cannot be done now; empty where it can."""

    async def go_to(self, place: Place) -> None:
        """Go to the step, the item or the field that a place names."""

    async def open_step(self, name: StepName, place: Place | None = None) -> None:
        """Show a step."""

    def action_question_next(self) -> None:
        """Turn to the next question to ask."""

    def action_prompts_toggle(self) -> None:
        """Hide the questions to ask, or show them."""

    def action_timer_toggle(self) -> None:
        """Pause the clock, or let it run again."""

    def action_timer_extend(self) -> None:
        """Give this step two more minutes."""

    def action_report_copy(self) -> None:
        """Copy the report to the clipboard."""

    def action_report_save(self) -> None:
        """Save the report to a file."""

    def action_status_next(self) -> None:
        """Set the next status: draft, in review, final, and open again."""

    async def action_undo(self) -> None:
        """Take back the last act."""

    async def action_redo(self) -> None:
        """Do again what was undone."""
