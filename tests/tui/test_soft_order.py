"""The order of steps is soft: a dropped one is a few letters away; and a short tour shows what each is for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pmtui.library.bookmarks import read_bookmark
from pmtui.library.folder import Library
from pmtui.meeting.agenda import order, with_step
from pmtui.meeting.commands import by_id
from pmtui.meeting.tour import CARDS, cards
from pmtui.session.document import Parked, Session
from pmtui.settings import Settings
from pmtui.tui.app import PmtuiApp
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.meeting.tour import TourScreen
from pmtui.tui.projector.screen import PresentScreen
from pmtui.tui.steps.item_window import ItemScreen
from tests.pressing import press, settled

Make = Callable[..., Session]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def names(steps: Any) -> list[str]:
    return [step.name for step in steps]


def test_a_dropped_step_comes_behind_the_one_that_is_usually_before_it() -> None:
    own = order(["close", "timeline", "opening"]).steps
    assert names(with_step(own, "lessons")) == ["close", "timeline", "lessons", "opening"]
    assert names(with_step(order(["actions"]).steps, "opening")) == ["opening", "actions"]
    assert with_step(own, "close") == own


async def test_a_step_that_the_team_dropped_is_opened_by_name_and_stays_for_the_sitting(
    library: Library, make_session: Make, tmp_path: Path
) -> None:
    session = make_session()
    library.add(session)
    settings = Settings(path=tmp_path / "config.toml", agenda=("opening", "timeline", "close"))
    app = PmtuiApp(library, session.id, settings, now=lambda: NOW)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        meeting = app.screen
        assert isinstance(meeting, MeetingScreen)
        assert names(meeting.steps) == ["opening", "timeline", "close"]
        await press(pilot, "ctrl+g", *"five", "enter")
        assert meeting.name_now == "five_whys"
        assert names(meeting.steps) == ["opening", "timeline", "five_whys", "close"]
        await press(pilot, "f8", "f7", "f7")
        assert meeting.name_now == "timeline"
        assert meeting.meeting_clock.state.current == "timeline"
        await press(pilot, "f8")
        app.end(0)
    assert read_bookmark(library.folder, session.id) == "five_whys"


async def test_the_tour_walks_the_steps_and_ends_with_escape(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), size=(80, 24)) as sitting:
        await sitting.press("escape", "T")
        await sitting.until(lambda: isinstance(sitting.app.screen, TourScreen))
        seen = [sitting.meeting.name_now]
        for _ in CARDS[1:]:
            await sitting.press("enter")
            seen.append(sitting.meeting.name_now)
            assert "{" not in sitting.screen_text()
        assert seen == [card.step for card in CARDS]
        await sitting.press("left")
        assert "What is still missing" in sitting.screen_text()
        await sitting.press("escape")
        assert isinstance(sitting.app.screen, MeetingScreen)
        assert sitting.session.timeline == ()


def test_the_tour_names_commands_that_exist_and_steps_that_the_meeting_has() -> None:
    import re

    for card in CARDS:
        assert all(by_id(command).keys for command in re.findall(r"\{([\w.]+)\}", card.text))
    assert [card.step for card in cards(order(["close", "timeline"]).steps)] == ["timeline", "close", "close"]


async def test_a_thought_is_parked_from_any_step_and_the_focus_comes_back(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), size=(80, 24), step="timeline") as sitting:
        await sitting.press("escape")
        where = sitting.app.focused
        await sitting.press("p", "tab", "tab", *"show the host", "enter", "tab", "tab", *"who owns restores?", "enter")
        await sitting.press("escape")
        assert sitting.app.focused is where
        await sitting.press("v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        await sitting.press("f9", *"later", "enter", "f6", *"14:02 page", "enter")
        assert "in the timeline" in sitting.screen_text()
        assert [(parked.kind, parked.text) for parked in sitting.session.parking_lot] == [
            ("idea", "show the host"), ("question", "who owns restores?"), ("topic", "later"),
        ]  # fmt: skip
        assert [event.text for event in sitting.session.timeline] == ["page"]
        await sitting.press("escape", "escape", "escape")
        await sitting.until(lambda: isinstance(sitting.app.screen, MeetingScreen))


async def test_ideas_wait_for_the_actions_and_questions_for_the_close(open_app: Any, make_session: Make) -> None:
    parked = (
        Parked(id="i", text="show the host in every prompt", kind="idea"),
        Parked(id="q", text="who owns restores?", kind="question"),
    )
    async with open_app(make_session(parking_lot=parked), step="actions") as sitting:
        assert "show the host in every prompt" in sitting.screen_text()
        await sitting.press("f4")
        assert [action.text for action in sitting.session.actions] == ["show the host in every prompt"]
        await sitting.go("close")
        assert "Questions still open" in sitting.screen_text()
        gaps = [line for line in sitting.screen_text().split("\n") if "○" in line and "● draft" not in line]
        question = next(at for at, line in enumerate(gaps) if "who owns restores?" in line)
        await sitting.press("home", *["down"] * question, "enter")
        assert sitting.meeting.name_now == "close", "the question is answered over it"
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.press(*"the database team", "escape")
        assert sitting.session.parking_lot[1].answer == "the database team"
