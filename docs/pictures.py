"""Make the pictures in the README and in docs/: the program itself, on the example, at a fixed moment.

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
from pmtui.library.folder import Library
from pmtui.session.document import Session, StepName
from pmtui.session.paths import walk
from pmtui.settings import Settings
from pmtui.tui.app import PmtuiApp
from pmtui.tui.meeting.screen import MeetingScreen

DOCS = Path(__file__).resolve().parent
EXAMPLE = DOCS.parent / "sessions"
NOW = datetime(2017, 2, 20, 10, 0, tzinfo=UTC)


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
        await pilot.pause(0.2)
        if picture.step:
            await _arrange(pilot, picture, session)
        await pilot.pause(0.3)
        svg = app.export_screenshot(title="pmtui")
        if app.editing is not None:
            app.editing.clear()
    (DOCS / f"{picture.name}.svg").write_text(svg, encoding="utf-8")


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


if __name__ == "__main__":
    main()
