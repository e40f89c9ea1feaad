"""Several programs add to one session at once: every event that one of them acknowledged is there afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pmtui.library.folder import Library
from pmtui.library.ids import new_session

HELPER = Path(__file__).resolve().parents[1] / "library" / "killing.py"


def run(seconds: float, seed: int) -> str:
    """Race with two to eight writers until the time is up."""
    end = time.monotonic() + seconds
    acknowledged, races = 0, 0
    while races == 0 or time.monotonic() < end:
        writers = 2 + (seed + races) % 7
        with tempfile.TemporaryDirectory(prefix="pmtui-faults-") as home:
            library = Library(Path(home) / "reviews")
            path = library.create(new_session(product="Checkout")).path
            command = [sys.executable, str(HELPER), "race", str(library.folder), str(writers), "40"]
            done = subprocess.run(command, env=_env(), capture_output=True, text=True, check=True)
            said = set(done.stdout.split())
            kept = {event.id for event in library.read(path).timeline}
            assert said == kept, f"{len(said - kept)} of {len(said)} events are lost"
            acknowledged += len(said)
        races += 1
    return f"{races} races of 2 to 8 writers: {acknowledged} events acknowledged, 0 lost"


def _env() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
