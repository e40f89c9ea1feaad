"""What differs between two versions of a session, one thing at a time, in words; and only some of it taken over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from pmtui import signs
from pmtui.session.document import Session
from pmtui.session.merging.conflicts import ConflictPlace
from pmtui.session.paths import all_items
from pmtui.session.repair import repair
from pmtui.session.rows import TABLES, Rows, assemble, flatten
from pmtui.session.sections import ITEM_TABLES, grouped_by
from pmtui.session.text import cut, one_line

_SHOWN: Final = 40
_BESIDE: Final = 12
"""Characters that are alike which are shown before those that are not, in a long text."""
_ORDER: Final = "order"


class Change(NamedTuple):
    """One difference."""

    table: str
    row_id: str
    """Of the row; empty where the order of the whole table differs."""
    field: str
    """Empty where the row is on one side alone."""
    words: str
    """E.g. `the due date of the action “Renew it”: 1 Dec 2026 → 3 Dec 2026`."""


def changes(before: Session, after: Session) -> list[Change]:
    """What would change, in the order of the document."""
    was, now = flatten(before), flatten(after)
    items = {item.id: item for session in (after, before) for _, item in all_items(session)}
    made: list[Change] = []
    for table in TABLES:
        if table != "meeting":
            made += _of_table(table, was, now, items)
    return made


def with_only(before: Session, after: Session, taken: Callable[[Change], bool]) -> Session:
    """The session before, with those of the changes alone that are taken; all are asked about, in their order."""
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
        # What hung below a why that goes, goes with it.
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
    """Two texts, each cut to the part in which they differ, a few words of what is alike before it."""
    pairs = enumerate(zip(before, after, strict=False))
    same = next((n for n, (one, other) in pairs if one != other), min(len(before), len(after)))
    start = 0
    if max(len(before), len(after)) > _SHOWN and same > _SHOWN - _BESIDE:
        start = before.rfind(" ", 0, max(same - _BESIDE, 0)) + 1
        start = start if same - start <= 2 * _BESIDE else same - _BESIDE  # a word that is longer than the place
    more = "…" if start else ""
    return more + cut(before[start:], _SHOWN), more + cut(after[start:], _SHOWN)


def _below(table: dict[str, dict[str, Any]], key: str) -> list[str]:
    """A row and those below it in a tree."""
    found = [key]
    for each in found:
        found += [child for child, row in table.items() if row.get("parent") == each]
    return found


def _take_out(table: dict[str, dict[str, Any]], key: str) -> None:
    """Without a row; what was put below it goes where that was put."""
    parent = table[key].get("parent")
    for row in table.values():
        if row.get("parent") == key:
            row["parent"] = parent
    del table[key]


def _put_back(
    table: dict[str, dict[str, Any]], there: dict[str, dict[str, Any]], key: str
) -> dict[str, dict[str, Any]]:
    """With a row and those below it where they stood."""
    back = [each for each in _below(there, key) if each not in table]
    order = list(there)
    made = dict(table)
    for each in back:
        above = next((other for other in reversed(order[: order.index(each)]) if other in made), None)
        keys = list(made)
        keys.insert(keys.index(above) + 1 if above else 0, each)
        made = {name: made.get(name) or there[name] for name in keys}
    return made
