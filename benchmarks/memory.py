"""The most memory that each way of using the program ever holds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.capture import IMPORTS
from benchmarks.measure import Line
from benchmarks.paint import FLOOR, MINIMAL, MINIMAL_TEXT
from benchmarks.samples import SHOWN, keep, with_events
from benchmarks.terminal import running

_STARTER = """
import os, sys
nothing = [(os.POSIX_SPAWN_OPEN, n, os.devnull, os.O_WRONLY, 0) for n in (1, 2)]
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=nothing), 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def lines(home: Path, *, events: int) -> list[Line]:
    """Verbs against their imports, screens against a minimal app."""
    few, many = keep(home / "memory-few", with_events(20)), keep(home / "memory-many", with_events(events))
    imports, minimal = _verb("-c", IMPORTS), _screen(MINIMAL, MINIMAL_TEXT)
    noted = _verb("-m", "pmtui", "--library", str(few.folder), "log", "-s", few.session.id, "rolled back")
    exported = _verb("-m", "pmtui", "--library", str(many.folder), "export", many.session.id, "-o", os.devnull)
    floor_is = f"python -c “{IMPORTS}”"
    made = [
        Line("memory of log", floor_is, noted, imports, unit="MB"),
        Line(f"memory of export, {events:,} events", floor_is, exported, imports, unit="MB"),
    ]
    for kept, what in ((few, "20 events"), (many, f"{events:,} events")):
        meeting = _screen(("-m", "pmtui", "--library", str(kept.folder), "open", kept.session.id), SHOWN.encode())
        made.append(Line(f"memory of the meeting, {what}", FLOOR, meeting, minimal, unit="MB"))
    library = _screen(("-m", "pmtui", "--library", str(few.folder)), SHOWN.encode())
    return [*made, Line("memory of the library", FLOOR, library, minimal, unit="MB")]


def _verb(*arguments: str) -> float:
    # Started by a small process, as the memory of the one that starts it is counted, too.
    command = [sys.executable, "-I", "-S", "-c", _STARTER, sys.executable, *arguments]
    peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(peak) / (1024 if sys.platform != "darwin" else 1024 * 1024)


def _screen(arguments: tuple[str, ...], text: bytes) -> float:
    with running(*arguments) as program:
        program.until(text)
        program.rest(0.3)
        return program.end()
