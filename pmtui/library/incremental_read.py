"""Reading a file again after another program wrote: only what it changed is parsed, checked and built anew.

What stayed keeps its objects, so that the merge that follows need not look at it either. Whatever is unusual goes the
long way (`pmtui.library.reading`).
"""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from pmtui.library.reading import Loaded, instant_of, read_session
from pmtui.library.rows_on_disk import doc_id, item_place
from pmtui.library.storage import Row, Tables, in_order, parse
from pmtui.library.versions import Version
from pmtui.session.document import Item, Session
from pmtui.session.paths import all_items

_LONG: Final = ("timeline", "resources", "actions", "evidence", "further_reading", "parking_lot")
"""The tables that can be long; of others the whole is read again."""

_TOGETHER: Final = {"impact": "impact", "measures": "impact", "root_cause": "root_cause", "whys": "root_cause"}
"""Tables that make up one section of the session."""

_DOCUMENT: Final = b'\n    "'
_DOCUMENT_ENDS: Final = b"\n    }"
_TABLE: Final = b'\n  "'
_TABLE_ENDS: Final = b"\n  }"
"""How a line begins in the form in which files are written; within a text no line ever begins."""

_docs = msgspec.json.Decoder(dict[str, Row])
_raw = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
_row = msgspec.json.Decoder(dict[str, Any])


def parse_again(path: Path, data: bytes, old_data: bytes, old: Tables) -> Tables:
    """The tables of a file, sharing with an older version every table and document that is the same to the byte.

    Raises:
        Unreadable: with the reason.
    """
    try:
        if (found := _in_one_place(data, old_data, old)) is not None:
            return found
        new, was = _raw.decode(data), _raw.decode(old_data)
        return {name: _shared(docs, was.get(name, {}), old.get(name, {})) for name, docs in new.items()}
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        # The long way says what is wrong.
        return parse(path, data)


def _in_one_place(data: bytes, was: bytes, old: Tables) -> Tables | None:
    """What `parse_again` says where a program changed, added or deleted neighbours in one table; None: it did more.

    Only the documents from the first byte that differs to the last are parsed; what they were must be as it was parsed.
    """
    start = data.rfind(_DOCUMENT, 0, _alike(data, was))
    named = data.rfind(_TABLE, 0, start) + len(_TABLE)
    if start < 0 or named < len(_TABLE):
        return None
    name = data[named : data.index(b'"', named)].decode()
    end = data.find(_DOCUMENT_ENDS, len(data) - _alike_behind(data[start:], was[start:])) + len(_DOCUMENT_ENDS)
    there, before = data[start:end], was[start : len(was) - len(data) + end]
    if end < start or _TABLE_ENDS in there or _TABLE_ENDS in before or name not in old:
        return None
    put, gone, table = _docs.decode(b"{%b}" % there), _docs.decode(b"{%b}" % before), old[name]
    if any(table.get(key) != row for key, row in gone.items()) or any(k in table and k not in gone for k in put):
        return None
    kept = {key: row for key, row in table.items() if key not in gone}
    kept |= {key: table[key] if table.get(key) == row else row for key, row in put.items()}
    return old | {name: in_order(kept)}


def _alike(a: bytes, b: bytes) -> int:
    """How many bytes both begin with."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if a[low:middle] == b[low:middle] else (low, middle - 1)
    return low


def _alike_behind(a: bytes, b: bytes) -> int:
    """How many bytes both end with."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        same = a[len(a) - middle : len(a) - low] == b[len(b) - middle : len(b) - low]
        low, high = (middle, high) if same else (low, middle - 1)
    return low


def _shared(docs: dict[str, msgspec.Raw], was: dict[str, msgspec.Raw], old: dict[str, Row]) -> dict[str, Row]:
    changed = {key: _row.decode(raw) for key, raw in docs.items() if was.get(key) != raw or key not in old}
    if not changed and docs.keys() == old.keys():
        return old
    return {key: changed[key] if key in changed else old[key] for key in docs}


def read_again(path: Path, version: Version, tables: Tables, data: bytes, like: Loaded) -> Loaded:
    """The session of tables that `parse_again` made from those of `like`.

    Raises:
        Unreadable: with the reason.
    """
    return _in_part(path, version, tables, data, like) or read_session(path, version, tables, data)


def _in_part(path: Path, version: Version, tables: Tables, data: bytes, like: Loaded) -> Loaded | None:
    if not like.exact or like.lost or like.tables.keys() != tables.keys():
        return None
    changed = {name for name, docs in tables.items() if docs is not like.tables[name]}
    part = {"session": tables["session"]}
    for name, docs in tables.items():
        section = _TOGETHER.get(name)
        if name in changed or (section and any(_TOGETHER.get(other) == section for other in changed)):
            old = like.tables[name]
            part[name] = {k: row for k, row in docs.items() if old.get(k) is not row} if name in _LONG else docs
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
    return Loaded(session, (), version, path, tables, data, True, {})


def _spliced(
    old: tuple[Item, ...], new: tuple[Item, ...], docs: dict[str, Row], changed: dict[str, Row]
) -> tuple[Item, ...] | None:
    """A list with the changed items in their places, and without those that are gone; None: not to be told."""
    by_id = {item.id: item for item in new}
    kept = [item for item in old if item.id not in by_id]
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
    ids = [item.id for _, item in all_items(session)]
    return len(ids) == len(set(ids)) and session.id not in ids
