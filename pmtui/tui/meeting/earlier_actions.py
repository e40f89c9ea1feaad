"""`EarlierActions`: the window of actions that earlier reviews left open. Each can be ticked, dropped or opened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, ClassVar

from msgspec.structs import replace
from textual.app import App
from textual.binding import BindingType

from pmtui import signs
from pmtui.app.action_progress import ActionProgress
from pmtui.app.editing_session import Place
from pmtui.library.errors import LibraryError
from pmtui.meeting.past_reviews import LeftOpen
from pmtui.session.text import cut, one_line
from pmtui.session.times import show_date
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import table
from pmtui.tui.lists.action_changes import ACTS, ChangesActions, Chosen
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.protocols import Meeting
from pmtui.tui.widgets.picker import Picker
from pmtui.tui.widgets.rows import Row, Span


class EarlierActions(ChangesActions, Picker):
    """The actions with their reviews; the result is the key of the action whose review is to be opened.

    Args:
        left: the actions.
        progress: changes them.
        changed: called with the open actions after each change.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.some_acts("item.tick", "action.drop", "undo")]

    def __init__(
        self, left: tuple[LeftOpen, ...], progress: ActionProgress, changed: Callable[[tuple[LeftOpen, ...]], None]
    ) -> None:
        super().__init__("Left open by earlier reviews", lambda _: list(map(_row, self.left)), typing=False)
        self.acts = table(ACTS)
        self.left = left
        self.progress = progress
        self.changed = changed
        self.unsent = {}

    @property
    def one(self) -> LeftOpen | None:
        """The action under the cursor, with its review; None if there is none."""
        return next((one for one in self.left if one.action.id == self.list.row_id), None)

    @property
    def chosen(self) -> Chosen | None:
        """Return the action under the cursor."""
        return Chosen(self.one.session_id, self.one.action) if self.one is not None else None

    def more_keys(self) -> list[tuple[str, str]]:
        """Return keys of the window and their labels, for its line of keys."""
        one, key = self.one, partial(keymap.key_of, self)
        if one is None:
            return [("esc", "close")]
        status = one.action.status
        tick = [(key("item.tick"), "open again" if status == "done" else "done")] if status != "dropped" else []
        drop = [(key("action.drop"), "drop" if status != "dropped" else "take up again")]
        undo = [(key("undo"), "undo")] if self.progress.last else []
        return [*tick, *drop, ("enter", "open its review"), *undo, ("esc", "close")]

    def was_changed(self, chosen: Chosen) -> None:
        """Draw an action after a change."""
        action = chosen.action
        self.left = tuple(replace(one, action=action) if one.action.id == action.id else one for one in self.left)
        self.list.show(self.source(""))
        self.changed(self.left)


def open_earlier_actions(meeting: MeetingScreen) -> None:
    """Open the window; the guide shows each change at once."""
    found = meeting.earlier_reviews
    if found.progress is None:
        return

    def changed(left: tuple[LeftOpen, ...]) -> None:
        now = tuple(one for one in left if one.action.status == "open")
        meeting.earlier_reviews = replace(found, earlier=replace(found.earlier, left_open=now))
        meeting.show_guide()

    def chosen(action_id: str | None) -> None:
        if action_id is not None:
            session_id = next(one.session_id for one in found.earlier.left_open if one.action.id == action_id)
            place = Place("actions", action_id)
            # In a task of the app, because the screen of this meeting is removed.
            meeting.app.call_later(switch_review, meeting.app, session_id, place)

    meeting.app.push_screen(EarlierActions(found.earlier.left_open, found.progress, changed), chosen)


async def switch_review(app: App[Any], session_id: str, place: Place) -> None:
    """Leave this review for a place in another, and say how to come back."""
    left: Meeting = next(screen for screen in app.screen_stack if isinstance(screen, Meeting))
    opened = left.editing.opened
    await app.run_action("close_session")
    if left in app.screen_stack:
        return  # it could not be saved, and the user was told
    library = app.screen
    open_session: Callable[[str], Awaitable[None]] = app.open_session  # type: ignore[attr-defined]
    try:
        await open_session(session_id)
    except LibraryError as error:
        library.notify(str(error), markup=False)
        return
    if isinstance(app.screen, Meeting):
        await app.screen.open_step(place.step, place)
        back, opens = (keymap.key_for(app, command, typing=False) for command in ("library.open", "session.open"))
        name = cut(opened.session.key_details.headline or opened.file, 30)
        app.screen.say(f"{back}, then {opens}, goes back to “{name}”")


def _row(one: LeftOpen) -> Row:
    action = one.action
    sign, style = {
        "done": (Span(f"{signs.TICK} ", "well"), "dim"),
        "dropped": (Span(f"{signs.DROPPED} ", "dim"), "struck"),
    }.get(action.status, (Span(f"{signs.OPEN} ", "dim"), ""))
    due, due_style = _when(one)
    review = " ".join(
        text
        for text in (show_date(one.incident_date) if one.incident_date else "", one.headline or one.product)
        if text
    )
    owner = Span(action.owner, "dim") if action.owner else Span("no owner", "notice")
    below = [Span(one_line(review), "dim")] if review else []
    return Row(
        action.id,
        one_line(action.text),
        style,
        lead=(sign,),
        right=(owner, Span(f"  {due}", due_style)),
        below=tuple(below),
    )


def _when(one: LeftOpen) -> tuple[str, str]:
    action = one.action
    if action.status != "open":
        return action.status, "dim"
    if action.due is None:
        return "no date", "notice"
    return f"{show_date(action.due)}{' overdue' if one.overdue else ''}", "danger bold" if one.overdue else "dim"
