"""Present mode: large, on the meeting's own list and cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pmtui.session.document import Event, Session, Why
from pmtui.tui.screens.meeting import MeetingScreen
from pmtui.tui.screens.present import PresentScreen

Make = Callable[..., Session]


async def test_the_tree_grows_on_the_projector(open_app: Any, make_session: Make) -> None:
    session = make_session(**{"root_cause.problem": "Data was lost"})
    async with open_app(session, size=(80, 24), step="five_whys") as sitting:
        await sitting.press("escape", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        assert "Data was lost?" in sitting.screen_text()
        await sitting.press(*"dumps failed", "enter")
        await sitting.until(lambda: "dumps failed?" in sitting.screen_text())
        await sitting.press("f2")
        assert sitting.session.root_cause.whys[0].verdict == "root"
        await sitting.press("escape", "escape")
        assert isinstance(sitting.app.screen, MeetingScreen)
        assert "dumps failed" in sitting.screen_text()


async def test_the_timeline_is_walked_one_event_after_another(open_app: Any, make_session: Make) -> None:
    timeline = (
        Event(id="a", at="2026-11-18T14:00:00Z", text="load rises"),
        Event(id="b", at="2026-11-18T14:45:00Z", text="failover begun", kind="decision", known="both looked alike"),
        Event(id="c", at="2026-11-18T16:45:00Z", text="service is back"),
    )
    async with open_app(make_session(timeline=timeline), size=(80, 24), step="timeline") as sitting:
        await sitting.press("escape", "home", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        await sitting.until(lambda: "load rises" in sitting.screen_text())
        assert "failover" not in sitting.screen_text()
        await sitting.press("down")
        text = sitting.screen_text()
        assert "failover begun" in text
        assert "+45m" in text
        assert "What did we know then?" in text
        assert "both looked alike" in text
        bar = text.count("━")
        await sitting.press("down")
        assert sitting.screen_text().count("━") > bar, "two hours are drawn longer than 45 minutes"


async def test_half_typed_text_is_kept_when_the_app_ends(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), size=(80, 24), step="resources") as sitting:
        await sitting.press("escape", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        await sitting.press(*"db logs")
        await sitting.until(lambda: sitting.meeting.desk.state.typing)
        sitting.meeting.desk.clear()
        assert [resource.text for resource in sitting.session.resources] == ["db logs"]


async def test_the_why_of_the_tree_is_the_one_selected_below(open_app: Any, make_session: Make) -> None:
    whys = (Why(id="a", text="Dumps failed", whys=(Why(id="b", text="Nobody saw it"),)),)
    session = make_session(**{"root_cause.problem": "Data was lost", "root_cause.whys": whys})
    async with open_app(session, size=(80, 24), step="five_whys") as sitting:
        sitting.meeting.view.lists[0].go_to("b")
        await sitting.press("escape", "v")
        await sitting.until(lambda: "Nobody saw it?" in sitting.screen_text())
        assert "Dumps failed" in sitting.screen_text()
