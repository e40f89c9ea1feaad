"""The library: a folder of sessions, one file each. What the rest of the program asks for anything on disk."""

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
from pmtui.library.duplicate_files import find_twins, merge_twins, whole_session
from pmtui.library.entries import Entry, FileEntry, entry_of, read_entry
from pmtui.library.errors import LibraryError, LockHeld, NotFound, from_os
from pmtui.library.folder_reader import TRIES, FolderReader, own, thrown
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
    """A folder of sessions. Methods may be called from any thread; where they take an entry, a file's path will do.

    Every method that touches the disk raises a `LibraryError`; see `pmtui.library.errors`.
    """

    # --- writing ---

    def create(self, session: Session) -> FileEntry:
        """Write a new session under the name that its details suggest; makes the folder where it is missing."""
        return self._new(session, None)

    def begin(self, session: Session, now: datetime, *, damaged: str = "") -> FileEntry | None:
        """Like `create`; None where a draft is there that takes the notes of this moment (see `newest_draft`).

        Programs that look for one at the same instant, and find none, so begin one session and not several.
        """
        self.make()
        with self._access.writing():
            return None if self.newest_draft(now, damaged=damaged) else self._written(session)

    def add(self, session: Session, *, stem: str | None = None) -> FileEntry:
        """Like `create`, for an imported one: its `updated_at` is kept, and the name of one that it replaces."""
        return self._new(session, ns_of(session.updated_at), stem)

    def save(self, base: LoadedSession, ours: Session, *, mtime_ns: int | None = None) -> Saved:
        """Write `ours`, made from `base.session`; merged with what another program wrote since. Durable on return.

        Args:
            base: what was loaded, or saved last.
            ours: what it has become.
            mtime_ns: the time that the file shall bear; None: the present.

        Raises:
            Unreadable: what stands there now cannot be read (or is another session): it is left alone.
            MachineRefused: nothing was changed on disk.
        """
        with self._access.writing():
            return _saved(self, own(base), ours, mtime_ns)

    def change(self, ref: str | Entry | Path, edit: Callable[[Session], Session]) -> Saved:
        """Load, edit, save once: for verbs. Raises `EditRefused` where a final session does not allow the edit.

        The edit is made again, with the lock held, on what another program wrote meanwhile.
        """
        loaded = self.load(_meant(self, ref))
        edited = edit(loaded.session)
        check_allowed(loaded.session, edited)
        with self._access.writing():
            held, ours = edited_again(self, loaded, edited, edit)
            return _saved(self, own(held), ours)

    def open(self, ref: str | Entry | Path) -> OpenSession:
        """The session, open for a sitting of edits with undo and autosave."""
        # Only the app needs it; verbs start without its history.
        from pmtui.library.open_session import OpenSession

        return OpenSession(self, self.load(_meant(self, ref)))

    # --- files ---

    def rename(self, entry: Entry | Path) -> FileEntry:
        """Give the file, and its attachments' folder, the name that its details now suggest."""
        path = self.path_of(entry)
        session = self.read(path)
        with self._access.writing():
            return entry_of(session, trash.rename(path, names.suggested(session), self.folder, self.disk))

    def trash(self, entry: Entry | Path, *, twins: bool = False) -> Trashed:
        """Move the file (with `twins` all of its session) into the trash."""
        path = self.path_of(entry)
        with self._access.writing():
            whole = whole_session(self._scanner, path, twins)
            return thrown(trash.throw_away(path, self.folder, self.now(), self.disk, whole))

    def replace(self, entry: Entry | Path, session: Session) -> Trashed:
        """Put a session in the place of one with its id, which goes to the trash.

        The attached files that the new one names come along. At every moment the old or the new one is there.
        """
        # Verbs that replace nothing start without it.
        from pmtui.library.replacing import replace_session

        path = self.path_of(entry)
        with self._access.writing():
            whole = whole_session(self._scanner, path)
            return thrown(replace_session(path, session, self._access.lock, self.disk, self.now(), whole))

    def untrash(self, away: Trashed | Path, *, over: Entry | Path | None = None) -> FileEntry:
        """Put back what `trash` took away (under another name where its own is taken).

        Args:
            away: what lies in the trash, or its file there.
            over: a file of the library whose place it takes, and that goes to the trash: both in one step.
        """
        lies = Path(away.place) if isinstance(away, Trashed) else away
        with self._access.writing():
            taken = None if over is None else self.path_of(over)
            whole = whole_session(self._scanner, taken)
            if taken is not None and taken.is_symlink() and not lies.is_symlink():
                from pmtui.library.replacing import restore_through_link  # links are rare

                path = restore_through_link(lies, taken, self.folder, self.disk, self.now(), whole)
            else:
                path = trash.put_back(lies, self.folder, self.disk, over=taken, now=self.now(), whole=whole)
        return read_entry(path, quick=True)

    def bring_back(self, *, at_once: bool) -> str:
        """Make the vanished folder anew where that is wanted at once, or nobody brought it back in good time.

        Raises:
            Vanished: not yet, or it cannot be made.
        """
        there = self.folder.is_dir()
        if not (there or at_once):
            self._vanished.wait()
        self.make()
        said = f"the folder {self.folder} was gone: it was made anew, and this session written into it"
        return "" if there else said

    def make(self) -> None:
        """Make the folder and its marker where they are missing, durably."""
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
        for path in names.free(self.folder, stem or names.suggested(session)):
            with contextlib.suppress(ChangedMeanwhile):
                return entry_of(write_new(path, session, self._access.lock, self.disk, mtime_ns).session, path)
        raise AssertionError("names do not end")

    def _written_over(self, base: Loaded, ours: Session, mtime_ns: int | None) -> Saved:
        """Write a session's file; where other files hold it too, merge them, and move them to the trash."""
        lock, (path, gone) = self._access.lock, _now_at(self, base)
        others = find_twins(self._scanner, path, base.session.id)
        # One that cannot be read in full is left alone.
        twins = [loaded for other in others for loaded in _readable_twin(self, other, base.session.id)]
        if not twins:
            return write_over(path, base, ours, lock, self.disk, mtime_ns, gone=gone)
        # Which of them is the older one is not known: what one lacks is no deletion of it.
        try:
            there = self.load(path)
        except NotFound:
            raise ChangedMeanwhile from None
        joined, said = merge_twins(there, ours, twins, self.disk)
        saved = write_over(path, there, joined, lock, self.disk, mtime_ns)
        for twin in twins:
            with contextlib.suppress(LibraryError):
                # Where this is refused the next save tries again: both hold all of it.
                trash.throw_away(twin.path, self.folder, self.now(), self.disk)
        return replace(saved, notices=saved.notices + said, merged=True)


def _saved(library: Library, held: Loaded, ours: Session, mtime_ns: int | None = None) -> Saved:
    for _ in range(TRIES):
        try:
            return library._written_over(held, ours, mtime_ns)
        except ChangedMeanwhile:
            # A program that knows of no lock wrote in that moment.
            continue
    raise LockHeld(f"{held.path}: another program keeps writing it: end that, then save again")


def _readable_twin(library: Library, path: Path, session_id: str) -> list[Loaded]:
    try:
        loaded = library.load(path)
    except LibraryError:
        return []
    return [loaded] if loaded.session.id == session_id else []


def _now_at(library: Library, base: Loaded) -> tuple[Path, bool]:
    """Where the session's file is now, as another program may have renamed it; and whether it is gone from there."""
    if os.path.lexists(base.path):
        return base.path, False
    moved = library.by_id(base.session.id)
    path = library.path_of(moved) if moved else base.path
    return path, not os.path.lexists(path)


def _meant(library: Library, ref: str | Entry | Path) -> Entry | Path:
    return library.find(ref) if isinstance(ref, str) else ref
