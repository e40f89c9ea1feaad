"""Three-way merge of a table of items: which items remain, in which group, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pmtui.session.document import Part
from pmtui.session.merging.conflicts import ConflictPlace, Conflicts
from pmtui.session.merging.fields import merge_part
from pmtui.session.merging.order import merge_order
from pmtui.session.merging.three_way import Sides
from pmtui.session.sections import grouped_by, is_tree

Group = str | None
"""The id of a parent, the name of a list, or None: the first level of a tree, or the only group of a flat table."""


@dataclass(slots=True)
class Side:
    """One version of a table."""

    items: dict[str, Part]
    """Items by id; whys without the answers below them."""
    groups: dict[Group, list[str]]
    """The ids of each group, in order."""
    group_of: dict[str, Group] = field(default_factory=dict)
    """The group of each item that is not in group None."""


Adjust = Callable[["Merge"], None]


@dataclass(slots=True)
class Merge:
    """The state of the merge of a table: the three versions, and the result so far."""

    table: str
    sides: Sides[Side]
    conflicts: Conflicts
    items: dict[str, Part] = field(default_factory=dict)
    """The items that remain."""
    group_of: dict[str, Group] = field(default_factory=dict)
    """The merged group of every item of either side, whether it remains or not."""

    def restore(self, key: str) -> Part:
        """Restore a deleted item; the versions that still have it agree on it."""
        item = next(side.items[key] for side in self.sides if key in side.items)
        self.items[key] = item
        return item


def flat(items: Iterable[Any]) -> Side:
    """Return a list of items as a table with one group."""
    found = {item.id: item for item in items}
    return Side(found, {None: list(found)})


def merge_table(table: str, sides: Sides[Side], conflicts: Conflicts, adjust: Adjust | None = None) -> Side:
    """Merge a table. `adjust` may restore items and change their groups before the groups are put in order."""
    merge = Merge(table, sides, conflicts)
    _merge_groups(merge)
    _merge_items(merge)
    if adjust:
        adjust(merge)
    return Side(merge.items, _ordered(merge))


def _merge_groups(merge: Merge) -> None:
    """Merge the groups of the items like a field, without parking. A flat table has no groups to merge."""
    base, ours, theirs = merge.sides
    if not (base.group_of or ours.group_of or theirs.group_of):
        return
    for key in ours.items | theirs.items:
        groups = merge.sides.each(lambda side, key=key: side.group_of.get(key))  # type: ignore[misc]
        if key not in theirs.items:
            merge.group_of[key] = groups.ours
        elif key not in ours.items:
            merge.group_of[key] = groups.theirs
        elif resolved := groups.resolved():
            merge.group_of[key] = resolved[0]
        else:
            merge.group_of[key] = groups.ours
            place = ConflictPlace(merge.table, key, ours.items[key], grouped_by(merge.table))
            # The group of a why is its parent's id, which says nothing to the user.
            merge.conflicts.value(place, groups.theirs, told=not is_tree(merge.table))


def _merge_items(merge: Merge) -> None:
    base, ours, theirs = merge.sides.each(lambda side: side.items)
    made = merge.items
    for key, item in ours.items():
        other = theirs.get(key)
        if other is None:
            if _remains(merge, merge.sides.ours, key):
                made[key] = item
        elif other == item:
            # The common case in long lists.
            made[key] = item
        else:
            before = base.get(key)
            three = Sides(type(item)() if before is None else before, item, other)
            made[key] = merge_part(three, ConflictPlace(merge.table, key, item), merge.conflicts)
    for key, item in theirs.items():
        if key not in ours and _remains(merge, merge.sides.theirs, key):
            made[key] = item


def _remains(merge: Merge, side: Side, key: str) -> bool:
    """Whether an item of one side alone remains: it is new, or that side changed it or its group since base."""
    base = merge.sides.base
    if key not in base.items:
        return True
    changed = side.items[key] != base.items[key] or side.group_of.get(key) != base.group_of.get(key)
    if not changed:
        return False
    place = ConflictPlace(merge.table, key, side.items[key])
    if side is merge.sides.theirs and merge.conflicts.undoing:
        merge.conflicts.gone(place)
        return False
    merge.conflicts.kept(place)
    return True


def _ordered(merge: Merge) -> dict[Group, list[str]]:
    """Return the ids of each group in order. Each group is ordered by itself, so that only real moves count."""
    remaining: dict[Group, Collection[str]] = {None: merge.items}
    if merge.group_of:
        by_group: dict[Group, dict[str, None]] = {}
        for key in merge.items:
            by_group.setdefault(merge.group_of.get(key), {})[key] = None
        remaining = dict(by_group)
    return {group: merge_order(merge.sides.each(partial(_group, group)), keys) for group, keys in remaining.items()}


def _group(group: Group, side: Side) -> Sequence[str]:
    return side.groups.get(group, [])
