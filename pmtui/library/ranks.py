"""Ranks: decimal numbers that store the order of items, independent of the order of their documents in the file.

A new rank is the shortest decimal between its neighbours, so inserting or moving an item changes only its own line, and
git can mostly merge the changes of two branches.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

Rank = int | float

_DIGITS = 15
"""The number of decimals that a float surely distinguishes at the size of ranks."""


def ranks(known: Sequence[Rank | None]) -> list[Rank]:
    """Return strictly increasing ranks for the items of a group, keeping as many known ranks as possible.

    Args:
        known: the current rank of each item, in order; None for a new item.
    """
    made = fitted(known)
    # No room between two neighbours: renumber the group.
    return list(range(1, len(known) + 1)) if made is None else made


def fitted(known: Sequence[Rank | None]) -> list[Rank] | None:
    """Like `ranks`, but return None if there is no room between two neighbours that keep theirs."""
    made: list[Rank | None] = list(known)
    if not _rising(known):
        from pmtui.session.subsequence import longest_increasing  # deferred: most edits move nothing

        places = [i for i, rank in enumerate(known) if rank is not None]
        kept = {places[n] for n in longest_increasing([rank for rank in known if rank is not None])}
        made = [rank if i in kept else None for i, rank in enumerate(known)]
    at = 0
    while at < len(made):
        if made[at] is not None:
            at += 1
            continue
        end = next((i for i in range(at, len(made)) if made[i] is not None), len(made))
        between = _between(made[at - 1] if at else None, made[end] if end < len(made) else None, end - at)
        if between is None:
            return None
        made[at:end] = between
        at = end
    return [rank for rank in made if rank is not None]


def _rising(known: Sequence[Rank | None]) -> bool:
    found = [rank for rank in known if rank is not None]
    return all(a < b for a, b in pairwise(found))


def _between(low: Rank | None, high: Rank | None, count: int) -> list[Rank] | None:
    """Return `count` ranks between two others (None: no bound); None if no decimals are left."""
    if low is None:
        first = 1 if high is None else math.ceil(high) - count
        return list(range(first, first + count))
    if high is None:
        first = math.floor(low) + 1
        return list(range(first, first + count))
    for digits in range(_DIGITS + 1):
        scale = 10**digits
        least, most = math.floor(low * scale) + 1, math.ceil(high * scale) - 1
        free = most - least + 1
        if free >= count:
            made = [_shortest(least + (2 * i + 1) * free // (2 * count), scale) for i in range(count)]
            if low < made[0] and made[-1] < high and all(a < b for a, b in pairwise(made)):
                return made
    return None


def _shortest(number: int, scale: int) -> Rank:
    return number // scale if number % scale == 0 else number / scale
