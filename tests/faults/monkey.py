"""A monkey at the keys: random keys, pastes and sizes, another writer and a refusing disk; the app stays sound.

After each burst: the app lives, the focus is on something that is shown, the session can be written and read back, and
what is called saved is in the file. In the end everything is undone and redone, and the session stays readable.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import io
import os
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import key_to_character
from textual.pilot import Pilot

from pmtui.cli.program import main as pmtui
from pmtui.library.disk import Disk
from pmtui.library.folder import Library
from pmtui.library.ids import new_session, uuid7
from pmtui.meeting.commands import COMMANDS
from pmtui.session import codec
from pmtui.session.document import Session
from pmtui.settings import Settings
from pmtui.tui.app import PmtuiApp
from pmtui.tui.widgets.editor import Editor

EXAMPLE = Path(__file__).resolve().parents[2] / "sessions" / "2017-01-31-gitlab-com-f6ccf0.json"
BOUND = sorted({key for command in COMMANDS for key in command.keys})
IN_FIELDS = sorted({key for binding in Editor.BINDINGS for key in binding.key.split(",")})  # type: ignore[union-attr]
MOVES = ["up", "down", "left", "right", "tab", "shift+tab", "enter", "escape", "space", "backspace", "home", "end",
         "pageup", "pagedown", "f6", "f7", "f8", "f9"]  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789!@#/:-?<>[]{}|`*_ é日👩\u3000\u00a0\u200d\ufe0f"
TEXTS = [
    "14:02 alert fired", "one\ntwo\nthree", "never ever", "```\nopen", "- a\n\t- b", "x" * 300, "\u202eabc", "  ",
    "[red]", "14:09-14:20 rolled back", "| a | b |\n| - | - |", "\x1b[31mred", "# head", "99:99 no time",
]  # fmt: skip
ACTS_IN_A_LIFE = 120


class Monkey:
    """One life of the app, under random hands.

    Args:
        seed: for every choice.
        home: an empty folder.
    """

    def __init__(self, seed: int | str, home: Path) -> None:
        self.random = random.Random(seed)
        self.library = Library(home / "library")
        self.settings = Settings(path=home / "config.toml")
        self.path = self.library.create(new_session(product="Checkout")).path
        if self.random.random() < 0.5:
            self.library.add(codec_of_example())
        self.full = False
        self.done: list[str] = []
        self.size = (120, 36)

    async def live(self, acts: int = ACTS_IN_A_LIFE) -> int:
        """Do so many things, and begin again wherever they ended the app; gives back how many keys were pressed."""
        pressed = 0
        while acts > 0:
            app = PmtuiApp(self.library, self.random.choice([None, "latest"]), self.settings)
            self.size = self._size()
            self.done.append(f"start {self.size}")
            async with app.run_test(size=self.size) as pilot:
                while acts > 0 and app.is_running:
                    acts -= 1
                    pressed += await self._act(app, pilot)
                    await self._sound(app, pilot)
                self.full = False
                await self._turn_back(app)
                if app.editing is not None:
                    trouble = app.editing.clear()
                    assert not trouble, f"not saved: {trouble}"
        return pressed

    async def _act(self, app: PmtuiApp, pilot: Pilot[int]) -> int:
        """Press a few keys, mostly; what was pressed is kept for the report."""
        chance = self.random.random()
        keys: list[str] = []
        if chance < 0.08:
            self.size = self._size()
            self.done.append(f"size {self.size}")
            await pilot.resize_terminal(*self.size)
        elif chance < 0.14:
            text = self.random.choice(TEXTS)
            self.done.append(f"paste {text!r}")
            app.post_message(events.Paste(text))
        elif chance < 0.18:
            self._write_beside()
        elif chance < 0.21:
            self.full = not self.full
            self.done.append(f"disk full: {self.full}")
        else:
            keys = self._keys()
            self.done.append("keys " + " ".join(keys))
            for key in keys:
                app.post_message(events.Key(key, _character(key)))
        with refusing(self.full):
            await pilot.pause()
            if self.random.random() < 0.2:
                await pilot.pause(0.05)
        return len(keys)

    def _keys(self) -> list[str]:
        hands = self.random.random()
        if hands < 0.35:
            pool: list[str] | str = MOVES
        elif hands < 0.6:
            pool = [key for key in BOUND if key not in ("ctrl+q", "ctrl+c") or self.random.random() < 0.05]
        elif hands < 0.75:
            pool = [key for key in IN_FIELDS if key != "ctrl+c"]
        else:
            pool = LETTERS
        return [self.random.choice(pool) for _ in range(self.random.randint(1, 8))]

    def _size(self) -> tuple[int, int]:
        if self.random.random() < 0.5:
            return self.random.choice([(120, 36), (80, 24), (50, 15), (200, 60), (30, 8), (20, 5)])
        return self.random.randint(4, 200), self.random.randint(2, 60)

    def _write_beside(self) -> None:
        self.done.append("log")
        nowhere = io.TextIOWrapper(io.BytesIO())
        with contextlib.redirect_stderr(nowhere), contextlib.redirect_stdout(nowhere):
            pmtui(["--library", str(self.library.folder), "log", self.random.choice(TEXTS).strip() or "x"])

    # --- what must be so ---

    async def _sound(self, app: PmtuiApp, pilot: Pilot[int]) -> None:
        if not app.is_running:
            assert app.error is None, repr(app.error)
            return
        if min(self.size[0] / 50, self.size[1] / 15) >= 1 and hidden_focus(app):
            await asyncio.sleep(0.3)  # a last message may be under way
            await pilot.pause()
            assert not app.is_running or not (wrong := hidden_focus(app)), wrong
        if app.editing is None:
            return
        session = app.editing.session
        assert_readable(session)
        opened = app.editing.opened
        if (
            app.editing.state.saved
            and not app.editing.state.trouble
            and (self.library.folder / opened.file).exists()
            and not opened.dirty
        ):
            kept = self.library.read(self.library.folder / opened.file)
            known = {event.id for event in opened.session.timeline} - {event.id for event in kept.timeline}
            assert opened.session is not session or not known, f"called saved, and not in the file: {known}"

    async def _turn_back(self, app: PmtuiApp) -> None:
        if app.editing is None:
            return
        for turn in (app.editing.undo, app.editing.redo):
            for _ in range(400):
                with contextlib.suppress(ValueError):  # a final session allows no undo
                    if turn() is None:
                        break
            assert_readable(app.editing.session)
        await asyncio.sleep(0)


def hidden_focus(app: PmtuiApp) -> str:
    """What has the focus though it is not shown; empty where nothing has."""
    focused = app.screen.focused
    if focused is None or (focused.is_attached and all(node.display for node in focused.ancestors_with_self)):
        return ""
    around = [node for node in focused.ancestors_with_self if not node.display]
    return f"the focus is on {focused!r} of {app.screen!r}, attached: {focused.is_attached}, hidden: {around}"


def assert_readable(session: Session) -> None:
    """It can be written, and read back as the same."""
    again = codec.decode(codec.encode(session), now="2026-11-20T09:00:00Z", new_id=uuid7).session
    assert codec.encode(again) == codec.encode(session)


def codec_of_example() -> Session:
    """The review that comes with the program."""
    return Library(EXAMPLE.parent).read(EXAMPLE)


def _character(key: str) -> str | None:
    return {"enter": "\r", "tab": "\t"}.get(key) or key_to_character(key)


@contextlib.contextmanager
def refusing(full: bool) -> Iterator[None]:
    """A disk that is full, for as long as the block runs."""
    create, unnamed = Disk.create, Disk.create_unnamed

    def refused(self: Disk, *args: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if full:
        Disk.create, Disk.create_unnamed = refused, refused  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        Disk.create, Disk.create_unnamed = create, unnamed  # type: ignore[method-assign]


@contextlib.contextmanager
def away_from_home(home: Path) -> Iterator[None]:
    """Whatever the program keeps outside its library goes into that folder."""
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "PATH", "TMPDIR")
    before, folder = dict(os.environ), Path.cwd()
    os.environ.update({name: str(home) for name in names})
    os.chdir(home)
    try:
        yield
    finally:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(before)


def one_life(seed: int | str, acts: int = ACTS_IN_A_LIFE) -> int:
    """A life that can be had again by its seed; gives back how many keys were pressed.

    Raises:
        AssertionError: something was not as it must be; it says what was done last.
    """
    with tempfile.TemporaryDirectory(prefix="pmtui-monkey-") as home, away_from_home(Path(home)):
        monkey = Monkey(seed, Path(home))
        try:
            return asyncio.run(monkey.live(acts))
        except (Exception, asyncio.CancelledError) as error:
            last = "\n  ".join(monkey.done[-40:])
            raise AssertionError(f"seed {seed!r}: {type(error).__name__}: {error}\nlast:\n  {last}") from error


def run(seconds: float, seed: int) -> str:
    """Live one life after the other until the time is up."""
    end = time.monotonic() + seconds
    lives, keys = 0, 0
    while lives == 0 or time.monotonic() < end:
        keys += one_life(f"{seed}:{lives}")
        lives += 1
    return f"{lives} lives, {keys} random keys between 4×2 and 200×60: the app lived, the session stayed sound"
