"""After every act the focus is where the eye is, and undo goes where it took something back, and names it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from textual import events

from pmtui.app.editing_session import Place
from pmtui.session.document import Event, Note
from pmtui.tui.steps.item_window import ItemScreen
from pmtui.tui.widgets.fields_area import FieldsArea
from tests.faults.focus_walks import lost_focus, one_walk

EVENTS = tuple(Event(id=f"e{n}", at=f"2026-11-18T14:{n:02}:00Z", text=f"event {n}") for n in range(30))


@pytest.mark.parametrize("seed", [3, 5])
async def test_a_walk_through_all_acts_never_leaves_the_focus_out_of_sight(seed):
    assert await one_walk(seed, 40) == 40


async def test_what_is_typed_after_an_undo_across_steps_stands_in_the_step_that_is_shown(open_app, make_session):
    async with open_app(make_session(), step="impact") as sitting:
        await sitting.press(*"Nobody could pay", "f7")
        await sitting.press(*"No card went through")
        await sitting.press("f8", "f8", "tab")
        await sitting.press("ctrl+z")
        assert sitting.meeting.name_now == "summary"
        assert lost_focus(sitting.app) == ""
        assert sitting.app.focused in list(sitting.meeting.view.query("Editor, ChoiceField"))


async def test_a_key_never_goes_to_a_field_that_was_hidden_meanwhile(open_app, make_session):
    async with open_app(make_session(), step="five_whys") as sitting:
        await sitting.meeting.go_to(Place("five_whys", None, "root_cause.statement"))
        hidden = sitting.app.focused
        await sitting.press("o")
        assert hidden.text == "o"
        hidden.parent.parent.display = False
        sitting.app.post_message(events.Key("x", "x"))
        await sitting.until(lambda: sitting.app.focused is not hidden)
        await sitting.settled()
        assert hidden.text == "o"
        assert lost_focus(sitting.app) == ""


async def test_an_emptied_add_line_undoes_the_last_act(open_app, make_session):
    async with open_app(make_session(timeline=EVENTS[:2]), step="timeline") as sitting:
        await sitting.press("question_mark", "backspace", "ctrl+o")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.press(*" more", "escape")
        await sitting.until(lambda: sitting.app.screen is sitting.meeting)
        await sitting.until(lambda: sitting.session.timeline[0].text == "event 0 more")
        await sitting.press("ctrl+z")
        await sitting.until(lambda: sitting.session.timeline[0].text == "event 0")
        assert sitting.meeting.view.lists[0].add.text == ""
        await sitting.until(lambda: "Undid: text of “event 0”" in sitting.said)


async def test_undo_and_redo_name_what_they_took_back(open_app, make_session):
    async with open_app(make_session(timeline=EVENTS[:4]), step="timeline") as sitting:
        await sitting.press("ctrl+o")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.press("tab", "ctrl+u", *"18-11-2026 15:00", "escape")
        await sitting.press("escape", "u")
        await sitting.until(lambda: "Undid: time of “event 0”" in sitting.said)
        await sitting.press("U")
        await sitting.until(lambda: "Did again: time of “event 0”" in sitting.said)
        await sitting.press("home", "space", "space", "space", "delete")
        await sitting.until(lambda: "Deleted 3 events · u brings them back" in sitting.said)
        await sitting.press("u")
        await sitting.until(lambda: "Undid: 3 events deleted" in sitting.said)


async def test_an_event_whose_time_changed_stays_in_sight(open_app, make_session):
    long = replace(EVENTS[0], text="event 0 of the load balancer " + "that nobody saw " * 6)
    async with open_app(make_session(timeline=(long, *EVENTS[1:])), size=(80, 24), step="timeline") as sitting:
        await sitting.press("escape", "home", "ctrl+o")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        assert "esc done" in sitting.screen_text(), "however long its fields are, the window's keys are in sight"
        await sitting.press("tab", "ctrl+u", *"18-11-2026 16:00", "escape")
        await sitting.until(lambda: sitting.app.screen is sitting.meeting)
        await sitting.until(lambda: "event 0" in sitting.screen_text())
        assert sitting.meeting.view.lists[0].item_id == "e0"


async def test_the_quick_line_goes_when_the_focus_has_left_it(open_app, make_session):
    async with open_app(make_session(), step="impact") as sitting:
        await sitting.press("f6", *"14:02 alert", "enter")
        assert sitting.meeting.quick.display
        await sitting.press("f8")
        await sitting.until(lambda: not sitting.meeting.quick.display)
        assert sitting.meeting.name_now == "lessons"


async def test_a_half_typed_quick_line_stays_in_sight(open_app, make_session):
    async with open_app(make_session(**{"lessons.went_well": (Note(id="n", text="x"),)}), step="impact") as sitting:
        await sitting.press("f6", *"14:02 al", "f8")
        assert sitting.meeting.quick.display
        assert sitting.meeting.quick.field.text == "14:02 al"


async def test_a_field_that_is_in_sight_at_opening_scrolls_nothing_and_no_help_puts_letters_into_a_field(
    open_app, make_session
):
    session = make_session(**{f"key_details.{name}": "x" for name in ("product", "headline", "severity", "reference")})
    async with open_app(session, size=(50, 15), step="key_details") as sitting:
        await sitting.settled()
        assert sitting.meeting.view.query(FieldsArea).first().max_scroll_y > 0
        assert sitting.meeting.view.query(FieldsArea).first().scroll_target_y == 0
        await sitting.press("escape")
        assert sitting.app.focused is None
        await sitting.press("question_mark")
        await sitting.until(lambda: sitting.app.screen is not sitting.meeting)
        await sitting.press("escape")
        await sitting.until(lambda: sitting.app.screen is sitting.meeting)
        await sitting.settled()
        assert sitting.app.focused is None, "letters are commands before the help, and so they are after it"
