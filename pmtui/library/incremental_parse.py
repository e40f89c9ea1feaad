"""Parse a file again after another program wrote it, without parsing the unchanged parts.

Tables and documents with identical bytes keep their objects, so that `pmtui.library.incremental_read` skips them, too,
and the next save copies their text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import msgspec

from pmtui.library.file_format import (
    FileText,
    Row,
    Tables,
    dump,
    in_order,
    number_order,
    parse,
    shifted_places,
    table_text,
)

_BETWEEN: Final = b",\n\n"
_DOCUMENT: Final = b'\n    "'
_DOCUMENT_ENDS: Final = b"\n    }"
_TABLE_ENDS: Final = b"\n  }"
"""Line starts in the format of session files. Strings never contain line breaks, so these are unambiguous."""

_NEAR: Final = 512
"""For so few bytes, comparing them as numbers is faster than bisecting further."""

_docs = msgspec.json.Decoder(dict[str, Row])
_tables = msgspec.json.Decoder(Tables)
_raw = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
_row = msgspec.json.Decoder(dict[str, Any])


class _Table(NamedTuple):
    docs: dict[str, Row]
    as_written: bool
    """Whether the text in the file is exactly as `dump` would write it."""


def parse_again(path: Path, data: bytes, old: FileText) -> FileText:
    """Return the tables of a file; tables and documents with the same bytes as in an older version are its objects.

    Raises:
        Unreadable: with the reason.
    """
    try:
        if old.places.keys() != old.tables.keys():
            written = dump(old.tables)
            old = written if written.data == old.data else old
        if (found := _by_table(data, old)) is not None:
            return found
        new, was = _raw.decode(data), _raw.decode(old.data)
        tables = {name: _shared(docs, was.get(name, {}), old.tables.get(name, {})) for name, docs in new.items()}
        return FileText(data, tables)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        # The full parser produces the error message.
        return FileText(data, parse(path, data))


def _by_table(data: bytes, old: FileText) -> FileText | None:
    """Do what `parse_again` does if the tables are laid out as `dump` writes them; otherwise return None.

    Only the tables between the first and the last differing byte are parsed.
    """
    if data == old.data:
        return old
    start, behind = _ends(data, old.data)
    touched = [name for name, (a, b) in old.places.items() if a <= len(old.data) - behind and b >= start]
    if not touched:
        return None
    begin, end = old.places[touched[0]][0], len(data) - len(old.data) + old.places[touched[-1]][1]
    texts = data[begin:end].split(_BETWEEN) if len(touched) > 1 else [data[begin:end]]
    if start < begin or end < len(data) - behind or len(texts) != len(touched):
        return None
    found = old.tables | {}
    places = shifted_places(old.places, dict(zip(touched, texts, strict=True)))
    for name, text in zip(touched, texts, strict=True):
        first, last = old.places[name]
        was = old.data[first:last]
        ends = (start - begin, behind - len(data) + end) if len(touched) == 1 else _ends(text, was)
        table = _table_again(name, text, was, ends, old.tables[name])
        if table is None:
            return None
        found[name] = table.docs
        if not table.as_written:
            del places[name]
    return FileText(data, found, places)


def _table_again(name: str, text: bytes, was: bytes, ends: tuple[int, int], old: dict[str, Row]) -> _Table | None:
    """Parse one changed table, given the lengths of its unchanged start and end; return None if it is not a table."""
    if text == was:
        return _Table(old, True)
    if (found := _in_one_place(text, was, ends, old)) is not None:
        return found
    made = _tables.decode(b"{%b}" % text)
    if made.keys() != {name}:
        return None
    docs = {key: old[key] if old.get(key) == row else row for key, row in made[name].items()}
    return _Table(docs, bytes(table_text(name, docs)) == text)


def _in_one_place(text: bytes, was: bytes, ends: tuple[int, int], old: dict[str, Row]) -> _Table | None:
    """Parse a table in which neighbouring documents were changed, added or deleted; None if the change is larger.

    Only the documents between the first and the last differing byte are parsed.
    """
    start = text.rfind(_DOCUMENT, 0, ends[0])
    last = text.find(_DOCUMENT_ENDS, len(text) - ends[1])
    end = last + len(_DOCUMENT_ENDS) if last >= 0 else len(text) - len(_TABLE_ENDS)
    there, before = text[start:end], was[start : len(was) - len(text) + end]
    if start < 0 or end < start or not text.endswith(_TABLE_ENDS) or _TABLE_ENDS in there or _TABLE_ENDS in before:
        return None
    put, gone = _docs.decode(b"{%b}" % there), _docs.decode(b"{%b}" % before)
    keys, rows = list(old), list(old.values())
    at = keys.index(next(iter(gone))) if gone and gone.keys() <= old.keys() else -1
    until = at + len(gone)
    if at < 0 or keys[at:until] != list(gone) or rows[at:until] != list(gone.values()):
        return None
    if any(key in old and key not in gone for key in put):
        return None
    keys[at:until], rows[at:until] = put, [old[key] if old.get(key) == row else row for key, row in put.items()]
    docs = dict(zip(keys, rows, strict=True))
    neighbours = keys[max(at - 1, 0) : at + len(put) + 1]
    if neighbours != sorted(neighbours, key=number_order):
        return _Table(in_order(docs), False)
    written = bytes(table_text("", put))
    return _Table(docs, written[written.index(_DOCUMENT) : -len(_TABLE_ENDS)] == there if put else False)


def _ends(a: bytes, b: bytes) -> tuple[int, int]:
    """Return the length of the common start of both, and of the common end of the rest."""
    alike = _common_start(a, b)
    return alike, _common_end(a, b, alike)


def _common_start(a: bytes, b: bytes) -> int:
    """Return the length of the common start."""
    low, high, view = 0, min(len(a), len(b)), memoryview(b)
    while high - low > _NEAR:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if a.startswith(view[low:middle], low) else (low, middle - 1)
    return low + _common_length(a[low:high], b[low:high], "big")


def _common_end(a: bytes, b: bytes, skip: int) -> int:
    """Return the length of the common end, leaving out the first `skip` bytes of each, which are the common start."""
    low, high, view = 0, min(len(a), len(b)) - skip, memoryview(b)
    while high - low > _NEAR:
        middle = (low + high + 1) // 2
        same = a.endswith(view[len(b) - middle : len(b) - low], 0, len(a) - low)
        low, high = (middle, high) if same else (low, middle - 1)
    return low + _common_length(a[len(a) - high : len(a) - low], b[len(b) - high : len(b) - low], "little")


def _common_length(a: bytes, b: bytes, order: Literal["big", "little"]) -> int:
    """Return the length of the common start (big) or end (little) of two texts of equal length, by one XOR."""
    differs = int.from_bytes(a, order) ^ int.from_bytes(b, order)
    return len(a) - (differs.bit_length() + 7) // 8


def _shared(docs: dict[str, msgspec.Raw], was: dict[str, msgspec.Raw], old: dict[str, Row]) -> dict[str, Row]:
    changed = {key: _row.decode(raw) for key, raw in docs.items() if was.get(key) != raw or key not in old}
    if not changed and docs.keys() == old.keys():
        return old
    return {key: changed[key] if key in changed else old[key] for key in docs}
