"""A cache of the entries of a large library, so that the next program need not read the start of every file.

The cache may be deleted, truncated or out of date: an entry is only used for exactly the version it was read from.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar

import msgspec
from msgspec.structs import astuple

from pmtui.library.disk import ChangedMeanwhile, write_file
from pmtui.library.entries import FileEntry, creation_key
from pmtui.library.versions import State, read_file

FILE: Final = Path(".pmtui") / "heads"
FILE_OF_LATEST: Final = Path(".pmtui") / "latest"
"""A smaller file: the names and ids of all sessions, and the entries of those that were created last."""
MANY: Final = 200
"""Reading so many files is fast; the cache is only written if more had to be read."""
LATEST: Final = 100
"""The number of sessions in the smaller file, so that the newest one is found without reading the whole cache."""
_FORM: Final = 3
"""The version of the cache format."""
_KEPT: Final = 10
_SETTLED: Final = 2_000_000_000
"""Nanoseconds after which a later change of a file surely changes its modification time."""

Known = tuple[State, FileEntry, bool]
"""A file's state, its entry, and whether only its start was read, so that errors after that were not found."""


class _CachedEntry(msgspec.Struct, array_like=True, gc=False):
    state: State
    fields: tuple[str, str, str, str, str, str, str, date | None, str, str]
    """The fields of an `Entry` in order, except `unreadable`."""
    quick: bool


class _Full(msgspec.Struct, array_like=True):
    form: int
    cached: list[_CachedEntry]


class _Latest(msgspec.Struct, array_like=True):
    form: int
    files: str
    """The names of the files, joined by slashes: one string is read and compared faster than ten thousand."""
    ids: str
    """The ids of their sessions, joined by newlines, in the same order."""
    latest: list[_CachedEntry]


K = TypeVar("K", _Full, _Latest)


class EntryCache:
    """The cached entries of a library; empty if the cache cannot be read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def is_empty(self) -> bool:
        """Whether the cache is empty."""
        return not self._kept.files

    @cached_property
    def ids(self) -> dict[str, str]:
        """Return file name → session id."""
        kept = self._kept
        return {} if self.is_empty else dict(zip(kept.files.split("/"), kept.ids.split("\n"), strict=False))

    def unknown(self, files: list[str]) -> list[str]:
        """Return the files that are not in the cache; fast if the list is the same as when it was written."""
        return [] if "/".join(files) == self._kept.files else [file for file in files if file not in self.ids]

    def files_of(self, session_id: str) -> list[str]:
        """Return the files that contained a session."""
        lines, sought = f"\n{self._kept.ids}\n", f"\n{session_id}\n"
        numbers, at = [], lines.find(sought)
        while at >= 0:
            numbers.append(lines.count("\n", 0, at))
            at = lines.find(sought, at + 1)
        files = self._kept.files.split("/") if numbers else []
        return [files[number] for number in numbers]

    @cached_property
    def latest(self) -> dict[str, Known]:
        """Return file name → entry for the sessions that were created last."""
        return self._by_file(self._kept.latest)

    def all(self) -> dict[str, Known]:
        """Return file name → entry for all sessions."""
        kept = _read(self._folder / FILE, _Full)
        return self._by_file(kept.cached if kept else [])

    @cached_property
    def _kept(self) -> _Latest:
        return _read(self._folder / FILE_OF_LATEST, _Latest) or _Latest(_FORM, "", "", [])

    def _by_file(self, cached: list[_CachedEntry]) -> dict[str, Known]:
        folder = self._folder
        return {each.fields[0]: (each.state, FileEntry(*each.fields, folder=folder), each.quick) for each in cached}


def write_cache(folder: Path, known: Iterable[Known]) -> None:
    """Write the cache; do nothing if the folder is not writable."""
    before = time.time_ns() - _SETTLED
    settled = [each for each in known if 0 < each[0][2] < before and _can_be_kept(each[1])]
    files, ids = "/".join(entry.file for _, entry, _ in settled), "\n".join(entry.id for _, entry, _ in settled)
    settled.sort(key=lambda each: creation_key(each[1]), reverse=True)
    cached = [_CachedEntry(state, astuple(entry)[:_KEPT], quick) for state, entry, quick in settled]
    _write(folder / FILE, _Full(_FORM, cached))
    _write(folder / FILE_OF_LATEST, _Latest(_FORM, files, ids, cached[:LATEST]))


def _can_be_kept(entry: FileEntry) -> bool:
    """Whether the entry is readable, and its name and id do not contain the separators."""
    return not entry.unreadable and entry.file.isprintable() and "\n" not in entry.id


def _write(path: Path, kept: _Full | _Latest) -> None:
    with contextlib.suppress(OSError, ChangedMeanwhile):
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        write_file(path, msgspec.msgpack.encode(kept))


def _read(path: Path, kind: type[K]) -> K | None:
    try:
        kept = msgspec.msgpack.decode(read_file(path), type=kind)
    except (OSError, msgspec.MsgspecError, ValueError):
        return None
    return kept if kept.form == _FORM else None
