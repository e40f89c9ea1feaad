"""The format of a session's file: tables of documents as JSON, one field per line.

Documents are sorted by number and tables separated by blank lines, so that `git diff` shows one edit as one change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sized
from pathlib import Path
from typing import Any, Final

import msgspec

from pmtui.library.errors import Unreadable

Row = dict[str, Any]
Tables = dict[str, dict[str, Row]]

CONFLICT: Final = "git left conflict markers"
"""The start of the reason for a file with git's conflict markers."""

NOT_OURS: Final = "it is not a pmtui session"
"""The reason for a file of another program."""

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Tables)


def without_bom(data: bytes) -> bytes:
    """Return the bytes without the byte order mark that some editors write."""
    return data.removeprefix(b"\xef\xbb\xbf")


def parse(path: Path, data: bytes) -> Tables:
    """Return the tables of a file.

    Raises:
        Unreadable: with the reason.
    """
    try:
        return _decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(path, why_unreadable(data, error)) from None


def why_unreadable(data: bytes, error: Exception) -> str:
    """Return why bytes are not a session file."""
    if not data.strip():
        return "it is empty"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff", b"{\0", b"\0{"):
        return "it is UTF-16 text: save it as UTF-8"
    if b"\n<<<<<<< " in data or data.startswith(b"<<<<<<< "):
        return f"{CONFLICT} in it: run pmtui git-setup, then git checkout -m -- and its name"
    if isinstance(error, msgspec.ValidationError):
        return NOT_OURS
    return f"it is damaged ({' '.join(str(error).split())})"


Places = dict[str, tuple[int, int]]
"""The start and end offset of each table in a file."""


class FileText:
    """A session's file: its bytes, its tables, and the offsets of the tables, in file order.

    Args:
        data: the bytes.
        tables: the parsed tables; None: parse them on first use.
        places: the offsets of tables that are exactly as `dump` writes them; empty if unknown.
    """

    __slots__ = ("_tables", "data", "places")

    def __init__(self, data: bytes, tables: Tables | None = None, places: Places | None = None) -> None:
        self.data, self._tables, self.places = data, tables, places or {}

    @property
    def is_parsed(self) -> bool:
        """Whether the tables are parsed."""
        return self._tables is not None

    @property
    def tables(self) -> Tables:
        """Return the tables, which must not be changed in place.

        For a file that may be damaged, call `parsed` first.
        """
        return self._tables if self._tables is not None else self.parsed(Path("-"))

    def parsed(self, path: Path) -> Tables:
        """Return the tables.

        Raises:
            Unreadable: with the reason.
        """
        if self._tables is None:
            self._tables = parse(path, self.data)
        return self._tables


def dump(tables: Tables, like: FileText | None = None) -> FileText:
    """Return the tables as the text of a file: deterministic, one field per line, a blank line after each table.

    Args:
        tables: not changed in place.
        like: an earlier version of the file; the text of tables that are the same objects is copied from it.
    """
    if like and list(like.places) == list(tables):
        return _over(like, tables)
    parts: list[bytes | memoryview] = []
    places: Places = {}
    written = memoryview(like.data) if like else memoryview(b"")
    end = 0
    for name, table in tables.items():
        between = b",\n\n" if parts else b"{\n"
        if like and name in like.places and like.tables.get(name) is table:
            first, last = like.places[name]
            text: bytes | memoryview = written[first:last]
        else:
            text = table_text(name, table)
        parts += [between, text]
        begin = end + len(between)
        end = begin + len(text)
        places[name] = begin, end
    return FileText(b"".join([*(parts or [b"{\n"]), b"\n}\n"]), tables, places)


def _over(like: FileText, tables: Tables) -> FileText:
    """Return an earlier version of the file with the text of the changed tables replaced, usually one."""
    had = like.tables
    texts = {name: table_text(name, table) for name, table in tables.items() if had.get(name) is not table}
    written, parts, at = memoryview(like.data), [], 0
    for name, text in texts.items():
        first, last = like.places[name]
        parts += [written[at:first], text]
        at = last
    return FileText(b"".join((*parts, written[at:])), tables, shifted_places(like.places, texts))


def shifted_places(places: Places, texts: Mapping[str, Sized]) -> Places:
    """Return the offsets after some tables got new texts at their places."""
    by, made = 0, {}
    for name, (first, last) in places.items():
        longer = len(texts[name]) - (last - first) if name in texts else 0
        made[name] = first + by, last + by + longer
        by += longer
    return made


def table_text(name: str, table: dict[str, Row]) -> bytes | memoryview:
    """Return a table as text, without the separator after it."""
    if not table:
        return b"  " + _encoder.encode(name) + b": {\n  }"
    # A memoryview removes the braces without copying a long table.
    return memoryview(msgspec.json.format(_encoder.encode({name: in_order(table)}), indent=2))[2:-2]


def in_order(table: dict[str, Row]) -> dict[str, Row]:
    """Return the documents sorted by number; the same object if they are sorted already."""
    keys = list(table)
    # Numbers of equal length, which nearly all are, sort as text.
    ordered = sorted(keys) if len(set(map(len, keys))) == 1 else sorted(keys, key=number_order)
    return table if ordered == keys else {key: table[key] for key in ordered}


def number_order(key: str) -> tuple[int, str]:
    """Return the sort key of a document number."""
    return len(key), key
