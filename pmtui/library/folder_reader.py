"""Read a library's folder: its files, their entries, whole sessions, drafts and attachments."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec.structs import replace

from pmtui.library import trash
from pmtui.library.access import Access
from pmtui.library.attachments import FolderFiles, folder_of
from pmtui.library.cached_lookup import latest, matching
from pmtui.library.disk import DISK, Disk
from pmtui.library.entries import Entry, FileEntry, read_entry
from pmtui.library.errors import Deleted, LockHeld, NotFound, cannot_read, from_os
from pmtui.library.file_format import FileText, without_bom
from pmtui.library.git_tree import is_settled, wait_for, when_git_is_done, whole_list
from pmtui.library.ids import now as present
from pmtui.library.ids import uuid7
from pmtui.library.lock import internal_path
from pmtui.library.lookup import find_entry, newest_draft
from pmtui.library.moves import INCOMING
from pmtui.library.protocol import LoadedSession, SessionStore, Trashed
from pmtui.library.reading import Loaded, read_session
from pmtui.library.scanning import Scanner
from pmtui.library.vanished_folder import VanishedFolder
from pmtui.library.versions import open_version, state_of
from pmtui.library.writing import another_session, lacks_saved_changes
from pmtui.session.document import Session

if TYPE_CHECKING:
    from pmtui.library.drafts import Drafts

T = TypeVar("T")

TRIES: Final = 20
"""The number of attempts to find or write a file that another program keeps moving or writing."""


class FolderReader(SessionStore):
    """The reading part of a folder of sessions; `Library` adds writing. An entry argument may also be a path.

    Args:
        folder: the folder, which need not exist.
        now: returns the current time, aware.
        new_id: returns a new id.
        disk: the system calls.
        patience: seconds that a writer waits for the lock.
        clock: a monotonic clock, in seconds.
    """

    def __init__(
        self,
        folder: Path,
        *,
        now: Callable[[], datetime] = present,
        new_id: Callable[[], str] = uuid7,
        disk: Disk = DISK,
        patience: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder, self.now, self.new_id, self.disk = Path(folder).absolute(), now, new_id, disk
        self._scanner = Scanner(self.folder)
        self._access = Access(self.folder, disk, patience, lambda: self._scanner.hidden)
        self._vanished = VanishedFolder(self.folder, clock)

    @property
    def place(self) -> str:
        """Return the folder."""
        return str(self.folder)

    # --- looking ---

    def names(self) -> list[str]:
        """Return the file names, newest date first: fast, for the first screen. Empty if there is no folder."""
        return sorted(_listed(self.folder, lambda: self._scanner.names(self._access.pending())) or [], reverse=True)

    def entries(self, *, quick: bool = False) -> list[FileEntry]:
        """Return the entries of all files, newest first by date of the incident or of creation; unreadable ones last.

        Args:
            quick: read only the start of files; errors after it are not found.
        """
        found = self._scan(quick)
        known = sorted((e for e in found if not e.unreadable), key=attrgetter("newest_first"), reverse=True)
        return known + sorted((e for e in found if e.unreadable), key=lambda e: e.file)

    def states(self) -> Mapping[str, object]:
        """Return a value for each file name that changes whenever the file does; empty if there is no folder.

        It costs one `stat` per file; no file is read.
        """
        return _listed(self.folder, lambda: self._scanner.states(self._access.wait_for_moves())) or {}

    def quick_entries(self, files: Iterable[str]) -> list[FileEntry]:
        """Return the entries of these files, in that order, read as by `entries(quick=True)`."""
        pending = self._access.pending()
        places = [(self.folder / file, pending.located(self.folder / file)) for file in files]
        return [read_entry(path, quick=True, place=place) for path, place in places]

    def find_file(self, ref: str) -> FileEntry:
        """Return the session that the user named, see `find`; if it is unreadable, its entry says why.

        Raises:
            NotFound: none matches.
            Ambiguous: several match; the message names them.
        """
        return when_git_is_done(self.folder, lambda: _find_file(self, ref))

    def newest_draft(self, now: datetime, *, damaged: str = "") -> FileEntry | None:
        """See `SessionStore`; in a large library only the sessions that were created last are read."""

        def look() -> list[FileEntry]:
            return latest(self._scanner, lambda entry: entry.status == "draft") or self.entries(quick=True)

        return newest_draft(_all_of(self.folder, look), now, damaged, lambda entry: self.read(entry).timeline)

    def load(self, entry: Entry | Path, *, like: LoadedSession | None = None) -> Loaded:
        """Read a session for editing; the version keeps the file open.

        Args:
            entry: the session.
            like: an older version, whose unchanged parts are reused.

        Raises:
            NotFound: the file is gone.
            Unreadable: with the reason.
            StorageError: the system does not allow reading.
        """
        loaded = when_git_is_done(self.folder, lambda: self._load(entry, own(like) if like else None))
        self._vanished.seen()
        return loaded

    def _load(self, entry: Entry | Path, like: Loaded | None) -> Loaded:
        pending = self._access.wait_for_moves()
        path = self.path_of(entry)
        for _ in range(TRIES):
            try:
                version = open_version(pending.located(path))
                data = without_bom(version.read())
                break
            except FileNotFoundError as error:
                if path.is_symlink():
                    raise cannot_read(error, path) from error
                # Another program may have renamed it since it was listed.
                moved = self.by_id(entry.id) if isinstance(entry, Entry) and entry.id else None
                if moved is None:
                    raise NotFound(f"{path.name}: no such session in {self.folder}: see pmtui list") from None
                path = self.path_of(moved)
            except OSError as error:
                raise cannot_read(error, path) from error
        else:
            raise LockHeld(f"{path}: another program keeps moving it: end that, then try again")
        if like is not None:
            from pmtui.library.incremental_parse import parse_again
            from pmtui.library.incremental_read import read_again

            return read_again(path, version, parse_again(path, data, like.text), like)
        return read_session(path, version, FileText(data), folder=pending.located(folder_of(path)))

    def read(self, entry: Entry | Path) -> Session:
        """Read a session without editing it: for reports and for passes over the whole library."""
        return self.load(entry).session

    def changed(self, loaded: LoadedSession) -> bool:
        """Whether the file differs from the loaded version or is gone; costs one `stat`."""
        held = own(loaded)
        try:
            return state_of(held.path.stat()) != held.version.state
        except OSError:
            return True

    def newer(self, loaded: LoadedSession) -> Loaded:
        """Read the current version of the session, wherever its file is.

        Raises:
            Deleted: the file is gone.
            Vanished: the folder is gone, too.
            Unreadable: the file cannot be read, or holds another session.
        """
        held = own(loaded)
        wait_for(held.path)
        if not held.path.exists():
            if not self.folder.is_dir():
                raise self._vanished.error()
            moved = self.by_id(held.session.id)
            if moved is None:
                raise Deleted(f"{held.file} was deleted")
            held = replace(held, path=self.path_of(moved))
            if not self.changed(held):
                return held
        found = self.load(held.path, like=held)
        if found.session.id != held.session.id:
            raise another_session(held.path, found.session)
        return found

    def lacks_saved_changes(self, loaded: LoadedSession) -> bool:
        """Whether git may have replaced the file by a version without our last changes; the next save restores them."""
        return lacks_saved_changes(own(loaded), self._access.lock, self.disk)

    def was_replaced(self, loaded: LoadedSession) -> bool:
        """Whether exactly this version of the file is in the trash."""
        return trash.is_in_trash(self.folder, loaded.file, own(loaded).version.state)

    def attached_files(self, of: Entry | LoadedSession | Path) -> FolderFiles:
        """Return the attached files of a session."""
        located = lambda folder: self._access.pending().located(folder)  # noqa: E731
        return FolderFiles(folder_of(self.path_of(of)), located, self.disk)

    def drafts(self, session_id: str) -> Drafts:
        """Return the typed texts that are not part of the session yet."""
        from pmtui.library.drafts import Drafts  # deferred: most verbs read none

        return Drafts(self.folder, session_id)

    def bookmark(self, session_id: str) -> str:
        """Return the step at which the meeting was left, or an empty string."""
        from pmtui.library.bookmarks import read_bookmark  # deferred: only the app needs it

        return read_bookmark(self.folder, session_id)

    def set_bookmark(self, session_id: str, step: str) -> None:
        """Store the step; do nothing if the folder is not writable."""
        from pmtui.library.bookmarks import write_bookmark  # deferred: only the app needs it

        write_bookmark(self.folder, session_id, step)

    def attachments(self, entry: Entry | Path) -> Path:
        """Return the attachment folder of a session; it need not exist."""
        return self._access.pending().located(folder_of(self.path_of(entry)))

    def temporary_folder(self, target: Path) -> Path | None:
        """Return a folder of the library on the device of `target`, for a temporary file that will replace `target`."""
        place = internal_path(self.folder, INCOMING).parent
        try:
            same = place.stat().st_dev == target.stat().st_dev
        except OSError:
            return None
        return place if same and os.access(place, os.W_OK | os.X_OK) else None

    def fallback_file(self, name: str) -> Path | None:
        """Return a path beside the sessions for a text that is no session."""
        return internal_path(self.folder, name)

    def check_target(self, path: Path) -> None:
        """Raise `Refused` if a file belongs to this or another library, or would be listed by it as a session."""
        from pmtui.library.protected_files import check_target  # deferred: only needed to write reports

        check_target(path, self.folder)

    # --- helpers ---

    def trashed(self) -> list[Trashed]:
        """Return the entries of the trash, the last deleted first."""
        return [trash_entry(path) for path in trash.listed(self.folder, self._access.wait_for_moves())]

    def present(self) -> list[FileEntry]:
        """Return all entries as `entries(quick=True)` does, complete even while git is writing files."""
        return _all_of(self.folder, lambda: self.entries(quick=True))

    def _scan(self, quick: bool) -> list[FileEntry]:
        return _listed(self.folder, lambda: self._scanner.entries(self._access.wait_for_moves(), quick=quick)) or []

    def path_of(self, of: Entry | LoadedSession | Path) -> Path:
        """Return the path of a session's file."""
        if isinstance(of, Path):
            return of
        return of.path if isinstance(of, FileEntry | Loaded) else self.folder / of.file


def _listed(folder: Path, look: Callable[[], T]) -> T | None:
    """Return what `look` finds in a folder; None if there is no folder."""
    try:
        return look()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise from_os(error, folder) from error


def own(loaded: LoadedSession) -> Loaded:
    """Return a version of this store with its concrete type."""
    assert isinstance(loaded, Loaded)
    return loaded


def trash_entry(path: Path) -> Trashed:
    """Return the entry of a file in the trash."""
    return Trashed(read_entry(path, quick=True), trash.deleted_at(path), str(path))


def _all_of(folder: Path, look: Callable[[], list[FileEntry]]) -> list[FileEntry]:
    """Return the result of listing files, complete even while git is writing them."""
    return whole_list(folder, look, lambda entry: not entry.unreadable or is_settled(entry.path))


def _find_file(reader: FolderReader, ref: str) -> FileEntry:
    # The shortcut only pays off in a large library.
    if few := matching(reader._scanner, ref):
        with contextlib.suppress(NotFound):
            found = find_entry(few, ref, reader.place)
            if not found.unreadable:
                return found
    return find_entry(reader.present(), ref, reader.place)
