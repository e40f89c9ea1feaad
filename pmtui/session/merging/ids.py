"""Ids stay unique over the whole session, even where each side used one for a different kind of thing."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from msgspec.structs import replace

from pmtui.session.document import Session
from pmtui.session.hashing import derived_id
from pmtui.session.merging.three_way import Sides
from pmtui.session.paths import all_ids
from pmtui.session.repair import rename_ids
from pmtui.session.rows import assemble, flatten
from pmtui.session.sections import ITEM_TABLES, SECTIONS

_WITH_ITEMS: Final = frozenset(each.path.partition(".")[0] for each in SECTIONS)
"""The parts of a session that hold items."""


def each_id_once(made: dict[str, Any], sides: Sides[Session]) -> Sides[Session] | None:
    """The three sessions to merge instead, where the merged fields use an id in two tables; else None.

    The later table's id is replaced in all three, by one derived from it: so merging the result again finds the same.
    """
    # What came of the merge has mostly the items of one side, which are sound.
    if any(all(made[name] is getattr(side, name) for name in _WITH_ITEMS) for side in (sides.ours, sides.theirs)):
        return None
    merged = replace(sides.ours, **made)
    ids = all_ids(merged)
    if len(set(ids)) == len(ids):
        return None
    rows = flatten(merged)
    taken = {merged.id}
    new: dict[str, dict[str, str]] = {}
    for table in ITEM_TABLES:
        new[table] = {key: derived_id(table, key) for key in taken.intersection(rows[table])}
        taken.update(rows[table])
    return sides.each(partial(_renamed, new))


def _renamed(new: dict[str, dict[str, str]], session: Session) -> Session:
    rows = flatten(session)
    for table, ids in new.items():
        rows[table] = rename_ids(table, rows[table], ids)
    return assemble(rows, session.updated_at)
