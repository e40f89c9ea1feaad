"""Merge each part of a session by its kind: fields, one list, fields with lists, several lists, meetings."""

from __future__ import annotations

from functools import partial
from operator import is_
from typing import Any, Final, cast

from msgspec.structs import replace

from pmtui.session.document import Part, Sitting
from pmtui.session.merging.conflicts import ConflictPlace, Conflicts
from pmtui.session.merging.fields import merge_part, same_or_new
from pmtui.session.merging.tables import Merge, Side, flat, merge_table
from pmtui.session.merging.three_way import Sides
from pmtui.session.merging.tree import repair_tree, tree, tree_side
from pmtui.session.rows import sitting_ids
from pmtui.session.sections import FORMS, SECTIONS, Section, sections_of_table, sections_within

PARTS: Final = tuple(dict.fromkeys((*FORMS, *(each.path.partition(".")[0] for each in SECTIONS), "meeting")))
"""The parts of a session, by their names in the document."""


def merge_part_of_session(name: str, sides: Sides[Any], session_id: str, conflicts: Conflicts) -> Any:
    """Merge one of `PARTS`; the result is the object of a side where it equals that side's."""
    if resolved := sides.resolved():
        return resolved[0]
    if name in FORMS:
        return _form(sections_within(name), sides, ConflictPlace(name, session_id, None), conflicts)
    if name == "meeting":
        return _sittings(sides, conflicts)
    lists = sections_of_table(name)
    return _lists(lists, sides, conflicts) if lists[0].grouped_by else _items(name, sides, conflicts)


def _form(lists: tuple[Section, ...], sides: Sides[Any], place: ConflictPlace, conflicts: Conflicts) -> Any:
    """Merge a part with fields, some of which are lists of items."""
    merged: dict[str, Any] = {}
    for each in lists:
        versions = sides.field(each.name)
        resolved = versions.resolved()
        merge_list = _whys if each.tree else _items
        merged[each.name] = resolved[0] if resolved else merge_list(each.table, versions, conflicts)
    if not merged:
        return merge_part(sides, place, conflicts)
    fields = merge_part(sides.each(lambda part: replace(part, **dict.fromkeys(merged, ()))), place, conflicts)
    made = {name: getattr(fields, name) for name in fields.__struct_fields__}
    return same_or_new(sides.ours, sides.theirs, made | merged)


def _items(table: str, sides: Sides[Any], conflicts: Conflicts) -> tuple[Any, ...]:
    head, middle, tail = _split_common(sides)
    made = _in_order(merge_table(table, middle.each(flat), conflicts), None)
    return _same((*head, *made, *tail), sides)


def _split_common(sides: Sides[tuple[Any, ...]]) -> tuple[tuple[Any, ...], Sides[tuple[Any, ...]], tuple[Any, ...]]:
    """Split the lists into the common start, the rest of each version, and the common end, compared by identity.

    The last common item on either side stays in the middle, since insertions are placed after their predecessor.
    """
    shorter = min(map(len, sides))
    first = _common_length(sides, shorter)
    behind = _common_length(sides.each(lambda items: items[first:][::-1]), shorter - first)
    first, behind = max(first - 1, 0), max(behind - 1, 0)
    ours = sides.ours
    middle = sides.each(lambda items: items[first : len(items) - behind])
    return ours[:first], middle, ours[len(ours) - behind :]


def _common_length(sides: Sides[tuple[Any, ...]], most: int) -> int:
    """Return the number of leading items that are the same objects in all three, at most `most`."""
    base, ours, theirs = sides
    pairs = zip(map(is_, base, ours), map(is_, base, theirs), strict=False)
    return next((n for n, pair in enumerate(pairs) if n == most or pair != (True, True)), most)


def _whys(table: str, sides: Sides[Any], conflicts: Conflicts) -> tuple[Any, ...]:
    side = merge_table(table, sides.each(tree_side), conflicts, repair_tree)
    return _same(tree(side, sides.ours, sides.theirs), sides)


def _lists(lists: tuple[Section, ...], sides: Sides[Any], conflicts: Conflicts) -> Any:
    """Merge several lists as one table, so that a note that moved to another list keeps its identity."""
    names = tuple(each.name for each in lists)
    side = merge_table(lists[0].table, sides.each(partial(_side_of, names)), conflicts)
    made = {name: _same(_in_order(side, name), sides.field(name)) for name in names}
    return same_or_new(sides.ours, sides.theirs, made)


def _side_of(names: tuple[str, ...], part: Part) -> Side:
    lists = {name: getattr(part, name) for name in names}
    return Side(
        {item.id: item for items in lists.values() for item in items},
        {name: [item.id for item in items] for name, items in lists.items()},
        {item.id: name for name, items in lists.items() for item in items},
    )


def _sittings(sides: Sides[tuple[Sitting, ...]], conflicts: Conflicts) -> tuple[Sitting, ...]:
    side = merge_table("meeting", sides.each(_sitting_side), conflicts, _restore_earlier)
    # Meetings with the same `held_at` differ by their order alone, so the order of their numbers is kept.
    order = side.groups.get(None, [])
    waiting: dict[str, list[str]] = {}
    for key in sorted(order, key=_ordinal, reverse=True):
        waiting.setdefault(key.partition("#")[0], []).append(key)
    made = tuple(cast(Sitting, side.items[waiting[key.partition("#")[0]].pop()]) for key in order)
    return _same(made, sides)


def _sitting_side(sittings: tuple[Sitting, ...]) -> Side:
    keys = sitting_ids(sittings)
    return Side(dict(zip(keys, sittings, strict=True)), {None: keys})


def _restore_earlier(merge: Merge) -> None:
    """Restore the first of two meetings with the same `held_at` if the second remains: its number would change."""
    for key in list(merge.items):
        held = key.partition("#")[0]
        for number in range(1, _ordinal(key)):
            earlier = held if number == 1 else f"{held}#{number}"
            if earlier not in merge.items:
                merge.restore(earlier)


def _ordinal(key: str) -> int:
    return int(key.partition("#")[2] or 1)


def _in_order(side: Side, group: str | None) -> tuple[Any, ...]:
    return tuple(side.items[key] for key in side.groups.get(group, ()))


def _same(made: tuple[Any, ...], sides: Sides[Any]) -> tuple[Any, ...]:
    """Return the object of ours or theirs where the result equals it."""
    return next((side for side in (sides.ours, sides.theirs) if side == made), made)
