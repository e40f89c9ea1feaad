"""A journal of this machine's writes to a session, kept where git may replace the session's file by an older one.

In a git work tree, every save appends a line to `.pmtui/journal/ID.jsonl` before it replaces the session's file: the
rows that it changes, before and after. When the file later differs from the last line, the journal tells what git took
out from what somebody deleted (`pmtui.library.journal_restore`). Outside git there is no journal.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from pmtui.library.disk import DISK, Disk, make_folders, write_file
from pmtui.library.file_format import Row, Tables
from pmtui.library.git_tree import deadline
from pmtui.library.lock import internal_path, share_with_group
from pmtui.library.row_diff import Change
from pmtui.library.rows_on_disk import LISTED, doc_id

FOLDER: Final = "journal"
UNMERGED: Final = ("rank", "id", "format", "version")
"""Fields that are not a change by themselves."""

UNKNOWN_TIME: Final = -1
"""A file time for "unknown": git could not be asked about the file, so the next save asks again."""

_LARGE: Final = 256 * 1024
_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,99}")
_OWN: Final = os.O_NOFOLLOW | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0)
"""A git clone may contain a link or pipe of the journal's name: it is not followed, and opening it does not block."""
_TAIL: Final = re.compile(rb'"over":(-?\d+),"wrote":(-?\d+)\}\n$')


class RowWrite(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row that was added or changed."""

    row: Row
    """The row as written."""
    was: Row | None = None
    """The earlier values of the changed fields; None if the row is new."""
    made: tuple[str, ...] = ()
    """The changed fields that were missing before."""
    at: float = 0.0
    """The time of the write, in seconds since 1970."""

    @property
    def changed(self) -> set[str]:
        """Return the names of the changed fields; all fields of a new row."""
        names = set(self.row) if self.was is None else set(self.was) | set(self.made)
        return names.difference(UNMERGED)


class Line(msgspec.Struct, frozen=True):
    """The changes of one save, by table and row id (empty for a part that is one row)."""

    put: dict[str, dict[str, list[RowWrite]]]
    """One change per save; several where saves were merged into one line."""
    gone: dict[str, list[str]]
    over: int
    """The modification time of the replaced file."""
    wrote: int
    """The modification time of the new file. Both times are last, so that they can be read from the journal's end."""


_lines = msgspec.json.Decoder(Line)


class Journal:
    """The journal of one session. Methods that write need the library's lock."""

    def __init__(self, library: Path, session_id: str, disk: Disk = DISK) -> None:
        # Ids of imported sessions may be any text.
        name = session_id if _NAME.fullmatch(session_id) else str(doc_id(session_id))
        self.path, self.disk = internal_path(library, FOLDER) / f"{name}.jsonl", disk
        self.settled = True
        """Whether it is known what the file lacks and why; written with each line, for the next save."""
        self.until = deadline()
        """The time by which git must have answered all questions about this session, on the monotonic clock."""

    def replaced(self, mtime_ns: int) -> bool:
        """Whether a file with this time is not the one that the last save wrote (or found, if it was interrupted)."""
        last = self._last()
        return last is not None and mtime_ns not in last

    def was_unsettled(self) -> bool:
        """Whether git could not be asked about the file before the last save."""
        last = self._last()
        return last is not None and last[1] == UNKNOWN_TIME

    def lines(self) -> list[Line]:
        """Return the lines, oldest first, without incomplete ones."""
        found = []
        with contextlib.suppress(OSError):
            own = self.path.is_file() and not self.path.is_symlink() and _lies_inside(self.path.parent)
            data = self.path.read_bytes() if own else b""
            for line in data.splitlines():
                with contextlib.suppress(msgspec.MsgspecError):
                    found.append(_lines.decode(line))
        return found

    def append(self, line: Line, file_mtime_ns: int) -> int:
        """Append a line, durably, before the file is replaced; return the size that `remove_last` needs.

        Args:
            line: the changes.
            file_mtime_ns: the modification time of the file that will be replaced.

        Raises:
            OSError: the line cannot be written.
        """
        fd = self._open()
        try:
            size = self._sound_size(fd, file_mtime_ns)
            try:
                os.ftruncate(fd, size)
                self.disk.write(fd, msgspec.json.encode(line) + b"\n")
                self.disk.sync(fd)
            except BaseException:
                self.remove_last(size)
                raise
        finally:
            os.close(fd)
        return size

    def remove_last(self, size: int) -> None:
        """Remove the last line, because the file was not replaced."""
        with contextlib.suppress(OSError):
            os.truncate(self.path, size)

    def is_large(self, beside: int) -> bool:
        """Whether compacting the journal pays off, given the size of the session's file in bytes."""
        try:
            return self.path.stat().st_size > _LARGE + 4 * beside
        except OSError:
            return False

    def rewrite(self, put: Mapping[tuple[str, str], list[RowWrite]], mtime_ns: int) -> None:
        """Replace all lines by one with these changes, which a file of this time contains."""
        tables: dict[str, dict[str, list[RowWrite]]] = {}
        for (table, key), puts in put.items():
            tables.setdefault(table, {})[key] = puts
        line = msgspec.json.encode(Line(tables, {}, mtime_ns, mtime_ns)) + b"\n"
        with contextlib.suppress(OSError):
            write_file(self.path, line, disk=self.disk, like=self.path.stat())

    def delete(self) -> None:
        """Delete the journal, because pmtui replaced or deleted the session."""
        with contextlib.suppress(OSError):
            self.path.unlink()

    def _open(self) -> int:
        """Open the journal for reading and appending; create it if missing."""
        if not _lies_inside(self.path.parent):
            raise OSError(errno.ELOOP, "leads out of the library", str(self.path.parent))
        flags = os.O_RDWR | os.O_APPEND | _OWN
        with contextlib.suppress(FileNotFoundError):
            return os.open(self.path, flags)
        home = self.path.parent
        if not home.is_dir():
            make_folders(home, self.disk)
            share_with_group(home, home.parent.stat(), 0o7777)
            # Git must ignore the journal, whatever the library's ignore file says.
            write_file(home / ".gitignore", b"*\n", disk=self.disk)
        fd = os.open(self.path, flags | os.O_CREAT, 0o666)
        share_with_group(self.path, home.stat(), 0o666)
        self.disk.sync_folder(str(home))
        return fd

    def _last(self) -> tuple[int, int] | None:
        """Return the times of the replaced and the new file in the last line; None if there is no line."""
        if not _lies_inside(self.path.parent):
            return None
        try:
            fd = os.open(self.path, os.O_RDONLY | _OWN)
        except OSError:
            return None
        try:
            found = _ending(fd)
            return found or (_whole(fd) and (0, 0)) or None
        finally:
            os.close(fd)

    def _sound_size(self, fd: int, file_mtime_ns: int) -> int:
        """Return the size without a last line that is incomplete, or whose file was never written."""
        size = os.fstat(fd).st_size
        if not size:
            return 0
        last = _ending(fd)
        if last is None:
            return _whole(fd)
        over, wrote = last
        if over == file_mtime_ns != wrote:
            data = os.pread(fd, size, 0)
            return data.rstrip(b"\n").rfind(b"\n") + 1
        return size


def line_of(todo: Mapping[str, Change], before: Tables, over: int, wrote: int) -> Line:
    """Return the changes of a save as a line of the journal.

    Args:
        todo: the changes.
        before: the tables before the save.
        over: the modification time of the file that is replaced.
        wrote: the modification time of the new file.
    """
    now = time.time()
    put: dict[str, dict[str, list[RowWrite]]] = {}
    gone: dict[str, list[str]] = {}
    for table, change in todo.items():
        docs = before.get(table, {})
        for number, row in change.put.items():
            made = _put(row, docs.get(str(number)), now)
            if made.changed:
                put.setdefault(table, {})[key_of(table, row)] = [made]
        kept = {key_of(table, row) for row in change.put.values()}
        lost = [key_of(table, docs[str(number)]) for number in change.gone if str(number) in docs]
        if left := [key for key in lost if key not in kept]:
            gone[table] = left
    return Line(put, gone, over, wrote)


def key_of(table: str, row: Row) -> str:
    """Return the key of a row in the journal."""
    return str(row.get("id")) if table in LISTED else ""


def _put(row: Row, old: Row | None, now: float) -> RowWrite:
    if old is None or old.get("id") != row.get("id"):
        return RowWrite(row, None, (), now)
    was = {name: value for name, value in old.items() if name not in row or row[name] != value}
    return RowWrite(row, was, tuple(name for name in row if name not in old), now)


def _lies_inside(home: Path) -> bool:
    """Whether the folder of the journals is inside the library, not a link that leads out of it."""
    library = os.path.realpath(home.parent.parent if home.name == FOLDER else home.parent)
    return os.path.realpath(home).startswith(os.path.join(library, ""))  # noqa: PTH118


def _ending(fd: int) -> tuple[int, int] | None:
    size = os.fstat(fd).st_size
    found = _TAIL.search(os.pread(fd, 100, max(size - 100, 0)))
    return (int(found[1]), int(found[2])) if found else None


def _whole(fd: int) -> int:
    """Return the offset after the last complete line."""
    return os.pread(fd, os.fstat(fd).st_size, 0).rfind(b"\n") + 1
