"""The library: a folder of sessions, one file each. The rest of the program uses it for all access to the disk."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pmtui.library import names, trash
from pmtui.library.disk import ChangedMeanwhile, make_folders
from pmtui.library.duplicate_files import companions_of, find_duplicates, merge_duplicates
from pmtui.library.entries import Entry, FileEntry, entry_of, read_entry
from pmtui.library.errors import LibraryError, LockHeld, NotFound, from_os
from pmtui.library.folder_reader import TRIES, FolderReader, own, trash_entry
from pmtui.library.lock import make_marker
from pmtui.library.protocol import LoadedSession, Trashed, edited_again
from pmtui.library.reading import Loaded, ns_of
from pmtui.library.writing import Saved, write_new, write_over
from pmtui.session.document import Session
from pmtui.session.edits import check_allowed

if TYPE_CHECKING:
    from pmtui.library.open_session import OpenSession

__all__ = ["Entry", "Library", "Loaded", "Saved"]


class Library(FolderReader):
    """A folder of sessions. Methods may be called from any thread; an entry argument may also be the path of a file.

    Every method that accesses the disk raises `LibraryError`s; see `pmtui.library.errors`.
    """

    # --- writing ---

    def create(self, session: Session) -> FileEntry:
        """Write a new session, named after its key details; create the folder if missing."""
        return self._new(session, None)

    def begin(self, session: Session, now: datetime, *, damaged: str = "") -> FileEntry | None:
        """Like `create`, but return None if there is a draft to take notes now (see `newest_draft`).

        Programs that do this at the same time thus create one session together, not several.
        """
        self.make()
        with self._access.writing():
            return None if self.newest_draft(now, damaged=damaged) else self._written(session)

    def add(self, session: Session, *, stem: str | None = None) -> FileEntry:
        """Like `create` for an imported session: its `updated_at` is kept.

        `stem` is the file name of a replaced session.
        """
        return self._new(session, ns_of(session.updated_at), stem)

    def save(self, base: LoadedSession, ours: Session, *, mtime_ns: int | None = None) -> Saved:
        """Write `ours`, an edit of `base.session`, merged with later changes of other programs. Durable on return.

        Args:
            base: the version that was loaded, or saved last.
            ours: the edited session.
            mtime_ns: the modification time of the file; None: now.

        Raises:
            Unreadable: the file cannot be read, or holds another session; it was not changed.
            StorageError: nothing was changed on disk.
        """
        with self._access.writing():
            return _saved(self, own(base), ours, mtime_ns)

    def change(self, ref: str | Entry | Path, edit: Callable[[Session], Session]) -> Saved:
        """Load, edit and save a session; for verbs. If another program wrote meanwhile, edit again.

        Raises:
            EditRefused: a final session does not allow the edit.
        """
        loaded = self.load(_entry_of(self, ref))
        edited = edit(loaded.session)
        check_allowed(loaded.session, edited)
        with self._access.writing():
            held, ours = edited_again(self, loaded, edited, edit)
            return _saved(self, own(held), ours)

    def open(self, ref: str | Entry | Path) -> OpenSession:
        """Open a session for editing, with undo and autosave."""
        # Deferred: only the app needs the history.
        from pmtui.library.open_session import OpenSession

        return OpenSession(self, self.load(_entry_of(self, ref)))

    # --- files ---

    def rename(self, entry: Entry | Path) -> FileEntry:
        """Rename the file and its attachment folder after the current key details."""
        path = self.path_of(entry)
        session = self.read(path)
        with self._access.writing():
            return entry_of(session, trash.rename(path, names.suggested_name(session), self.folder, self.disk))

    def trash(self, entry: Entry | Path, *, duplicates: bool = False) -> Trashed:
        """Move the file to the trash; with `duplicates`, all files of its session."""
        path = self.path_of(entry)
        with self._access.writing():
            companions = companions_of(self._scanner, path, duplicates)
            return trash_entry(trash.move_to_trash(path, self.folder, self.now(), self.disk, companions))

    def replace(self, entry: Entry | Path, session: Session) -> Trashed:
        """Replace a session by another one with the same id; the old one goes to the trash.

        Attached files that the new session names are kept. At every moment the old or the new session exists.
        """
        # Deferred: most calls replace nothing.
        from pmtui.library.replacing import replace_session

        path = self.path_of(entry)
        with self._access.writing():
            companions = companions_of(self._scanner, path)
            return trash_entry(replace_session(path, session, self._access.lock, self.disk, self.now(), companions))

    def untrash(self, away: Trashed | Path, *, over: Entry | Path | None = None) -> FileEntry:
        """Restore a file from the trash, under another name if its own is taken.

        Args:
            away: the entry of the trash, or the file in it.
            over: a file of the library to replace, which goes to the trash in the same step.
        """
        lies = Path(away.place) if isinstance(away, Trashed) else away
        with self._access.writing():
            taken = None if over is None else self.path_of(over)
            companions = companions_of(self._scanner, taken)
            if taken is not None and taken.is_symlink() and not lies.is_symlink():
                from pmtui.library.replacing import restore_through_link  # links are rare

                path = restore_through_link(lies, taken, self.folder, self.disk, self.now(), companions)
            else:
                path = trash.restore(lies, self.folder, self.disk, over=taken, now=self.now(), companions=companions)
        return read_entry(path, quick=True)

    def recreate(self, *, at_once: bool) -> str:
        """Create a vanished folder again, if `at_once` or after it was missing for a while; return a notice.

        Raises:
            Vanished: it is too early, or the folder cannot be created.
        """
        there = self.folder.is_dir()
        if not (there or at_once):
            self._vanished.wait()
        self.make()
        said = f"the folder {self.folder} was gone: it was made anew, and this session written into it"
        return "" if there else said

    def make(self) -> None:
        """Create the folder and its marker if missing, durably."""
        try:
            make_folders(self.folder, self.disk)
            make_marker(self.folder, self.disk)
        except OSError as error:
            raise from_os(error, self.folder) from error

    # --- helpers ---

    def _new(self, session: Session, mtime_ns: int | None, stem: str | None = None) -> FileEntry:
        self.make()
        with self._access.writing():
            return self._written(session, mtime_ns, stem)

    def _written(self, session: Session, mtime_ns: int | None = None, stem: str | None = None) -> FileEntry:
        for path in names.free_paths(self.folder, stem or names.suggested_name(session)):
            with contextlib.suppress(ChangedMeanwhile):
                return entry_of(write_new(path, session, self._access.lock, self.disk, mtime_ns).session, path)
        raise AssertionError("names do not end")

    def _written_over(self, base: Loaded, ours: Session, mtime_ns: int | None) -> Saved:
        """Write a session's file; if other files hold the same session, merge them and move them to the trash."""
        lock, (path, gone) = self._access.lock, _current_path(self, base)
        others = find_duplicates(self._scanner, path, base.session.id)
        # An unreadable file is left alone.
        duplicates = [loaded for other in others for loaded in _readable_duplicate(self, other, base.session.id)]
        if not duplicates:
            return write_over(path, base, ours, lock, self.disk, mtime_ns, gone=gone)
        # Which file is older is unknown, so an item that one file lacks does not count as deleted.
        try:
            there = self.load(path)
        except NotFound:
            raise ChangedMeanwhile from None
        joined, said = merge_duplicates(there, ours, duplicates, self.disk)
        saved = write_over(path, there, joined, lock, self.disk, mtime_ns)
        for duplicate in duplicates:
            with contextlib.suppress(LibraryError):
                # If this fails, the next save tries again; both files hold everything.
                trash.move_to_trash(duplicate.path, self.folder, self.now(), self.disk)
        return replace(saved, notices=saved.notices + said, merged=True)


def _saved(library: Library, held: Loaded, ours: Session, mtime_ns: int | None = None) -> Saved:
    for _ in range(TRIES):
        try:
            return library._written_over(held, ours, mtime_ns)
        except ChangedMeanwhile:
            # A program without the lock wrote in that moment.
            continue
    raise LockHeld(f"{held.path}: another program keeps writing it: end that, then save again")


def _readable_duplicate(library: Library, path: Path, session_id: str) -> list[Loaded]:
    try:
        loaded = library.load(path)
    except LibraryError:
        return []
    return [loaded] if loaded.session.id == session_id else []


def _current_path(library: Library, base: Loaded) -> tuple[Path, bool]:
    """Return the current path of the session's file, which may have been renamed, and whether the file is gone."""
    if os.path.lexists(base.path):
        return base.path, False
    moved = library.by_id(base.session.id)
    path = library.path_of(moved) if moved else base.path
    return path, not os.path.lexists(path)


def _entry_of(library: Library, ref: str | Entry | Path) -> Entry | Path:
    return library.find(ref) if isinstance(ref, str) else ref
