"""Move session files together with their attachments: rename, delete to the trash, restore. Call it with the lock."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from pmtui.library import names
from pmtui.library.attachments import folder_of
from pmtui.library.disk import TEMPORARY, Disk
from pmtui.library.errors import NotFound, from_os
from pmtui.library.lock import internal_path
from pmtui.library.moves import Move, Pending, move_all
from pmtui.library.versions import State, state_of
from pmtui.session.document import Instant

_TRASH: Final = "trash"
_STAMP: Final = r"\d{8}T\d{12}-\d+"


class Companions(Struct, frozen=True):
    """What goes to the trash together with a session's file."""

    duplicates: tuple[Path, ...] = ()
    """The other files of the same session."""
    session_id: str = ""
    """The session whose journal goes, too; empty: the journal stays."""


NO_COMPANIONS: Final = Companions()


def rename(path: Path, stem: str, library: Path, disk: Disk) -> Path:
    """Rename a session's file and its attachment folder; a number is added if the name is taken.

    Raises:
        StorageError: nothing was renamed.
    """
    if path.name == stem + names.ENDING or _numbered(path.name, stem):
        return path
    target = next(names.free_paths(path.parent, stem))
    move_session(path, target, library, disk)
    return target


def move_to_trash(path: Path, library: Path, now: datetime, disk: Disk, companions: Companions = NO_COMPANIONS) -> Path:
    """Move a session's file and attachments to the trash; return the file's path there.

    Args:
        path: the file.
        library: its folder.
        now: the time of deletion.
        disk: the system calls.
        companions: what goes with it.

    Raises:
        NotFound: there is no such file.
        StorageError: nothing was moved.
    """
    target = new_trash_folder(library, now) / path.name
    make_link_absolute(path)
    move_session(path, target, library, disk, into_trash(library, target.parent, companions))
    return target


def restore(
    path: Path, library: Path, disk: Disk, *, over: Path | None, now: datetime, companions: Companions = NO_COMPANIONS
) -> Path:
    """Move a file out of the trash, under another name if its own is taken; return its path.

    Args:
        path: the file in the trash.
        library: the folder to restore it to.
        disk: the system calls.
        over: a file of the library that goes to the trash in the same step.
        now: the time of deletion of `over`.
        companions: what goes to the trash with `over`.

    Raises:
        NotFound: the file is not in the trash any more.
        StorageError: nothing was moved.
    """
    if not os.path.lexists(path):
        raise NotFound(f"{path.name}: not in the trash any more")
    journals = out_of_trash(library, path.parent)
    if over is None:
        target = next(names.free_paths(library, path.name.removesuffix(names.ENDING)))
        move_session(path, target, library, disk, journals)
    else:
        target, place = over, new_trash_folder(library, now)
        make_link_absolute(over)
        away = (*moves_of(over, place / over.name), *into_trash(library, place, companions))
        try:
            move_all(library, (*away, *moves_of(path, target), *journals), disk)
        except OSError as error:
            raise from_os(error, path) from error
    with contextlib.suppress(OSError):
        path.parent.rmdir()
    return target


def listed(library: Path, pending: Pending) -> list[Path]:
    """Return the files in the trash, the last deleted first."""
    home = internal_path(library, _TRASH)
    found = {path for path in home.glob("*/*" + names.ENDING) if names.is_session_file(path.name)}
    for move in pending.waiting():
        found.discard(move.source)
        if home in move.target.parents and names.is_session_file(move.target.name):
            found.add(move.target)
    return sorted((p for p in found if re.fullmatch(_STAMP, p.parent.name)), key=lambda p: p.parent.name, reverse=True)


def deleted_at(path: Path) -> Instant:
    """Return when a file in the trash was deleted, to the second, from its folder's name; empty if that has no time."""
    try:
        when = datetime.strptime(path.parent.name[:15], "%Y%m%dT%H%M%S")
    except ValueError:
        return ""
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"


def is_in_trash(library: Path, file: str, state: State) -> bool:
    """Return whether exactly this version of a file is in the trash."""
    for place in internal_path(library, _TRASH).glob("*"):
        with contextlib.suppress(OSError):
            if state_of((place / file).stat()) == state:
                return True
    return False


def new_trash_folder(library: Path, now: datetime) -> Path:
    """Return the path of a new folder in the trash, whose name is the time of deletion."""
    home, stamp = internal_path(library, _TRASH), f"{now:%Y%m%dT%H%M%S%f}"
    return next(place for n in range(10_000) if not (place := home / f"{stamp}-{n}").exists())


def moves_of(path: Path, target: Path) -> tuple[Move, Move]:
    """Return the moves of a session's file and its attachment folder."""
    return Move(path, target), Move(folder_of(path), folder_of(target))


def make_link_absolute(path: Path) -> None:
    """Make a session's file that is a relative link absolute, so that it works from the trash."""
    with contextlib.suppress(OSError):
        if not path.is_symlink() or path.readlink().is_absolute():
            return
        temporary = path.with_name(os.urandom(6).hex().join(TEMPORARY))
        temporary.symlink_to(path.parent.resolve() / path.readlink())
        temporary.replace(path)


def into_trash(library: Path, place: Path, companions: Companions) -> list[Move]:
    """Return the moves of what goes to the trash with a session's file: its duplicates, and its journal."""
    moves = [move for duplicate in companions.duplicates for move in moves_of(duplicate, place / duplicate.name)]
    if companions.session_id:
        # Deferred: most calls move nothing.
        from pmtui.library.git_journal import Journal

        journal = Journal(library, companions.session_id).path
        moves.append(Move(journal, place / journal.name))
    return moves


def out_of_trash(library: Path, place: Path) -> list[Move]:
    """Return the moves of the journals that went to the trash with a session."""
    found = [path for path in place.glob("*.jsonl") if path.is_file() and not path.is_symlink()]
    if not found:
        return []
    from pmtui.library.git_journal import Journal

    return [Move(path, Journal(library, path.stem).path) for path in found]


def move_session(path: Path, target: Path, library: Path, disk: Disk, more: Iterable[Move] = ()) -> None:
    """Move a session's file and attachments and `more`, all or nothing.

    Raises:
        NotFound: there is no such file.
        StorageError: nothing was moved.
    """
    if not os.path.lexists(path):
        raise NotFound(f"{path.name}: no such session in {library}: see pmtui list")
    try:
        move_all(library, (*moves_of(path, target), *more), disk)
    except OSError as error:
        raise from_os(error, path) from error


def _numbered(name: str, stem: str) -> bool:
    rest = name.removesuffix(names.ENDING).removeprefix(stem)
    return name.startswith(stem + "-") and rest[1:].isdecimal()
