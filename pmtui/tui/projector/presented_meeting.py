"""`PresentedMeeting`: what present mode calls of the meeting below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from textual.app import App

from pmtui.app.earlier_reviews import EarlierReviews
from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.meeting_clock import MeetingClock
from pmtui.meeting.step import Step
from pmtui.session.document import StepName
from pmtui.tui.hints.guide import Guide
from pmtui.tui.steps.base import StepView
from pmtui.tui.widgets.quick_add import QuickAdd


class PresentedMeeting(Protocol):
    """An open meeting, as present mode knows it."""

    editing: EditingSession
    meeting_clock: MeetingClock
    steps: Sequence[Step]
    name_now: StepName
    guide: Guide
    prompts: bool
    """Whether the questions of the steps are shown."""
    quick: QuickAdd
    earlier_reviews: EarlierReviews

    @property
    def app(self) -> App[object]:
        """The app that it runs in."""

    @property
    def view(self) -> StepView:
        """The view of the step that is shown."""

    @property
    def step(self) -> Step:
        """The declaration of the step that is shown."""

    def why_not(self, command_id: str) -> str:
        """Return why a command is not possible now; empty if it is."""

    async def go_to(self, place: Place) -> None:
        """Go to the step, the item or the field of a place."""

    async def open_step(self, name: StepName, place: Place | None = None) -> None:
        """Show a step."""

    async def do_act(self, command_id: str) -> bool:
        """Carry out a command of the meeting; return False if it is not possible now."""
