"""Put an imported session in the place of the one with its id: made ready in full first, then moved into place."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from pmtui.library.attachments import folder_of, resolve
from pmtui.library.disk import ChangedMeanwhile, Disk, make_folders, write_file
from pmtui.library.errors import MachineRefused, Refused, from_os
from pmtui.library.lock import FolderLock, beside
from pmtui.library.moves import INCOMING, Move, is_pending, move_all
from pmtui.library.reading import ns_of
from pmtui.library.trash import Whole, both, into_trash, out_of_trash, place_in_trash
from pmtui.library.versions import read_file
from pmtui.library.writing import write_new
from pmtui.session.document import Session


def replace_session(path: Path, session: Session, lock: FolderLock, disk: Disk, now: datetime, whole: Whole) -> Path:
    """Put a session where another one lies, which goes to the trash; gives back the old file there.

    The attached files that the new one names come along from the old one; `whole` goes to the trash with that. The
    caller holds the lock.

    Raises:
        MachineRefused: nothing was changed.
    """
    library = lock.folder
    stage = beside(library, INCOMING) / os.urandom(6).hex()
    thrown = place_in_trash(library, now) / path.name
    try:
        make_folders(stage, disk)
        ready = stage / path.name
        _copy_attachments(folder_of(path), folder_of(ready), session, disk)
        write_new(ready, session, lock, disk, ns_of(session.updated_at), ready=True)
        _take_mode(ready, path)
        more = into_trash(library, thrown.parent, whole)
        if path.is_symlink():
            _replace_through_link(path, ready, thrown, more, library, disk)
        else:
            move_all(library, (*both(path, thrown), *more, *both(ready, path)), disk)
    except OSError as error:
        raise from_os(error, path) from error
    finally:
        # What is written down as pending is still to be moved; what a killed program leaves the next writer sweeps.
        if not is_pending(library):
            shutil.rmtree(stage, ignore_errors=True)
            with contextlib.suppress(OSError):
                stage.parent.rmdir()
    return thrown


def restore_through_link(lies: Path, link: Path, library: Path, disk: Disk, now: datetime, whole: Whole) -> Path:
    """Put a file of the trash into the place of one that is a link: the link stays, what it led to goes to the trash.

    Args:
        lies: the file in the trash.
        link: the file of the library whose place it takes.
        library: the folder of both.
        disk: the system's calls.
        now: when.
        whole: what goes to the trash with the link's content.

    Raises:
        MachineRefused: nothing was changed.
    """
    thrown = place_in_trash(library, now) / link.name
    more = (*into_trash(library, thrown.parent, whole), *out_of_trash(library, lies.parent))
    try:
        _replace_through_link(link, lies, thrown, more, library, disk)
        lies.unlink()
    except OSError as error:
        raise from_os(error, link) from error
    with contextlib.suppress(OSError):
        (lies.parent / "old").rmdir()
        lies.parent.rmdir()
    return link


def _replace_through_link(
    path: Path, ready: Path, thrown: Path, more: Iterable[Move], library: Path, disk: Disk
) -> None:
    """Write over the file that a link leads to; the link stays, and the old content goes to the trash as a file."""
    target, old = Path(os.path.realpath(path)), ready.parent / "old" / path.name
    make_folders(old.parent, disk)
    was, new = target.stat(), ready.stat()
    write_file(old, target.read_bytes(), disk=disk, mtime_ns=was.st_mtime_ns)
    moves = (
        Move(old, thrown),
        Move(folder_of(path), folder_of(thrown)),
        *more,
        Move(folder_of(ready), folder_of(path)),
    )
    move_all(library, moves, disk)
    try:
        write_file(target, ready.read_bytes(), disk=disk, like=was, mtime_ns=new.st_mtime_ns)
    except ChangedMeanwhile:
        move_all(library, [Move(move.target, move.source) for move in reversed(moves)], disk)
        raise MachineRefused(f"{path}: another program wrote it in this moment: try again") from None
    except OSError:
        move_all(library, [Move(move.target, move.source) for move in reversed(moves)], disk)
        raise


def sweep_incoming(incoming: Path, older_than: float) -> None:
    """Delete what programs that died had made ready. The caller holds the lock, and nothing is pending."""
    latest = time.time() - older_than if older_than else float("inf")
    with contextlib.suppress(OSError), os.scandir(incoming) as found:
        for item in found:
            with contextlib.suppress(OSError):
                if item.stat(follow_symlinks=False).st_ctime < latest:
                    shutil.rmtree(item.path, ignore_errors=True)
    with contextlib.suppress(OSError):
        incoming.rmdir()


def _copy_attachments(old: Path, new: Path, session: Session, disk: Disk) -> None:
    for name in dict.fromkeys(each.path for each in session.evidence if each.path):
        with contextlib.suppress(Refused, ChangedMeanwhile):
            file = resolve(old, name)
            if file.is_file():
                make_folders((new / name).parent, disk)
                write_file(new / name, read_file(file), disk=disk)


def _take_mode(path: Path, like: Path) -> None:
    """Give the new file the old one's mode and group."""
    with contextlib.suppress(OSError):
        was = like.stat()
        os.chown(path, -1, was.st_gid)
        os.chmod(path, stat.S_IMODE(was.st_mode))  # noqa: PTH101
