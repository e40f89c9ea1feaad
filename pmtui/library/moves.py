"""Several renames that happen all or not at all, also where the program is killed or the disk refuses in between.

What is to be moved is written down first (`.pmtui/moving`), durably. From that moment it counts as done: whoever comes
next finishes it under the lock, and a reader who may not write sees every file where it is about to lie.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from msgspec import Struct

from pmtui.library.disk import Disk, make_folders, write_file
from pmtui.library.lock import MARKER, beside

INCOMING: Final = "incoming"
"""The folder in which sessions are made ready that are to be moved into the place of others."""

_JOURNAL: Final = "moving"
_LONGEST: Final = 1 << 20
"""Bytes of a journal that are read; ours have some hundreds."""


class Move(NamedTuple):
    """A file or folder, and where it goes."""

    source: Path
    target: Path


class Pending(Struct, frozen=True):
    """Moves that are written down and perhaps not done yet."""

    moves: tuple[Move, ...] = ()

    def waiting(self) -> list[Move]:
        """The moves that are not done yet, in their order."""
        found: list[Move] = []
        for move in self.moves:
            free = not os.path.lexists(move.target) or any(move.target == before.source for before in found)
            if free and os.path.lexists(move.source):
                found.append(move)
        return found

    def located(self, path: Path) -> Path:
        """Where a file or folder lies now that is about to lie at `path`."""
        for move in self.waiting():
            if path == move.target or move.target in path.parents:
                return move.source / path.relative_to(move.target)
        return path


NOTHING_PENDING: Final = Pending()


def move_all(library: Path, moves: Iterable[Move], disk: Disk) -> None:
    """Do all these renames, or none; durable on return. The caller holds the lock.

    What does not exist is passed over. Where the disk refuses half-way, what was done is undone; where it refuses
    that as well, the next program finishes the moves.

    Raises:
        OSError: the disk refused.
    """
    todo = Pending(tuple(move for move in moves if os.path.lexists(move.source)))
    journal = _journal(library)
    _write_down(library, journal, todo, disk)
    try:
        _carry_out(todo, disk)
    except OSError:
        with contextlib.suppress(OSError):
            _take_back(todo, disk)
            _strike_out(journal, disk)
        raise
    _strike_out(journal, disk)


def finish(library: Path, disk: Disk) -> None:
    """Finish the moves that a program began before it died. The caller holds the lock.

    Raises:
        OSError: the disk refused; they are still written down.
    """
    if not is_pending(library):
        return
    journal, todo = _journal(library), pending(library)
    _carry_out(todo, disk)
    with contextlib.nullcontext() if todo.moves else contextlib.suppress(OSError):
        # What is no journal of ours may be anything, and must stop nobody.
        _strike_out(journal, disk)


def is_pending(library: Path) -> bool:
    """Whether moves are written down: one system call."""
    try:
        os.lstat(f"{library}/{MARKER}/{_JOURNAL}")
    except NotADirectoryError:
        return os.path.lexists(_journal(library))
    except OSError:
        return False
    return True


def pending(library: Path) -> Pending:
    """The moves that are written down; none where the journal is not one that we wrote."""
    try:
        fd = os.open(_journal(library), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return NOTHING_PENDING
    import json  # mostly nothing is pending

    try:
        data = os.read(fd, _LONGEST) if stat.S_ISREG(os.fstat(fd).st_mode) else b""
        pairs = [(str(source), str(target)) for source, target in json.loads(data)]
    except (OSError, ValueError, TypeError):
        return NOTHING_PENDING
    finally:
        os.close(fd)
    if not all(_is_inside(name) for pair in pairs for name in pair):
        return NOTHING_PENDING
    found = Pending(tuple(Move(library / source, library / target) for source, target in pairs))
    # A folder on the way may be a link that came with a git clone.
    inside = Path(os.path.realpath(library))
    parents = {path.parent for move in found.moves for path in move}
    return found if all(Path(os.path.realpath(each)).is_relative_to(inside) for each in parents) else NOTHING_PENDING


def generation(library: Path) -> tuple[int, int]:
    """A value that changes whenever files are moved, made or deleted."""
    try:
        return os.stat(library).st_mtime_ns, os.stat(_journal(library).parent).st_mtime_ns
    except OSError:
        return 0, 0


def _journal(library: Path) -> Path:
    return beside(library, _JOURNAL)


def _write_down(library: Path, journal: Path, todo: Pending, disk: Disk) -> None:
    import json

    names = [[str(path.relative_to(library)) for path in move] for move in todo.moves]
    make_folders(journal.parent, disk)
    with contextlib.suppress(FileNotFoundError):
        # Whoever holds the lock has finished what was pending: what still lies here is none of ours.
        journal.unlink()
    write_file(journal, json.dumps(names).encode(), disk=disk)


def _carry_out(todo: Pending, disk: Disk) -> None:
    for move in todo.waiting():
        make_folders(move.target.parent, disk)
        with contextlib.suppress(FileNotFoundError):
            # Where the file system knows no locks, another program may have done it in this moment.
            disk.rename(str(move.source), str(move.target))
    for folder in sorted({str(path.parent) for move in todo.moves for path in move}):
        with contextlib.suppress(FileNotFoundError):
            disk.sync_folder(folder)


def _take_back(todo: Pending, disk: Disk) -> None:
    for move in reversed(todo.moves):
        if os.path.lexists(move.target) and not os.path.lexists(move.source):
            disk.rename(str(move.target), str(move.source))
    for move in todo.moves:
        disk.sync_folder(str(move.source.parent))


def _strike_out(journal: Path, disk: Disk) -> None:
    journal.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        # Where a power cut brings it back, all its moves are done.
        disk.sync_folder(str(journal.parent))


def _is_inside(name: str) -> bool:
    """Whether a name leads to somewhere inside the library, as all of ours do; a journal may come with a git clone."""
    path = Path(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\0" not in name
