"""What puzzled people who met the app for the first time, and does so no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pmtui.app.editing_session import Place
from pmtui.session.document import Event, Evidence, Session, Why
from pmtui.session.edits import delete_items, set_milestone
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.steps.item_window import ItemScreen
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.field_row import FieldRow
from pmtui.tui.widgets.picker import Picker
from pmtui.tui.widgets.prompt import PathPrompt

Make = Callable[..., Session]


def field(sitting: Any, path: str) -> FieldRow:
    return next(row for row in sitting.meeting.view.field_rows() if row.slot.field.path == path)


# --- a time that could not be read ---


async def test_text_that_was_refused_gives_way_to_a_milestone_that_is_taken_from_an_event(
    open_app: Any, make_session: Make
) -> None:
    event = Event(id="e", at="2026-11-18T14:02:00Z", text="Payments fail")
    async with open_app(make_session(timeline=(event,)), step="key_details") as sitting:
        await sitting.meeting.go_to(Place("key_details", None, "key_details.started_at"))
        await sitting.press(*"after two", "tab")
        assert "not a time" in sitting.screen_text()
        assert sitting.meeting.editing.state.unread == 1
        await sitting.go("timeline")
        await sitting.press("f2", "enter")
        await sitting.until(lambda: sitting.session.key_details.started_at == event.at)
        await sitting.until(lambda: not sitting.meeting.editing.state.unread)
        await sitting.go("key_details")
        row = field(sitting, "key_details.started_at")
        assert row.ensure_field().text == "18-11-2026 14:02"
        assert "“after two” could not be" in sitting.screen_text()
        assert sitting.session.parking_lot == ()


async def test_text_that_was_refused_stays_while_somebody_is_mending_it(open_app: Any, make_session: Make) -> None:
    event = Event(id="e", at="2026-11-18T14:02:00Z", text="Payments fail")
    async with open_app(make_session(timeline=(event,)), step="key_details") as sitting:
        await sitting.meeting.go_to(Place("key_details", None, "key_details.started_at"))
        await sitting.press(*"after two", "tab", "shift+tab")
        sitting.meeting.editing.do(lambda s: set_milestone(s, "started_at", event), "mark", Place("timeline", "e"))
        await sitting.settled()
        assert field(sitting, "key_details.started_at").ensure_field().text == "after two"


# --- leaving with half-typed lines ---


async def test_lines_that_are_half_typed_on_leaving_keep_their_order(open_app: Any, make_session: Make) -> None:
    event = Event(id="e", at="2026-11-18T14:02:00Z", text="Payments fail")
    async with open_app(make_session(timeline=(event,)), step="timeline") as sitting:
        await sitting.press(*"first", "f6", *"second")
        sitting.app.end(0)
        assert [event.text for event in sitting.session.timeline] == ["Payments fail", "first", "second"]


# --- the line of keys ---


async def test_the_keys_of_an_answer_fit_beside_the_line_that_answers(open_app: Any, make_session: Make) -> None:
    session = make_session(
        **{"root_cause.problem": "Payments fail", "root_cause.whys": (Why(id="w", text="The certificate had expired"),)}
    )
    async with open_app(session, size=(80, 24), step="five_whys") as sitting:
        await sitting.press("down")
        assert isinstance(sitting.app.focused, Editor)
        for words in ("enter add", "f2 root", "f3 ruled out", "f4 action", "f1 keys", "esc commands"):
            assert words in sitting.said
        assert "↑↓ choose" in sitting.screen_text()


async def test_the_tree_has_the_room_until_somebody_writes_the_conclusion(open_app: Any, make_session: Make) -> None:
    session = make_session(
        **{
            "root_cause.problem": "Payments fail",
            "root_cause.whys": tuple(Why(id=f"w{n}", text=f"Answer {n}") for n in range(12)),
            "root_cause.statement": "\n".join(f"Line {n} of it" for n in range(9)),
        }
    )
    async with open_app(session, size=(80, 24), step="five_whys") as sitting:
        assert "Answer 5" in sitting.screen_text()
        assert "Line 2 of it" in sitting.screen_text()
        assert "Line 3 of it" not in sitting.screen_text()
        await sitting.press("tab")
        await sitting.until(lambda: "Line 7 of it" in sitting.screen_text())
        await sitting.press("shift+tab")
        await sitting.until(lambda: "Line 3 of it" not in sitting.screen_text())


# --- what is said while something lies on top ---


async def test_a_note_is_one_line_at_the_foot_that_goes_with_the_next_key(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), size=(80, 24), step="close") as sitting:
        now = [0.0]
        sitting.app.notes.now = lambda: now[0]
        path = "/home/ada/" + "a-folder-of-reviews/" * 5 + "report.md"
        sitting.meeting.notify(f"saved as {path}")
        sitting.meeting.notify("two versions", title="Merged")
        await sitting.settled()
        assert (
            sitting.screen_text().splitlines()[-1].strip()
            == "saved as /…/a-folder-of-reviews/a-folder-of-reviews/report.md"
        )
        now[0] = 0.5
        await sitting.press("h")
        assert "report.md" in sitting.screen_text(), "a key that was on its way when it came does not take it away"
        now[0] = 2.0
        await sitting.press("h")
        assert sitting.screen_text().splitlines()[-1].strip() == "Merged: two versions"
        now[0] = 4.0
        await sitting.press("s")
        await sitting.until(lambda: isinstance(sitting.app.screen, PathPrompt))
        await sitting.settled()
        assert "enter save" in sitting.screen_text() and "two versions" not in sitting.screen_text()


async def test_what_a_merge_kept_is_said_once_the_form_on_top_is_closed(
    open_app: Any, make_session: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = Event(id="e", at="2026-11-18T14:02:00Z", text="Payments fail")
    async with open_app(make_session(timeline=(event,)), size=(80, 24), step="timeline") as sitting:
        await sitting.press("escape", "enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        kept = [("two versions",)]
        monkeypatch.setattr(sitting.meeting.editing.opened, "take_notices", lambda: kept.pop() if kept else ())
        sitting.meeting.session_changed()
        await sitting.until(lambda: not kept)
        assert "two versions" not in sitting.screen_text()
        await sitting.press("escape")
        await sitting.until(lambda: "two versions" in sitting.screen_text())


async def test_the_choice_of_figures_names_the_answer_that_they_belong_to(open_app: Any, make_session: Make) -> None:
    session = make_session(
        **{
            "root_cause.whys": (Why(id="w", text="The certificate had expired"),),
            "evidence": (Evidence(id="f", caption="Response codes"),),
        }
    )
    async with open_app(session, size=(80, 24), step="five_whys") as sitting:
        await sitting.press("down", "f5")
        await sitting.until(lambda: isinstance(sitting.app.screen, Picker))
        assert "Figures of “The certificate had expired”: attach, or take off" in sitting.screen_text()


# --- undo ---


async def test_undo_brings_the_column_forward_where_one_is_seen_at_a_time(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), size=(50, 24), step="lessons") as sitting:
        view = sitting.meeting.view
        await sitting.press(*"calm", "enter", "tab", *"late", "enter", "tab")
        there = {note.text for notes in view.lists for note in notes.items(sitting.session)}
        assert there == {"calm", "late"}
        first, second, third = view.lists[:3]
        assert third.display
        assert not first.display
        await sitting.press("ctrl+z")
        assert second.display
        assert sitting.app.focused is second.add
        await sitting.press("ctrl+z")
        assert first.display
        await sitting.press("ctrl+y", "ctrl+y")
        assert second.display
        assert [note.text for note in second.items(sitting.session)] == ["late"]


async def test_undo_moves_no_focus_where_all_columns_are_seen(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), size=(140, 40), step="lessons") as sitting:
        view = sitting.meeting.view
        await sitting.press(*"calm", "enter", "tab", *"late", "enter", "tab", "ctrl+z")
        assert sitting.app.focused is view.lists[2].add


# --- an item that somebody else deletes ---


async def test_what_is_typed_into_an_item_that_is_deleted_elsewhere_is_parked(
    open_app: Any, make_session: Make
) -> None:
    event = Event(id="e", at="2026-11-18T14:02:00Z", text="Payments fail")
    async with open_app(make_session(timeline=(event,)), step="timeline") as sitting:
        await sitting.press("escape", "enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        editing = sitting.meeting.editing
        await sitting.press(*" again")
        editing.do(lambda session: delete_items(session, "timeline", ["e"]), "delete", Place("timeline", "e"))
        await sitting.until(lambda: isinstance(sitting.app.screen, MeetingScreen))
        assert "It was deleted elsewhere" in sitting.said
        assert sitting.session.timeline == ()
        assert not editing.state.typing
        assert [parked.text for parked in sitting.session.parking_lot] == ["Event: Payments fail again"]
        assert "what was being typed is in the parking lot" in sitting.said


async def test_an_item_that_is_deleted_elsewhere_while_nobody_types_parks_nothing(
    open_app: Any, make_session: Make
) -> None:
    event = Event(id="e", at="2026-11-18T14:02:00Z", text="Payments fail")
    async with open_app(make_session(timeline=(event,)), step="timeline") as sitting:
        await sitting.press("escape", "enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        editing = sitting.meeting.editing
        editing.do(lambda session: delete_items(session, "timeline", ["e"]), "delete", Place("timeline", "e"))
        await sitting.until(lambda: isinstance(sitting.app.screen, MeetingScreen))
        assert sitting.said.strip() == "It was deleted elsewhere"
        assert sitting.session.parking_lot == ()
