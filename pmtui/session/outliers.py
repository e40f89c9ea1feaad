"""Which times of an incident lie so far from the rest that drawn to one scale with it they would squash it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

_FAR: Final = 3
"""A gap of so many times the length of all that lies within is far."""
_FEW: Final = 20
"""One in so many may lie far off, and one always."""


def outliers(times: Sequence[float], kept: Collection[float] = ()) -> tuple[int, int]:
    """How many times at the beginning and at the end lie far from the rest.

    Args:
        times: seconds, sorted.
        kept: times that are never outside, nor what lies between them (the milestones).
    """
    few = max(1, len(times) // _FEW)
    late = _far(times, min(few, len(times) - 2), max(kept, default=None))
    # A length is the same backwards.
    back = [-time for time in reversed(times[: len(times) - late])]
    early = _far(back, min(few, len(back) - 2), -min(kept) if kept else None)
    return early, late


def _far(times: Sequence[float], most: int, least: float | None) -> int:
    """How many of the last times, at most so many, lie far behind the rest and behind the `least`."""
    for many in range(most, 0, -1):
        last, beyond = times[-many - 1], times[-many]
        within = last - times[0]
        if within > 0 and beyond - last > _FAR * within and (least is None or beyond > least):
            return many
    return 0
