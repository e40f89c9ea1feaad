"""From the key that goes to the next step to its first picture, beside the picture of a cursor key in that step."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Line
from benchmarks.samples import keep
from benchmarks.terminal import Running, running
from pmtui.library.bookmarks import write_bookmark
from pmtui.library.folder import Library
from pmtui.session.document import STEP_NAMES, StepName

EXAMPLE = Path(__file__).resolve().parent.parent / "sessions"
NEXT, PREVIOUS = b"\x1b[19~", b"\x1b[18~"
"""f8 and f7."""
DOWN, UP = b"\x1b[B", b"\x1b[A"
AT_FIRST, AGAIN = 8.0, 3.0
WALKS = 4
"""How often each run goes through the steps again: one picture wavers by half, the median of many does not."""
_SETTLED, _DRAWN = 0.4, 0.1
"""Seconds of rest after which what is done while nobody types is done, and a key has done all that it does after its
picture."""

Times = dict[StepName, list[float]]


def lines(home: Path, *, times: int, steps: Sequence[StepName] = STEP_NAMES[1:], walks: int = WALKS) -> list[Line]:
    """The example, from its first step through the next ones, and `walks` times again, in each of `times` runs.

    In the first run the style sheets of each step are parsed, which are then kept for the others.
    """
    library = Library(EXAMPLE)
    session = library.read(EXAMPLE / library.find("latest").file)
    kept = keep(home / "steps", session)
    first, again, cursor = ({name: [] for name in steps} for _ in range(3))  # type: tuple[Times, Times, Times]
    for _ in range(times):
        write_bookmark(kept.folder, session.id, "opening")
        with running("-m", "pmtui", "--library", str(kept.folder), "open", session.id) as app:
            app.until(session.key_details.product.encode())
            for found in (first, *[again] * walks):
                _walk(app, found, cursor)
            app.leave()
    return [
        Line(
            f"go to {name.replace('_', ' ')}, {when}", "a cursor key there", ours, statistics.median(cursor[name]), goal
        )
        for name in steps
        for when, ours, goal in (
            ("at first", statistics.median(first[name]), AT_FIRST),
            ("again", statistics.median(again[name]), AGAIN),
        )
    ]


def _walk(app: Running, found: Times, cursor: Times) -> None:
    """On through the steps, with two cursor keys in each, and back to where it began."""
    for name in found:
        app.rest(_SETTLED)
        found[name].append(app.press(NEXT))
        for key in (DOWN, UP):
            app.rest(_DRAWN)
            cursor[name].append(app.press(key))
    for _ in found:
        app.rest(_DRAWN)
        app.press(PREVIOUS)
