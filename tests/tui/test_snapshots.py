"""Every step as a picture: empty and full, wide and narrow, on the projector, light and in high contrast.

`make test` compares them; after a change that is meant, look at the new ones and keep them with
`.venv/bin/python -m pytest tests/tui/test_snapshots.py -n0 --snapshot-update`.
"""

from __future__ import annotations

from collections.abc import Callable
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
from tests.pressing import press, settled
from tests.tui.conftest import NOW

WIDE, NARROW, TINY = (120, 36), (80, 24), (50, 15)


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

    def compare(session: Session, step: StepName, size: tuple[int, int], *keys: str, theme: str = "") -> bool:
        library.add(session)
        app = PmtuiApp(library, session.id, Settings(path=tmp_path / "config.toml", theme=theme), now=lambda: NOW)

        async def prepare(pilot: Pilot[int]) -> None:
            await at_rest(pilot, step, *keys)

        same: bool = snap_compare(app, terminal_size=size, run_before=prepare)
        if app.editing is not None:
            app.editing.clear()
        return same

    return compare


@pytest.mark.parametrize("step", STEP_NAMES)
@pytest.mark.parametrize("size", [WIDE, NARROW, TINY], ids=["wide", "narrow", "tiny"])
def test_each_step_full(picture: Callable[..., bool], full: Session, step: StepName, size: tuple[int, int]) -> None:
    assert picture(full, step, size)


@pytest.mark.parametrize("step", STEP_NAMES)
def test_each_step_empty(picture: Callable[..., bool], make_session: Callable[..., Session], step: StepName) -> None:
    assert picture(make_session(), step, NARROW)


@pytest.mark.parametrize("step", STEP_NAMES)
def test_on_the_projector(picture: Callable[..., bool], full: Session, step: StepName) -> None:
    assert picture(full, step, NARROW, "down", "down", "escape", "v")


@pytest.mark.parametrize("step", ["opening", "timeline", "five_whys", "actions"])
@pytest.mark.parametrize("size", [WIDE, TINY], ids=["wide", "tiny"])
def test_on_the_projector_at_other_sizes(
    picture: Callable[..., bool], full: Session, step: StepName, size: tuple[int, int]
) -> None:
    assert picture(full, step, size, "down", "down", "escape", "v")


@pytest.mark.parametrize(
    ("step", "keys"),
    [
        ("opening", ("space",)), ("opening", ("end", "end", "end")), ("summary", ("right", "down")),
        ("five_whys", ("right", "end")), ("close", ("right",)), ("lessons", ("left",)),
    ],
    ids=["people", "questions", "six", "tree", "take_away", "voted"],
)  # fmt: skip
def test_the_other_cards_on_the_projector(
    picture: Callable[..., bool], full: Session, step: StepName, keys: tuple[str, ...]
) -> None:
    assert picture(full, step, NARROW, "escape", "v", *keys)


@pytest.mark.parametrize("step", ["key_details", "timeline", "lessons", "five_whys", "close"])
def test_on_the_projector_empty(
    picture: Callable[..., bool], make_session: Callable[..., Session], step: StepName
) -> None:
    assert picture(make_session(), step, NARROW, "escape", "v")


@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_in_other_themes(picture: Callable[..., bool], full: Session, theme: str) -> None:
    assert picture(full, "five_whys", WIDE, theme=theme)
