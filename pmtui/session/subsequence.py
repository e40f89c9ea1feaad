"""The longest increasing subsequence: which items of a reordered list need not have moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_increasing(numbers: Sequence[float]) -> set[int]:
    """Return the positions of a longest strictly increasing subsequence."""
    ends: list[float] = []
    last: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(number)
            last.append(at)
        else:
            ends[length], last[length] = number, at
    run: set[int] = set()
    at = last[-1] if last else -1
    while at >= 0:
        run.add(at)
        at = before[at]
    return run
