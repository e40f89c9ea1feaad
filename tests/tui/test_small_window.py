"""In a window too small for anything, one line asks for a larger one, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.geometry import Size

from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.document import Session, StepName
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.picker import most_rows
from pmtui.tui.widgets.small_window import SmallWindow
from tests.terminal import left_as_found, terminal
from tests.tui.conftest import OpenApp, Sitting

STEPS: tuple[StepName, ...] = (
    "opening", "key_details", "resources", "timeline", "summary", "impact", "lessons", "five_whys", "actions",
    "evidence", "close",
)  # fmt: skip


async def resize(sitting: Sitting, width: int, height: int) -> None:
    await sitting.pilot.resize_terminal(width, height)
    small = width < 30 or height < 8
    await sitting.until(lambda: isinstance(sitting.app.screen, SmallWindow) == small)
    await sitting.settled()


async def test_a_window_that_gets_smaller_or_larger_is_filled(open_app: OpenApp, make_session: Callable[..., Session]):
    async with open_app(make_session(), size=(80, 24), step="resources") as sitting:
        for width, height in ((50, 15), (120, 36), (80, 24)):
            await resize(sitting, width, height)
            await sitting.until(lambda of=(width, height): sitting.meeting.outer_size == of)
            lines = sitting.screen_text().split("\n")
            assert len(lines) == height and "enter add" in lines[-1] and "Resources" in lines[0 if width < 100 else 2]


def test_a_window_leaves_lines_for_its_field_its_keys_and_what_it_says():
    assert [most_rows(Size(50, height)) for height in (8, 15, 19, 24, 60)] == [4, 11, 15, 13, 20]
    wrong = "/home/ada/notes/of/the/night.txt: there is no such file"
    assert [most_rows(Size(width, 15), wrong) for width in (50, 80)] == [9, 10]


@pytest.mark.parametrize(
    ("size", "line"),
    [
        ((100, 7), "Enlarge the window to 30×8: until then keys do nothing, ctrl+q leaves"),
        ((29, 36), "Enlarge the window to 30×8"),
        ((20, 5), "Enlarge to 30×8"),
        ((4, 2), "30×8"),
        ((4, 1), "30×8"),
    ],
)
async def test_the_line_says_what_there_is_room_for_and_all_comes_back(
    open_app: OpenApp, make_session: Callable[..., Session], size: tuple[int, int], line: str
) -> None:
    async with open_app(make_session(), step="resources") as sitting:
        await sitting.press(*"half a")
        before = sitting.app.focused
        await resize(sitting, *size)
        shown = [row for row in sitting.screen_text().split("\n") if row.strip()]
        assert shown == [line]
        assert len(sitting.screen_text().split("\n")) == size[1], "no row more than the window has: it would scroll"
        await resize(sitting, 120, 36)
        assert isinstance(sitting.app.screen, MeetingScreen)
        assert sitting.app.focused is before
        await sitting.press(*" word", "enter")
        await sitting.until(lambda: [r.text for r in sitting.session.resources] == ["half a word"])


async def test_keys_do_nothing_that_cannot_be_seen(open_app: OpenApp, make_session: Callable[..., Session]) -> None:
    session = make_session()
    async with open_app(session, step="resources") as sitting:
        before = sitting.session
        await resize(sitting, 29, 8)
        await sitting.press(*"gone", "enter", "f8", "f6", "escape", "ctrl+p", "f1")
        await resize(sitting, 80, 24)
        assert isinstance(sitting.app.screen, MeetingScreen)
        assert sitting.meeting.name_now == "resources"
        assert sitting.session is before
        assert sitting.app.focused is not None and getattr(sitting.app.focused, "text", "") == ""


async def test_a_paste_waits_for_a_larger_window(open_app: OpenApp, make_session: Callable[..., Session]) -> None:
    async with open_app(make_session(), step="resources") as sitting:
        await resize(sitting, 29, 8)
        sitting.app.post_message(events.Paste("one\ntwo"))
        await resize(sitting, 20, 5)
        await resize(sitting, 80, 24)
        await sitting.until(lambda: [r.text for r in sitting.session.resources] == ["one", "two"])


@pytest.mark.parametrize(
    ("step", "section", "keys"),
    [("resources", "resources", "half"), ("close", "parking_lot", ""), ("opening", "parking_lot", "")],
)
async def test_a_paste_that_waits_is_kept_when_the_app_is_left(
    open_app: OpenApp, make_session: Callable[..., Session], step: StepName, section: str, keys: str
) -> None:
    async with open_app(make_session(), step=step) as sitting:
        await sitting.press(*keys, *(() if keys else ("escape",)))
        await resize(sitting, 29, 8)
        sitting.app.post_message(events.Paste(" one\r\ntwo"))
        sitting.app.post_message(events.Paste("\nthree"))
        await sitting.press("ctrl+q")
        kept = sitting.app.library.read(sitting.app.library.find("latest"))
        assert [item.text for item in getattr(kept, section)] == [f"{keys} one".strip(), "two", "three"]


@pytest.mark.parametrize("on_top", [("f1",), ("ctrl+g",), ("escape", "v")], ids=str)
async def test_what_lies_over_the_meeting_comes_back_too(
    open_app: OpenApp, make_session: Callable[..., Session], on_top: tuple[str, ...]
) -> None:
    async with open_app(make_session(), step="timeline") as sitting:
        await sitting.press(*on_top)
        await sitting.until(lambda: not isinstance(sitting.app.screen, MeetingScreen))
        top, focused = sitting.app.screen, sitting.app.focused
        await resize(sitting, 10, 4)
        await resize(sitting, 80, 24)
        assert sitting.app.screen is top
        assert sitting.app.focused is focused


@pytest.mark.parametrize("size", [(30, 8)])
async def test_no_window_ends_the_app_at_any_step(
    open_app: OpenApp, make_session: Callable[..., Session], size: tuple[int, int]
) -> None:
    """Seen: an empty field's placeholder wrapped at no width at all."""
    async with open_app(make_session(), size=size) as sitting:
        for step in STEPS:
            await sitting.go(step)
            await sitting.press("escape", "f9", "tab", "tab", "escape", "f8")
            await resize(sitting, 4, 2)
            await resize(sitting, *size)
        assert isinstance(sitting.app.screen, MeetingScreen)


async def test_a_field_squeezed_to_no_width_ends_nothing(
    open_app: OpenApp, make_session: Callable[..., Session]
) -> None:
    async with open_app(make_session(), step="resources") as sitting:
        field = sitting.app.focused
        assert isinstance(field, Editor)
        field.styles.width = 2
        await sitting.until(lambda: field.content_size.width == 0)
        await sitting.press("f6")
        assert sitting.app.is_running


def test_in_a_small_terminal_the_line_stands_and_ctrl_q_keeps_what_was_typed(tmp_path: Path) -> None:
    library: Any = Library(tmp_path / "library")
    library.create(new_session(product="Checkout"))
    with terminal("--library", library.folder, "open", "latest", size=(20, 5)) as app:
        app.until(lambda: app.text.strip() == "Enlarge to 30×8")
        app.resize(120, 36)
        app.until("Opening")
        app.keys("f6")
        app.until("Event")
        app.type("14:09 pager rang")
        app.until("14:09 pager rang")
        app.resize(28, 3)
        app.until(lambda: app.text.strip() == "Enlarge the window to 30×8")
        app.type("lost")
        app.keys("enter", "ctrl+q")
        assert app.wait() == 0
        assert left_as_found(app)
    assert [event.text for event in library.read(library.find("latest")).timeline] == ["pager rang"]
