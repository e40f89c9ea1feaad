"""A TinyDB storage that survives kills, full disks and other writers, since the stock one overwrites the live file.

The file is replaced atomically (`pmtui.library.disk`) under the library's lock, in the format of
`pmtui.library.file_format`.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from pmtui.library.disk import DISK, STALE_SECONDS_WITHOUT_LOCK, ChangedMeanwhile, Disk, sweep, write_file
from pmtui.library.errors import from_os
from pmtui.library.file_format import FileText, Row, Tables, dump, in_order, parse, without_bom
from pmtui.library.lock import FolderLock
from pmtui.library.rows_on_disk import put_table
from pmtui.library.versions import Version, open_version, state_of

_MILLISECOND: Final = 1_000_000


class SessionStorage(Storage):
    """Reads and writes the file of one session.

    `TinyDB(path, storage=SessionStorage)` works like any TinyDB. All changes within `batch()` are one write, with the
    lock held from start to end.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        lock: FolderLock | None = None,
        disk: Disk = DISK,
        known: tuple[Version, FileText] | None = None,
        mtime_ns: int | None = None,
    ) -> None:
        self.path, self.disk, self.mtime_ns = Path(path), disk, mtime_ns
        self.lock = lock or FolderLock(self.path.parent)
        self.version: Version | None = known[0] if known else None
        self.text: FileText | None = known[1] if known else None
        """The content that was read or written last, wherever its file is now."""
        self._batch: Tables | None = None
        self._touched = False

    def read(self) -> Tables | None:
        """Return the tables, which must not be changed in place; None if there is no file.

        Raises:
            Unreadable: the file is not JSON in the form of TinyDB.
        """
        if self._batch is not None:
            return self._batch
        try:
            if self.version is None or self.version.state != state_of(os.stat(self.path)):
                version = open_version(self.path)
                data = without_bom(version.read())
                self.text, self.version = self._parse(data), version
        except FileNotFoundError:
            self.version = self.text = None
        except OSError as error:
            raise from_os(error, self.path) from error
        return dict(self.text.tables) if self.text is not None else None

    def _parse(self, data: bytes) -> FileText:
        if self.text is None:
            return FileText(data, parse(self.path, data))
        # Deferred: most files are read once, and verbs start faster without it.
        from pmtui.library.incremental_parse import parse_again

        return parse_again(self.path, data, self.text)

    def write(self, data: Tables) -> None:
        """Write the tables; durable on return, or within a batch at its end.

        Raises:
            StorageError: the disk is full, or the folder read-only or missing; the file is unchanged.
        """
        if self._batch is not None:
            self._batch, self._touched = data, True
            return
        with self.lock.held():
            self._flush(data, check=False)

    @contextlib.contextmanager
    def batch(self, *, locked: bool = False, known: bool = False) -> Iterator[None]:
        """Combine all writes within into one; nothing is written if an exception is raised or nothing changed.

        Args:
            locked: whether the caller holds the lock.
            known: whether the changes were made for the version that was read last.

        Raises:
            ChangedMeanwhile: a program without the lock wrote or moved the file since the start.
        """
        with contextlib.nullcontext() if locked else self.lock.held():
            # With a known version, the write itself checks that the file is still that version.
            there = self.text.tables if known and self.text else None if known else self.read()
            self._batch, self._touched = there or {}, False
            try:
                yield
                if self._touched:
                    self._flush(self._batch, check=True)
            finally:
                self._batch = None

    def _flush(self, data: Tables, *, check: bool) -> None:
        old = self.version
        try:
            target, like = self.path, _stat(self.path)
            if like is not None and stat.S_ISLNK(like.st_mode):
                target = Path(os.path.realpath(self.path))
                sweep(target.parent, STALE_SECONDS_WITHOUT_LOCK)
                like = _stat(target)
            if check and (like and state_of(like)) != (old and old.state):
                raise ChangedMeanwhile
            if like is not None and not os.access(target, os.W_OK):
                if check and not target.exists():
                    raise ChangedMeanwhile
                raise PermissionError(13, "may not be written")
            mtime_ns = (
                self.mtime_ns if self.mtime_ns is not None else next_millisecond(like.st_mtime_ns if like else None)
            )
            text = dump(data, self.text)
            self.version = write_file(target, text.data, disk=self.disk, like=like, mtime_ns=mtime_ns)
            self.text = text
        except OSError as error:
            # The rename may have happened although an error was raised (fsync of the folder): forget what is known.
            self.version = self.text = None
            raise from_os(error, self.path) from error


class SectionTable(Table):
    """A table that applies many changes at once; the stock one copies all documents twice for each change."""

    def change(self, gone: set[int], put: Mapping[int, Row]) -> None:
        """Remove documents by number, and insert or replace others."""
        tables = self._storage.read() or {}
        table = dict(tables.get(self.name, {}))
        for number in gone:
            table.pop(str(number), None)
        table |= {str(number): row for number, row in put.items()}
        self._storage.write(put_table(tables, self.name, in_order(table)))
        self.clear_cache()


class SessionDB(TinyDB):
    """TinyDB with `SectionTable` as its table class."""

    table_class = SectionTable


def _stat(path: Path) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except FileNotFoundError:
        return None


def next_millisecond(last: int | None, clock: Callable[[], int] = time.time_ns) -> int:
    """Return the current time in whole milliseconds, which every tool keeps, but never `last`, the time of the file."""
    now = clock() // _MILLISECOND * _MILLISECOND
    return now + _MILLISECOND if last == now else now
