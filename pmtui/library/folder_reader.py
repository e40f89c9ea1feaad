"""Reading a library's folder: its files, what their beginnings say, whole sessions, and what is no part of them."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from pmtui.library import trash
from pmtui.library.access import Access
from pmtui.library.attachments import FolderFiles, folder_of
from pmtui.library.disk import DISK, Disk
from pmtui.library.entries import Entry, FileEntry, read_entry
from pmtui.library.errors import Deleted, LockHeld, NotFound, cannot_read, from_os
from pmtui.library.file_format import FileText, without_mark
from pmtui.library.git_tree import lies_still, wait_for, when_git_is_done, whole_list
from pmtui.library.ids import now as present
from pmtui.library.ids import uuid7
from pmtui.library.latest import answering, latest
from pmtui.library.lock import beside
from pmtui.library.lookup import find_entry, newest_draft
from pmtui.library.moves import INCOMING
from pmtui.library.protocol import LoadedSession, SessionStore, Trashed
from pmtui.library.reading import Loaded, read_session
from pmtui.library.scanning import Scanner
from pmtui.library.vanished_folder import VanishedFolder
from pmtui.library.versions import open_version, state_of
from pmtui.library.writing import another_session, is_short
from pmtui.session.document import Session

if TYPE_CHECKING:
    from pmtui.library.drafts import Drafts

TRIES: Final = 20
"""How often a file is looked for, or written, that another program keeps moving or writing."""


class FolderReader(SessionStore):
    """What can be read of a folder of sessions; `Library` writes, too. Where a method takes an entry, a path will do.

    Args:
        folder: it need not exist.
        now: gives the present, aware.
        new_id: gives ids.
        disk: what is asked of the system.
        patience: seconds that a writer waits for the lock.
        clock: seconds that never go back.
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
        """The folder."""
        return str(self.folder)

    # --- looking ---

    def names(self) -> list[str]:
        """The names of the files, newest date first: quick, for a first paint. Empty where there is no folder."""
        try:
            return sorted(self._scanner.names(self._access.pending()), reverse=True)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise from_os(error, self.folder) from error

    def entries(self, *, quick: bool = False) -> list[FileEntry]:
        """All files, newest incident first (its date, else creation's); unreadable ones last.

        Args:
            quick: read only the beginnings of files, so that damage further down is not seen.
        """
        found = self._scan(quick)
        known = sorted((e for e in found if not e.unreadable), key=lambda e: e.newest_first, reverse=True)
        return known + sorted((e for e in found if e.unreadable), key=lambda e: e.file)

    def states(self) -> Mapping[str, object]:
        """By the name of each file a value that is another one as soon as the file is; empty where there is no folder.

        It costs a `stat` for each, and reads none.
        """
        try:
            return self._scanner.states(self._access.settled())
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise from_os(error, self.folder) from error

    def glimpse(self, files: Iterable[str]) -> list[FileEntry]:
        """The entries of these files from their beginnings, as `entries(quick=True)` would have them; in that order."""
        pending = self._access.pending()
        places = [(self.folder / file, pending.located(self.folder / file)) for file in files]
        return [read_entry(path, quick=True, place=place) for path, place in places]

    def find_file(self, ref: str) -> FileEntry:
        """The session that a person means, see `find`; it may be one that cannot be read: the entry then says why.

        Raises:
            NotFound: nothing answers to it.
            Ambiguous: several do; the message names them.
        """
        return when_git_is_done(self.folder, lambda: _find_file(self, ref))

    def newest_draft(self, now: datetime, *, damaged: str = "") -> FileEntry | None:
        """As `SessionStore` says it; of a large library only the sessions created last are looked at."""

        def look() -> list[FileEntry]:
            return latest(self._scanner, lambda entry: entry.status == "draft") or self.entries(quick=True)

        return newest_draft(_all_of(self.folder, look), now, damaged, lambda entry: self.read(entry).timeline)

    def load(self, entry: Entry | Path, *, like: LoadedSession | None = None) -> Loaded:
        """Read a session to change it; the version holds the file open.

        Args:
            entry: which.
            like: an older version of it, which it shares with what stayed the same.

        Raises:
            NotFound: there is no such file any more.
            Unreadable: with the reason.
            MachineRefused: the machine does not let us read it.
        """
        loaded = when_git_is_done(self.folder, lambda: self._load(entry, own(like) if like else None))
        self._vanished.seen()
        return loaded

    def _load(self, entry: Entry | Path, like: Loaded | None) -> Loaded:
        pending = self._access.settled()
        path = self.path_of(entry)
        for _ in range(TRIES):
            try:
                version = open_version(pending.located(path))
                data = without_mark(version.read())
                break
            except FileNotFoundError as error:
                if path.is_symlink():
                    raise cannot_read(error, path) from error
                # Another program may have given it another name since it was listed.
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
        """Read a session to look at it: for reports and for going over the whole library."""
        return self.load(entry).session

    def changed(self, loaded: LoadedSession) -> bool:
        """Whether the file is not the version that was loaded any more (or gone): one `stat`."""
        held = own(loaded)
        try:
            return state_of(held.path.stat()) != held.version.state
        except OSError:
            return True

    def newer(self, loaded: LoadedSession) -> Loaded:
        """Read the version that stands in the file now, wherever that is.

        Raises:
            Deleted: the file is nowhere any more.
            Vanished: so is the folder.
            Unreadable: it cannot be read, or another session stands in it.
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

    def is_short(self, loaded: LoadedSession) -> bool:
        """Whether git may have replaced the file by one that lacks what was written; the next save puts it back."""
        return is_short(own(loaded), self._access.lock, self.disk)

    def was_replaced(self, loaded: LoadedSession) -> bool:
        """Whether exactly this version of the file lies in the trash."""
        return trash.was_thrown_away(self.folder, loaded.file, own(loaded).version.state)

    def attached_files(self, of: Entry | LoadedSession | Path) -> FolderFiles:
        """The files attached to a session."""
        located = lambda folder: self._access.pending().located(folder)  # noqa: E731
        return FolderFiles(folder_of(self.path_of(of)), located, self.disk)

    def drafts(self, session_id: str) -> Drafts:
        """What was typed on a session and is no part of it yet."""
        from pmtui.library.drafts import Drafts  # verbs that read none start without it

        return Drafts(self.folder, session_id)

    def bookmark(self, session_id: str) -> str:
        """The step where the meeting was left; empty where nothing is known."""
        from pmtui.library.bookmarks import mark_of  # verbs start without it

        return mark_of(self.folder, session_id)

    def set_bookmark(self, session_id: str, step: str) -> None:
        """Remember the step; where the folder may not be written nothing is remembered."""
        from pmtui.library.bookmarks import set_mark  # verbs start without it

        set_mark(self.folder, session_id, step)

    def attachments(self, entry: Entry | Path) -> Path:
        """The folder of a session's attached files (it need not exist)."""
        return self._access.pending().located(folder_of(self.path_of(entry)))

    def spare_place(self, target: Path) -> Path | None:
        """A folder of the library's own on the device of `target`, for the temporary name of what replaces that."""
        place = beside(self.folder, INCOMING).parent
        try:
            same = place.stat().st_dev == target.stat().st_dev
        except OSError:
            return None
        return place if same and os.access(place, os.W_OK | os.X_OK) else None

    def spare_file(self, name: str) -> Path | None:
        """Where a text may be put beside the sessions that is none of them."""
        return beside(self.folder, name)

    def check_target(self, path: Path) -> None:
        """Raise `Refused` where a file belongs to this library or another one, or would be listed by it."""
        from pmtui.library.kept_files import check_target  # verbs that write no report start without it

        check_target(path, self.folder)

    # --- helpers ---

    def trashed(self) -> list[Trashed]:
        """What lies in the trash, the last thrown away first."""
        return [thrown(path) for path in trash.listed(self.folder, self._access.settled())]

    def present(self) -> list[FileEntry]:
        """All files as `entries(quick=True)` has them, none missing because git is just writing it."""
        return _all_of(self.folder, lambda: self.entries(quick=True))

    def _scan(self, quick: bool) -> list[FileEntry]:
        try:
            return self._scanner.entries(self._access.settled(), quick=quick)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise from_os(error, self.folder) from error

    def path_of(self, of: Entry | LoadedSession | Path) -> Path:
        """The file of a session."""
        if isinstance(of, Path):
            return of
        return of.path if isinstance(of, FileEntry | Loaded) else self.folder / of.file


def own(loaded: LoadedSession) -> Loaded:
    """A version that this store handed out."""
    assert isinstance(loaded, Loaded)
    return loaded


def thrown(path: Path) -> Trashed:
    """What lies in the trash as that file."""
    return Trashed(read_entry(path, quick=True), trash.thrown_at(path), str(path))


def _all_of(folder: Path, look: Callable[[], list[FileEntry]]) -> list[FileEntry]:
    """What a look at the files finds, none missing because git is just writing it."""
    return whole_list(folder, look, lambda entry: not entry.unreadable or lies_still(entry.path))


def _find_file(reader: FolderReader, ref: str) -> FileEntry:
    # Only in a large library are there few to look at.
    if few := answering(reader._scanner, ref):
        with contextlib.suppress(NotFound):
            found = find_entry(few, ref, reader.place)
            if not found.unreadable:
                return found
    return find_entry(reader.present(), ref, reader.place)
