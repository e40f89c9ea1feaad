"""Several renames as one transaction, safe against kills and disk errors in between.

The renames are first written to a journal (`.pmtui/moving`), durably. From then on they count as done: the next program
finishes them under the lock, and a reader that may not write finds every file by the journal.
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
from pmtui.library.lock import MARKER, internal_path

INCOMING: Final = "incoming"
"""The folder in which files are prepared that will replace others."""

_JOURNAL: Final = "moving"
_LONGEST: Final = 1 << 20
"""The maximum size of a journal in bytes; ours have some hundred."""


class Move(NamedTuple):
    """A rename of a file or folder."""

    source: Path
    target: Path


class Pending(Struct, frozen=True):
    """The renames of a journal, which may not all be done yet."""

    moves: tuple[Move, ...] = ()

    def waiting(self) -> list[Move]:
        """Return the renames that are not done yet, in order."""
        found: list[Move] = []
        for move in self.moves:
            free = not os.path.lexists(move.target) or any(move.target == before.source for before in found)
            if free and os.path.lexists(move.source):
                found.append(move)
        return found

    def located(self, path: Path) -> Path:
        """Return the current place of a file or folder that is about to be at `path`."""
        for move in self.waiting():
            if path == move.target or move.target in path.parents:
                return move.source / path.relative_to(move.target)
        return path


NOTHING_PENDING: Final = Pending()


def move_all(library: Path, moves: Iterable[Move], disk: Disk) -> None:
    """Do all renames or none; durable on return. The caller holds the lock.

    Missing sources are skipped. After an error the completed renames are reverted; if that fails, too, the next program
    finishes all of them.

    Raises:
        OSError: a rename failed.
    """
    todo = Pending(tuple(move for move in moves if os.path.lexists(move.source)))
    journal = _journal(library)
    _write_journal(library, journal, todo, disk)
    try:
        _do_moves(todo, disk)
    except OSError:
        with contextlib.suppress(OSError):
            _revert(todo, disk)
            _delete_journal(journal, disk)
        raise
    _delete_journal(journal, disk)


def finish(library: Path, disk: Disk) -> None:
    """Finish the renames of a program that died. The caller holds the lock.

    Raises:
        OSError: a rename failed; the journal still exists.
    """
    if not is_pending(library):
        return
    journal, todo = _journal(library), pending(library)
    _do_moves(todo, disk)
    with contextlib.nullcontext() if todo.moves else contextlib.suppress(OSError):
        # A file that is not a journal of ours must not stop anybody.
        _delete_journal(journal, disk)


def is_pending(library: Path) -> bool:
    """Whether there is a journal; costs one system call."""
    try:
        os.lstat(f"{library}/{MARKER}/{_JOURNAL}")
    except NotADirectoryError:
        return os.path.lexists(_journal(library))
    except OSError:
        return False
    return True


def pending(library: Path) -> Pending:
    """Return the renames of the journal; none if it is not one of ours."""
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
    # A folder on the way may be a link from a git clone.
    inside = Path(os.path.realpath(library))
    parents = {path.parent for move in found.moves for path in move}
    return found if all(Path(os.path.realpath(each)).is_relative_to(inside) for each in parents) else NOTHING_PENDING


def generation(library: Path) -> tuple[int, int]:
    """Return a value that changes whenever files are moved, created or deleted."""
    try:
        return os.stat(library).st_mtime_ns, os.stat(_journal(library).parent).st_mtime_ns
    except OSError:
        return 0, 0


def _journal(library: Path) -> Path:
    return internal_path(library, _JOURNAL)


def _write_journal(library: Path, journal: Path, todo: Pending, disk: Disk) -> None:
    import json

    names = [[str(path.relative_to(library)) for path in move] for move in todo.moves]
    make_folders(journal.parent, disk)
    with contextlib.suppress(FileNotFoundError):
        # The holder of the lock has finished pending renames, so an existing journal is not one of ours.
        journal.unlink()
    write_file(journal, json.dumps(names).encode(), disk=disk)


def _do_moves(todo: Pending, disk: Disk) -> None:
    for move in todo.waiting():
        make_folders(move.target.parent, disk)
        with contextlib.suppress(FileNotFoundError):
            # On a file system without locks, another program may have done it at the same time.
            disk.rename(str(move.source), str(move.target))
    for folder in sorted({str(path.parent) for move in todo.moves for path in move}):
        with contextlib.suppress(FileNotFoundError):
            disk.sync_folder(folder)


def _revert(todo: Pending, disk: Disk) -> None:
    for move in reversed(todo.moves):
        if os.path.lexists(move.target) and not os.path.lexists(move.source):
            disk.rename(str(move.target), str(move.source))
    for move in todo.moves:
        disk.sync_folder(str(move.source.parent))


def _delete_journal(journal: Path, disk: Disk) -> None:
    journal.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        # If a power cut restores the journal, all its renames are done.
        disk.sync_folder(str(journal.parent))


def _is_inside(name: str) -> bool:
    """Whether a name is inside the library, as in all journals of ours; a git clone may contain another journal."""
    path = Path(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\0" not in name
