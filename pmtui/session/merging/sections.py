"""The sections of a session, each merged by what it is: fields, a list, fields and a list, four lists, sittings."""

from __future__ import annotations

from operator import is_
from typing import Any, Final, cast

from msgspec.structs import replace

from pmtui.session.document import Lessons, Sitting
from pmtui.session.merging.conflicts import ConflictPlace, Contests
from pmtui.session.merging.fields import merge_part, shared
from pmtui.session.merging.tables import Merge, Side, flat, merge_table
from pmtui.session.merging.three_way import Sides
from pmtui.session.merging.tree import keep_tree, tree, tree_side
from pmtui.session.paths import LESSON_LISTS
from pmtui.session.rows import sitting_ids

SECTIONS: Final = (
    "key_details", "summary", "impact", "root_cause", "timeline", "resources", "actions", "lessons", "evidence",
    "further_reading", "parking_lot", "meeting",
)  # fmt: skip
"""The sections by their names in the document."""


def merge_section(name: str, sides: Sides[Any], session_id: str, contests: Contests) -> Any:
    """One section of `SECTIONS`; the same object as on a side that it equals."""
    if settled := sides.settled():
        return settled[0]
    place = ConflictPlace(name, session_id, None)
    match name:
        case "key_details" | "summary":
            return merge_part(sides, place, contests)
        case "impact":
            return _with_list("measures", sides, place, contests)
        case "root_cause":
            return _with_list("whys", sides, place, contests)
        case "lessons":
            return _lessons(sides, contests)
        case "meeting":
            return _sittings(sides, contests)
        case _:
            return _items(name, sides, contests)


def _with_list(table: str, sides: Sides[Any], place: ConflictPlace, contests: Contests) -> Any:
    """A section of fields and one list; both are called by the list's name here."""
    merge_list = _whys if table == "whys" else _items
    lists = sides.field(table)
    settled = lists.settled()
    items = settled[0] if settled else merge_list(table, lists, contests)
    fields = merge_part(sides.each(lambda part: replace(part, **{table: ()})), place, contests)
    made = {name: getattr(fields, name) for name in fields.__struct_fields__}
    return shared(sides.ours, sides.theirs, made | {table: items})


def _items(table: str, sides: Sides[Any], contests: Contests) -> tuple[Any, ...]:
    head, middle, tail = _apart(sides)
    made = _in_order(merge_table(table, middle.each(flat), contests), None)
    return _same((*head, *made, *tail), sides)


def _apart(sides: Sides[tuple[Any, ...]]) -> tuple[tuple[Any, ...], Sides[tuple[Any, ...]], tuple[Any, ...]]:
    """What all three begin with, what is between, and what all end with; the same objects, so cheap to tell.

    One that is shared stays at either end of what is between: things are put behind what stands before them.
    """
    shorter = min(map(len, sides))
    first = _alike(sides, shorter)
    behind = _alike(sides.each(lambda items: items[first:][::-1]), shorter - first)
    first, behind = max(first - 1, 0), max(behind - 1, 0)
    ours = sides.ours
    middle = sides.each(lambda items: items[first : len(items) - behind])
    return ours[:first], middle, ours[len(ours) - behind :]


def _alike(sides: Sides[tuple[Any, ...]], most: int) -> int:
    """How many of the first are the same objects in all three."""
    base, ours, theirs = sides
    pairs = zip(map(is_, base, ours), map(is_, base, theirs), strict=False)
    return next((n for n, pair in enumerate(pairs) if n == most or pair != (True, True)), most)


def _whys(table: str, sides: Sides[Any], contests: Contests) -> tuple[Any, ...]:
    side = merge_table(table, sides.each(tree_side), contests, keep_tree)
    return _same(tree(side, sides.ours, sides.theirs), sides)


def _lessons(sides: Sides[Lessons], contests: Contests) -> Lessons:
    """The four lists as one table, so that a note which moved to another list is still the same note."""
    side = merge_table("lessons", sides.each(_lesson_side), contests)
    made = {name: _same(_in_order(side, name), sides.field(name)) for name in LESSON_LISTS}
    return shared(sides.ours, sides.theirs, made)


def _lesson_side(lessons: Lessons) -> Side:
    lists = {name: getattr(lessons, name) for name in LESSON_LISTS}
    return Side(
        {note.id: note for notes in lists.values() for note in notes},
        {name: [note.id for note in notes] for name, notes in lists.items()},
        {note.id: name for name, notes in lists.items() for note in notes},
    )


def _sittings(sides: Sides[tuple[Sitting, ...]], contests: Contests) -> tuple[Sitting, ...]:
    side = merge_table("meeting", sides.each(_sitting_side), contests, _keep_earlier)
    # Sittings at one instant are told apart by their order alone, so they keep it.
    order = side.groups.get(None, [])
    waiting: dict[str, list[str]] = {}
    for key in sorted(order, key=_ordinal, reverse=True):
        waiting.setdefault(key.partition("#")[0], []).append(key)
    made = tuple(cast(Sitting, side.items[waiting[key.partition("#")[0]].pop()]) for key in order)
    return _same(made, sides)


def _sitting_side(sittings: tuple[Sitting, ...]) -> Side:
    keys = sitting_ids(sittings)
    return Side(dict(zip(keys, sittings, strict=True)), {None: keys})


def _keep_earlier(merge: Merge) -> None:
    """The second sitting at an instant keeps the first: without it, it would become the first."""
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
    """What was made, or ours or theirs where it equals that."""
    return next((side for side in (sides.ours, sides.theirs) if side == made), made)
