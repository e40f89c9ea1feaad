"""Steps that are made before anybody goes there, and what the first picture of a step shows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import cast

from pmtui.session.document import Session
from pmtui.tui.lists.hint import Hint
from pmtui.tui.meeting.spare_time import SpareTime
from pmtui.tui.meeting.step_views import prepare_neighbour
from pmtui.tui.protocols import Meeting
from tests.tui.conftest import OpenApp


async def test_the_steps_beside_are_made_out_of_sight_and_look_as_if_made_when_they_are_opened(
    make_session: Callable[..., Session], open_app: OpenApp
) -> None:
    async with open_app(make_session(), step="close") as sitting:
        opened_at_once = sitting.screen_text()
    async with open_app(make_session(), step="evidence") as sitting:
        meeting = sitting.meeting
        focused = meeting.focused
        while await prepare_neighbour(meeting):
            pass
        assert set(meeting.views) == {"opening", "actions", "evidence", "close"}
        assert [name for name, view in meeting.views.items() if view.display] == ["evidence"]
        assert meeting.focused is focused
        assert [hint.shown for hint in meeting.view.query(Hint)] == [True, False, False]

        await sitting.go("actions")
        assert [hint.shown for hint in meeting.views["evidence"].query(Hint)] == [False, False, False]
        assert [hint.shown for hint in meeting.view.query(Hint)] == [True]

        await sitting.go("close")
        assert sitting.screen_text() == opened_at_once


async def test_a_meeting_that_is_left_while_a_step_is_being_made_opens_none_any_more(
    make_session: Callable[..., Session], open_app: OpenApp
) -> None:
    async with open_app(make_session(), step="opening") as sitting:
        meeting = sitting.meeting
        async with meeting.step_lock:
            going = asyncio.create_task(meeting.open_step("evidence"))
            await asyncio.sleep(0)
            await sitting.app.close_session()
            await sitting.until(lambda: not meeting.is_attached)
        await going
        assert meeting.name_now == "opening"


class Idle:
    """A meeting in which time passes only where a test lets it: what would be done in spare time."""

    app = SimpleNamespace(is_headless=False)
    is_running = is_current = True

    def __init__(self) -> None:
        self.seconds = 0.0
        self.timers: list[tuple[float, Callable[[], Awaitable[None]]]] = []

    def set_timer(self, seconds: float, callback: Callable[[], Awaitable[None]]) -> object:
        """Remember what is to be called, and when."""
        self.timers.append((self.seconds + seconds, callback))
        return object()

    async def until(self, seconds: float) -> None:
        """Let time pass."""
        while self.timers and self.timers[0][0] <= seconds:
            self.seconds, callback = self.timers.pop(0)
            await callback()
        self.seconds = seconds


async def test_spare_time_is_for_one_piece_of_work_after_the_other_until_a_key_or_another_screen_comes() -> None:
    meeting, wanted, done = Idle(), ["next", "previous"], []

    async def prepare() -> bool:
        done.extend(wanted[:1])
        return bool(wanted and wanted.pop(0))

    async def collect() -> bool:
        done.append("garbage")
        return True

    spare_time = SpareTime(cast(Meeting, meeting), prepare, collect, clock=lambda: meeting.seconds)
    spare_time.postpone()
    await meeting.until(0.15)
    spare_time.postpone()
    await meeting.until(0.34)
    assert not done, "a key came in between: the rest is counted from there"
    await meeting.until(0.36)
    assert done == ["next"], "one piece at a time"
    spare_time.postpone()
    await meeting.until(0.55)
    assert done == ["next"], "a key after a piece of work puts the next one off"
    await meeting.until(0.62)
    assert done == ["next", "previous", "garbage"]
    meeting.is_current = False
    await meeting.until(2)
    assert done == ["next", "previous", "garbage"] and not meeting.timers
    meeting.is_current = True
    spare_time.postpone()
    await meeting.until(2.21)
    assert done[3:] == ["garbage"], "it goes on once something was done again"
