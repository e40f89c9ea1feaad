"""The commands of a meeting that work in every step: a table of functions for its screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from pmtui.app.add_lines import open_lines
from pmtui.app.editing_session import Place
from pmtui.app.field_values import unread_slots
from pmtui.session.edits import EditRefused
from pmtui.session.paths import all_items
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import Act, always
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.widgets.editor import Editor

# What is rarely used is imported in functions, so that the first drawing does not wait for it.


def _key(meeting: MeetingScreen, command_id: str) -> str:
    """Return the key of a command as text for the user."""
    return keymap.key_for(meeting.app, command_id, typing=False)


# --- from step to step ---


async def _turn(meeting: MeetingScreen, by: int) -> None:
    names = [step.name for step in meeting.steps]
    at = names.index(meeting.name_now) + by
    if 0 <= at < len(names):
        await meeting.open_step(names[at])


def _has_next(meeting: MeetingScreen) -> bool | str:
    return meeting.name_now != meeting.steps[-1].name or "this is the last step"


def _has_previous(meeting: MeetingScreen) -> bool | str:
    return meeting.name_now != meeting.steps[0].name or "this is the first step"


async def _went(meeting: MeetingScreen, place: Place | None) -> None:
    if place is not None:
        await meeting.go_to(place)


def pick_place(meeting: MeetingScreen) -> None:
    """Open the window to choose a step or a field by letters of its name."""
    from pmtui.tui.steps import go_to

    go_to.pick_place(meeting.app, meeting.steps, meeting.editing, partial(_went, meeting))


def find_text(meeting: MeetingScreen) -> None:
    """Open the window to search all texts of the review."""
    from pmtui.tui.steps import go_to

    go_to.pick_text(meeting.app, meeting.editing.session, partial(_went, meeting))


async def open_library(meeting: MeetingScreen) -> None:
    """Save everything and go back to the list of reviews."""
    meeting.keep_typed()
    await meeting.run_action("app.close_session")


# --- fields ---


def _in_field(meeting: MeetingScreen) -> bool:
    return isinstance(meeting.focused, Editor)


async def edit_in_own_editor(meeting: MeetingScreen) -> None:
    """Edit the text of the field in the user's own editor; from an add line, open the selected item."""
    view = meeting.view.list_of(meeting.focused)
    if view is not None and meeting.focused is view.add:
        await view.do_act("item.edit")
    elif isinstance(meeting.focused, Editor):
        from pmtui.tui.widgets.external_editor import edit_outside

        if trouble := edit_outside(meeting.app, meeting.focused):
            meeting.say(trouble, wrong=True)


def _has_unread(meeting: MeetingScreen) -> bool:
    return meeting.editing.state.unread + meeting.editing.state.lines > 0


async def go_to_next_gap(meeting: MeetingScreen) -> None:
    """Go to the next field whose text was not understood, or line whose text was not added."""
    unread = meeting.editing.unread
    places = [slot.place for slot, _ in unread_slots(unread, meeting.editing.session)]
    places += [line.place for line in open_lines(unread)]
    if not places:
        meeting.say("Every value was understood, every line added")
        return
    meeting.last_gap = (meeting.last_gap + 1) % len(places)
    await meeting.go_to_gap(places[meeting.last_gap])


def take_neutral_form(meeting: MeetingScreen) -> None:
    """Replace the flagged words with their neutral form."""
    meeting.wording_hints.take()
    meeting.show_guide()
    meeting.keys_line.refresh()


# --- undo ---


async def undo(meeting: MeetingScreen) -> None:
    """Undo the last edit, say what it was, and go to its place."""
    meeting.view.commit()
    await _undo_or_redo(meeting, "Undid", meeting.editing.undo)


async def redo(meeting: MeetingScreen) -> None:
    """Redo the edit that was undone last, and go to its place."""
    await _undo_or_redo(meeting, "Did again", meeting.editing.redo)


async def _undo_or_redo(meeting: MeetingScreen, word: str, turn: Callable[[], tuple[str, Place | None] | None]) -> None:
    try:
        turned = turn()
    except EditRefused as refused:
        meeting.say(str(refused), wrong=True)
        return
    if turned is None:
        meeting.say(f"Nothing to {'undo' if word == 'Undid' else 'do again'} since it was opened")
        return
    label, place = turned
    if place is not None:
        await _go_to_change(meeting, place)
    meeting.say(f"{word}: {label}")


async def _go_to_change(meeting: MeetingScreen, place: Place) -> None:
    """Go to the place of an edit that was undone or redone; in the step that is shown, the focus does not move."""
    session = meeting.editing.session
    there = place.item_id is None or any(item.id == place.item_id for _, item in all_items(session))
    if place.step != meeting.name_now:
        await meeting.open_step(place.step, place if there else None)
    elif place.item_id:
        _show_list_of(meeting, place.item_id)
    meeting.settle_focus()


def _show_list_of(meeting: MeetingScreen, item_id: str) -> None:
    """Show the list that an item is in, or was in until now."""
    lists = meeting.view.lists
    before = next((view for view in lists if view.go_to(item_id)), None)
    meeting.view.show(meeting.editing.session)
    view = next((view for view in lists if view.go_to(item_id)), before)
    if view is not None and not view.display:
        meeting.view.bring(view)


def _nothing_to_undo(meeting: MeetingScreen) -> str:
    return "nothing to undo yet" if meeting.editing.undo_label is None else ""


def _nothing_undone(meeting: MeetingScreen) -> str:
    return "nothing was undone" if meeting.editing.redo_label is None else ""


# --- the guide ---


def toggle_guide(meeting: MeetingScreen) -> None:
    """Show or hide the guide."""
    # A guide in a column is shown until it is hidden; without a column it opens over the step.
    meeting.toggle_class("-guide" if meeting.has_class("-folds") else "-no-guide")
    meeting.fold()
    meeting.refresh(layout=True)


def next_question(meeting: MeetingScreen) -> None:
    """Show the next question in the guide."""
    if not meeting.wording_hints.pass_on():
        meeting.guide.next_question(meeting.step)
    meeting.show_guide()


def toggle_hints(meeting: MeetingScreen) -> None:
    """Hide or show the wording hints, also in later meetings."""
    meeting.say(meeting.wording_hints.toggle())
    meeting.show_guide()


def toggle_prompts(meeting: MeetingScreen) -> None:
    """Hide the questions on a shared screen, or show them."""
    meeting.prompts = not meeting.prompts
    meeting.show_guide()
    hidden = f"Prompts are hidden: {_key(meeting, 'prompts.toggle')} shows them again"
    meeting.say("Prompts are shown" if meeting.prompts else hidden)


def open_tour(meeting: MeetingScreen) -> None:
    """Open the tour: cards that explain the steps."""
    from pmtui.tui.meeting.tour import TourScreen

    meeting.app.push_screen(TourScreen(meeting))


# --- earlier reviews ---


def show_earlier_actions(meeting: MeetingScreen) -> None:
    """Open the window with the actions that earlier reviews left open."""
    from pmtui.tui.meeting import earlier_actions

    earlier_actions.open_earlier_actions(meeting)


def _has_earlier(meeting: MeetingScreen) -> bool | str:
    if meeting.name_now != "opening":
        return False
    return bool(meeting.earlier_reviews.earlier.left_open) or "earlier reviews left no action open"


def choose_recurrence(meeting: MeetingScreen) -> None:
    """Open the window to choose the earlier review that this one repeats."""
    from pmtui.tui.meeting import recurrence

    recurrence.pick(meeting)


def _has_similar(meeting: MeetingScreen) -> bool | str:
    if meeting.name_now != "opening":
        return False
    similar = meeting.earlier_reviews.similar
    return bool(similar and similar.similar_to(meeting.editing.session)) or "no earlier review is like this one"


# --- the clock, present mode ---


def toggle_clock(meeting: MeetingScreen) -> None:
    """Pause the clock, or let it run again."""
    paused = f"The clock is paused: {_key(meeting, 'timer.toggle')} lets it run again"
    meeting.say("The clock runs" if meeting.meeting_clock.toggle() else paused)
    meeting.show_top()


def extend_clock(meeting: MeetingScreen) -> None:
    """Give this step two more minutes."""
    meeting.meeting_clock.extend(meeting.name_now)
    meeting.say(f"Two more minutes for {meeting.step.title.lower()}")
    meeting.show_top()


def present(meeting: MeetingScreen) -> None:
    """Open present mode for the projector; the same key leaves it."""
    from pmtui.tui.projector import acts

    meeting.view.commit()
    acts.present(meeting, meeting.show)


# --- the report ---


def copy_report(meeting: MeetingScreen) -> None:
    """Copy the report to the clipboard."""
    from pmtui.tui.meeting import report_actions

    report_actions.copy_report(meeting)


def save_report(meeting: MeetingScreen) -> None:
    """Save the report to a file."""
    from pmtui.tui.meeting import report_actions

    report_actions.save_report(meeting)


def count_hands(meeting: MeetingScreen) -> None:
    """Ask for the show of hands at the close."""
    from pmtui.tui.meeting import show_of_hands

    show_of_hands.count_hands(meeting)


def next_status(meeting: MeetingScreen) -> None:
    """Set the next status: draft, in review, final, and draft again."""
    from pmtui.tui.meeting import report_actions

    report_actions.next_status(meeting)


ACTS: Final[tuple[Act[MeetingScreen], ...]] = (
    Act("step.next", lambda meeting: _turn(meeting, 1), _has_next),
    Act("step.previous", lambda meeting: _turn(meeting, -1), _has_previous),
    Act("step.goto", pick_place),
    Act("event.add", lambda meeting: meeting.quick.open("event")),
    Act("park.add", lambda meeting: meeting.quick.open("topic")),
    Act("undo", undo, always, why_not=_nothing_to_undo),
    Act("redo", redo, always, why_not=_nothing_undone),
    Act("guide.toggle", toggle_guide),
    Act("question.next", next_question),
    Act("timer.toggle", toggle_clock),
    Act("timer.extend", extend_clock),
    Act("present.toggle", present),
    Act("find", find_text),
    Act("value.mend", go_to_next_gap, _has_unread),
    Act("report.copy", copy_report),
    Act("report.save", save_report),
    Act("status.next", next_status),
    Act("hands.count", count_hands),
    Act("tour", open_tour),
    Act("library.open", open_library),
    Act("earlier.actions", show_earlier_actions, _has_earlier),
    Act("earlier.recurrence", choose_recurrence, _has_similar),
    Act("field.next", lambda meeting: meeting.view.turn(1)),
    Act("field.previous", lambda meeting: meeting.view.turn(-1)),
    Act("field.editor", edit_in_own_editor, _in_field),
    Act("wording.take", take_neutral_form, lambda meeting: meeting.wording_hints.offered),
    Act("hints.toggle", toggle_hints),
    Act("prompts.toggle", toggle_prompts),
)
