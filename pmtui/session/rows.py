"""A session as tables of flat rows, the form in which it is stored on disk.

`Rows` is table → row id → fields; fields are builtin JSON values. The id of a row is its key and not one of its fields.
The rows of a table are in the order of its items; in a table with groups, within each group: whys are grouped by
`parent`, lessons by `list`.

Each part with fields of its own (key details, summary …) is one row, with the session's id as row id. Nested fields
have dotted names (`data_loss.answer`, `more.Cost centre`, `ballots.AK`). A field that a version after the first added
is left out while it is empty, so that a file of an older version changes no more than the edit does. The row id of a
meeting is its `held_at`, followed by `#2` for a second one at the same instant.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any, Final

import msgspec

from pmtui.session import document as doc
from pmtui.session.document import Session
from pmtui.session.migrations import NEW_FIELDS
from pmtui.session.paths import get
from pmtui.session.sections import FORMS, ITEM_TABLES, SECTIONS, sections_of_table, sections_within

Table = dict[str, dict[str, Any]]
Rows = dict[str, Table]

LISTS_IN_FORM: Final = {form: tuple(each.name for each in sections_within(form)) for form in FORMS}
"""The lists within the parts, which have tables of their own."""

_TABLES_IN_FORM: Final = {form: tuple(each.table for each in sections_within(form)) for form in FORMS}

TABLES: Final = tuple(
    dict.fromkeys(("session", *(t for form in FORMS for t in (form, *_TABLES_IN_FORM[form])), *ITEM_TABLES, "meeting"))
)
"""All tables, in document order."""

_OMITTED_IF_EMPTY: Final = {
    table: tuple(name for new in NEW_FIELDS.values() for name in new.get(table, ())) for table in TABLES
}
"""The fields of each table that are left out while empty."""

_LIST_GETTERS: Final = {
    table: tuple(attrgetter(path) for path in [each.path for each in sections_of_table(table)] or [table])
    for table in TABLES
}
"""Getters of the lists (or the part) of a session that a table holds."""

_EMPTY_STRUCTS: Final[dict[str, doc.Part]] = {
    **{form: kind() for form, kind in FORMS.items()},
    **{each.table: each.item() for each in SECTIONS},
    "meeting": doc.Sitting(),
}
DICT_FIELDS: Final = {
    table: tuple(name for name in empty.__struct_fields__ if isinstance(getattr(empty, name), dict))
    for table, empty in _EMPTY_STRUCTS.items()
}
"""The fields of each table whose values are dicts, such as ballots by voter."""

SESSION_FIELDS: Final = ("status", "created_at")
_FIELDS: Final = Session.__struct_fields__
_fields: Final = attrgetter(*_FIELDS)
_ATTRIBUTES: Final = {
    table: frozenset(
        ("id", *SESSION_FIELDS, table, *(each.path.partition(".")[0] for each in sections_of_table(table)))
    )
    for table in TABLES
}
"""The attributes of a session that a table depends on."""
_UNKNOWN_TIME: Final = "unknown"


def flatten(session: Session) -> Rows:
    """Return the session as rows, with all tables; `updated_at` is not included."""
    return {table: flatten_table(session, table) for table in TABLES}


def flatten_table(session: Session, table: str) -> Table:
    """Return one table of the session."""
    if table == "session":
        return {session.id: {name: getattr(session, name) for name in SESSION_FIELDS}}
    if table in FORMS:
        row = dict(_dotted(msgspec.to_builtins(getattr(session, table)), LISTS_IN_FORM[table]))
        return {session.id: row}
    if table == "meeting":
        return _sitting_rows(session.meeting)
    rows: Table = {}
    for each in sections_of_table(table):
        items = get(session, each.path)
        if each.tree:
            rows |= _why_rows(items, None)
        elif each.grouped_by:
            rows |= {key: row | {each.grouped_by: each.name} for key, row in _item_rows(items, table).items()}
        else:
            return _item_rows(items, table)
    return rows


def same_table(a: Session, b: Session, table: str) -> bool:
    """Whether a table is surely equal in both; lists are compared by identity only, so the check is cheap."""
    if a is b:
        return True
    if table == "session":
        return (a.id, *(getattr(a, n) for n in SESSION_FIELDS)) == (b.id, *(getattr(b, n) for n in SESSION_FIELDS))
    if table in FORMS:
        same = getattr(a, table) is getattr(b, table)
        return a.id == b.id and (same or _without_lists(a, table) == _without_lists(b, table))
    return all(part(a) is part(b) for part in _LIST_GETTERS[table])


def changed_tables(a: Session, b: Session) -> list[str]:
    """Return the tables that may differ between two versions of a session; identical objects cost nothing."""
    parts = [name for name, x, y in zip(_FIELDS, _fields(a), _fields(b), strict=True) if x is not y]
    return [table for table in TABLES if not _ATTRIBUTES[table].isdisjoint(parts) and not same_table(a, b, table)]


def _without_lists(session: Session, form: str) -> doc.Part:
    """Return a part without the lists that have tables of their own."""
    part: doc.Part = getattr(session, form)
    return msgspec.structs.replace(part, **dict.fromkeys(LISTS_IN_FORM[form], ())) if LISTS_IN_FORM[form] else part


def _dotted(fields: dict[str, Any], apart: tuple[str, ...] = (), before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in fields.items():
        if name in apart:
            continue
        kind = type(value)
        if kind is dict:
            yield from _dotted(value, before=f"{before}{name}.")
        else:
            yield before + name, list(value) if kind is tuple else value


def _item_rows(items: tuple[doc.Item, ...], table: str) -> Table:
    rows: list[dict[str, Any]] = list(msgspec.to_builtins(items))
    for name in _list_fields(items):
        for row in rows:
            row[name] = list(row[name])
    for name in _OMITTED_IF_EMPTY[table]:
        empty = getattr(_EMPTY_STRUCTS[table], name)
        for row in rows:
            if row[name] == empty:
                del row[name]
    if DICT_FIELDS[table]:
        rows = [dict(_dotted(row)) for row in rows]
    return {row.pop("id"): row for row in rows}


def _list_fields(items: tuple[doc.Item, ...]) -> list[str]:
    """Return the fields of the items that hold lists; msgspec converts them to tuples, but rows need lists."""
    return [n for n in items[0].__struct_fields__ if isinstance(getattr(items[0], n), tuple)] if items else []


def _why_rows(whys: tuple[doc.Why, ...], parent: str | None) -> Iterator[tuple[str, dict[str, Any]]]:
    for why in whys:
        row = {"parent": parent, "text": why.text, "verdict": why.verdict, "evidence": list(why.evidence)}
        yield why.id, row
        yield from _why_rows(why.whys, why.id)


def sitting_ids(sittings: tuple[doc.Sitting, ...]) -> list[str]:
    """Return the row ids of meetings, in order."""
    used: dict[str, int] = {}
    made = []
    for sitting in sittings:
        held = sitting.held_at or _UNKNOWN_TIME
        used[held] = used.get(held, 0) + 1
        made.append(held if used[held] == 1 else f"{held}#{used[held]}")
    return made


def _sitting_rows(sittings: tuple[doc.Sitting, ...]) -> Table:
    rows = [dict(_dotted(msgspec.to_builtins(sitting))) for sitting in sittings]
    hands = _OMITTED_IF_EMPTY["meeting"]
    return {
        key: {name: value for name, value in row.items() if value is not None or name not in hands}
        for key, row in zip(sitting_ids(sittings), rows, strict=True)
    }
