"""Random walks through the meeting by key, click and resize: after each act the focus is where the eye is."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from textual.app import NoMatches
from textual.errors import NoWidget
from textual.pilot import Pilot

from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.meeting.commands import COMMANDS
from pmtui.session import edits
from pmtui.session.document import Action, Event, Evidence, Note, Parked, Resource, Session, Why
from pmtui.settings import Settings
from pmtui.tui.app import PmtuiApp
from pmtui.tui.meeting.screen import MeetingScreen
from tests.pressing import press, settled

NOW: Final = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SIZES: Final = ((120, 36), (80, 24), (50, 15), (160, 45))
_ENDS: Final = ("quit", "library.open", "field.editor", "report.copy", "report.save")
"""What leaves the meeting or the app, or writes outside of the library."""
KEYS: Final = tuple(
    key
    for command in COMMANDS
    if command.where != "library" and command.id not in _ENDS
    for key in command.keys
)  # fmt: skip
COMMON: Final = ("tab", "shift+tab", "escape", "enter", "up", "down", "left", "right", "f7", "f8", "ctrl+z", "ctrl+y")


def full_session() -> Session:
    """A review with something in every list."""
    made = new_session(product="Checkout", headline="Cards refused", incident_date=date(2026, 11, 18))
    items = {
        "timeline": [Event(id=f"e{n}", at=f"2026-11-18T14:{n:02}:00Z", text=f"event {n}") for n in range(30)],
        "resources": [Resource(id="r1", text="Logs"), Resource(id="r2", text="Graphs")],
        "lessons.went_well": [Note(id=f"w{n}", text=f"well {n}") for n in range(4)],
        "lessons.learned": [Note(id="l1", text="learned")],
        "actions": [Action(id=f"a{n}", text=f"action {n}") for n in range(3)],
        "evidence": [Evidence(id="f1", caption="A graph", body="1 2 3")],
        "parking_lot": [Parked(id="q1", text="Why?", kind="question"), Parked(id="i1", text="idea", kind="idea")],
    }
    for section, found in items.items():
        made = edits.add_items(made, section, found)
    made = edits.set_field(made, "root_cause.problem", "Cards were refused")
    made = edits.add_why(made, None, Why(id="y1", text="it expired"))
    return edits.add_why(made, "y1", Why(id="y2", text="nobody looked"))


def lost_focus(app: PmtuiApp) -> str:
    """What is wrong with the focus at this moment; empty where it is in sight, or nothing has it."""
    screen, focused = app.screen, app.focused
    if focused is None:
        return ""
    if not all(node.display for node in focused.ancestors_with_self):
        return f"{focused!r} has the focus and is hidden"
    if isinstance(screen, MeetingScreen) and not {screen.view, screen.quick} & set(focused.ancestors_with_self):
        return f"{focused!r} has the focus and is no part of the step {screen.name_now}"
    try:
        seen = screen.find_widget(focused).visible_region
    except (NoWidget, NoMatches):
        return f"{focused!r} has the focus and is not on the screen"
    return "" if seen.area else f"{focused!r} has the focus and is scrolled out of sight"


async def walk(pilot: Pilot[int], chance: random.Random, acts: int) -> int:
    """Do so many random acts; gives back how many were checked.

    Raises:
        AssertionError: the focus was out of sight; with the last acts.
    """
    app = pilot.app
    assert isinstance(app, PmtuiApp)
    done: list[str] = []
    for _ in range(acts):
        if chance.random() < 0.04:
            size = chance.choice(SIZES)
            await pilot.resize_terminal(*size)
            await settled(pilot)
            done.append(f"{size}")
        else:
            key = chance.choice(COMMON if chance.random() < 0.5 else (*KEYS, *"abc 14:7"))
            await press(pilot, key)
            done.append(key)
        if not app.is_running:
            assert app.return_code == 0, f"it ended with {app.return_code} after {done[-12:]}"
            break  # the palette leads out of it, too
        if wrong := lost_focus(app):
            await asyncio.sleep(0.3)  # a last message may be under way
            await pilot.pause()
            wrong = lost_focus(app)
            assert not wrong, f"{wrong} after {done[-12:]}"
    return len(done)


async def one_walk(seed: int, acts: int) -> int:
    """Open a full review in a new library and walk."""
    chance = random.Random(seed)
    # A thread that reads what earlier reviews left open may still keep what it read when the app has ended.
    with tempfile.TemporaryDirectory(prefix="pmtui-faults-", ignore_cleanup_errors=True) as home:
        library = Library(Path(home) / "reviews")
        library.make()
        session = full_session()
        library.add(session)
        app = PmtuiApp(library, session.id, Settings(path=Path(home) / "config.toml"), now=lambda: NOW)
        async with app.run_test(size=chance.choice(SIZES)) as pilot:
            while not isinstance(app.screen, MeetingScreen):
                await pilot.pause(0.01)
            done = await walk(pilot, chance, acts)
            if app.editing is not None:
                app.editing.clear()
    return done


def run(seconds: float, seed: int) -> str:
    """Walk until the time is up."""
    end = time.monotonic() + seconds
    walks, acts = 0, 0
    while walks == 0 or time.monotonic() < end:
        acts += asyncio.run(one_walk(seed + walks, 60))
        walks += 1
    return f"{walks} walks, {acts} acts: the focus was in sight after each"
