"""What the stories about the app share: a library, sessions to open, and the app with somebody at its keys."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from pmtui.library.folder import Library
from pmtui.session.document import Session, StepName
from pmtui.settings import Settings
from pmtui.tui.app import PmtuiApp
from pmtui.tui.meeting.screen import MeetingScreen
from tests import quick_app
from tests.pressing import press, settled

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def left_out() -> Iterator[None]:
    """Paint what somebody looks at, and nothing else: `tests/quick_app.py`."""
    with pytest.MonkeyPatch.context() as patch:
        quick_app.leave_out(patch)
        yield


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index of a library is not kept in the folder of whoever runs the tests."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


class Sitting:
    """The app, open on a session, with somebody at its keys."""

    def __init__(self, app: PmtuiApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def meeting(self) -> MeetingScreen:
        """The meeting's screen, whatever lies on top of it."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, MeetingScreen))

    @property
    def session(self) -> Session:
        """The session as it stands, saved or not."""
        return self.meeting.editing.session

    async def go(self, step: StepName) -> None:
        """Open a step."""
        await self.meeting.open_step(step)
        await settled(self.pilot)

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        await press(self.pilot, *keys)

    async def settled(self) -> None:
        """Wait until everything that was pressed has had its effect."""
        await settled(self.pilot)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so; a test that waits for ever fails."""
        deadline = time.monotonic() + 30  # a busy machine takes its time
        while not true():
            assert time.monotonic() < deadline, "it never came to be so"
            await self.pilot.pause(0.01)

    @property
    def said(self) -> str:
        """What the bottom line says."""
        return str(self.meeting.keys_line.render())

    def screen_text(self) -> str:
        """All that is on the screen, as a person would read it."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines)


OpenApp = Callable[..., AbstractAsyncContextManager[Sitting]]


@pytest.fixture
def open_app(library: Library, tmp_path: Path) -> OpenApp:
    """Open the app on a session: `async with open_app(session, size=(80, 24), step="close") as sitting`."""

    @asynccontextmanager
    async def open_it(
        session: Session, size: tuple[int, int] = (120, 36), step: StepName | None = None
    ) -> AsyncIterator[Sitting]:
        library.add(session)
        app = PmtuiApp(library, session.id, Settings(path=tmp_path / "config.toml"), now=lambda: NOW)
        async with app.run_test(size=size) as pilot:
            sitting = Sitting(app, pilot)
            await sitting.until(lambda: isinstance(app.screen, MeetingScreen) and app.screen.is_mounted)
            if step is not None:
                await sitting.go(step)
            await settled(pilot)
            yield sitting
            quick_app.paint(app)
            if app.editing is not None:
                app.editing.clear()

    return open_it


@pytest.fixture
def run_app(library: Library, tmp_path: Path) -> OpenApp:
    """Run the app on the library, or on a session of it: `async with run_app(ref, size=(80, 24), theme="light")`."""

    @asynccontextmanager
    async def run(ref: str | None = None, size: tuple[int, int] = (120, 36), **settings: Any) -> AsyncIterator[Sitting]:
        own = Settings(path=tmp_path / "config.toml", **settings)
        app = PmtuiApp(library, ref, own, now=lambda: NOW)
        async with app.run_test(size=size) as pilot:
            sitting = Sitting(app, pilot)
            await sitting.until(lambda: len(app.screen_stack) > 1 and app.screen.is_mounted)
            await settled(pilot)
            yield sitting
            quick_app.paint(app)
            if app.editing is not None:
                app.editing.clear()

    return run
