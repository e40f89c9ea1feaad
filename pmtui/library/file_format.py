"""The form of a session's file: tables of documents as JSON, one field a line.

Documents stand by their number, with a blank line after each table, so that `git diff` shows one edit as one change.
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
"""How the reason begins why a file cannot be read that git merged without our merge driver."""

NOT_OURS: Final = "it is not a pmtui session"
"""The reason why a file of another program cannot be read."""

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Tables)


def without_mark(data: bytes) -> bytes:
    """The bytes of a file without the byte order mark that some editors put before UTF-8."""
    return data.removeprefix(b"\xef\xbb\xbf")


def parse(path: Path, data: bytes) -> Tables:
    """The tables of a file.

    Raises:
        Unreadable: with the reason.
    """
    try:
        return _decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(path, why_unreadable(data, error)) from None


def why_unreadable(data: bytes, error: Exception) -> str:
    """In words, why bytes are no session file."""
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
"""Where each table stands in a file: from its first byte to behind its last."""


class FileText:
    """A session's file: its bytes, its tables, and where among the bytes each table stands, in the order of the file.

    Args:
        data: the bytes.
        tables: what was parsed of them; None: they are parsed when they are first asked for.
        places: of tables that stand there to the letter as `dump` writes them; none where that is not known.
    """

    __slots__ = ("_tables", "data", "places")

    def __init__(self, data: bytes, tables: Tables | None = None, places: Places | None = None) -> None:
        self.data, self._tables, self.places = data, tables, places or {}

    @property
    def is_parsed(self) -> bool:
        """Whether the tables are known already."""
        return self._tables is not None

    @property
    def tables(self) -> Tables:
        """The tables; never changed in place. Of a file that may be damaged, call `parsed` first."""
        return self._tables if self._tables is not None else self.parsed(Path("-"))

    def parsed(self, path: Path) -> Tables:
        """The tables of the file that stands there.

        Raises:
            Unreadable: with the reason.
        """
        if self._tables is None:
            self._tables = parse(path, self.data)
        return self._tables


def dump(tables: Tables, like: FileText | None = None) -> FileText:
    """The tables as they stand in the file: stable, one field a line, a blank line after each table.

    Args:
        tables: never changed in place.
        like: what was read or written before: a table that is the same object is taken from there.
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
    """What was written before with the tables that are others since, as mostly one is."""
    had = like.tables
    texts = {name: table_text(name, table) for name, table in tables.items() if had.get(name) is not table}
    written, parts, at = memoryview(like.data), [], 0
    for name, text in texts.items():
        first, last = like.places[name]
        parts += [written[at:first], text]
        at = last
    return FileText(b"".join((*parts, written[at:])), tables, moved(like.places, texts))


def moved(places: Places, texts: Mapping[str, Sized]) -> Places:
    """Where tables stand once some have other texts, each in its place."""
    by, made = 0, {}
    for name, (first, last) in places.items():
        longer = len(texts[name]) - (last - first) if name in texts else 0
        made[name] = first + by, last + by + longer
        by += longer
    return made


def table_text(name: str, table: dict[str, Row]) -> bytes | memoryview:
    """A table as it stands in a file, without what stands between it and the next one."""
    if not table:
        return b"  " + _encoder.encode(name) + b": {\n  }"
    # A view: a long table is not copied to take its braces off.
    return memoryview(msgspec.json.format(_encoder.encode({name: in_order(table)}), indent=2))[2:-2]


def in_order(table: dict[str, Row]) -> dict[str, Row]:
    """The documents by their number; the same object where they are so already."""
    keys = list(table)
    # Numbers of one length, which is nearly all there ever are, sort as text.
    ordered = sorted(keys) if len(set(map(len, keys))) == 1 else sorted(keys, key=number_order)
    return table if ordered == keys else {key: table[key] for key in ordered}


def number_order(key: str) -> tuple[int, str]:
    """What the numbers of documents are sorted by."""
    return len(key), key
