"""Convert the tables of a file to rows (`pmtui.session.rows`); on disk, rows also have numbers, ranks and ids.

A document's number is derived from its item's id, not counted, so that items added in two branches are in two places
and git can merge them. The order within a section is stored as a rank in each document. `pmtui.library.row_diff`
converts in the other direction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from operator import itemgetter
from typing import Any, Final

from msgspec.structs import replace

from pmtui.library.file_format import NOT_OURS, Row, Tables
from pmtui.library.ranks import Rank
from pmtui.session.document import FORMAT, VERSION, Session
from pmtui.session.hashing import derived_id, sha256
from pmtui.session.migrations import NEW_TABLES, TooNewForItsVersion, migrate_rows
from pmtui.session.rows import TABLES, Rows, Table
from pmtui.session.sections import ITEM_TABLES

HEADER_FIELDS: Final = ("term", "product", "headline", "incident_date", "severity")
"""The fields that lists show are stored first, so that the start of the file is enough for an entry."""

_HEAD: Final = ("format", "version", "id")
LEFT_OUT_EMPTY: Final = tuple(table for tables in NEW_TABLES.values() for table in tables)
"""Tables that a version after the first added: not written while empty."""

_ORDER: Final = {table: n for n, table in enumerate(TABLES)}
LISTED: Final = (*ITEM_TABLES, "meeting")
"""The tables with several documents."""


class NotASession(ValueError):
    """The tables are no session that this program can read; the message says why."""


def doc_id(item_id: str) -> int:
    """Return the number of an item's document: 16 digits, below 2^53, so that every tool sorts and keeps it exactly."""
    return 10**15 + int.from_bytes(sha256(item_id.encode()).digest()) % (8 * 10**15)


def check_format(tables: Mapping[str, Any]) -> None:
    """Check that the tables are a session of a format and version that this program reads.

    Raises:
        NotASession: they are something else, or of a newer version.
    """
    head = next(iter(tables.get("session", {}).values()), None)
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise NotASession(NOT_OURS)
    version = head.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise NotASession("its version is no whole number from 1")
    if version > VERSION:
        raise NotASession(f"version {version} is newer than this pmtui reads ({VERSION}): update pmtui")


def rows_of(tables: Tables) -> tuple[Rows, bool]:
    """Return the rows, sorted by rank, and whether the tables are as we write them. Call `check_format` first.

    Raises:
        NotASession: a document has no id, or a table has several documents but should have one.
    """
    rows: Rows = {}
    exact = True
    head = _head_of(tables)
    session_id = head.get("id")
    if not isinstance(session_id, str) or not session_id:
        raise NotASession("its session has no id")
    for table, docs in tables.items():
        if not docs:
            continue
        if not all(map(str.isdecimal, docs)):
            raise NotASession(f"a document of {table} has no number")
        if table in LISTED:
            rows[table] = sorted_rows(table, docs)
            exact = exact and {row.get("id") for row in docs.values()} == rows[table].keys()
        elif len(docs) > 1:
            raise NotASession(f"{table} holds {len(docs)} documents where one belongs")
        else:
            (fields,) = docs.values()
            rows[table] = {session_id: {k: v for k, v in fields.items() if table != "session" or k not in _HEAD}}
    try:
        migrated = migrate_rows(rows, head["version"])
    except TooNewForItsVersion as error:
        raise NotASession(str(error)) from None
    return rows, exact and not migrated


def version_of(tables: Mapping[str, Any]) -> int:
    """Return the version number in the tables; 0 if they are empty."""
    return _head_of(tables)["version"] if tables.get("session") else 0


def migrated_tables(tables: Tables) -> Tables:
    """Return the tables raised to the current version; the same object if they have it."""
    version = version_of(tables)
    if version >= VERSION:
        return tables
    made = {name: {number: dict(row) for number, row in docs.items()} for name, docs in tables.items()}
    migrate_rows(made, version)
    _head_of(made)["version"] = VERSION
    return made


def put_table(tables: Tables, name: str, docs: dict[str, Row]) -> Tables:
    """Return the tables with one replaced; an empty table that a later version added is left out."""
    made = {**tables, name: docs}
    if not docs and name in LEFT_OUT_EMPTY:
        del made[name]
    if name in tables or name not in made:
        return made
    return {table: made[table] for table in sorted(made, key=lambda table: _ORDER.get(table, len(_ORDER)))}


def _head_of(tables: Mapping[str, Any]) -> Row:
    head: Row = next(iter(tables["session"].values()))
    return head


def sorted_rows(table: str, docs: dict[str, Row]) -> Table:
    """Return the rows of a table with several documents, sorted by rank.

    Raises:
        NotASession: a document has no id.
    """
    rows: Table = {}
    for row in _sorted(docs.values()):
        fields = dict(row)
        fields.pop("rank", None)
        key = fields.pop("id", None)
        if not isinstance(key, str) or not key:
            raise NotASession(f"a document of {table} has no id")
        while key in rows:
            # Two documents with the same id, such as after copying by hand: both are kept.
            key = derived_id(table, key)
        rows[key] = fields
    return rows


def _sorted(rows: Collection[Row]) -> list[Row]:
    """Return the rows of a list in order."""
    ranks = [row.get("rank") for row in rows]
    if set(map(type, ranks)) <= {int, float} and len(set(ranks)) == len(ranks):
        return sorted(rows, key=itemgetter("rank"))  # same order as below, but faster
    return sorted(rows, key=item_sort_key)


def item_sort_key(row: Row) -> tuple[Rank, str]:
    """Return the sort key of a document of a list: rank, then id; documents without a rank come last."""
    rank = row.get("rank")
    return (rank if isinstance(rank, int | float) else float("inf")), str(row.get("id"))


def with_updated_at(session: Session, updated_at: str) -> Session:
    """Return the session with this `updated_at`; the same object if it has it already."""
    return session if session.updated_at == updated_at else replace(session, updated_at=updated_at)
