"""The interfaces of screens and widgets that the app uses, so that it need not import their modules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget

from pmtui.session.document import Session, StepName

if TYPE_CHECKING:
    from pmtui.app.editing_session import EditingSession, Place
    from pmtui.meeting.step import Step


class HoldsText:
    """A widget or screen that may contain text that is not in the session yet."""

    def keep_drafts(self) -> None:
        """Keep the text as a draft: the app ends, and the message of the last key may not have come."""
        raise NotImplementedError

    def empty_kept(self) -> None:
        """Empty a field whose text was kept by `keep_drafts`, unless it was refused: the app could not end."""


class HasCursor:
    """A widget that places the cursor of the terminal, which screen readers and Braille displays follow."""

    @property
    def cursor_on_screen(self) -> Offset:
        """The cell of the screen where the cursor is."""
        raise NotImplementedError


class TakesWords:
    """A screen with text fields that takes words typed where no field has the focus."""

    def take_words(self, text: str, source: Widget) -> None:
        """Put the words into an empty field, else into the line for topics; focus it, and say where they went."""
        raise NotImplementedError


class OverMeeting:
    """A screen over the meeting that shows the same session."""

    def redraw(self, session: Session) -> None:
        """Draw the changed session."""
        raise NotImplementedError

    def tell(self, text: str) -> bool:
        """Show a message; return False if the screen has no line for messages."""
        return False


class Meeting(Screen[None]):
    """The screen of an open session, as the app and the parts of that screen know it."""

    editing: EditingSession
    steps: Sequence[Step]
    """The steps of the agenda."""
    name_now: StepName
    """The name of the step that is shown."""

    def settle_focus(self) -> None:
        """Give the focus to the step's entry if the focused widget is not visible."""
        raise NotImplementedError

    def session_changed(self) -> None:
        """Note that the session has changed or was saved; called from any thread."""
        raise NotImplementedError

    async def open_step(self, name: StepName, place: Place | None = None) -> None:
        """Show a step; focus the place, else the widget in which the user types first."""
        raise NotImplementedError

    async def go_to_gap(self, place: Place) -> None:
        """Go to the place of a value that is missing or was not understood, and into its field."""
        raise NotImplementedError

    def toggle_quiet(self) -> None:
        """Start the countdown of quiet writing, or end it."""
        raise NotImplementedError

    def show_guide(self) -> None:
        """Draw the guide for the step and the item under the cursor."""
        raise NotImplementedError

    def keep_typed(self) -> None:
        """Make edits of the text in the fields of the step, so that the next command works on them."""
        raise NotImplementedError

    def keep_paste(self, text: str, focused: Widget | None) -> None:
        """Put a paste into the focused field or the add line of the step, without an edit."""
        raise NotImplementedError

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show the user a message for a while; `wrong`: it is an error."""
        raise NotImplementedError
