"""Find outliers among the times of an incident, which would squash the rest when all are drawn to one scale."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

_FAR: Final = 3
"""A gap is large if it is longer than this multiple of the span of the times on its near side."""
_FEW: Final = 20
"""At most one in so many times may be an outlier, but always one."""


def outliers(times: Sequence[float], kept: Collection[float] = ()) -> tuple[int, int]:
    """Return how many times at the start and at the end are outliers.

    Args:
        times: seconds, sorted.
        kept: times that are never outliers (the milestones), nor is anything between them.
    """
    few = max(1, len(times) // _FEW)
    late = _far(times, min(few, len(times) - 2), max(kept, default=None))
    # Negated and reversed, the end is searched like the start.
    back = [-time for time in reversed(times[: len(times) - late])]
    early = _far(back, min(few, len(back) - 2), -min(kept) if kept else None)
    return early, late


def _far(times: Sequence[float], most: int, least: float | None) -> int:
    """Return how many of the last times, at most `most`, lie far after the rest and after `least`."""
    for many in range(most, 0, -1):
        last, beyond = times[-many - 1], times[-many]
        within = last - times[0]
        if within > 0 and beyond - last > _FAR * within and (least is None or beyond > least):
            return many
    return 0
