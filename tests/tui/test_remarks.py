"""A reader's remarks on a review that is being read, and the show of hands at its close."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pmtui.session.document import Event, Session
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.widgets.picker import Picker


async def test_a_reader_remarks_on_an_event_and_the_facilitator_settles_it(
    open_app: Any, make_session: Callable[..., Session]
) -> None:
    made = make_session(timeline=(Event(id="a", text="fail over"), Event(id="b", text="page")))
    async with open_app(made, step="timeline") as sitting:
        await sitting.press("escape", "R")
        assert sitting.session.parking_lot == () and not sitting.meeting.quick.display
        await sitting.press("ctrl+r")
        await sitting.until(lambda: sitting.session.status == "in_review")
        await sitting.press("home", "R", *"who saw it? @Jo", "enter")
        assert not sitting.meeting.quick.display, "the next remark is on another item"
        (remark,) = sitting.session.parking_lot
        assert (remark.kind, remark.of, remark.author) == ("remark", "a", "Jo")
        await sitting.until(lambda: "◊ remark" in sitting.screen_text())
        assert "Remarks    1 open" in sitting.screen_text()
        await sitting.go("evidence")
        sitting.meeting.view.bring(sitting.meeting.view.lists[2])
        sitting.app.screen.set_focus(sitting.meeting.view.lists[2].list)
        await sitting.settled()
        assert "on “fail over”" in sitting.screen_text()
        await sitting.press("x")
        assert sitting.session.parking_lot[0].settled
        await sitting.until(lambda: "1 open" not in sitting.screen_text())
        await sitting.press("u")
        assert not sitting.session.parking_lot[0].settled


async def test_hands_are_counted_in_a_row(open_app: Any, make_session: Callable[..., Session]) -> None:
    async with open_app(make_session(), step="close") as sitting:
        await sitting.press("H")
        await sitting.until(lambda: isinstance(sitting.app.screen, Picker))
        await sitting.press(*"9 7 8")
        assert "9 asked · 7 learned something · 8 would come again" in sitting.screen_text()
        await sitting.press("enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, MeetingScreen))
        (held,) = sitting.session.meeting
        assert (held.asked, held.learned, held.again) == (9, 7, 8)
        await sitting.until(lambda: "9 asked" in sitting.screen_text())
        await sitting.press("u")
        assert all(one.asked is None for one in sitting.session.meeting)
