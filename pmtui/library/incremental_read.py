"""Read a session again after another program wrote it, without checking and building the unchanged parts.

Unchanged items keep their objects, so that the following merge skips them, too. In unusual cases the whole file is read
(`pmtui.library.reading`). `pmtui.library.incremental_parse` decides which parts of the file are parsed.
"""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from pmtui.library.file_format import FileText, Row, Tables
from pmtui.library.list_diff import first_difference
from pmtui.library.long_texts import LONG
from pmtui.library.reading import Loaded, instant_of, may_hold_controls, read_session
from pmtui.library.rows_on_disk import NotASession, doc_id, item_sort_key, sorted_rows
from pmtui.library.versions import Version
from pmtui.session.assemble import assemble_items
from pmtui.session.document import DocumentError, Item
from pmtui.session.paths import has_any
from pmtui.session.sections import FORMS, SECTIONS, sections_within

_LONG: Final = frozenset(each.table for each in SECTIONS if each.path == each.table)
"""The tables that can be long; a change in another one reads its whole section."""

_FLAT: Final = _LONG - LONG.keys()
"""Those whose items have no long texts beside the file."""

_TOGETHER: Final = {table: form for form in FORMS for table in (form, *(each.table for each in sections_within(form)))}
"""Tables that make up one part of the session."""


def read_again(path: Path, version: Version, text: FileText, like: Loaded) -> Loaded:
    """Return the session of a file that `parse_again` parsed, given its older version `like`.

    Raises:
        Unreadable: with the reason.
    """
    return _in_part(path, version, text, like) or read_session(path, version, text)


def _in_part(path: Path, version: Version, text: FileText, like: Loaded) -> Loaded | None:
    tables, old = text.tables, like.tables
    if not like.exact or like.lost or old.keys() != tables.keys():
        return None
    part = {
        name: _changed(docs, old[name]) if name in _LONG else docs
        for name, docs in tables.items()
        if docs is not old[name]
    }
    if not _new_ids_are_free(like, part):
        return None
    made: dict[str, Any] = {name: _items(name, part[name]) for name in part if name in _FLAT}
    if others := part.keys() - _FLAT:
        made |= _sections(path, version, tables, {name: part[name] for name in part if name in others})
    for name in part.keys() & _LONG:
        made[name] = _spliced(getattr(like.session, name), made[name], tables[name], part[name])
    if None in made.values():
        return None
    session = replace(like.session, updated_at=instant_of(version.mtime_ns), **made)
    return Loaded(session, (), version, path, text, True, {})


def _items(table: str, docs: dict[str, Row]) -> tuple[Item, ...] | None:
    """Return the items of some documents; None if something is unusual or invalid, so that all must be read."""
    # Only new documents are searched for control characters; the others were searched before.
    if not all(map(str.isdecimal, docs)) or may_hold_controls(msgspec.json.encode(docs)):
        return None
    try:
        rows = sorted_rows(table, docs)
        return assemble_items(table, rows) if rows.keys() == {row["id"] for row in docs.values()} else None
    except (NotASession, DocumentError):
        return None


def _sections(path: Path, version: Version, tables: Tables, part: Tables) -> dict[str, Any]:
    """Return the parts of the session that these tables belong to; for a long table only its changed items, if any."""
    forms = {_TOGETHER[name] for name in part if name in _TOGETHER}
    together = {name: docs for name, docs in tables.items() if _TOGETHER.get(name) in forms}
    read_of = {"session": tables["session"]} | together | part
    read = read_session(path, version, FileText(msgspec.json.encode(read_of), read_of))
    fields = [_TOGETHER.get(name, name) for name in part if name != "session"]
    fields += ["id", "status", "created_at"] if "session" in part else []
    sound = read.exact and not read.notices
    return {name: getattr(read.session, name) if sound else None for name in fields}


def _changed(docs: dict[str, Row], old: dict[str, Row]) -> dict[str, Row]:
    """Return the documents that are not the same objects; long tables mostly differ in one range."""
    rows, had = list(docs.values()), list(old.values())
    first = first_difference(rows, had)
    behind = min(first_difference(reversed(rows), reversed(had)), min(len(rows), len(had)) - first)
    keys = list(docs)[first : len(docs) - behind]
    return {key: docs[key] for key in keys if old.get(key) is not docs[key]}


def _spliced(
    old: tuple[Item, ...], new: tuple[Item, ...] | None, docs: dict[str, Row], changed: dict[str, Row]
) -> tuple[Item, ...] | None:
    """Return the list with changed items replaced and deleted ones removed; None if the full reader must decide."""
    if new is None:
        return None
    by_id = {item.id for item in new}
    kept = [item for item in old if item.id not in by_id] if len(old) + len(new) != len(docs) else list(old)
    if len(kept) + len(new) != len(docs):
        there = {row.get("id") for row in docs.values()}
        kept = [item for item in kept if item.id in there]
        if len(kept) + len(new) != len(docs):
            return None
    places = {str(row.get("id")): item_sort_key(row) for row in changed.values()}

    def place(item: Item) -> Any:
        row = docs.get(str(doc_id(item.id)))
        if row is None or row.get("id") != item.id:
            raise LookupError
        return item_sort_key(row)

    try:
        for item in new:
            # Mostly it is the last item; looking up each place costs a hash.
            is_last = not kept or places[item.id] > place(kept[-1])
            kept.insert(len(kept) if is_last else bisect_left(kept, places[item.id], key=place), item)
    except LookupError:
        return None
    return tuple(kept)


def _new_ids_are_free(like: Loaded, part: Tables) -> bool:
    """Whether all new ids are unused."""
    new = [
        str(row.get("id"))
        for name, docs in part.items()
        for key, row in docs.items()
        if key not in like.tables[name] or like.tables[name][key].get("id") != row.get("id")
    ]
    return not new or (len(set(new)) == len(new) and not has_any(like.session, set(new)))
