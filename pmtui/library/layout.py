"""A session as the tables of its file, and back: rows (`pmtui.session.rows`) with numbers, ranks and ids put on.

A document's number is made from its item's id, never counted: two branches that each add an item write to two places,
which git merges by itself. The order within a section is a rank in the document. Only what differs between two versions
is taken apart and written, so that a save costs what the edit touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from pmtui.library.ranks import Rank, ranks
from pmtui.library.storage import Row, Tables
from pmtui.session.digest import sha256
from pmtui.session.document import FORMAT, VERSION, Item, Session
from pmtui.session.places import get, put
from pmtui.session.rows import GROUPED_BY, ITEM_TABLES, TABLES, Rows, Table, derived_id, flatten_table, same_table

HEADER_FIELDS: Final = ("term", "product", "headline", "incident_date", "severity")
"""What a list shows stands first, so that the beginning of the file tells it."""

_ALONE: Final = "1"
"""The number of the one document of a single section."""

_HEAD: Final = ("format", "version", "id")
_LISTED: Final = (*ITEM_TABLES, "meeting")
_FLAT: Final = tuple(name for name in ITEM_TABLES if name not in GROUPED_BY)
_EMPTY: Final = Session(format="pmtui-session", version=1, id="-", created_at="", updated_at="")


class Change(NamedTuple):
    """What to do to one table."""

    gone: set[int]
    put: dict[int, Row]


class NotOurs(ValueError):
    """Tables that are no session that this program reads; says why."""


def doc_id(item_id: str) -> int:
    """The number of an item's document: 16 digits, below 2^53, so that no tool sorts or rounds it otherwise."""
    return 10**15 + int.from_bytes(sha256(item_id.encode()).digest()) % (8 * 10**15)


# --- tables to rows ---


def check_format(tables: Mapping[str, Any]) -> None:
    """Whether this is a session that we read.

    Raises:
        NotOurs: it is something else, or of a newer version.
    """
    head = next(iter(tables.get("session", {}).values()), None)
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise NotOurs("it is not a pmtui session")
    version = head.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise NotOurs("its version is no whole number from 1")
    if version > VERSION:
        raise NotOurs(f"version {version} is newer than this pmtui reads ({VERSION}): update pmtui")


def rows_of(tables: Tables) -> tuple[Rows, bool]:
    """The rows, in the order of their ranks, and whether all is as we write it. Call `check_format` before.

    Raises:
        NotOurs: a document without an id, or several where one belongs.
    """
    rows: Rows = {}
    exact = True
    head = next(iter(tables["session"].values()))
    session_id = head.get("id")
    if not isinstance(session_id, str) or not session_id:
        raise NotOurs("its session has no id")
    for table, docs in tables.items():
        if not docs:
            continue
        if not all(map(str.isdecimal, docs)):
            raise NotOurs(f"a document of {table} has no number")
        if table in _LISTED:
            rows[table] = _listed(table, docs)
            exact = exact and all(row.get("id") in rows[table] for row in docs.values())
        elif len(docs) > 1:
            raise NotOurs(f"{table} holds {len(docs)} documents where one belongs")
        else:
            (fields,) = docs.values()
            rows[table] = {session_id: {k: v for k, v in fields.items() if table != "session" or k not in _HEAD}}
    return rows, exact


def _listed(table: str, docs: dict[str, Row]) -> Table:
    rows: Table = {}
    for row in sorted(docs.values(), key=item_place):
        fields = dict(row)
        fields.pop("rank", None)
        key = fields.pop("id", None)
        if not isinstance(key, str) or not key:
            raise NotOurs(f"a document of {table} has no id")
        while key in rows:
            # Two documents of one id: a hand copied one. Neither is dropped.
            key = derived_id(table, key)
        rows[key] = fields
    return rows


def item_place(row: Row) -> tuple[Rank, str]:
    """What the documents of a list are sorted by: rank, then id; one without a rank stands last."""
    rank = row.get("rank")
    return (rank if isinstance(rank, int | float) else float("inf")), str(row.get("id"))


# --- a session to tables ---


def changes(tables: Tables, old: Session | None, new: Session) -> dict[str, Change]:
    """What makes tables that hold `old` hold `new`, by table; a table that stays is not in it.

    Args:
        tables: as they stand in the file; empty for a new one.
        old: what they hold to the letter; None where that is not known (a new file, or one that loading repaired).
    """
    made: dict[str, Change] = {}
    for table in TABLES:
        if old is not None and same_table(old, new, table):
            continue
        docs = tables.get(table)
        change = _change(table, docs or {}, old, new)
        if change.gone or change.put or docs is None:
            made[table] = change
    return made


def _change(table: str, docs: dict[str, Row], old: Session | None, new: Session) -> Change:
    if table not in _LISTED:
        (fields,) = flatten_table(new, table).values()
        row = _head(new) | fields if table == "session" else _ordered(table, fields)
        return Change({int(key) for key in docs if key != _ALONE}, {} if docs.get(_ALONE) == row else {1: row})
    if table in _FLAT and old is not None:
        same_order = _edited(table, docs, old, new)
        if same_order is not None:
            return same_order
    return _relisted(table, docs, flatten_table(new, table))


def _edited(table: str, docs: dict[str, Row], old: Session, new: Session) -> Change | None:
    """The common case, kept cheap: items of a long list were edited, none came, went or moved. None: another case."""
    path = ITEM_TABLES[table][0]
    before: tuple[Item, ...] = get(old, path)
    after: tuple[Item, ...] = get(new, path)
    if len(before) != len(after):
        return None
    edited: list[Item] = []
    for a, b in zip(before, after, strict=True):
        if a is not b:
            if a.id != b.id:
                return None
            edited.append(b)
    put_in: dict[int, Row] = {}
    for key, fields in flatten_table(put(_EMPTY, path, tuple(edited)), table).items():
        number = doc_id(key)
        row = docs.get(str(number))
        if row is None or row.get("id") != key:
            return None
        put_in[number] = _row(row.get("rank"), key, fields)
    return Change(set(), put_in)


def _relisted(table: str, docs: dict[str, Row], rows: Table) -> Change:
    """Compare every document; give ranks where the order asks for them."""
    group_by = GROUPED_BY.get(table, "")
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
    """The number of each item's document: the one that it has, else the one made from its id, else the next free."""
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
    # The id, which never changes, stands between rank and text, so that a move merges with an edit.
    group = {group_by: fields[group_by]} if group_by else {}
    return {"rank": rank, **group, "id": key, **{k: v for k, v in fields.items() if k != group_by}}


def _head(session: Session) -> Row:
    return {"format": FORMAT, "version": VERSION, "id": session.id}


def _ordered(table: str, fields: Row) -> Row:
    if table != "key_details":
        return fields
    return {name: fields[name] for name in HEADER_FIELDS} | fields


def restamped(session: Session, updated_at: str) -> Session:
    """The session as of that file time; the same object where it bears it already."""
    return session if session.updated_at == updated_at else replace(session, updated_at=updated_at)
