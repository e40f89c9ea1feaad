"""Order a list after its report was edited: items that were not moved in the report keep their places."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any


def in_new_order(base: Sequence[Any], displayed: Sequence[Any], made: Sequence[Any]) -> list[Any]:
    """Return the items of a list in the new order, including those that the report does not show.

    A list and its report may have different orders, as the timeline has. Only items that were moved in the report move
    in the list; a new item is put after the one that it follows in the report.

    Args:
        base: the list in the session.
        displayed: the items of it that the report shows, in the report's order.
        made: the items of the edited report; existing ones have their ids in `base`.
    """
    place = {item.id: n for n, item in enumerate(displayed)}
    new = {item.id: item for item in made}
    known = [item.id for item in made if item.id in place]
    staying = {known[n] for n in _longest_rise([place[key] for key in known])}
    order = [item.id for item in base if item.id not in place or item.id in staying]
    old = {item.id: item for item in base}
    before: str | None = None
    behind: dict[str | None, list[str]] = {}
    for item in made:
        if item.id in staying:
            before = item.id
        else:
            behind.setdefault(before, []).append(item.id)
    result = list(behind.get(None, ()))
    for key in order:
        result += [key, *behind.get(key, ())]
    return [new.get(key) or old[key] for key in result]


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """Return the indices of a longest increasing subsequence."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for n, number in enumerate(numbers):
        at = bisect_left(ends, number)
        before.append(places[at - 1] if at else -1)
        if at == len(ends):
            ends.append(number)
            places.append(n)
        else:
            ends[at], places[at] = number, n
    run = []
    n = places[-1] if places else -1
    while n >= 0:
        run.append(n)
        n = before[n]
    return run[::-1]
