"""Parsing a file again after another program wrote: only what it changed is parsed.

Tables and documents that are the same to the byte keep their objects, so that `pmtui.library.incremental_read` need not
look at them either.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import msgspec

from pmtui.library.file_format import Row, Tables, in_order, parse

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
