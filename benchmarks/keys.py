"""From a key to the picture that answers it, in a step with thousands of items and in the same step with twenty."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Line, percentile
from benchmarks.samples import keep, with_events, with_whys
from benchmarks.terminal import Running, running
from pmtui.library.bookmarks import write_bookmark
from pmtui.session.document import Session, StepName

HIGHEST_P95 = 25.0
"""Milliseconds."""

_SETTLED = 0.4


@dataclass(frozen=True, slots=True)
class Act:
    """What is pressed, again and again: `keys` by turns."""

    what: str
    keys: tuple[bytes, ...]


ACTS = (
    Act("move the cursor", (*[b"\x1b[B"] * 12, *[b"\x1b[A"] * 12)),
    Act("type a letter", (b"a", b"\x7f")),
)


def lines(home: Path, *, times: int, events: int, whys: int, few: int = 20) -> list[Line]:
    """Timeline and five whys."""
    return [
        *_compare(home, "timeline", f"{events:,} events", with_events(events), with_events(few), times),
        *_compare(home, "five_whys", f"{whys:,} whys", with_whys(whys), with_whys(few), times),
    ]


def _compare(home: Path, step: StepName, what: str, large: Session, small: Session, times: int) -> Iterator[Line]:
    with ExitStack() as stack:
        apps = [stack.enter_context(_opened(home / f"keys-{step}-{n}", s, step)) for n, s in enumerate((large, small))]
        for act in ACTS:
            ours, floor = _pressed(apps, act, times)
            p95 = percentile(ours, 0.95)
            good = p95 < HIGHEST_P95
            floor_is = f"the same with 20; p95 {p95:.0f} ms, to be under {HIGHEST_P95:.0f}"
            line = Line(f"{act.what}, {what}", floor_is, statistics.median(ours), statistics.median(floor), goal=1.15)
            yield line if good else Line(line.what, floor_is, line.ours, line.floor, goal=1.15, note="OVER in p95")


@contextmanager
def _opened(folder: Path, session: Session, step: StepName) -> Iterator[Running]:
    kept = keep(folder, session)
    write_bookmark(kept.folder, session.id, step)
    with running("-m", "pmtui", "--library", str(folder), "open", session.id) as program:
        program.until(b"Checkout")
        program.rest(_SETTLED)
        yield program


def _pressed(apps: list[Running], act: Act, times: int) -> tuple[list[float], list[float]]:
    """By turns, after a few presses to warm up."""
    found: tuple[list[float], list[float]] = ([], [])
    for n in range(-4, times):
        for app, numbers in zip(apps, found, strict=True):
            taken = _press(app, act.keys[n % len(act.keys)])
            if n >= 0:
                numbers.append(taken)
    return found


def _press(app: Running, key: bytes) -> float:
    # What the second hand of the clock paints must not pass for the answer.
    app.rest(0.03)
    return app.press(key)
