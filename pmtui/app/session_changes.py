"""List the differences between two versions of a session in words, and take only some of them over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from pmtui import signs
from pmtui.session.assemble import assemble
from pmtui.session.document import Session
from pmtui.session.merging.conflicts import ConflictPlace
from pmtui.session.paths import all_items
from pmtui.session.repair import repair
from pmtui.session.rows import TABLES, Rows, flatten
from pmtui.session.sections import ITEM_TABLES, grouped_by
from pmtui.session.text import cut, one_line

_SHOWN: Final = 40
_BESIDE: Final = 12
"""In characters: how much of the common beginning is shown before a difference in a long text."""
_ORDER: Final = "order"


class Change(NamedTuple):
    """One difference between two versions."""

    table: str
    row_id: str
    """The id of the row; empty where the order of the whole table differs."""
    field: str
    """Empty where the row exists in one version only."""
    words: str
    """The change in words, such as `the due date of the action “Renew it”: 1 Dec 2026 → 3 Dec 2026`."""


def changes(before: Session, after: Session) -> list[Change]:
    """Return the differences in the order of the document."""
    was, now = flatten(before), flatten(after)
    items = {item.id: item for session in (after, before) for _, item in all_items(session)}
    made: list[Change] = []
    for table in TABLES:
        if table != "meeting":
            made += _of_table(table, was, now, items)
    return made


def with_only(before: Session, after: Session, taken: Callable[[Change], bool]) -> Session:
    """Return `before` with those changes for which `taken` returns True; it is called for every change in order."""
    rows = flatten(after)
    old = flatten(before)
    for change in changes(before, after):
        if taken(change):
            continue
        table, there = rows[change.table], old[change.table]
        if change.field == _ORDER and not change.row_id:
            ranks = {key: n for n, key in enumerate(there)}
            rows[change.table] = dict(sorted(table.items(), key=lambda row: ranks.get(row[0], len(ranks))))
        elif not change.field and change.row_id in table:
            _take_out(table, change.row_id)
        elif not change.field:
            rows[change.table] = _put_back(table, there, change.row_id)
        elif change.field in there[change.row_id]:
            table[change.row_id][change.field] = there[change.row_id][change.field]
        else:
            del table[change.row_id][change.field]
    return assemble(repair(rows)[0], before.updated_at)


def _of_table(table: str, was: Rows, now: Rows, items: dict[str, Any]) -> Iterator[Change]:
    for key, row in now[table].items():
        place = ConflictPlace(table, key, items.get(key))
        if key not in was[table]:
            yield Change(table, key, "", f"added: {place.words()}")
            continue
        old = was[table][key]
        for name in dict.fromkeys((*old, *row)):
            if old.get(name) != row.get(name) or (name in old) != (name in row):
                before, after = _told_apart(_said(old.get(name)), _said(row.get(name)))
                what = f"{place.at(name).words()}: {before} {signs.RIGHT} {after}"
                if name == grouped_by(table):
                    what = f"moved: {place.words()}"
                yield Change(table, key, name, what)
    for key, row in was[table].items():
        # A why that is deleted takes the whys below it along: they are not listed.
        if key not in now[table] and not (row.get("parent") in was[table] and row.get("parent") not in now[table]):
            yield Change(table, key, "", f"deleted: {ConflictPlace(table, key, items.get(key)).words()}")
    both = [key for key in was[table] if key in now[table]]
    if table in ITEM_TABLES and both != [key for key in now[table] if key in was[table]]:
        noun = ConflictPlace(table, "", None).words().removeprefix("the ")
        yield Change(table, "", _ORDER, f"moved: the order of each {noun}")


def _said(value: object) -> str:
    if value is None or value in ("", [], ()):
        return "empty"
    if isinstance(value, list):
        return one_line(", ".join(map(str, value)))
    if isinstance(value, bool):
        return "ticked" if value else "not ticked"
    return one_line(str(value))


def _told_apart(before: str, after: str) -> tuple[str, str]:
    """Return two texts, each cut to the part that differs, with some words of the common beginning."""
    pairs = enumerate(zip(before, after, strict=False))
    same = next((n for n, (one, other) in pairs if one != other), min(len(before), len(after)))
    start = 0
    if max(len(before), len(after)) > _SHOWN and same > _SHOWN - _BESIDE:
        start = before.rfind(" ", 0, max(same - _BESIDE, 0)) + 1
        start = start if same - start <= 2 * _BESIDE else same - _BESIDE  # cut inside a word that is too long
    more = "…" if start else ""
    return more + cut(before[start:], _SHOWN), more + cut(after[start:], _SHOWN)


def _below(table: dict[str, dict[str, Any]], key: str) -> list[str]:
    """Return the keys of a row and of the rows below it in the tree."""
    found = [key]
    for each in found:
        found += [child for child, row in table.items() if row.get("parent") == each]
    return found


def _take_out(table: dict[str, dict[str, Any]], key: str) -> None:
    """Remove a row that was added; the rows below it move to its parent."""
    parent = table[key].get("parent")
    for row in table.values():
        if row.get("parent") == key:
            row["parent"] = parent
    del table[key]


def _put_back(
    table: dict[str, dict[str, Any]], there: dict[str, dict[str, Any]], key: str
) -> dict[str, dict[str, Any]]:
    """Return the table with a deleted row, and the rows below it, at their old places."""
    back = [each for each in _below(there, key) if each not in table]
    order = list(there)
    made = dict(table)
    for each in back:
        above = next((other for other in reversed(order[: order.index(each)]) if other in made), None)
        keys = list(made)
        keys.insert(keys.index(above) + 1 if above else 0, each)
        made = {name: made.get(name) or there[name] for name in keys}
    return made
