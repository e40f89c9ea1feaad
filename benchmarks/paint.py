"""From the start of the program to the first full picture."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import Line, medians
from benchmarks.samples import SHOWN, keep, many_files, with_events
from benchmarks.terminal import NeverCame, running

MINIMAL = ("-m", "benchmarks.minimal")
MINIMAL_TEXT = b"As little as can be"
FLOOR = "a Textual app of one line"
_POSTING = "first paint, posting"
"""One of the best terminal programs there are, to compare with: it has no goal here."""
_HEADLINE = SHOWN.encode()


def lines(home: Path, *, times: int, files: int) -> list[Line]:
    """Library and meeting, small and large."""
    kept = keep(home / "paint", with_events(20))
    large = keep(home / "paint-large", with_events(5000 if times > 3 else 200))
    many_files(home / "paint-many", files)
    for arguments in ((), ("open", kept.session.id)):  # parsed style sheets are kept from one start to the next
        with running("-m", "pmtui", "--library", str(kept.folder), *arguments) as run:
            run.until(_HEADLINE)
            run.leave()
    starts = {
        "first paint, library": start("--library", str(kept.folder)),
        f"first paint, library of {files:,} reviews": start("--library", str(home / "paint-many")),
        "first paint, meeting": start("--library", str(kept.folder), "open", kept.session.id),
        f"first paint, meeting of {len(large.session.timeline):,} events": start(
            "--library", str(large.folder), "open", large.session.id
        ),
    }
    if posting := _posting():
        starts[_POSTING] = posting
    *ours, floor = medians(times, *starts.values(), painted(MINIMAL, MINIMAL_TEXT))
    goals = [_goal(what) for what in starts]
    return [Line(what, FLOOR, number, floor, goal) for what, number, goal in zip(starts, ours, goals, strict=True)]


def _goal(what: str) -> float | None:
    if what == _POSTING:
        return None
    if "library" in what:
        return 1.25
    return 1.5 if "meeting of" in what else 1.35


def start(*arguments: str) -> Callable[[], float]:
    """Start the program; the milliseconds to its first full picture."""
    return painted(("-m", "pmtui", *arguments), _HEADLINE)


def _posting() -> Callable[[], float] | None:
    """Start `posting`; None where it is not installed, or does not start here."""
    if program := shutil.which("posting"):
        act = painted((), b"Collection", program)
        with contextlib.suppress(NeverCame):
            act()
            return act
    return None


def painted(arguments: tuple[str, ...], text: bytes, program: str = sys.executable) -> Callable[[], float]:
    """Start a program; the milliseconds to the first picture with that text in it."""

    def act() -> float:
        with running(*arguments, program=program) as run:
            return run.until(text)

    return act


__all__ = ["FLOOR", "MINIMAL", "MINIMAL_TEXT", "lines", "painted", "start"]
