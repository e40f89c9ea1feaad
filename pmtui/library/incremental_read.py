"""Reading a session again after another program wrote: only what it changed is checked and built anew.

What stayed keeps its objects, so that the merge that follows need not look at it either. Whatever is unusual goes the
long way (`pmtui.library.reading`). What of the file is parsed at all is `pmtui.library.incremental_parse`'s.
"""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from pmtui.library.file_format import FileText, Row
from pmtui.library.list_diff import first_difference
from pmtui.library.reading import Loaded, instant_of, read_session
from pmtui.library.rows_on_disk import doc_id, item_place
from pmtui.library.versions import Version
from pmtui.session.document import Item, Session
from pmtui.session.paths import all_ids
from pmtui.session.sections import FORMS, SECTIONS, inside

_LONG: Final = frozenset(each.table for each in SECTIONS if each.path == each.table)
"""The tables that can be long; of others the whole is read again."""

_TOGETHER: Final = {table: form for form in FORMS for table in (form, *(each.table for each in inside(form)))}
"""Tables that make up one section of the session."""


def read_again(path: Path, version: Version, text: FileText, like: Loaded) -> Loaded:
    """The session of a file that `parse_again` made from that of `like`.

    Raises:
        Unreadable: with the reason.
    """
    return _in_part(path, version, text, like) or read_session(path, version, text.tables, text.data)


def _in_part(path: Path, version: Version, text: FileText, like: Loaded) -> Loaded | None:
    tables = text.tables
    if not like.exact or like.lost or like.tables.keys() != tables.keys():
        return None
    changed = {name for name, docs in tables.items() if docs is not like.tables[name]}
    part = {"session": tables["session"]}
    for name, docs in tables.items():
        section = _TOGETHER.get(name)
        if name in changed or (section and any(_TOGETHER.get(other) == section for other in changed)):
            old = like.tables[name]
            part[name] = _changed(docs, old) if name in _LONG else docs
    # Control characters are looked for in what is new alone: the rest was looked through before.
    read = read_session(path, version, part, msgspec.json.encode(part))
    if not read.exact or read.notices:
        return None
    made: dict[str, Any] = {"updated_at": instant_of(version.mtime_ns)}
    for name in changed:
        if name in _LONG:
            made[name] = _spliced(getattr(like.session, name), getattr(read.session, name), tables[name], part[name])
            if made[name] is None:
                return None
        elif name == "session":
            made |= {field: getattr(read.session, field) for field in ("id", "status", "created_at")}
        else:
            section = _TOGETHER.get(name, name)
            made[section] = getattr(read.session, section)
    session = replace(like.session, **made)
    if any(_adds(like.tables[name], part[name]) for name in changed) and not _each_id_once(session):
        return None
    return Loaded(session, (), version, path, tables, text.data, True, {}, text.places)


def _changed(docs: dict[str, Row], old: dict[str, Row]) -> dict[str, Row]:
    """The documents that are not the same objects; long tables mostly share all but one stretch."""
    rows, had = list(docs.values()), list(old.values())
    first = first_difference(rows, had)
    behind = min(first_difference(reversed(rows), reversed(had)), min(len(rows), len(had)) - first)
    keys = list(docs)[first : len(docs) - behind]
    return {key: docs[key] for key in keys if old.get(key) is not docs[key]}


def _spliced(
    old: tuple[Item, ...], new: tuple[Item, ...], docs: dict[str, Row], changed: dict[str, Row]
) -> tuple[Item, ...] | None:
    """A list with the changed items in their places, and without those that are gone; None: not to be told."""
    by_id = {item.id for item in new}
    kept = [item for item in old if item.id not in by_id] if len(old) + len(new) != len(docs) else list(old)
    if len(kept) + len(new) != len(docs):
        there = {row.get("id") for row in docs.values()}
        kept = [item for item in kept if item.id in there]
        if len(kept) + len(new) != len(docs):
            return None
    places = {str(row.get("id")): item_place(row) for row in changed.values()}

    def place(item: Item) -> Any:
        row = docs.get(str(doc_id(item.id)))
        if row is None or row.get("id") != item.id:
            raise LookupError
        return item_place(row)

    try:
        for item in new:
            kept.insert(bisect_left(kept, places[item.id], key=place), item)
    except LookupError:
        return None
    return tuple(kept)


def _adds(old: dict[str, Row], changed: dict[str, Row]) -> bool:
    return any(key not in old or old[key].get("id") != row.get("id") for key, row in changed.items())


def _each_id_once(session: Session) -> bool:
    ids = all_ids(session)
    return len(ids) == len(set(ids))
