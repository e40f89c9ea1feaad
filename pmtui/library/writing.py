"""Write a session to its file: merge with the file's current content, and write the changes as one TinyDB write."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pmtui.library.attachments import folder_of
from pmtui.library.disk import ChangedMeanwhile, Disk
from pmtui.library.errors import Unreadable, from_os
from pmtui.library.file_format import Tables
from pmtui.library.git_tree import git_folder, wait_for, when_git_is_done
from pmtui.library.lock import FolderLock
from pmtui.library.long_texts import LONG, Lost, delete_unused, still_missing, store_long_texts
from pmtui.library.reading import Loaded, instant_of
from pmtui.library.row_diff import Change, changes, raise_version
from pmtui.library.rows_on_disk import LEFT_OUT_EMPTY, with_updated_at
from pmtui.library.versions import Version
from pmtui.session.document import Session

if TYPE_CHECKING:
    from pmtui.library.git_journal import Journal
    from pmtui.library.storage import SessionStorage


class Saved(Loaded, frozen=True, eq=False):
    """A session as stored in its file after a save."""

    merged: bool = False
    """Whether another program had written, so that the session is not just the one passed in."""
    wrote: bool = True
    """False if there was nothing to write."""
    without: Session | None = None
    """The session without what was restored, if git's version of the file lacked something; else None."""


def another_session(path: Path, found: Session) -> Unreadable:
    """Return the error for a file that contains another session."""
    return Unreadable(path, f"it holds another session ({found.id}) now: move that file away")


def write_new(
    path: Path, session: Session, lock: FolderLock, disk: Disk, mtime_ns: int | None, *, ready: bool = False
) -> Saved:
    """Write a new file; the caller holds the lock.

    Args:
        path: the file.
        session: its content.
        lock: the library's lock.
        disk: the system calls.
        mtime_ns: the modification time; None: now.
        ready: whether the file is only prepared outside the library, so that the session's journal is left alone.

    Raises:
        ChangedMeanwhile: the file exists.
        StorageError: nothing was written.
    """
    from pmtui.library.storage import SessionStorage  # deferred: imports TinyDB, which reading does not need

    storage = SessionStorage(path, lock=lock, disk=disk, mtime_ns=mtime_ns)
    saved = _write(storage, path, {}, None, session, {}, ())
    if not ready and (journal := journal_of(lock, session.id, disk)):
        # The session may have a journal from an earlier file.
        journal.delete()
    return saved


def write_over(
    path: Path,
    base: Loaded,
    ours: Session,
    lock: FolderLock,
    disk: Disk,
    mtime_ns: int | None = None,
    *,
    gone: bool = False,
) -> Saved:
    """Write `ours`, merged with the file's current content; the caller holds the lock.

    Args:
        path: the current path of the session's file.
        base: the version that was loaded, or saved last.
        ours: the edited session.
        lock: the library's lock.
        disk: the system calls.
        mtime_ns: the modification time; None: now.
        gone: whether the session's file is gone, so that it is written again.

    Raises:
        ChangedMeanwhile: a program without the lock wrote or moved the file at the same time; try again.
        Unreadable: the file cannot be read, or contains another session; it was not changed.
        StorageError: nothing was changed.
    """
    journal = journal_of(lock, ours.id, disk)
    if journal is None:
        return _write_over(path, base, ours, lock, disk, mtime_ns, gone, None)
    return when_git_is_done(path.parent, lambda: _write_over(path, base, ours, lock, disk, mtime_ns, gone, journal))


def lacks_saved_changes(loaded: Loaded, lock: FolderLock, disk: Disk) -> bool:
    """Whether git may have replaced a file by a version without our last changes; the next save restores them."""
    journal = journal_of(lock, loaded.session.id, disk)
    if journal is None or not journal.replaced(loaded.version.mtime_ns):
        return False
    from pmtui.library.journal_restore import lacks

    return lacks(journal, loaded)


def _write_over(
    path: Path,
    base: Loaded,
    ours: Session,
    lock: FolderLock,
    disk: Disk,
    mtime_ns: int | None,
    gone: bool,
    journal: Journal | None,
) -> Saved:
    from pmtui.library.storage import SessionStorage

    storage = SessionStorage(path, lock=lock, disk=disk, known=(base.version, base.text), mtime_ns=mtime_ns)
    tables = storage.read()
    if tables is None:
        wait_for(path)
        tables = storage.read()
    if tables is None or storage.version is None:
        if not gone:
            # If the file was just moved, writing it here would lack what others wrote, which would then count as
            # deleted.
            raise ChangedMeanwhile
        return _write(storage, path, {}, None, ours, base.lost or {}, (), journal=journal, before=base.tables)
    same = storage.version is base.version
    if same and not (journal and journal.replaced(storage.version.mtime_ns)):
        return _write(storage, path, tables, base, ours, base.lost or {}, (), journal=journal)
    return _write_merged(storage, path, tables, base, ours, journal)


def journal_of(lock: FolderLock, session_id: str, disk: Disk) -> Journal | None:
    """Return the journal of a session; None if git cannot replace its file."""
    if git_folder(lock.folder) is None:
        return None
    # Deferred: most libraries are outside git.
    from pmtui.library.git_journal import Journal

    return Journal(lock.folder, session_id, disk)


def _write_merged(
    storage: SessionStorage, path: Path, tables: Tables, base: Loaded, ours: Session, journal: Journal | None
) -> Saved:
    """Write `ours`, merged with the file's current content and with what git's version of it lacks."""
    # Deferred: most saves merge nothing.
    from pmtui.library.incremental_read import read_again
    from pmtui.session.merge import merge

    assert storage.version is not None and storage.text is not None
    theirs = base
    if storage.version is not base.version:
        theirs = read_again(path, storage.version, storage.text, base)
    if theirs.session.id != base.session.id:
        raise another_session(path, theirs.session)
    merged = merge(base.session, ours, theirs.session)
    notices, without = (*theirs.notices, *merged.notices), None
    if journal and journal.replaced(storage.version.mtime_ns):
        from pmtui.library.journal_restore import restore

        if back := restore(journal, theirs):
            without, merged = merged.session, merge(base.session, ours, back.session)
            notices = (*theirs.notices, *back.notices, *merged.notices)
    saved = _write(
        storage, path, tables, theirs, merged.session, theirs.lost or {}, notices, merged=True, journal=journal
    )
    return replace(saved, without=without)


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
    journal: Journal | None = None,
    before: Tables | None = None,
) -> Saved:
    todo = changes(tables, held.session if held and held.exact else None, session)
    if may_be_long := not LONG.keys().isdisjoint(todo):
        _store_long_texts(todo, lost, folder_of(path), storage.disk)
    todo = _without_unchanged(todo, tables)
    if todo:
        raise_version(todo, tables)
    if todo or storage.mtime_ns is not None:
        with _written_to_journal(journal, storage, todo, before or tables):
            _apply(storage, todo)
    version, text = storage.version, storage.text
    assert isinstance(version, Version) and text is not None
    if may_be_long and todo:
        delete_unused(tables, text.tables, folder_of(path))
    session = with_updated_at(session, instant_of(version.mtime_ns))
    left = still_missing(session, lost) if lost else {}
    saved = Saved(session, notices, version, path, text, True, left, merged, bool(todo))
    if journal and journal.settled and journal.is_large(len(text.data)):
        from pmtui.library.journal_restore import compact

        compact(journal, saved)
    return saved


def _store_long_texts(todo: dict[str, Change], lost: Lost, folder: Path, disk: Disk) -> None:
    try:
        store_long_texts(todo, lost, folder, disk)
    except OSError as error:
        raise from_os(error, folder) from error


@contextlib.contextmanager
def _written_to_journal(
    journal: Journal | None, storage: SessionStorage, todo: Mapping[str, Change], before: Tables
) -> Iterator[None]:
    """Write the changes to the journal first; if that fails, write the file all the same."""
    if journal is None:
        yield
        return
    from pmtui.library.git_journal import UNKNOWN_TIME, line_of

    over = storage.version.mtime_ns if storage.version else 0
    if storage.mtime_ns is None:
        from pmtui.library.storage import next_millisecond

        storage.mtime_ns = next_millisecond(over)
    kept, wrote = None, storage.mtime_ns if journal.settled else UNKNOWN_TIME
    with contextlib.suppress(OSError):
        kept = journal.append(line_of(todo, before, over, wrote), over)
    try:
        yield
    except BaseException:
        if kept is not None:
            journal.remove_last(kept)
        raise


def _apply(storage: SessionStorage, todo: Mapping[str, Change]) -> None:
    """Apply all changes in one storage write."""
    from pmtui.library.storage import SectionTable, SessionDB

    with SessionDB(storage=lambda: storage) as db, storage.batch(locked=True, known=True):
        for table, change in todo.items():
            section = db.table(table)
            assert isinstance(section, SectionTable)
            section.change(change.gone, change.put)
        if not todo:
            storage.write(storage.read() or {})


def _without_unchanged(todo: dict[str, Change], tables: Tables) -> dict[str, Change]:
    """Leave out documents that are in the file already (a long text looks changed until it is moved to its file)."""
    made: dict[str, Change] = {}
    for table, change in todo.items():
        docs = tables.get(table)
        put = {number: row for number, row in change.put.items() if (docs or {}).get(str(number)) != row}
        if put or change.gone or (docs is None and table not in LEFT_OUT_EMPTY):
            made[table] = Change(change.gone, put)
    return made
