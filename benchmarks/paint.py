"""From the start of the program to the first full picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import Line, medians
from benchmarks.samples import SHOWN, keep, many_files, with_events
from benchmarks.terminal import running

MINIMAL = ("-m", "benchmarks.minimal")
MINIMAL_TEXT = b"As little as can be"
FLOOR = "a Textual app of one line"
_HEADLINE = SHOWN.encode()


def lines(home: Path, *, times: int, files: int) -> list[Line]:
    """Library and meeting, small and large."""
    kept = keep(home / "paint", with_events(20))
    large = keep(home / "paint-large", with_events(5000 if times > 3 else 200))
    many_files(home / "paint-many", files)
    starts = {
        "first paint, library": start("--library", str(kept.folder)),
        f"first paint, library of {files:,} reviews": start("--library", str(home / "paint-many")),
        "first paint, meeting": start("--library", str(kept.folder), "open", kept.session.id),
        f"first paint, meeting of {len(large.session.timeline):,} events": start(
            "--library", str(large.folder), "open", large.session.id
        ),
    }
    *ours, floor = medians(times, *starts.values(), _painted(MINIMAL, MINIMAL_TEXT))
    return [Line(what, FLOOR, number, floor, goal=1.5) for what, number in zip(starts, ours, strict=True)]


def start(*arguments: str) -> Callable[[], float]:
    """Start the program; the milliseconds to its first full picture."""
    return _painted(("-m", "pmtui", *arguments), _HEADLINE)


def _painted(arguments: tuple[str, ...], text: bytes) -> Callable[[], float]:
    def act() -> float:
        with running(*arguments) as program:
            return program.until(text)

    return act


__all__ = ["FLOOR", "MINIMAL", "MINIMAL_TEXT", "lines", "start"]
