"""The library: a folder of sessions, one file each. What the rest of the program asks for anything on disk."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from pmtui.library import names, trash
from pmtui.library.access import Access
from pmtui.library.attachments import folder_of
from pmtui.library.disk import DISK, ChangedMeanwhile, Disk, make_folders
from pmtui.library.duplicate_files import find_twins, merge_twins, whole_session
from pmtui.library.entries import Entry, read_entry
from pmtui.library.errors import LibraryError, LockHeld, NotFound, Unreadable, cannot_read, from_os
from pmtui.library.file_format import parse, without_mark
from pmtui.library.git_tree import lies_still, when_git_is_done, whole_list
from pmtui.library.ids import noted_at, uuid7
from pmtui.library.ids import now as present
from pmtui.library.lock import beside, make_marker
from pmtui.library.lookup import age, drafts_among, each_once, find_entry, with_id
from pmtui.library.moves import INCOMING
from pmtui.library.reading import Loaded, ns_of, read_session
from pmtui.library.scanning import Scanner
from pmtui.library.versions import open_version, state_of
from pmtui.library.writing import Saved, is_short, write_new, write_over
from pmtui.session.document import Event, Session
from pmtui.session.edits import add_items, check_allowed
from pmtui.session.instants import moment

if TYPE_CHECKING:
    from pmtui.library.open_session import OpenSession

__all__ = ["Entry", "Library", "Loaded", "Saved"]

_RECENT: Final = timedelta(hours=24)
_SKEW: Final = timedelta(minutes=5)
_TRIES: Final = 20


class Library:
    """A folder of sessions. Methods may be called from any thread.

    Every method that touches the disk raises a `LibraryError`; see `pmtui.library.errors`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        now: Callable[[], datetime] = present,
        new_id: Callable[[], str] = uuid7,
        disk: Disk = DISK,
        patience: float = 10.0,
    ) -> None:
        self.folder, self.now, self.new_id, self.disk = Path(folder).absolute(), now, new_id, disk
        self._access = Access(self.folder, disk, patience)
        self._scanner = Scanner(self.folder)

    # --- looking ---

    def names(self) -> list[str]:
        """The names of the files, newest date first: quick, for a first paint. Empty where there is no folder."""
        try:
            return sorted(self._scanner.names(self._access.pending()), reverse=True)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise from_os(error, self.folder) from error

    def entries(self, *, quick: bool = False) -> list[Entry]:
        """All files, newest incident first (its date, else creation's); unreadable ones last.

        Args:
            quick: read only the beginnings of files, so that damage further down is not seen.
        """
        found = self._scan(quick)
        known = sorted((e for e in found if not e.unreadable), key=lambda e: e.newest_first, reverse=True)
        return known + sorted((e for e in found if e.unreadable), key=lambda e: e.file)

    def glimpse(self, files: Iterable[str]) -> list[Entry]:
        """The entries of these files from their beginnings, as `entries(quick=True)` would have them; in that order."""
        pending = self._access.pending()
        places = [(self.folder / file, pending.located(self.folder / file)) for file in files]
        return [read_entry(path, quick=True, place=place) for path, place in places]

    def find(self, ref: str) -> Entry:
        """The session that a person means: id, unique prefix or last six digits of it, file name, or `latest`.

        Raises:
            NotFound: nothing answers to it.
            Ambiguous: several do; the message names them.
            Unreadable: it names a file that cannot be read.
            MachineRefused: it may be one that the machine does not let us read.
        """
        return self._readable(self.find_file(ref))

    def find_file(self, ref: str) -> Entry:
        """Like `find`, but it may be one that cannot be read: the entry then says why.

        Raises:
            NotFound: nothing answers to it.
            Ambiguous: several do; the message names them.
        """
        return when_git_is_done(self.folder, lambda: find_entry(self._present(), ref, self.folder))

    def by_id(self, session_id: str) -> Entry | None:
        """The session with exactly that id, or None; where two files hold it, the one written last."""
        return next(iter(with_id(self._present(), session_id)), None)

    def newest_draft(self, now: datetime, *, damaged: str = "") -> Entry | None:
        """The newest created draft, if it was created, or an event in it was noted, within the last 24 hours.

        Args:
            now: aware.
            damaged: the name of a file that turned out unreadable: while it is the newest there is none.

        Raises:
            Unreadable: the newest one cannot be read in full.
        """
        drafts = drafts_among(self._present(), damaged)
        if not drafts:
            return None
        newest = max(drafts, key=age)

        def recent(when: datetime | None) -> bool:
            return when is not None and -_SKEW <= now - when <= _RECENT

        if newest.file == damaged:
            return None
        if recent(moment(newest.created_at)):
            return newest
        events = self.read(newest).timeline
        noted = any(recent(noted_at(e.id)) or (e.at is not None and recent(moment(e.at))) for e in events)
        return newest if noted else None

    def load(self, entry: Entry | Path, *, like: Loaded | None = None) -> Loaded:
        """Read a session to change it; the version holds the file open.

        Args:
            entry: which.
            like: an older version of it, which it shares with what stayed the same.

        Raises:
            NotFound: there is no such file any more.
            Unreadable: with the reason.
            MachineRefused: the machine does not let us read it.
        """
        return when_git_is_done(self.folder, lambda: self._load(entry, like))

    def _load(self, entry: Entry | Path, like: Loaded | None) -> Loaded:
        pending = self._access.settled()
        path = _path(entry)
        for _ in range(_TRIES):
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
                path = moved.path
            except OSError as error:
                raise cannot_read(error, path) from error
        else:
            raise LockHeld(f"{path}: another program keeps moving it: end that, then try again")
        if like is not None:
            from pmtui.library.incremental_parse import parse_again
            from pmtui.library.incremental_read import read_again

            return read_again(path, version, parse_again(path, data, like.data, like.tables), data, like)
        return read_session(path, version, parse(path, data), data, folder=pending.located(folder_of(path)))

    def read(self, entry: Entry | Path) -> Session:
        """Read a session to look at it: for reports and for going over the whole library."""
        return self.load(entry).session

    def sessions(self) -> Iterator[tuple[Entry, Session]]:
        """Every readable session, newest incident first; one that turns out damaged is passed over."""
        for entry in each_once(self.entries(quick=True)):
            with contextlib.suppress(LibraryError):
                yield entry, self.read(entry)

    def changed(self, loaded: Loaded) -> bool:
        """Whether the file is not the version that was loaded any more (or gone): one `stat`."""
        try:
            return state_of(loaded.path.stat()) != loaded.version.state
        except OSError:
            return True

    def is_short(self, loaded: Loaded) -> bool:
        """Whether git may have replaced the file by one that lacks what was written; the next save puts it back."""
        return is_short(loaded, self._access.lock, self.disk)

    def attachments(self, entry: Entry | Path) -> Path:
        """The folder of a session's attached files (it need not exist)."""
        return self._access.pending().located(folder_of(_path(entry)))

    def spare_place(self, target: Path) -> Path | None:
        """A folder of the library's own on the device of `target`, for the temporary name of what replaces that."""
        place = beside(self.folder, INCOMING).parent
        try:
            same = place.stat().st_dev == target.stat().st_dev
        except OSError:
            return None
        return place if same and os.access(place, os.W_OK | os.X_OK) else None

    # --- writing ---

    def create(self, session: Session) -> Path:
        """Write a new session under the name that its details suggest; makes the folder where it is missing."""
        return self._new(session, None).path

    def begin(self, session: Session, now: datetime, *, damaged: str = "") -> Path | None:
        """Like `create`; None where a draft is there that takes the notes of this moment (see `newest_draft`).

        Programs that look for one at the same instant, and find none, so begin one session and not several.
        """
        self.make()
        with self._access.writing():
            return None if self.newest_draft(now, damaged=damaged) else self._written(session).path

    def add(self, session: Session, *, stem: str | None = None) -> Path:
        """Like `create`, for an imported one: its `updated_at` is kept, and the name of one that it replaces."""
        return self._new(session, ns_of(session.updated_at), stem).path

    def save(self, base: Loaded, ours: Session, *, mtime_ns: int | None = None) -> Saved:
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
            for _ in range(_TRIES):
                try:
                    return self._written_over(self._now_at(base), base, ours, mtime_ns)
                except ChangedMeanwhile:
                    # A program that knows of no lock wrote in that moment.
                    continue
        raise LockHeld(f"{base.path}: another program keeps writing it: end that, then save again")

    def change(self, ref: str | Entry | Path, edit: Callable[[Session], Session]) -> Saved:
        """Load, edit, save once: for verbs. Raises `EditRefused` where a final session does not allow the edit."""
        loaded = self.load(self._meant(ref))
        edited = edit(loaded.session)
        check_allowed(loaded.session, edited)
        return self.save(loaded, edited)

    def append_events(self, ref: str | Entry | Path, events: Iterable[Event]) -> Saved:
        """Add events at the end of the timeline; durable on return. Raises `EditRefused` where it is final."""
        return self.change(ref, lambda session: add_items(session, "timeline", tuple(events)))

    def open(self, ref: str | Entry | Path) -> OpenSession:
        """The session, open for a sitting of edits with undo and autosave."""
        # Only the app needs it; verbs start without its history.
        from pmtui.library.open_session import OpenSession

        return OpenSession(self, self.load(self._meant(ref)))

    # --- files ---

    def rename(self, entry: Entry | Path) -> Path:
        """Give the file, and its attachments' folder, the name that its details now suggest."""
        path = _path(entry)
        stem = names.suggested(self.read(path))
        with self._access.writing():
            return trash.rename(path, stem, self.folder, self.disk)

    def trash(self, entry: Entry | Path, *, twins: bool = False) -> Path:
        """Move the file (with `twins` all of its session) into the trash; gives back where it lies, for `untrash`."""
        with self._access.writing():
            whole = whole_session(self._scanner, _path(entry), twins)
            return trash.throw_away(_path(entry), self.folder, self.now(), self.disk, whole)

    def replace(self, entry: Entry | Path, session: Session) -> Path:
        """Put a session in the place of one with its id, which goes to the trash; gives back the old file there.

        The attached files that the new one names come along. At every moment the old or the new one is there.
        """
        # Verbs that replace nothing start without it.
        from pmtui.library.replacing import replace_session

        with self._access.writing():
            whole = whole_session(self._scanner, _path(entry))
            return replace_session(_path(entry), session, self._access.lock, self.disk, self.now(), whole)

    def untrash(self, path: Path, *, over: Entry | Path | None = None) -> Path:
        """Put back what `trash` took away (under another name where its own is taken).

        Args:
            path: the file in the trash.
            over: a file of the library whose place it takes, and that goes to the trash: both in one step.
        """
        with self._access.writing():
            taken = None if over is None else _path(over)
            whole = whole_session(self._scanner, taken)
            return trash.put_back(path, self.folder, self.disk, over=taken, now=self.now(), whole=whole)

    def trashed(self) -> list[Path]:
        """What lies in the trash, the last thrown away first; each can go to `untrash` or `load`."""
        return trash.listed(self.folder, self._access.settled())

    def make(self) -> None:
        """Make the folder and its marker where they are missing, durably."""
        try:
            make_folders(self.folder, self.disk)
            make_marker(self.folder, self.disk)
        except OSError as error:
            raise from_os(error, self.folder) from error

    # --- helpers ---

    def _readable(self, entry: Entry) -> Entry:
        """The entry, unless its file cannot be read: then the reason, as the system says it where it refuses."""
        if entry.unreadable:
            self.load(entry)
            raise Unreadable(entry.path, entry.unreadable)
        return entry

    def _new(self, session: Session, mtime_ns: int | None, stem: str | None = None) -> Saved:
        self.make()
        with self._access.writing():
            return self._written(session, mtime_ns, stem)

    def _written(self, session: Session, mtime_ns: int | None = None, stem: str | None = None) -> Saved:
        for path in names.free(self.folder, stem or names.suggested(session)):
            with contextlib.suppress(ChangedMeanwhile):
                return write_new(path, session, self._access.lock, self.disk, mtime_ns)
        raise AssertionError("names do not end")

    def _written_over(self, path: Path, base: Loaded, ours: Session, mtime_ns: int | None) -> Saved:
        """Write a session's file; where other files hold it too, merge them, and move them to the trash."""
        lock, gone = self._access.lock, not os.path.lexists(path)
        others = find_twins(self._scanner, path, base.session.id)
        # One that cannot be read in full is left alone.
        twins = [loaded for other in others for loaded in self._readable_twin(other, base.session.id)]
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

    def _readable_twin(self, path: Path, session_id: str) -> list[Loaded]:
        try:
            loaded = self.load(path)
        except LibraryError:
            return []
        return [loaded] if loaded.session.id == session_id else []

    def _now_at(self, base: Loaded) -> Path:
        """Where the session's file is now: another program may have renamed it. Where it was, if it is gone."""
        if os.path.lexists(base.path):
            return base.path
        moved = self.by_id(base.session.id)
        return moved.path if moved else base.path

    def _present(self) -> list[Entry]:
        """All files as `entries(quick=True)` has them, none missing because git is just writing it."""
        return whole_list(
            self.folder, lambda: self.entries(quick=True), lambda e: not e.unreadable or lies_still(e.path)
        )

    def _scan(self, quick: bool) -> list[Entry]:
        try:
            return self._scanner.entries(self._access.settled(), quick=quick)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise from_os(error, self.folder) from error

    def _meant(self, ref: str | Entry | Path) -> Entry | Path:
        return self.find(ref) if isinstance(ref, str) else ref


def _path(entry: Entry | Path) -> Path:
    return entry if isinstance(entry, Path) else entry.path
