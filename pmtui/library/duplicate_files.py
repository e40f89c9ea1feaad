"""Merge two files of the same session, which can exist after a file was moved while programs wrote it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from pmtui.library.attachments import attach, folder_of, resolve
from pmtui.library.disk import Disk
from pmtui.library.errors import Refused
from pmtui.library.reading import Loaded
from pmtui.library.scanning import Scanner
from pmtui.library.trash import NO_COMPANIONS, Companions
from pmtui.session.document import Session
from pmtui.session.edits import change_item


def find_duplicates(scanner: Scanner, path: Path, session_id: str) -> list[Path]:
    """Return the other files of a session. Only files that were not seen before are read, and only their start."""
    try:
        files = scanner.files_of(session_id, besides=path.name)
    except OSError:
        return []
    others = (scanner.folder / file for file in files)
    return [other for other in others if _is_another(other, path)]


def companions_of(scanner: Scanner, path: Path | None, duplicates: bool = True) -> Companions:
    """Return what goes to the trash together with a session's file; nothing if one of two duplicates goes alone."""
    session_id = scanner.quick_entry(path.name).id if path else ""
    if not path or not session_id:
        return NO_COMPANIONS
    others = find_duplicates(scanner, path, session_id)
    # The journal belongs to the duplicate that stays.
    return Companions(tuple(others), session_id) if duplicates or not others else NO_COMPANIONS


def merge_duplicates(
    there: Loaded, ours: Session, others: Iterable[Loaded], disk: Disk
) -> tuple[Session, tuple[str, ...]]:
    """Merge several files of a session; return the session, and a notice for each file that can be deleted.

    Args:
        there: the file that stays, with its content; the attached files of the others are copied beside it.
        ours: the edited session.
        others: the files that can be deleted.
        disk: the system calls.

    Raises:
        LibraryError: an attached file could not be copied.
    """
    # Deferred: duplicates are rare.
    from pmtui.session.merge import merge

    ours = merge(None, ours, there.session).session
    said: list[str] = []
    for other in others:
        merged = merge(None, ours, _with_files(other, folder_of(there.path), disk))
        ours = merged.session
        said += [
            f"{other.path.name} held the same session as {there.path.name}: they are one now, and it is in the trash",
            *merged.notices,
        ]
    return ours, tuple(said)


def _with_files(other: Loaded, folder: Path, disk: Disk) -> Session:
    """Copy the attached files of a duplicate to the attachment folder; return its session with the new names."""
    session = other.session
    for each in other.session.evidence:
        with contextlib.suppress(Refused):
            file = resolve(folder_of(other.path), each.path) if each.path else None
            if file is not None and file.is_file():
                name = attach(folder, file, each.path, disk=disk)
                if name != each.path:
                    session = change_item(session, "evidence", each.id, path=name)
    return session


def _is_another(other: Path, path: Path) -> bool:
    """Whether it is another file, not a link to or from the first one."""
    try:
        return not other.samefile(path)
    except OSError:
        return False
