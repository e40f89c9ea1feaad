"""Replace a session by an imported one with the same id: prepare the new file completely, then move it into place."""

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
from pmtui.library.errors import Refused, StorageError, from_os
from pmtui.library.lock import FolderLock, internal_path
from pmtui.library.moves import INCOMING, Move, is_pending, move_all
from pmtui.library.reading import ns_of
from pmtui.library.trash import Companions, into_trash, moves_of, new_trash_folder, out_of_trash
from pmtui.library.versions import read_file
from pmtui.library.writing import write_new
from pmtui.session.document import Session


def replace_session(
    path: Path, session: Session, lock: FolderLock, disk: Disk, now: datetime, companions: Companions
) -> Path:
    """Replace the file of a session; the old one goes to the trash, whose path is returned.

    Attached files that the new session names are copied from the old one; `companions` go to the trash, too. The
    caller holds the lock.

    Raises:
        StorageError: nothing was changed.
    """
    library = lock.folder
    stage = internal_path(library, INCOMING) / os.urandom(6).hex()
    in_trash = new_trash_folder(library, now) / path.name
    try:
        make_folders(stage, disk)
        ready = stage / path.name
        _copy_attachments(folder_of(path), folder_of(ready), session, disk)
        write_new(ready, session, lock, disk, ns_of(session.updated_at), ready=True)
        _take_mode(ready, path)
        more = into_trash(library, in_trash.parent, companions)
        if path.is_symlink():
            _replace_through_link(path, ready, in_trash, more, library, disk)
        else:
            move_all(library, (*moves_of(path, in_trash), *more, *moves_of(ready, path)), disk)
    except OSError as error:
        raise from_os(error, path) from error
    finally:
        # Pending moves still need the prepared files; leftovers of a killed program are swept by the next writer.
        if not is_pending(library):
            shutil.rmtree(stage, ignore_errors=True)
            with contextlib.suppress(OSError):
                stage.parent.rmdir()
    return in_trash


def restore_through_link(
    lies: Path, link: Path, library: Path, disk: Disk, now: datetime, companions: Companions
) -> Path:
    """Restore a file from the trash over a symbolic link: the link stays, and its target's content goes to the trash.

    Args:
        lies: the file in the trash.
        link: the link in the library.
        library: the library's folder.
        disk: the system calls.
        now: the time of deletion.
        companions: what goes to the trash together with the target's content.

    Raises:
        StorageError: nothing was changed.
    """
    in_trash = new_trash_folder(library, now) / link.name
    more = (*into_trash(library, in_trash.parent, companions), *out_of_trash(library, lies.parent))
    try:
        _replace_through_link(link, lies, in_trash, more, library, disk)
        lies.unlink()
    except OSError as error:
        raise from_os(error, link) from error
    with contextlib.suppress(OSError):
        (lies.parent / "old").rmdir()
        lies.parent.rmdir()
    return link


def _replace_through_link(
    path: Path, ready: Path, in_trash: Path, more: Iterable[Move], library: Path, disk: Disk
) -> None:
    """Replace the content of a link's target; the link stays, and the old content goes to the trash as a file."""
    target, old = Path(os.path.realpath(path)), ready.parent / "old" / path.name
    make_folders(old.parent, disk)
    was, new = target.stat(), ready.stat()
    write_file(old, target.read_bytes(), disk=disk, mtime_ns=was.st_mtime_ns)
    moves = (
        Move(old, in_trash),
        Move(folder_of(path), folder_of(in_trash)),
        *more,
        Move(folder_of(ready), folder_of(path)),
    )
    move_all(library, moves, disk)
    try:
        write_file(target, ready.read_bytes(), disk=disk, like=was, mtime_ns=new.st_mtime_ns)
    except ChangedMeanwhile:
        move_all(library, [Move(move.target, move.source) for move in reversed(moves)], disk)
        raise StorageError(f"{path}: another program wrote it in this moment: try again") from None
    except OSError:
        move_all(library, [Move(move.target, move.source) for move in reversed(moves)], disk)
        raise


def sweep_incoming(incoming: Path, older_than: float) -> None:
    """Delete the prepared files of programs that died. The caller holds the lock, and no move is pending."""
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
    """Give a new file the mode and group of the old one."""
    with contextlib.suppress(OSError):
        was = like.stat()
        os.chown(path, -1, was.st_gid)
        os.chmod(path, stat.S_IMODE(was.st_mode))  # noqa: PTH101
