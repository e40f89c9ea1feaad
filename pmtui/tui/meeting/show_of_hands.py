"""The show of hands at the close: three numbers, which are kept with the sitting."""

from __future__ import annotations

from functools import partial

from pmtui import signs
from pmtui.app.editing_session import Place
from pmtui.meeting.close import hands_in_words, hands_of, read_hands
from pmtui.session import edits
from pmtui.session.document import Session
from pmtui.session.edits import EditRefused
from pmtui.session.instants import to_instant
from pmtui.tui.protocols import Meeting
from pmtui.tui.widgets.picker import Picker
from pmtui.tui.widgets.rows import Row


def count_hands(meeting: Meeting) -> None:
    """Ask for the three numbers and keep them with the last sitting."""
    editing = meeting.editing

    def chosen(typed: str | None) -> None:
        if typed is None:
            return
        hands, now = read_hands(typed), to_instant(editing.now())
        try:
            editing.do(lambda session: edits.set_show_of_hands(session, now, **hands), "show of hands", Place("close"))
        except EditRefused as refused:
            meeting.say(str(refused), wrong=True)
            return
        meeting.say(f"{signs.TICK} {hands_in_words(hands) or 'no hands counted'}")

    heading = "Hands: asked, learned something, would come again"
    meeting.app.push_screen(Picker(heading, partial(rows_of, editing.session), placeholder="9 7 8"), chosen)


def rows_of(session: Session, typed: str) -> list[Row]:
    """Return one row that says what the typed numbers mean, or what is wrong with them."""
    if not typed.strip():
        now = hands_in_words(hands_of(session))
        return [Row("", f"Now: {now}." if now else "Three numbers, - where nobody counted.", "dim", fixed=True)]
    try:
        words = hands_in_words(read_hands(typed))
    except ValueError as wrong:
        return [Row("", str(wrong), "dim", fixed=True)]
    return [Row(typed.strip(), words or "nobody counted")]
