"""Steps that are made before anybody goes there, and what the first picture of a step shows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
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


async def test_spare_time_is_for_one_piece_of_work_and_none_while_another_screen_lies_on_the_meeting() -> None:
    meeting, wanted, done = SimpleNamespace(is_current=True), ["next", "previous"], []

    async def prepare() -> bool:
        done.extend(wanted[:1])
        return bool(wanted and wanted.pop(0))

    async def collect() -> bool:
        done.append("garbage")
        return True

    spare_time = SpareTime(cast(Meeting, meeting), prepare, collect)
    for _ in range(3):
        await spare_time.work_on()
    meeting.is_current = False
    await spare_time.work_on()
    assert done == ["next", "previous", "garbage"]
