"""Ids stay unique over the whole session, even where each side used one for a different kind of thing."""

from __future__ import annotations

from functools import partial
from typing import Any

from msgspec.structs import replace

from pmtui.session.document import Session
from pmtui.session.hashing import derived_id
from pmtui.session.merging.three_way import Sides
from pmtui.session.paths import LISTS, get, walk
from pmtui.session.repair import rename_ids
from pmtui.session.rows import assemble, flatten
from pmtui.session.sections import ITEM_TABLES


def each_id_once(made: dict[str, Any], sides: Sides[Session]) -> Sides[Session] | None:
    """The three sessions to merge instead, where the merged fields use an id in two tables; else None.

    The later table's id is replaced in all three, by one derived from it: so merging the result again finds the same.
    """
    merged = replace(sides.ours, **made)
    ids = [merged.id, *(why.id for _, why in walk(merged.root_cause.whys))]
    for section in LISTS:
        ids += [item.id for item in get(merged, section)]
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
