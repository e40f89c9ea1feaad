"""How things are measured: by turns, so that a busy machine is busy for both sides, and as medians."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `ours` and `floor` are in `unit`; `goal` is the highest ratio that is good."""

    what: str
    floor_is: str
    ours: float
    floor: float
    goal: float | None = None
    unit: str = "ms"
    note: str = ""

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.ours / self.floor if self.floor else math.inf

    @property
    def good(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        return None if self.goal is None else self.ratio <= self.goal


def timed(act: Callable[[], object]) -> float:
    """Milliseconds that a call takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def by_turns(times: int, *acts: Callable[[], float]) -> list[list[float]]:
    """Call each act once to warm up, then all of them by turns; the numbers that each gave."""
    for act in acts:
        act()
    found: list[list[float]] = [[] for _ in acts]
    for _ in range(times):
        for numbers, act in zip(found, acts, strict=True):
            numbers.append(act())
    return found


def medians(times: int, *acts: Callable[[], float]) -> list[float]:
    """The median of what each act gives, by turns."""
    return [statistics.median(numbers) for numbers in by_turns(times, *acts)]


def percentile(numbers: Sequence[float], share: float) -> float:
    """The number that so large a share of all does not exceed."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def table(lines: Sequence[Line]) -> str:
    """The lines as a Markdown table, aligned to be read as it is."""
    return as_table(("what", "ours", "floor", "ratio", "goal", "", "the floor is"), map(_cells, lines))


def as_table(head: tuple[str, ...], cells: Iterable[tuple[str, ...]]) -> str:
    """Rows of cells as a Markdown table, aligned to be read as it is."""
    rows = [head, *cells]
    widths = [max(len(row[n]) for row in rows) for n in range(len(head))]
    ruled = [rows[0], tuple("-" * width for width in widths), *rows[1:]]
    return "\n".join("| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in ruled)


def _cells(line: Line) -> tuple[str, ...]:
    verdict = {None: "", True: "good", False: "OVER"}[line.good]
    goal = "" if line.goal is None else f"{line.goal:g}"
    return (
        line.what, f"{_number(line.ours)} {line.unit}", f"{_number(line.floor)} {line.unit}",
        f"{line.ratio:.2f}", goal, line.note or verdict, line.floor_is,
    )  # fmt: skip


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
