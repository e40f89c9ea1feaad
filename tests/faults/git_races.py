"""Git replaces the file of a session while notes are taken: every acknowledged note is there afterwards.

Two clones share a review. One of them takes notes all the time, while git merges what the other one pushed (by our
merge driver, made slow), or takes the file back by restore, stash or reset. Nothing waits for git to be done.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pmtui.library.errors import LibraryError
from pmtui.library.folder import Library
from pmtui.library.ids import new_session, uuid7
from pmtui.session.document import Event
from pmtui.session.edits import set_field
from tests.adding import adding
from tests.repository import nobody

HOME = Path(__file__).resolve().parents[2]
DRIVER = """#!/bin/sh
: > "{begun}"
sleep {pause:.3f}
PYTHONPATH={home} exec {python} -P -m pmtui merge "$@"
"""
TAKES_BACK = (("restore", "."), ("stash", "push", "-q"), ("reset", "-q", "--hard"), ("checkout", "-q", "-f", "main"))


def run(seconds: float, seed: int) -> str:
    """Take notes beside git until the time is up."""
    with tempfile.TemporaryDirectory(prefix="pmtui-faults-") as home:
        clones = _Clones(Path(home), random.Random(seed))
        end = time.monotonic() + seconds
        while clones.rounds == 0 or time.monotonic() < end:
            clones.race()
        clones.note()
        kept = {event.id for event in clones.library.read(clones.path).timeline}
        lost = clones.acknowledged - kept
        figures = f"{clones.rounds} races with git: {len(clones.acknowledged)} notes acknowledged, {len(lost)} lost"
        assert not lost, f"seed {seed}: {figures}"
        assert not clones.refused, f"seed {seed}: {len(clones.refused)} refused: {clones.refused[0]}"
        headline = clones.library.read(clones.path).key_details.headline
        assert headline == clones.headline, f"seed {seed}: the headline is {headline!r}, not {clones.headline!r}"
        return figures


class _Clones:
    """Two clones of a repository with one review; notes are taken in the first."""

    def __init__(self, home: Path, chance: random.Random) -> None:
        self.home, self.chance, self.rounds = home, chance, 0
        self.acknowledged: set[str] = set()
        self.refused: list[str] = []
        self.headline = ""
        git(home, "init", "-q", "--bare", "-b", "main", "shared.git")
        mine = home / "mine"
        git(home, "clone", "-q", "shared.git", "mine")
        self.library = Library(mine)
        path = self.library.create(new_session(product="Checkout")).path
        self.path = path
        (mine / ".gitattributes").write_text("*.json merge=pmtui\n")
        (mine / ".gitignore").write_text(".pmtui/\n")
        git(mine, "add", "-A")
        git(mine, "commit", "-q", "-m", "one")
        git(mine, "push", "-q", "origin", "HEAD:main")
        git(home, "clone", "-q", "shared.git", "theirs")
        self.theirs = Library(home / "theirs")
        git(mine, "config", "merge.pmtui.driver", f"{home / 'driver'} %O %A %B")
        git(home / "theirs", "config", "merge.pmtui.driver", f"{sys.executable} -P -m pmtui merge %O %A %B")

    def note(self) -> None:
        """Take a note, now and then write the headline; both are acknowledged on return."""
        event = Event(id=uuid7(), text="x" * self.chance.randrange(200))
        try:
            self.library.change(self.path, adding([event]))
        except LibraryError as error:
            # That git is writing the file is no reason to refuse.
            self.refused.append(str(error))
            return
        self.acknowledged.add(event.id)
        if self.chance.random() < 0.1:
            headline = f"Headline {event.id}"
            self.library.change(self.path, lambda session: set_field(session, "key_details.headline", headline))
            self.headline = headline

    def race(self) -> None:
        """Take notes while git replaces the file in one of its ways."""
        self.rounds += 1
        begun = self.home / "begun"
        begun.unlink(missing_ok=True)
        for _ in range(self.chance.randrange(4)):
            self.note()
        if self.chance.random() < 0.5:
            going = self._pull(begun)
            while not begun.exists() and going.poll() is None:
                time.sleep(0.001)
        else:
            going = start(self.library.folder, *self.chance.choice(TAKES_BACK))
        while going.poll() is None:
            self.note()
        for _ in range(self.chance.randrange(3)):
            self.note()
        if self.chance.random() < 0.2:
            git(self.library.folder, "commit", "-q", "-a", "-m", "notes", check=False)

    def _pull(self, begun: Path) -> subprocess.Popen[bytes]:
        """Merge what the other clone pushed; the driver takes its time."""
        event = Event(id=uuid7(), text="theirs")
        git(self.theirs.folder, "pull", "-q", "--no-edit", "--no-rebase", "origin", "main", check=False)
        self.theirs.change(self.theirs.folder / self.path.name, adding([event]))
        git(self.theirs.folder, "commit", "-q", "-a", "-m", "theirs")
        git(self.theirs.folder, "push", "-q", "origin", "HEAD:main", check=False)
        driver = self.home / "driver"
        pause = self.chance.random() * 0.3
        driver.write_text(DRIVER.format(begun=begun, pause=pause, home=HOME, python=sys.executable))
        driver.chmod(0o755)
        git(self.library.folder, "commit", "-q", "-a", "-m", "mine", check=False)
        return start(self.library.folder, "pull", "-q", "--no-edit", "--no-rebase", "origin", "main")


def git(folder: Path, *args: str, check: bool = True) -> None:
    """Let git do something."""
    done = subprocess.run(_command(folder, args), env=_environ(), capture_output=True)
    assert not check or done.returncode == 0, done.stderr.decode()


def start(folder: Path, *args: str) -> subprocess.Popen[bytes]:
    """Have git begin to do something."""
    command = _command(folder, args)
    return subprocess.Popen(command, env=_environ(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _command(folder: Path, args: tuple[str, ...]) -> list[str]:
    return ["git", "-C", str(folder), *args]


def _environ() -> dict[str, str]:
    return nobody() | {"PYTHONPATH": str(HOME)}
