"""`pmtui log`: what one note costs somebody in the middle of an incident."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import Line, medians, timed
from benchmarks.samples import keep, with_events

IMPORTS = "import msgspec, click, tinydb"


def lines(home: Path, *, times: int, sizes: tuple[int, ...]) -> list[Line]:
    """`log` into sessions of several sizes."""
    made = []
    for size in sizes:
        kept = keep(home / f"log-{size}", with_events(size))
        ours = call("-m", "pmtui", "--library", str(kept.folder), "log", "-s", kept.session.id, "rolled back 4.2")
        floor = call("-c", IMPORTS)
        noted, imported = medians(times, ours, floor)
        # The promise is for an incident under way; a long one is measured to know what it costs.
        goal = 1.25 if size <= 100 else None
        made.append(Line(f"log, {size:,} events there", f"python -c “{IMPORTS}”", noted, imported, goal))
    return made


def call(*arguments: str) -> Callable[[], float]:
    """Run Python with these arguments; the milliseconds that it takes."""
    environ = os.environ | {"TZ": "UTC"}

    def run() -> float:
        return timed(lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environ))

    return run
