"""A plain `mv` of the file, again and again, while programs note in it: no note is lost, and the id is always found."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from tests.adding import adding

HELPER = Path(__file__).resolve().parents[1] / "library" / "killing.py"


def run(seconds: float, seed: int) -> str:
    """Move the file about until the writers are done, as often as the time suffices."""
    end = time.monotonic() + seconds
    noted, moved, duplicates = 0, 0, 0
    rounds = 0
    while rounds == 0 or time.monotonic() < end:
        rounds += 1
        with tempfile.TemporaryDirectory(prefix="pmtui-faults-") as home:
            library = Library(Path(home) / "reviews")
            session = new_session(product="Checkout")
            library.create(session)
            command = [sys.executable, str(HELPER), "race", str(library.folder), "3", "60"]
            env = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
            with subprocess.Popen(
                command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            ) as writers:
                while writers.poll() is None:
                    moved += _move(library.folder, moved)
                    time.sleep(0.04 * (1 + (seed + moved) % 5))
                out, trouble = writers.communicate()
            assert writers.returncode == 0, f"a writer failed: {trouble[-2000:]}"
            said = set(out.split())
            duplicates += len(library.entries()) - 1
            library.change(library.find(session.id), adding([]))
            library.change(session.id, lambda s: s)
            kept = {event.id for entry in library.entries() for event in library.read(entry).timeline}
            assert said <= kept, f"{len(said - kept)} of {len(said)} notes are lost"
            noted += len(said)
    return f"{noted} notes of 3 writers, {moved} moves of their file: 0 lost; {duplicates} times two files were left"


def _move(folder: Path, n: int) -> int:
    with contextlib.suppress(OSError, StopIteration):
        next(folder.glob("*.json")).rename(folder / f"2026-01-01-moved-{n:06}.json")
        return 1
    return 0
