"""What this machine wrote into a session's file, kept beside it where git may replace the file with an older one.

In a git work tree every save adds a line to `.pmtui/journal/ID.jsonl` before it replaces the session's file: the rows
that it changed, as they were and as they are. When the file turns out to be another one than the last line says, what
it lacks can so be told from what somebody deleted (`pmtui.library.put_back`). Nothing of this happens outside git.
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
from pmtui.library.lock import beside, share
from pmtui.library.row_diff import Change
from pmtui.library.rows_on_disk import LISTED, doc_id

FOLDER: Final = "journal"
UNMERGED: Final = ("rank", "id", "format", "version")
"""Fields that are no change by themselves."""

UNSETTLED: Final = -1
"""Stands for the time of the file where git could not be asked about it, so that the next save asks again."""

_LARGE: Final = 256 * 1024
_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,99}")
_OWN: Final = os.O_NOFOLLOW | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0)
"""A link or pipe of the journal's name may come with a git clone: it is neither followed nor waited for."""
_TAIL: Final = re.compile(rb'"over":(-?\d+),"wrote":(-?\d+)\}\n$')


class Put(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row that was added or changed."""

    row: Row
    """As it was written."""
    was: Row | None = None
    """What the changed fields held before; None where the row is new."""
    made: tuple[str, ...] = ()
    """The changed fields that were not there before."""
    at: float = 0.0
    """When, in seconds since 1970."""

    @property
    def changed(self) -> set[str]:
        """The names of the fields that were changed; all of a new row."""
        names = set(self.row) if self.was is None else set(self.was) | set(self.made)
        return names.difference(UNMERGED)


class Line(msgspec.Struct, frozen=True):
    """What one save did, by table and row id (a section that is one row has an empty id)."""

    put: dict[str, dict[str, list[Put]]]
    """One for a save; several where saves were drawn together."""
    gone: dict[str, list[str]]
    over: int
    """The time of the file that it replaced."""
    wrote: int
    """The time that the file bears since; both stand last, so that the end of the journal tells them."""


_lines = msgspec.json.Decoder(Line)


class Journal:
    """The journal of one session. Call what writes under the library's lock."""

    def __init__(self, library: Path, session_id: str, disk: Disk = DISK) -> None:
        # Ids of imported sessions may be any text.
        name = session_id if _NAME.fullmatch(session_id) else str(doc_id(session_id))
        self.path, self.disk = beside(library, FOLDER) / f"{name}.jsonl", disk
        self.settled = True
        """Whether it is known what the file lacks and why; what is written now says so to the next save."""
        self.until = deadline()
        """When git must have answered whatever it is asked about this session."""

    def replaced(self, mtime_ns: int) -> bool:
        """Whether a file of this time is another one than the last save left (or found, if it was cut short)."""
        last = self._last()
        return last is not None and mtime_ns not in last

    def was_unsettled(self) -> bool:
        """Whether git could not be asked about the file before the last save."""
        last = self._last()
        return last is not None and last[1] == UNSETTLED

    def lines(self) -> list[Line]:
        """What was written, the earliest first; a line that was cut short is none."""
        found = []
        with contextlib.suppress(OSError):
            own = self.path.is_file() and not self.path.is_symlink() and _lies_inside(self.path.parent)
            data = self.path.read_bytes() if own else b""
            for line in data.splitlines():
                with contextlib.suppress(msgspec.MsgspecError):
                    found.append(_lines.decode(line))
        return found

    def keep(self, line: Line, file_mtime_ns: int) -> int:
        """Add a line, durably, before the file is replaced; gives back what `take_back` needs.

        Args:
            line: what is being written.
            file_mtime_ns: the time of the file that is replaced.

        Raises:
            OSError: the line cannot be kept.
        """
        fd = self._open()
        try:
            size = self._sound_size(fd, file_mtime_ns)
            try:
                os.ftruncate(fd, size)
                self.disk.write(fd, msgspec.json.encode(line) + b"\n")
                self.disk.sync(fd)
            except BaseException:
                self.take_back(size)
                raise
        finally:
            os.close(fd)
        return size

    def take_back(self, size: int) -> None:
        """Take back the last line: the file was not replaced."""
        with contextlib.suppress(OSError):
            os.truncate(self.path, size)

    def is_large(self, beside: int) -> bool:
        """Whether it is worth drawing together, beside a session's file of so many bytes."""
        try:
            return self.path.stat().st_size > _LARGE + 4 * beside
        except OSError:
            return False

    def rewrite(self, put: Mapping[tuple[str, str], list[Put]], mtime_ns: int) -> None:
        """Replace all lines by these, which a file of this time holds."""
        tables: dict[str, dict[str, list[Put]]] = {}
        for (table, key), puts in put.items():
            tables.setdefault(table, {})[key] = puts
        line = msgspec.json.encode(Line(tables, {}, mtime_ns, mtime_ns)) + b"\n"
        with contextlib.suppress(OSError):
            write_file(self.path, line, disk=self.disk, like=self.path.stat())

    def end(self) -> None:
        """Delete the journal: pmtui replaced or deleted the session."""
        with contextlib.suppress(OSError):
            self.path.unlink()

    def _open(self) -> int:
        """The journal, open for reading and appending; made where it is missing."""
        if not _lies_inside(self.path.parent):
            raise OSError(errno.ELOOP, "leads out of the library", str(self.path.parent))
        flags = os.O_RDWR | os.O_APPEND | _OWN
        with contextlib.suppress(FileNotFoundError):
            return os.open(self.path, flags)
        home = self.path.parent
        if not home.is_dir():
            make_folders(home, self.disk)
            share(home, home.parent.stat(), 0o7777)
            # Nothing in here is anybody else's, whatever the ignore file of the library says.
            write_file(home / ".gitignore", b"*\n", disk=self.disk)
        fd = os.open(self.path, flags | os.O_CREAT, 0o666)
        share(self.path, home.stat(), 0o666)
        self.disk.sync_folder(str(home))
        return fd

    def _last(self) -> tuple[int, int] | None:
        """The times of the file that the last line replaced and wrote; None where there is no line."""
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
        """The bytes without a line that was cut short, or whose file never came to be."""
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
    """What a save does, as a line of the journal.

    Args:
        todo: the changes.
        before: the tables that they are made to.
        over: the time of the file that is replaced.
        wrote: the time that the new one bears.
    """
    now = time.time()
    put: dict[str, dict[str, list[Put]]] = {}
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
    """What a row is known by in the journal."""
    return str(row.get("id")) if table in LISTED else ""


def _put(row: Row, old: Row | None, now: float) -> Put:
    if old is None or old.get("id") != row.get("id"):
        return Put(row, None, (), now)
    was = {name: value for name, value in old.items() if name not in row or row[name] != value}
    return Put(row, was, tuple(name for name in row if name not in old), now)


def _lies_inside(home: Path) -> bool:
    """Whether the folder of the journals lies in the library, and is no link out of it."""
    library = os.path.realpath(home.parent.parent if home.name == FOLDER else home.parent)
    return os.path.realpath(home).startswith(os.path.join(library, ""))  # noqa: PTH118


def _ending(fd: int) -> tuple[int, int] | None:
    size = os.fstat(fd).st_size
    found = _TAIL.search(os.pread(fd, 100, max(size - 100, 0)))
    return (int(found[1]), int(found[2])) if found else None


def _whole(fd: int) -> int:
    """The bytes up to the end of the last line."""
    return os.pread(fd, os.fstat(fd).st_size, 0).rfind(b"\n") + 1
