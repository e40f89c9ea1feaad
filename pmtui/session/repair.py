"""Repair inconsistent rows on loading, such as git's own merge or an edit by hand can leave.

There is no base to compare with, so the rules are few and deterministic, and the user is told.
"""

from __future__ import annotations

from typing import Any

from pmtui.session.document import MAX_DEPTH
from pmtui.session.hashing import derived_id
from pmtui.session.rows import Rows, Table
from pmtui.session.sections import ITEM_TABLES, title_of
from pmtui.session.text import cut

Parents = dict[str, str | None]


def repair(rows: Rows) -> tuple[Rows, tuple[str, ...]]:
    """Return consistent rows, and a sentence for each repair. Consistent rows are returned as the same object.

    A why whose parent is missing moves to the first level. A cycle is cut at its smallest id. Whys that are deeper than
    the document allows move up to the deepest level. An id that two tables use is replaced in the later table. Errors
    within one field are left to `assemble`.
    """
    messages: list[str] = []
    whys = rows.get("whys", {})
    parents = _parents(whys)
    repaired = _with_parents(parents, whys, messages)
    repaired = _without_cycles(repaired, whys, messages)
    repaired = _not_too_deep(repaired, whys, messages)
    if repaired != parents:
        # Whys that moved are the last of their new siblings.
        moved = {key: whys[key] | {"parent": repaired[key]} for key in whys if repaired[key] != parents[key]}
        rows = rows | {"whys": {key: row for key, row in whys.items() if key not in moved} | moved}
    return _unique_ids(rows, messages), tuple(messages)


def _parents(whys: Table) -> Parents:
    found = {key: row.get("parent") for key, row in whys.items()}
    return {key: None if parent is None else str(parent) for key, parent in found.items()}


def _with_parents(parents: Parents, whys: Table, messages: list[str]) -> Parents:
    made = dict(parents)
    for key, parent in parents.items():
        if parent is not None and parent not in parents:
            made[key] = None
            messages.append(f"{_named(whys[key])} had lost the why above it: it stands on the first level now")
    return made


def _without_cycles(parents: Parents, whys: Table, messages: list[str]) -> Parents:
    made = dict(parents)
    for cycle in find_cycles(made):
        cut_at = min(cycle)
        made[cut_at] = None
        messages.append(f"{_named(whys[cut_at])} stood below itself: it stands on the first level now")
    return made


def _not_too_deep(parents: Parents, whys: Table, messages: list[str]) -> Parents:
    made = limit_depth(parents)
    high = [key for key in made if made[key] != parents[key]]
    messages += [f"{_named(whys[key])} was deeper than {MAX_DEPTH} levels: it was moved up" for key in high]
    return made


def _unique_ids(rows: Rows, messages: list[str]) -> Rows:
    taken = set(rows.get("session", {}))
    for table in ITEM_TABLES:
        found = rows.get(table, {})
        twice = taken.intersection(found)
        if twice:
            new = {key: _free_id(table, key, taken | set(found)) for key in found if key in twice}
            rows = rows | {table: rename_ids(table, found, new)}
            messages += [f"{_named(found[key], table)} had the id of something else: it has a new one" for key in new]
        taken.update(rows.get(table, {}))
    return rows


def _free_id(table: str, key: str, taken: set[str]) -> str:
    made = derived_id(table, key)
    while made in taken:
        made = derived_id(table, made)
    return made


def rename_ids(table: str, found: Table, new: dict[str, str]) -> Table:
    """Return the table with new ids for some rows; whys below such a row stay below it."""
    made = {new.get(key, key): row for key, row in found.items()}
    if table == "whys":
        made = {key: row | {"parent": new.get(row.get("parent") or "", row.get("parent"))} for key, row in made.items()}
    return made


def _named(row: dict[str, Any], table: str = "whys") -> str:
    text = title_of(table, row)
    return f"“{cut(text, 50)}”" if text else "an entry without text"


def find_cycles(parents: Parents) -> list[list[str]]:
    """Return the cycles among the parents, each as the list of its ids, without whys that only lead into one."""
    found: list[list[str]] = []
    done: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in parents and at not in done and at not in path:
            path[at] = None
            at = parents[at]
        if at is not None and at in path:
            way = list(path)
            found.append(way[way.index(at) :])
        done.update(path)
    return found


def limit_depth(parents: Parents) -> Parents:
    """Return parents without cycles, with whys below the deepest allowed level moved up to it."""
    made = dict(parents)
    chains: dict[str | None, tuple[str, ...]] = {None: ()}

    def chain(key: str) -> tuple[str, ...]:
        way: list[str] = []
        at: str | None = key
        while at not in chains:
            assert at is not None
            way.append(at)
            at = made[at]
        above = chains[at]
        for step in reversed(way):
            above = (*above[: MAX_DEPTH - 1], step)
            made[step] = above[-2] if len(above) > 1 else None
            chains[step] = above
        return above

    for key in parents:
        chain(key)
    return made
