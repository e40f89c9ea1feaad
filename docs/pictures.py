"""Make the pictures in the README and in docs/: the program itself, on the example and on a library of some years.

    make pictures

Nothing in them depends on when or where they are made, so that a second run gives the same bytes.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from textual.pilot import Pilot
from textual.widgets import TextArea

from pmtui.app.editing_session import Place
from pmtui.app.trend_files.drawing import drawing
from pmtui.app.trends import trends
from pmtui.index.facts import facts_of
from pmtui.library.folder import Library
from pmtui.session.document import Session, StepName
from pmtui.session.paths import walk
from pmtui.settings import Settings
from pmtui.tui.app import PmtuiApp
from pmtui.tui.meeting.screen import MeetingScreen
from tests.pressing import settled
from tests.varied_library import varied_sessions

DOCS = Path(__file__).resolve().parent
EXAMPLE = DOCS.parent / "sessions"
NOW = datetime(2017, 2, 20, 10, 0, tzinfo=UTC)
YEARS_NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""When the library of some years is looked at."""


class Picture(NamedTuple):
    """One picture: its file, the step (None: the library), the size, the text of the selected item, keys, the theme."""

    name: str
    step: StepName | None = None
    size: tuple[int, int] = (120, 36)
    selected: str = ""
    keys: tuple[str, ...] = ()
    theme: str = ""


PICTURES = (
    Picture("five-whys", "five_whys", (140, 40), selected="The data directory"),
    Picture("five-whys-80x24", "five_whys", (80, 24), selected="The data directory"),
    Picture("five-whys-light", "five_whys", selected="The data directory", theme="pmtui-light"),
    Picture("timeline", "timeline", selected="To retry"),
    Picture("board", "lessons"),
    Picture("actions", "actions"),
    Picture("close", "close"),
    Picture("report", "close", (96, 50), keys=("pagedown", "pagedown", "down")),
    Picture("present", "five_whys", (80, 24), selected="The replica was being", keys=("v",)),
    Picture("library"),
)


async def take(picture: Picture, folder: Path) -> None:
    """Open the app where the picture is, and write what it shows."""
    library = Library(folder, now=lambda: NOW)
    session = library.read(library.find("latest"))
    settings = Settings(path=folder / "none.toml", theme=picture.theme)
    app = PmtuiApp(library, session.id if picture.step else None, settings, now=lambda: NOW)
    async with app.run_test(size=picture.size) as pilot:
        await _shown(pilot)
        if picture.step:
            await _arrange(pilot, picture, session)
        await pilot.pause(0.3)
        svg = app.export_screenshot(title="pmtui")
        if app.editing is not None:
            app.editing.clear()
    (DOCS / f"{picture.name}.svg").write_text(svg, encoding="utf-8")


async def take_whole_library(folder: Path) -> None:
    """Write what the screens over all reviews show of a library of some years, and the drawing of its trends."""
    sessions = list(varied_sessions(240, YEARS_NOW.date()))
    library = Library(folder, now=lambda: YEARS_NOW)
    for session in sessions:
        library.add(session)
    settings = Settings(path=folder / "none.toml", deadlines={"sev1": 5, "sev2": 10})
    app = PmtuiApp(library, None, settings, now=lambda: YEARS_NOW)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause(0.2)
        await pilot.press("h")
        await pilot.pause(0.2)
        await app.workers.wait_for_complete()
        await pilot.pause(0.3)
        (DOCS / "health.svg").write_text(app.export_screenshot(title="pmtui"), encoding="utf-8")
    found = trends([facts_of(session, "") for session in reversed(sessions)], YEARS_NOW.date())
    (DOCS / "trends.svg").write_text(drawing(found, YEARS_NOW.date()), encoding="utf-8")


async def _shown(pilot: Pilot[int]) -> None:
    """Wait until the first screen stands as it opens, however busy the machine is."""
    for _ in range(500):
        if pilot.app.screen.id != "_default" and pilot.app.screen.is_mounted:
            break
        await pilot.pause(0.01)
    await settled(pilot)
    await pilot.app.workers.wait_for_complete()
    await settled(pilot)


async def _arrange(pilot: Pilot[int], picture: Picture, session: Session) -> None:
    meeting = pilot.app.screen
    assert isinstance(meeting, MeetingScreen)
    assert picture.step is not None
    meeting.meeting_clock.monotonic = lambda: 0.0
    item = next((item.id for item in _items(session) if item.text.startswith(picture.selected)), None)
    await meeting.open_step(picture.step, Place(picture.step, item) if picture.selected else None)
    await pilot.pause()
    await pilot.press(*picture.keys)
    await meeting.workers.wait_for_complete()
    boxes = tuple(type(box)(box.step, box.planned_seconds) for box in meeting.meeting_clock.state.boxes)
    meeting.meeting_clock.state = type(meeting.meeting_clock.state)(boxes, current=picture.step)
    for field in pilot.app.screen.query(TextArea):
        field.cursor_blink = False
    meeting.show()
    await pilot.pause()


def _items(session: Session) -> Sequence[object]:
    return [*(why for _, why in walk(session.root_cause.whys)), *session.timeline]


def main() -> None:
    """Make them all, on a copy of the example: looking changes nothing in it."""
    os.environ["TZ"] = "UTC"
    for picture in PICTURES:
        with tempfile.TemporaryDirectory() as home:
            # The library's path is on the screen: below a home it is the same on every machine.
            os.environ["HOME"] = os.environ["XDG_CACHE_HOME"] = os.environ["XDG_CONFIG_HOME"] = home
            folder = Path(shutil.copytree(EXAMPLE, Path(home) / "sessions"))
            for path in folder.glob("*.json"):
                os.utime(path, (NOW.timestamp(), NOW.timestamp()))
            asyncio.run(take(picture, folder))
        sys.stdout.write(f"docs/{picture.name}.svg\n")
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = os.environ["XDG_CACHE_HOME"] = os.environ["XDG_CONFIG_HOME"] = home
        asyncio.run(take_whole_library(Path(home) / "sessions"))
    sys.stdout.write("docs/health.svg\ndocs/trends.svg\n")


if __name__ == "__main__":
    main()
