"""Order a list after its report was edited: items that were not moved in the report keep their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmtui.session.subsequence import longest_increasing


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
    staying = {known[n] for n in longest_increasing([place[key] for key in known])}
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
