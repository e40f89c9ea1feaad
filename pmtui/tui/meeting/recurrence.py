"""Choose the earlier review that this one repeats, and link it."""

from __future__ import annotations

from pmtui.app.earlier_reviews import recurrence
from pmtui.app.editing_session import Place
from pmtui.meeting.past_reviews import SeenBefore
from pmtui.session.edits import EditRefused
from pmtui.session.text import cut
from pmtui.tui.input import keymap
from pmtui.tui.meeting.earlier_reviews import named
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.widgets.picker import Picker
from pmtui.tui.widgets.rows import Row, Span


class SimilarPicker(Picker):
    """The earlier reviews that are similar, with the reasons; the result is the id of one."""

    def __init__(self, similar: tuple[SeenBefore, ...]) -> None:
        super().__init__("It happened before: in which review?", lambda _: list(map(_row, similar)), typing=False)

    def more_keys(self) -> list[tuple[str, str]]:
        """Return keys of the window and their labels, for its line of keys."""
        return [("enter", "the same as this one"), ("esc", "close")]


def pick(meeting: MeetingScreen) -> None:
    """Open the window; the chosen review becomes the recurrence, which undo takes back."""
    if (found := meeting.earlier_reviews.similar) is None:
        return
    similar = found.similar_to(meeting.editing.session)

    def taken(session_id: str | None) -> None:
        one = next((one for one in similar if one.session_id == session_id), None)
        if one is None:
            return
        label = f"happened before: {cut(one.headline, 30)}"
        try:
            meeting.editing.do(recurrence(one.session_id), label, Place("opening"))
        except EditRefused as refused:
            meeting.say(str(refused), wrong=True)
            return
        undo = keymap.key_anywhere(meeting.app, "undo")  # the focus may be in a field, in which letters are text
        meeting.say(f"It happened before: “{cut(one.headline, 40)}” · {undo} takes it back")

    meeting.app.push_screen(SimilarPicker(similar), taken)


def _row(one: SeenBefore) -> Row:
    return Row(one.session_id, named(one), below=(Span(one.why, "dim"),))
