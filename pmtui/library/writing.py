"""A session to its file: what changed, merged with what stands there by now, as one write through TinyDB."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pmtui.library.attachments import folder_of
from pmtui.library.bodies import Lost, forget, spill
from pmtui.library.changing import Change, changes
from pmtui.library.disk import Disk
from pmtui.library.errors import Unreadable, from_os
from pmtui.library.layout import restamped
from pmtui.library.lock import FolderLock
from pmtui.library.reading import Loaded, instant_of
from pmtui.library.storage import SectionTable, SessionDB, SessionStorage, Tables
from pmtui.library.versions import Version
from pmtui.session.document import Session


class Saved(Loaded, frozen=True, eq=False):
    """A session as it stands in its file after a save."""

    merged: bool = False
    """Whether another program had written since, so that the session is more than what was handed in."""
    wrote: bool = True
    """False where the file held all of it already."""


def write_new(path: Path, session: Session, lock: FolderLock, disk: Disk, mtime_ns: int | None) -> Saved:
    """Write a file that is not there yet; the caller holds the lock.

    Raises:
        ChangedMeanwhile: something stands there by now.
        MachineRefused: nothing was written.
    """
    storage = SessionStorage(path, lock=lock, disk=disk, mtime_ns=mtime_ns)
    return _write(storage, path, {}, None, session, {}, ())


def write_over(
    path: Path, base: Loaded, ours: Session, lock: FolderLock, disk: Disk, mtime_ns: int | None = None
) -> Saved:
    """Write `ours` over what it was made from, or merged with what stands there by now; the caller holds the lock.

    A file that is gone is written again.

    Raises:
        ChangedMeanwhile: a program without the lock wrote in that moment; try again.
        Unreadable: what stands there cannot be read, or is another session; it is left alone.
        MachineRefused: nothing was changed.
    """
    known = (base.version, base.tables, base.data)
    storage = SessionStorage(path, lock=lock, disk=disk, known=known, mtime_ns=mtime_ns)
    tables = storage.read()
    if tables is None or storage.version is None:
        return _write(storage, path, {}, None, ours, base.lost or {}, ())
    if storage.version is base.version:
        return _write(storage, path, tables, base, ours, base.lost or {}, ())
    # Most saves meet nobody, and verbs start faster without these.
    from pmtui.library.rereading import read_again
    from pmtui.session.merge import merge

    theirs = read_again(path, storage.version, tables, storage.data, base)
    if theirs.session.id != base.session.id:
        raise Unreadable(path, f"it holds another session ({theirs.session.id}) now: move that file away")
    merged = merge(base.session, ours, theirs.session)
    notices = (*theirs.notices, *merged.notices)
    return _write(storage, path, tables, theirs, merged.session, theirs.lost or {}, notices, merged=True)


def _write(
    storage: SessionStorage,
    path: Path,
    tables: Tables,
    held: Loaded | None,
    session: Session,
    lost: Lost,
    notices: tuple[str, ...],
    *,
    merged: bool = False,
) -> Saved:
    todo = changes(tables, held.session if held and held.exact else None, session)
    folder = folder_of(path)
    try:
        spill(todo, lost, folder, storage.disk)
    except OSError as error:
        raise from_os(error, folder) from error
    todo = _real(todo, tables)
    if todo or storage.mtime_ns is not None:
        _apply(storage, todo)
        after = storage.read() or {}
        if "evidence" in todo:
            forget(tables, after, folder)
    else:
        after = tables
    version = storage.version
    assert isinstance(version, Version)
    session = restamped(session, instant_of(version.mtime_ns))
    left = {key: name for key, name in lost.items() if _still_lost(session, key)}
    return Saved(session, notices, version, path, after, storage.data, True, left, merged, bool(todo))


def _apply(storage: SessionStorage, todo: Mapping[str, Change]) -> None:
    """One storage write for all tables."""
    with SessionDB(storage=lambda: storage) as db, storage.batch(locked=True):
        for table, change in todo.items():
            section = db.table(table)
            assert isinstance(section, SectionTable)
            section.change(change.gone, change.put)
        if not todo:
            storage.write(storage.read() or {})


def _real(todo: dict[str, Change], tables: Tables) -> dict[str, Change]:
    """Without documents that stand in the file like that (a long body looks changed until it has been put aside)."""
    made: dict[str, Change] = {}
    for table, change in todo.items():
        docs = tables.get(table)
        put = {number: row for number, row in change.put.items() if (docs or {}).get(str(number)) != row}
        if docs is None or put or change.gone:
            made[table] = Change(change.gone, put)
    return made


def _still_lost(session: Session, evidence_id: str) -> bool:
    return any(item.id == evidence_id and not item.body for item in session.evidence)
