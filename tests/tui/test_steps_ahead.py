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
        async with meeting.turning:
            going = asyncio.create_task(meeting.open_step("evidence"))
            await asyncio.sleep(0)
            await sitting.app.close_session()
            await sitting.until(lambda: not meeting.is_attached)
        await going
        assert meeting.name_now == "opening"


async def test_spare_time_is_for_one_piece_of_work_after_the_other_until_a_key_or_another_screen_comes() -> None:
    soon: list[Callable[[], Awaitable[None]]] = []
    meeting = SimpleNamespace(
        is_current=True, is_running=False, set_timer=lambda seconds, callback: soon.append(callback)
    )
    wanted, done = ["next", "previous"], []

    async def prepare() -> bool:
        done.extend(wanted[:1])
        return bool(wanted and wanted.pop(0))

    async def collect() -> bool:
        done.append("garbage")
        return True

    spare_time = SpareTime(cast(Meeting, meeting), prepare, collect)
    await spare_time.work_on()
    assert done == ["next"], "one piece, and the next one a moment later"
    await soon.pop()()
    assert done == ["next", "previous"]
    spare_time.put_off()
    await soon.pop()()
    assert done == ["next", "previous"] and not soon, "a key came between: the work waits for its rest again"
    await spare_time.work_on()
    meeting.is_current = False
    await soon.pop()()
    assert done == ["next", "previous", "garbage"] and not soon


async def test_a_key_during_a_piece_of_work_puts_off_the_next() -> None:
    soon: list[Callable[[], Awaitable[None]]] = []
    meeting = SimpleNamespace(
        is_current=True, is_running=False, set_timer=lambda seconds, callback: soon.append(callback)
    )
    done = []

    async def work() -> bool:
        done.append("work")
        spare_time.put_off()
        return True

    spare_time = SpareTime(cast(Meeting, meeting), work)
    await spare_time.work_on()
    await soon.pop()()
    assert done == ["work"] and not soon
