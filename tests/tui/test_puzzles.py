"""What puzzled people who met the app for the first time, and does so no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pmtui.session.document import Event, Session
from pmtui.session.edits import set_milestone
from pmtui.tui.desk import Place
from pmtui.tui.widgets.form import FieldRow

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
        assert sitting.meeting.desk.state.typing
        await sitting.go("timeline")
        await sitting.press("f2", "enter")
        await sitting.until(lambda: sitting.session.key_details.started_at == event.at)
        await sitting.until(lambda: not sitting.meeting.desk.state.typing)
        await sitting.go("key_details")
        row = field(sitting, "key_details.started_at")
        assert row.input.text == "18-11-2026 14:02"
        assert "“after two” could not be" in sitting.screen_text()
        assert sitting.session.parking_lot == ()


async def test_text_that_was_refused_stays_while_somebody_is_mending_it(open_app: Any, make_session: Make) -> None:
    event = Event(id="e", at="2026-11-18T14:02:00Z", text="Payments fail")
    async with open_app(make_session(timeline=(event,)), step="key_details") as sitting:
        await sitting.meeting.go_to(Place("key_details", None, "key_details.started_at"))
        await sitting.press(*"after two", "tab", "shift+tab")
        sitting.meeting.desk.do(lambda s: set_milestone(s, "started_at", event), "mark", Place("timeline", "e"))
        await sitting.pilot.pause()
        assert field(sitting, "key_details.started_at").input.text == "after two"


# --- leaving with half-typed lines ---


async def test_lines_that_are_half_typed_on_leaving_keep_their_order(open_app: Any, make_session: Make) -> None:
    event = Event(id="e", at="2026-11-18T14:02:00Z", text="Payments fail")
    async with open_app(make_session(timeline=(event,)), step="timeline") as sitting:
        await sitting.press(*"first", "f6", *"second")
        sitting.app.end(0)
        assert [event.text for event in sitting.session.timeline] == ["Payments fail", "first", "second"]
