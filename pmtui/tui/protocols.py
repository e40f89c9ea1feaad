"""What the app asks of the parts of a screen without knowing which they are, so that it need not load them all."""

from __future__ import annotations

from textual.widget import Widget

from pmtui.session.document import Session, StepName


class HoldsText:
    """Text may stand in it that is in no item or field of the session yet."""

    def gather(self) -> None:
        """The app ends: what stands here is a draft, though the message of its last key may not have come yet."""
        raise NotImplementedError

    def let_go(self) -> None:
        """The app did not end after all: what stood here was kept, unless it was refused."""


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


class Meeting:
    """The screen of an open session, as the app knows it."""

    name_now: StepName
    """The step that is shown."""

    def settle_focus(self) -> None:
        """Where what has the focus is not shown, give it to where typing goes."""
        raise NotImplementedError

    def session_changed(self) -> None:
        """The session, or whether it is saved, is another; from any thread."""
        raise NotImplementedError
