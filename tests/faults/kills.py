"""Programs killed at random moments: writers of one session, and verbs that move and replace files."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from tests.faults.cases import CASES, Case, build, environment, seen

ROOT = Path(__file__).resolve().parents[2]
HELPER = ROOT / "tests" / "library" / "killing.py"
MOVING = ("import replace", "rename", "delete", "restore", "restore over", "export", "log", "attach")


def run(seconds: float, seed: int) -> str:
    """Kill writers for half of the time, and verbs for the other half."""
    killed, acknowledged = _kill_writers(seconds / 2, seed)
    verbs, done = _kill_verbs(seconds / 2, random.Random(seed))
    return (
        f"{killed} writers killed, {acknowledged} notes acknowledged, 0 lost; "
        f"{verbs} verbs killed ({done} were done by then), all left old or new"
    )


def _kill_writers(seconds: float, seed: int) -> tuple[int, int]:
    end = time.monotonic() + seconds
    killed, acknowledged = 0, set[str]()
    with tempfile.TemporaryDirectory(prefix="pmtui-faults-") as home:
        library = Library(Path(home) / "reviews")
        path = library.create(new_session(product="Checkout")).path
        while killed == 0 or time.monotonic() < end:
            command = [sys.executable, str(HELPER), "kill", str(library.folder), "50", str(seed + killed)]
            done = subprocess.run(command, env=surroundings(), capture_output=True, text=True, check=True)
            killed += 50
            acknowledged |= {line for line in done.stdout.splitlines() if len(line) == 36}
            kept = {event.id for event in library.read(path).timeline}
            assert acknowledged <= kept, f"{len(acknowledged - kept)} notes are lost"
    return killed, len(acknowledged)


def _kill_verbs(seconds: float, chance: random.Random) -> tuple[int, int]:
    cases = [case for case in CASES if case.name in MOVING]
    killed = done = 0
    with tempfile.TemporaryDirectory(prefix="pmtui-faults-") as name:
        home = Path(name)
        states = {case.name: _states(case, home / case.name.replace(" ", "-")) for case in cases}
        end = time.monotonic() + seconds
        while killed == 0 or time.monotonic() < end:
            case = chance.choice(cases)
            base, old, new, lasts = states[case.name]
            copy = home / "copy"
            shutil.copytree(base, copy)
            with subprocess.Popen(command_of(case, copy), env=surroundings(copy), stdout=-3, stderr=-3) as process:
                time.sleep(chance.uniform(lasts * 0.3, lasts * 1.1))
                process.send_signal(signal.SIGKILL)
            found = seen(copy)
            assert found in (old, new), f"{case.name}: neither old nor new"
            done += found == new != old
            killed += 1
            shutil.rmtree(copy)
    return killed, done


def _states(case: Case, home: Path) -> tuple[Path, object, object, float]:
    """A library for the verb, what is seen before and after it, and how long it takes."""
    base, after = home / "base", home / "after"
    base.mkdir(parents=True)
    build(base)
    case.prepare(base)
    old = seen(base)
    shutil.copytree(base, after)
    began = time.monotonic()
    subprocess.run(command_of(case, after), env=surroundings(after), check=True, capture_output=True)
    return base, old, seen(after), time.monotonic() - began


def command_of(case: Case, home: Path) -> list[str]:
    return [sys.executable, "-m", "pmtui", *case.arguments(home)]


def surroundings(home: Path | None = None) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)} | (environment(home) if home else {})
