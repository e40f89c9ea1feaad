"""The order of a list after a report of it was edited: what nobody moved stays where it is in the session."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any


def in_new_order(base: Sequence[Any], displayed: Sequence[Any], made: Sequence[Any]) -> list[Any]:
    """The items of a list, those that no report shows among them.

    A list and its report may have two orders, as a timeline has; only what was moved in the report moves in the list,
    and what is new stands behind what it follows in the report.

    Args:
        base: the list in the session.
        displayed: those of it that the report shows, in its order.
        made: the items as the edited report has them; with the ids of `base` where they were there.
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
    """The places of a longest run of rising numbers."""
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
