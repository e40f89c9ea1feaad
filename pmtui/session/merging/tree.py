"""The tree of whys as a table, and its repair after a merge: no cycles, no missing parents, not too deep."""

from __future__ import annotations

from typing import cast

from msgspec.structs import replace

from pmtui.session.document import Part, Why
from pmtui.session.merging.conflicts import ConflictPlace
from pmtui.session.merging.tables import Group, Merge, Side
from pmtui.session.paths import walk
from pmtui.session.repair import find_cycles, limit_depth


def tree_side(whys: tuple[Why, ...]) -> Side:
    """Return the tree as a table: each why without its answers, grouped by its parent."""
    side = Side({}, {None: [why.id for why in whys]})
    for _, why in walk(whys):
        side.items[why.id] = replace(why, whys=()) if why.whys else why
        if why.whys:
            side.groups[why.id] = [below.id for below in why.whys]
            side.group_of |= {below.id: why.id for below in why.whys}
    return side


def repair_tree(merge: Merge) -> None:
    """Break cycles, restore the parents of remaining whys, and move whys up that are too deep."""
    for key in merge.sides.base.items:
        if key not in merge.group_of:
            merge.group_of[key] = merge.sides.base.group_of.get(key)
    while found := find_cycles(_with_ancestors(merge)):
        for cycle in found:
            _break_cycle(merge, cycle)
    above = _with_ancestors(merge)
    for key in above:
        if key not in merge.items:
            merge.conflicts.brought_back(ConflictPlace(merge.table, key, merge.restore(key)))
    merge.group_of |= limit_depth(above)


def _with_ancestors(merge: Merge) -> dict[str, Group]:
    """Return the parent of each remaining item and of all its ancestors."""
    found: dict[str, Group] = {}
    for key in merge.items:
        at: Group = key
        while at is not None and at not in found:
            found[at] = merge.group_of.get(at)
            at = found[at]
    return found


def _break_cycle(merge: Merge, cycle: list[str]) -> None:
    """Give the whys of a cycle the parents they have in ours (or base), which has no cycle."""
    changed = False
    for key in cycle:
        side = merge.sides.ours if key in merge.sides.ours.items else merge.sides.base
        if key in side.items and merge.group_of.get(key) != side.group_of.get(key):
            merge.group_of[key] = side.group_of.get(key)
            changed = True
    if not changed:
        merge.group_of[min(cycle)] = None


def tree(side: Side, ours: tuple[Why, ...], theirs: tuple[Why, ...]) -> tuple[Why, ...]:
    """Return the table as a tree; branches that equal one of ours or theirs are that object."""
    known = [{why.id: why for _, why in walk(whys)} for whys in (ours, theirs)]

    def branch(key: str, item: Part) -> Why:
        below = tuple(branch(inner, side.items[inner]) for inner in side.groups.get(key, ()))
        made = replace(cast(Why, item), whys=below)
        return next((whys[key] for whys in known if whys.get(key) == made), made)

    return tuple(branch(key, side.items[key]) for key in side.groups.get(None, ()))
