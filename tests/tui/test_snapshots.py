"""Every step as it looks: some as a picture, all of them as text with its styles, which is read and compared by line.

`make test` compares both; after a change that is meant, look at the new ones and keep them with
`.venv/bin/python -m pytest tests/tui/test_snapshots.py -n0 --snapshot-update`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from pmtui.library.folder import Library
from pmtui.session import codec
from pmtui.session.document import STEP_NAMES, Session, StepName
from pmtui.settings import Settings
from pmtui.tui.app import PmtuiApp
from pmtui.tui.meeting.screen import MeetingScreen
from pmtui.tui.projector.screen import PresentScreen
from tests.pressing import press, settled
from tests.tui.conftest import NOW
from tests.tui.readable_screens import differences, readable

Size = tuple[int, int]
WIDE, NARROW, TINY = (120, 36), (80, 24), (50, 15)
PROJECTED = ("down", "down", "escape", "v")
"""The keys that put a step on the projector."""


@pytest.fixture
def full() -> Session:
    """A review with something in every step."""
    counted = iter(range(1000))
    data = Path(__file__).with_name("review.json").read_bytes()
    return codec.decode(data, now="2026-11-20T09:00:00Z", new_id=lambda: f"id-{next(counted)}").session


async def at_rest(pilot: Pilot[int], step: StepName, *keys: str) -> None:
    """Open the step, and wait until nothing moves any more: saved, read back, no clock, no blinking."""
    app = pilot.app
    assert isinstance(app, PmtuiApp)
    for _ in range(400):
        if isinstance(app.screen, MeetingScreen) and app.screen.is_mounted:
            break
        await pilot.pause(0.01)
    meeting = app.screen
    assert isinstance(meeting, MeetingScreen)
    meeting.meeting_clock.monotonic = lambda: 0.0
    meeting.meeting_clock.state = type(meeting.meeting_clock.state)(meeting.meeting_clock.state.boxes)
    await meeting.open_step(step)
    await settled(pilot)
    await press(pilot, *keys)
    await meeting.workers.wait_for_complete()
    for _ in range(400):
        if meeting.editing.state.saved and not meeting.editing.state.typing:
            break
        await pilot.pause(0.01)
    for field in app.screen.query(TextArea):
        field.cursor_blink = False
    meeting.meeting_clock.state = type(meeting.meeting_clock.state)(
        tuple(type(box)(box.step, box.planned_seconds) for box in meeting.meeting_clock.state.boxes), current=step
    )
    meeting.show()
    await settled(pilot)


@pytest.fixture
def picture(snap_compare: Any, library: Library, tmp_path: Path) -> Callable[..., bool]:
    """Compare a step of a session with its picture."""

    def compare(session: Session, step: StepName, size: Size, *keys: str, theme: str = "") -> bool:
        library.add(session)
        app = PmtuiApp(library, session.id, Settings(path=tmp_path / "config.toml", theme=theme), now=lambda: NOW)

        async def prepare(pilot: Pilot[int]) -> None:
            await at_rest(pilot, step, *keys)

        same: bool = snap_compare(app, terminal_size=size, run_before=prepare)
        if app.editing is not None:
            app.editing.clear()
        return same

    return compare


# --- pictures: each step where most people see it, and a few of the rest ---


@pytest.mark.parametrize("step", STEP_NAMES)
def test_each_step(picture: Callable[..., bool], full: Session, step: StepName) -> None:
    assert picture(full, step, WIDE)


@pytest.mark.parametrize(("step", "size"), [("five_whys", NARROW), ("timeline", TINY)], ids=["narrow", "tiny"])
def test_a_step_in_other_sizes(picture: Callable[..., bool], full: Session, step: StepName, size: Size) -> None:
    assert picture(full, step, size)


@pytest.mark.parametrize("step", ["opening", "timeline"])
def test_a_step_without_anything(
    picture: Callable[..., bool], make_session: Callable[..., Session], step: StepName
) -> None:
    assert picture(make_session(), step, NARROW)


@pytest.mark.parametrize("step", ["opening", "timeline", "five_whys", "actions"])
def test_on_the_projector(picture: Callable[..., bool], full: Session, step: StepName) -> None:
    assert picture(full, step, NARROW, *PROJECTED)


@pytest.mark.parametrize("size", [WIDE, TINY], ids=["wide", "tiny"])
def test_on_the_projector_at_other_sizes(picture: Callable[..., bool], full: Session, size: Size) -> None:
    assert picture(full, "timeline", size, *PROJECTED)


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_in_other_themes(picture: Callable[..., bool], full: Session, theme: str) -> None:
    assert picture(full, "five_whys", WIDE, theme=theme)


# --- text with its styles: a story walks through the steps, and each screen is a file of tests/tui/screens/ ---

Walk = Callable[..., Awaitable[list[str]]]


@pytest.fixture
def walk(library: Library, tmp_path: Path, request: pytest.FixtureRequest) -> Walk:
    """Compare the screens that a walk comes by, `(name, step, keys)` each, with those that are stored."""

    async def compare(session: Session, size: Size, *stops: tuple[str, StepName, tuple[str, ...]]) -> list[str]:
        library.add(session)
        app = PmtuiApp(library, session.id, Settings(path=tmp_path / "config.toml"), now=lambda: NOW)
        found = {}
        async with app.run_test(size=size) as pilot:
            for name, step, keys in stops:
                await at_rest(pilot, step, *keys)
                found[name] = readable(app)
                if isinstance(app.screen, PresentScreen):
                    await press(pilot, "escape")
            assert app.editing is not None
            app.editing.clear()
        return differences(found, update=request.config.getoption("update_snapshots"))

    return compare


@pytest.mark.parametrize(("name", "size"), [("narrow", NARROW), ("tiny", TINY)])
async def test_each_step_in_other_sizes(walk: Walk, full: Session, name: str, size: Size) -> None:
    assert await walk(full, size, *((f"{name}/{step}", step, ()) for step in STEP_NAMES)) == []


async def test_a_wide_screen_shows_more(walk: Walk, full: Session) -> None:
    steps: tuple[StepName, ...] = ("lessons", "actions")
    assert await walk(full, (200, 60), *((f"wide/{step}", step, ()) for step in steps)) == []


async def test_each_step_without_anything(walk: Walk, make_session: Callable[..., Session]) -> None:
    assert await walk(make_session(), NARROW, *((f"empty/{step}", step, ()) for step in STEP_NAMES)) == []


async def test_each_step_on_the_projector(walk: Walk, full: Session) -> None:
    stops = [(f"projector/{step}", step, PROJECTED) for step in STEP_NAMES]
    cards: list[tuple[str, StepName, tuple[str, ...]]] = [
        ("people", "opening", ("space",)), ("questions", "opening", ("end", "end", "end")),
        ("six", "summary", ("right", "down")), ("tree", "five_whys", ("right", "end")),
        ("take_away", "close", ("right",)), ("voted", "lessons", ("left",)),
    ]  # fmt: skip
    stops += [(f"projector/{name}", step, ("escape", "v", *keys)) for name, step, keys in cards]
    assert await walk(full, NARROW, *stops) == []


@pytest.mark.parametrize(("name", "size"), [("wide", WIDE), ("tiny", TINY)])
async def test_some_steps_on_the_projector_at_other_sizes(walk: Walk, full: Session, name: str, size: Size) -> None:
    steps: tuple[StepName, ...] = ("opening", "five_whys", "actions")
    assert await walk(full, size, *((f"projector-{name}/{step}", step, PROJECTED) for step in steps)) == []


async def test_on_the_projector_without_anything(walk: Walk, make_session: Callable[..., Session]) -> None:
    steps: tuple[StepName, ...] = ("key_details", "timeline", "lessons", "five_whys", "close")
    stops = ((f"projector-empty/{step}", step, ("escape", "v")) for step in steps)
    assert await walk(make_session(), NARROW, *stops) == []
