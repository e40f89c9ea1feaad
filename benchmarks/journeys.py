"""Count through how much of our code the six journeys of docs/architecture.md go: `python -m benchmarks.journeys`.

Counted are the calls of functions of `pmtui`, over all threads, from the key (or the verb) until what came of it is on
disk and on the screen; and the files and functions that they lie in. What stands inside a function (comprehensions,
lambdas) is not counted by itself. Drawing and the ticking clock are part of it, so that two runs differ a little.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from textual.pilot import Pilot

import pmtui
from benchmarks.measure import as_table
from benchmarks.samples import with_whys
from pmtui.cli.program import main as verb
from pmtui.library.folder import Library
from pmtui.meeting.keys import in_force
from pmtui.session.document import Event
from pmtui.session.edits import add_items
from pmtui.settings import Settings, load
from pmtui.tui.app import PmtuiApp
from pmtui.tui.input import keymap

_OURS = str(Path(pmtui.__file__).parent)


class Hops:
    """Counts the calls of our functions, in every thread that begins after `watch`."""

    def __init__(self) -> None:
        self.calls: Counter[tuple[str, str]] = Counter()
        self.counts = False

    def watch(self) -> None:
        """Have this thread, and those that it begins, counted."""
        threading.setprofile(self._profile)
        sys.setprofile(self._profile)

    def _profile(self, frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if self.counts and event == "call" and code.co_filename.startswith(_OURS) and code.co_name[0] != "<":
            self.calls[code.co_filename, code.co_qualname] += 1

    @contextlib.contextmanager
    def counted(self) -> Iterator[None]:
        """Count what is called within."""
        self.calls.clear()
        self.counts = True
        try:
            yield
        finally:
            self.counts = False

    def row(self, journey: str) -> tuple[str, ...]:
        """The last journey, as a row of the table."""
        files = {file for file, _ in self.calls}
        return journey, str(len(files)), str(len(self.calls)), f"{self.calls.total():,}"


async def until(pilot: Pilot[int], true: Callable[[], bool]) -> None:
    """Wait until something is so, and has been drawn."""
    while not true():
        await pilot.pause(0.01)
    await pilot.pause()


async def app_journeys(hops: Hops, library: Library, home: Path) -> list[tuple[str, ...]]:
    """Those that begin at a key of the app."""
    app = PmtuiApp(library, "latest", Settings(path=home / "config.toml"))
    rows = []
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: app.editing is not None and hasattr(app.screen, "open_step"))
        editing, screen = app.editing, app.screen
        assert editing is not None

        def kept() -> bool:
            return editing.state.saved and not editing.state.typing

        async def count(journey: str, act: Callable[[], Awaitable[object]], came: Callable[[], bool]) -> None:
            await until(pilot, kept)
            with hops.counted():
                await act()
                await until(pilot, lambda: came() and kept())
            rows.append(hops.row(journey))

        async def log() -> None:
            words = ["--library", str(library.folder), "log", "-s", editing.session.id, "14:02 pager rings"]
            with contextlib.redirect_stderr(io.TextIOWrapper(io.BytesIO())):
                await asyncio.to_thread(verb, words)

        await screen.open_step("key_details")  # type: ignore[attr-defined]
        await count("a typed letter, to the disk", lambda: pilot.press("x"), lambda: editing.undo_label is not None)
        await screen.open_step("five_whys")  # type: ignore[attr-defined]
        await pilot.press("escape", "down")
        await count("`f2` in five whys: a root", lambda: pilot.press("f2"), lambda: _roots(editing.session) == 1)
        await count("an undo of it", lambda: pilot.press("u"), lambda: _roots(editing.session) == 0)
        await count("a `log` line, into the open app", log, lambda: len(editing.session.timeline) == 21)
        editing.clear()
    return rows


def _roots(session: Any) -> int:
    return sum(why.verdict == "root" for why in session.root_cause.whys)


def verb_journeys(hops: Hops, library: Library, home: Path) -> list[tuple[str, ...]]:
    """Those that need no screen."""
    config = home / "config.toml"
    config.write_text('[keys]\nundo = ["Z"]\n')
    with hops.counted(), contextlib.redirect_stderr(io.TextIOWrapper(io.BytesIO())):
        verb(["--library", str(library.folder), "export", "latest", "-o", str(home / "report.md")])
    rows = [hops.row("an event, to the report (`export`)")]
    with hops.counted():
        commands = in_force(load({"PMTUI_CONFIG": str(config)}).keys)
        keymap.overrides(commands)
    return [*rows, hops.row("a remapped key, from the config file to the app")]


def main() -> int:
    """Print the table."""
    hops = Hops()
    with tempfile.TemporaryDirectory(prefix="pmtui-journeys-") as folder:
        home = Path(folder)
        library = Library(home / "library")
        events = [Event(id=f"e{n}", at=f"2026-11-18T13:{n:02}:00Z", text=f"event {n}") for n in range(20)]
        library.create(add_items(with_whys(20), "timeline", events))
        hops.watch()
        rows = asyncio.run(app_journeys(hops, library, home))
        rows += verb_journeys(hops, library, home)
        sys.setprofile(None)
    print(as_table(("journey", "files", "functions", "calls"), rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
