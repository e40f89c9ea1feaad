"""Adjust ids unique in a merged session where both sides used the same id for items of different tables."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from msgspec.structs import replace

from pmtui.session.assemble import assemble
from pmtui.session.document import Session
from pmtui.session.hashing import derived_id
from pmtui.session.merging.three_way import Sides
from pmtui.session.paths import all_ids
from pmtui.session.repair import rename_ids
from pmtui.session.rows import flatten
from pmtui.session.sections import ITEM_TABLES, SECTIONS

_WITH_ITEMS: Final = frozenset(each.path.partition(".")[0] for each in SECTIONS)
"""The parts of a session that contain items."""


def with_unique_ids(made: dict[str, Any], sides: Sides[Session]) -> Sides[Session] | None:
    """If the merged fields use an id in two tables, return the three sessions with new ids to merge instead, else None.

    In all three sessions the id in the later table is replaced by one derived from it, so a repeated merge gives the
    same.
    """
    # The items of the merged session are mostly those of one side, whose ids are unique.
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
