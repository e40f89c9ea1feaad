"""Tables of items: which items remain after a merge, in which group, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pmtui.session.document import Part
from pmtui.session.merging.conflicts import ConflictPlace, Contests
from pmtui.session.merging.fields import merge_part
from pmtui.session.merging.order import merge_order
from pmtui.session.merging.three_way import Sides
from pmtui.session.sections import grouped_by, is_tree

Group = str | None
"""A parent's id, the name of a list, or None: the first level of a tree, the only group of a flat table."""


@dataclass(slots=True)
class Side:
    """One version of a table."""

    items: dict[str, Part]
    """By id; whys without what lies below them."""
    groups: dict[Group, list[str]]
    """The ids of each group in their order."""
    home: dict[str, Group] = field(default_factory=dict)
    """The group of each item that is not in None."""


Keep = Callable[["Merge"], None]


@dataclass(slots=True)
class Merge:
    """A table while it is merged: the three versions, and what is known of the result."""

    table: str
    sides: Sides[Side]
    contests: Contests
    items: dict[str, Part] = field(default_factory=dict)
    """What remains."""
    home: dict[str, Group] = field(default_factory=dict)
    """The merged group of every item of either side, whether it remains or not."""

    def restore(self, key: str) -> Part:
        """Have an item back that would be gone; it is the same wherever it still is."""
        item = next(side.items[key] for side in self.sides if key in side.items)
        self.items[key] = item
        return item


def flat(items: Iterable[Any]) -> Side:
    """A list of items as a table of one group."""
    found = {item.id: item for item in items}
    return Side(found, {None: list(found)})


def merge_table(table: str, sides: Sides[Side], contests: Contests, keep: Keep | None = None) -> Side:
    """The merged table, its items by group. `keep` may bring items back and change their groups before that."""
    merge = Merge(table, sides, contests)
    _merge_homes(merge)
    _merge_items(merge)
    if keep:
        keep(merge)
    return Side(merge.items, _ordered(merge))


def _merge_homes(merge: Merge) -> None:
    """Groups as a field that is never parked; a flat table has none and is through at once."""
    base, ours, theirs = merge.sides
    if not (base.home or ours.home or theirs.home):
        return
    for key in ours.items | theirs.items:
        homes = merge.sides.each(lambda side, key=key: side.home.get(key))  # type: ignore[misc]
        if key not in theirs.items:
            merge.home[key] = homes.ours
        elif key not in ours.items:
            merge.home[key] = homes.theirs
        elif settled := homes.settled():
            merge.home[key] = settled[0]
        else:
            merge.home[key] = homes.ours
            place = ConflictPlace(merge.table, key, ours.items[key], grouped_by(merge.table))
            # A why is known by an id, which says nothing to anybody.
            merge.contests.value(place, homes.theirs, told=not is_tree(merge.table))


def _merge_items(merge: Merge) -> None:
    base, ours, theirs = merge.sides.each(lambda side: side.items)
    made = merge.items
    for key, item in ours.items():
        other = theirs.get(key)
        if other is None:
            if _remains(merge, merge.sides.ours, key):
                made[key] = item
        elif other == item:
            # Most items of a long list go this way.
            made[key] = item
        else:
            before = base.get(key)
            three = Sides(type(item)() if before is None else before, item, other)
            made[key] = merge_part(three, ConflictPlace(merge.table, key, item), merge.contests)
    for key, item in theirs.items():
        if key not in ours and _remains(merge, merge.sides.theirs, key):
            made[key] = item


def _remains(merge: Merge, side: Side, key: str) -> bool:
    """What is on one side alone remains when it is new or was changed since base; that it moved is no change."""
    base = merge.sides.base
    if key not in base.items:
        return True
    changed = side.items[key] != base.items[key] or side.home.get(key) != base.home.get(key)
    if not changed:
        return False
    place = ConflictPlace(merge.table, key, side.items[key])
    if side is merge.sides.theirs and merge.contests.undoing:
        merge.contests.gone(place)
        return False
    merge.contests.kept(place)
    return True


def _ordered(merge: Merge) -> dict[Group, list[str]]:
    """Each group by itself: a tree put in order as one list would count moves that nobody made."""
    remaining: dict[Group, Collection[str]] = {None: merge.items}
    if merge.home:
        by_group: dict[Group, dict[str, None]] = {}
        for key in merge.items:
            by_group.setdefault(merge.home.get(key), {})[key] = None
        remaining = dict(by_group)
    return {group: merge_order(merge.sides.each(partial(_group, group)), keys) for group, keys in remaining.items()}


def _group(group: Group, side: Side) -> Sequence[str]:
    return side.groups.get(group, [])
