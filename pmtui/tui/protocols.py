"""What the app asks of the parts of a screen without knowing which they are, so that it need not load them all."""

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
    """Text may stand in it that is in no item or field of the session yet."""

    def gather(self) -> None:
        """The app ends: what stands here is a draft, though the message of its last key may not have come yet."""
        raise NotImplementedError

    def let_go(self) -> None:
        """The app did not end after all: what stood here was kept, unless it was refused."""


class HasCursor:
    """The real cursor stands in it, where a screen reader or a Braille line follows."""

    @property
    def cursor_on_screen(self) -> Offset:
        """The cell of the screen where it stands."""
        raise NotImplementedError


class TakesWords:
    """A screen with fields of text, for words that were typed where none takes them."""

    def take_words(self, text: str, source: Widget) -> None:
        """Put the words where none are yet, else into a line that parks them; focus it, and tell where they went."""
        raise NotImplementedError


class OverMeeting:
    """A screen that lies over the meeting and shows the same session."""

    def redraw(self, session: Session) -> None:
        """The session is another one."""
        raise NotImplementedError

    def tell(self, text: str) -> bool:
        """Tell the person something; False where it has no line of its own for that."""
        return False


class Meeting(Screen[None]):
    """The screen of an open session, as the app and the parts of that screen know it."""

    editing: EditingSession
    steps: Sequence[Step]
    """Those of the agenda."""
    name_now: StepName
    """The step that is shown."""

    def settle_focus(self) -> None:
        """Where what has the focus is not shown, give it to where typing goes."""
        raise NotImplementedError

    def session_changed(self) -> None:
        """The session, or whether it is saved, is another; from any thread."""
        raise NotImplementedError

    async def open_step(self, name: StepName, place: Place | None = None) -> None:
        """Show a step; the focus goes to the place, else to where one types."""
        raise NotImplementedError

    async def go_to_gap(self, place: Place) -> None:
        """Go to the place of a value that is missing or was not understood, and into its field."""
        raise NotImplementedError

    def toggle_quiet(self) -> None:
        """Start the countdown of quiet writing, or end it."""
        raise NotImplementedError

    def show_guide(self) -> None:
        """Draw the guide for the step and what is selected in it."""
        raise NotImplementedError

    def keep_typed(self) -> None:
        """Keep whatever is half-typed in the step's fields: what is done next is done with it."""
        raise NotImplementedError

    def keep_paste(self, text: str, focused: Widget | None) -> None:
        """Put a paste into the field with the focus, or where the step takes one, without an act of its own."""
        raise NotImplementedError

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tell the person something, for a while."""
        raise NotImplementedError
