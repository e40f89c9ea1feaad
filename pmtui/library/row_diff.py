"""Compute the rows to write so that a file's tables, which contain one version of a session, contain another.

Usually only the range of a list that an edit touched is compared (`pmtui.library.list_diff`), so that the cost of a
save depends on the edit. In unusual cases every document of a table is compared, with the same result.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from pmtui.library.file_format import Row, Tables
from pmtui.library.list_diff import ChangedRange, changed_ranges
from pmtui.library.ranks import Rank, fitted, ranks
from pmtui.library.rows_on_disk import HEADER_FIELDS, LEFT_OUT_EMPTY, LISTED, doc_id, version_of
from pmtui.session.document import FORMAT, VERSION, Session
from pmtui.session.paths import put
from pmtui.session.rows import TABLES, Table, changed_tables, flatten_table
from pmtui.session.sections import ITEM_TABLES, grouped_by, sections_of_table

_ALONE: Final = "1"
"""The number of the only document of a part that is one row."""

_EMPTY: Final = Session(format="pmtui-session", version=VERSION, id="-", created_at="", updated_at="")


class Change(Struct, frozen=True):
    """The documents of a table to remove, and those to insert or replace, by number."""

    gone: set[int]
    put: dict[int, Row]


def changes(tables: Tables, old: Session | None, new: Session, version: int = VERSION) -> dict[str, Change]:
    """Return the changes that turn tables with `old` into tables with `new`, by table, without unchanged tables.

    Args:
        tables: the tables of the file; empty for a new file.
        old: the session that they contain exactly; None if unknown (a new file, or one that loading repaired).
        new: the session to write.
        version: the document version for the table `session`.
    """
    made: dict[str, Change] = {}
    for table in TABLES if old is None else changed_tables(old, new):
        docs = tables.get(table)
        change = _change(table, docs or {}, old, new, version)
        if change.gone or change.put or (docs is None and table not in LEFT_OUT_EMPTY):
            made[table] = change
    return made


def raise_version(todo: dict[str, Change], tables: Tables, version: int = VERSION) -> None:
    """Add the new version number to a write if the file has a lower one."""
    if "session" in todo or version_of(tables) >= version or not tables:
        return
    number, row = next(iter(tables["session"].items()))
    todo["session"] = Change(set(), {int(number): row | {"version": version}})


def _change(table: str, docs: dict[str, Row], old: Session | None, new: Session, version: int) -> Change:
    if table not in LISTED:
        (fields,) = flatten_table(new, table).values()
        row = _head(new, version) | fields if table == "session" else _ordered(table, fields)
        return Change({int(key) for key in docs if key != _ALONE}, {} if docs.get(_ALONE) == row else {1: row})
    if old is not None and table in ITEM_TABLES:
        try:
            return _changes_in_ranges(table, docs, changed_ranges(table, old, new))
        except _UnusualError:
            pass
    return _changes_in_all(table, docs, flatten_table(new, table))


def _head(session: Session, version: int) -> Row:
    return {"format": FORMAT, "version": version, "id": session.id}


def _ordered(table: str, fields: Row) -> Row:
    if table != "key_details":
        return fields
    return {name: fields[name] for name in HEADER_FIELDS} | fields


# --- fast: compare the differing ranges ---


class _UnusualError(Exception):
    """Unusual documents (unknown numbers, invalid ranks, no room for a rank): compare all documents instead."""


def _changes_in_ranges(table: str, docs: dict[str, Row], found: list[ChangedRange]) -> Change:
    was = {item.id for changed in found for item in changed.before}
    now = {item.id for changed in found for item in changed.after}
    gone = {_number(docs, key) for key in was - now}
    put_in: dict[int, Row] = {}
    for changed in found:
        ranked = _ranked(docs, changed, grouped_by(table), was)
        fields = _rows(table, changed.group, [item for item, _ in ranked])
        for item, rank in ranked:
            number = _number(docs, item.id) if item.id in was else _new_number(docs, item.id)
            row = _row(rank, item.id, fields[item.id], grouped_by(table))
            if number in put_in:
                raise _UnusualError
            if docs.get(str(number)) != row:
                put_in[number] = row
    return Change(gone, put_in)


def _ranked(docs: dict[str, Row], changed: ChangedRange, group_by: str, was: set[str]) -> list[tuple[Any, Rank | None]]:
    """Return the changed items of a range, with their ranks."""
    if not changed.moved:
        return [(item, docs[str(_number(docs, item.id))].get("rank")) for item in changed.after]

    def known(key: str) -> Rank | None:
        row = docs[str(_number(docs, key))] if key in was else None
        return _known_rank(row, key, group_by, changed.group)

    had = [known(item.id) for item in changed.after]
    ends = [[_end(docs, key)] if key else [] for key in (changed.low, changed.high)]
    made = fitted([*ends[0], *had, *ends[1]])
    if made is None or made[: len(ends[0])] != ends[0] or made[len(made) - len(ends[1]) :] != ends[1]:
        raise _UnusualError
    made = made[len(ends[0]) : len(made) - len(ends[1])]
    same = {item.id: item for item in changed.before}
    return [
        (item, rank)
        for item, rank, old in zip(changed.after, made, had, strict=True)
        if same.get(item.id) is not item or rank != old
    ]


def _end(docs: dict[str, Row], key: str) -> Rank:
    rank = docs[str(_number(docs, key))].get("rank")
    if not isinstance(rank, int | float):
        raise _UnusualError
    return rank


def _number(docs: dict[str, Row], key: str) -> int:
    """Return the number of an existing document."""
    number = doc_id(key)
    row = docs.get(str(number))
    if row is None or row.get("id") != key:
        raise _UnusualError
    return number


def _new_number(docs: dict[str, Row], key: str) -> int:
    number = doc_id(key)
    if str(number) in docs:
        raise _UnusualError
    return number


def _rows(table: str, group: str | None, items: list[Any]) -> Table:
    """Return the rows of some siblings, without the items below them."""
    sections = sections_of_table(table)
    section = next((each for each in sections if each.name == group), sections[0])
    if not section.tree:
        return flatten_table(put(_EMPTY, section.path, tuple(items)), table)
    rows = flatten_table(put(_EMPTY, section.path, tuple(replace(why, whys=()) for why in items)), table)
    return {key: row | {section.grouped_by: group} for key, row in rows.items()}


# --- complete: compare all documents ---


def _changes_in_all(table: str, docs: dict[str, Row], rows: Table) -> Change:
    """Compare all documents; change ranks where the order requires it."""
    group_by = grouped_by(table)
    numbers = _numbers(docs, rows)
    groups: dict[Any, list[str]] = {}
    for key, fields in rows.items():
        groups.setdefault(fields.get(group_by), []).append(key)
    put_in: dict[int, Row] = {}
    for group, keys in groups.items():
        known = [_known_rank(docs.get(str(numbers[key])), key, group_by, group) for key in keys]
        for key, rank in zip(keys, ranks(known), strict=True):
            row = _row(rank, key, rows[key], group_by)
            if docs.get(str(numbers[key])) != row:
                put_in[numbers[key]] = row
    return Change({int(key) for key in docs} - set(numbers.values()), put_in)


def _numbers(docs: dict[str, Row], keys: Iterable[str]) -> dict[str, int]:
    """Return the document number of each item: its own, else one derived from its id, else the next free one."""
    had: dict[Any, int] = {}
    for number, row in docs.items():
        had.setdefault(row.get("id"), int(number))
    made = {key: had[key] for key in keys if key in had}
    taken = set(made.values())
    for key in keys:
        if key not in made:
            free = doc_id(key)
            while free in taken:
                free += 1
            made[key] = free
            taken.add(free)
    return made


def _known_rank(row: Row | None, key: str, group_by: str, group: Any) -> Rank | None:
    if row is None or row.get("id") != key or (group_by and row.get(group_by) != group):
        return None
    rank = row.get("rank")
    return rank if isinstance(rank, int | float) else None


def _row(rank: Rank | None, key: str, fields: Row, group_by: str = "") -> Row:
    # The id, which never changes, is between rank and text, so that git can merge a move with an edit.
    group = {group_by: fields[group_by]} if group_by else {}
    return {"rank": rank, **group, "id": key, **{k: v for k, v in fields.items() if k != group_by}}
