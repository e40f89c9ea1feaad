"""The library: a folder of sessions, one file each. What the rest of the program asks for anything on disk."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pmtui.library import names, trash
from pmtui.library.attachments import folder_of
from pmtui.library.disk import DISK, LONG_DEAD, ChangedMeanwhile, Disk, State, open_version, state_of, sweep
from pmtui.library.errors import (
    Ambiguous,
    LibraryError,
    LockHeld,
    NotFound,
    Unreadable,
    cannot_read,
    from_os,
)
from pmtui.library.headers import Entry, read_entry
from pmtui.library.ids import noted_at, uuid7
from pmtui.library.ids import now as present
from pmtui.library.lock import FolderLock, make_marker
from pmtui.library.reading import Loaded, ns_of, read_session
from pmtui.library.storage import parse
from pmtui.library.writing import Saved, write_new, write_over
from pmtui.session.document import Event, Session
from pmtui.session.edits import add_items, check_allowed
from pmtui.session.instants import moment, sort_key

if TYPE_CHECKING:
    from pmtui.library.opened import OpenSession

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
        self._lock = FolderLock(self.folder, patience)
        self._swept = False
        self._known: dict[str, tuple[State, Entry, bool]] = {}

    # --- looking ---

    def names(self) -> list[str]:
        """The names of the files, newest date first: quick, for a first paint. Empty where there is no folder."""
        try:
            return sorted(filter(names.is_session_file, os.listdir(self.folder)), reverse=True)  # noqa: PTH208
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
        return [read_entry(self.folder / file, quick=True) for file in files]

    def find(self, ref: str) -> Entry:
        """The session that a person means: id, unique prefix or last six digits of it, file name, or `latest`.

        Raises:
            NotFound: nothing answers to it.
            Ambiguous: several do; the message names them.
            Unreadable: it names a file that cannot be read.
        """
        entries = self.entries(quick=True)
        if os.sep in ref and Path(ref).absolute().parent.resolve() == self.folder.resolve():
            ref = Path(ref).name
        for entry in entries:
            if ref in (entry.file, entry.file.removesuffix(names.ENDING)):
                return self._readable(entry)
        known = [entry for entry in entries if not entry.unreadable]
        if ref == "latest":
            if not known:
                raise NotFound(f"{self.folder}: no session here yet: make one with pmtui new")
            return max(known, key=lambda e: (sort_key(e.created_at), e.id))
        answering = _answering(ref, known)
        for entry in entries if not answering else ():
            # Its id cannot be read, but its name ends in the id's last digits.
            if entry.unreadable and names.suffix(entry.file) in (ref, names.six(ref)):
                return self._readable(entry)
        return self._one(ref, answering)

    def by_id(self, session_id: str) -> Entry | None:
        """The session with exactly that id, or None."""
        return next((e for e in self.entries(quick=True) if e.id == session_id and not e.unreadable), None)

    def newest_draft(self, now: datetime, *, damaged: str = "") -> Entry | None:
        """The newest created draft, if it was created, or an event in it was noted, within the last 24 hours.

        Args:
            now: aware.
            damaged: the name of a file that turned out unreadable: while it is the newest there is none.

        Raises:
            Unreadable: the newest one cannot be read in full.
        """
        drafts = [e for e in self.entries(quick=True) if e.status == "draft" and not e.unreadable]
        if not drafts:
            return None
        newest = max(drafts, key=lambda e: (sort_key(e.created_at), e.id))

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
        """
        path = _path(entry)
        try:
            version = open_version(path)
            data = version.read()
        except FileNotFoundError:
            raise NotFound(f"{path.name}: no such session in {self.folder}: see pmtui list") from None
        except OSError as error:
            raise cannot_read(error, path) from error
        if like is not None:
            from pmtui.library.rereading import parse_again, read_again

            return read_again(path, version, parse_again(path, data, like.data, like.tables), data, like)
        return read_session(path, version, parse(path, data), data)

    def read(self, entry: Entry | Path) -> Session:
        """Read a session to look at it: for reports and for going over the whole library."""
        return self.load(entry).session

    def sessions(self) -> Iterator[tuple[Entry, Session]]:
        """Every readable session, newest incident first; one that turns out damaged is passed over."""
        for entry in self.entries(quick=True):
            if not entry.unreadable:
                with contextlib.suppress(LibraryError):
                    yield entry, self.read(entry)

    def changed(self, loaded: Loaded) -> bool:
        """Whether the file is not the version that was loaded any more (or gone): one `stat`."""
        try:
            return state_of(loaded.path.stat()) != loaded.version.state
        except OSError:
            return True

    def attachments(self, entry: Entry | Path) -> Path:
        """The folder of a session's attached files (it need not exist)."""
        return folder_of(_path(entry))

    # --- writing ---

    def create(self, session: Session) -> Path:
        """Write a new session under the name that its details suggest; makes the folder where it is missing."""
        return self._new(session, None).path

    def begin(self, session: Session, now: datetime, *, damaged: str = "") -> Path | None:
        """Like `create`; None where a draft is there that takes the notes of this moment (see `newest_draft`).

        Programs that look for one at the same instant, and find none, so begin one session and not several.
        """
        self.make()
        with self._locked():
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
        with self._locked():
            for _ in range(_TRIES):
                try:
                    return write_over(self._now_at(base), base, ours, self._lock, self.disk, mtime_ns)
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
        from pmtui.library.opened import OpenSession

        return OpenSession(self, self.load(self._meant(ref)))

    # --- files ---

    def rename(self, entry: Entry | Path) -> Path:
        """Give the file, and its attachments' folder, the name that its details now suggest."""
        path = _path(entry)
        stem = names.suggested(self.read(path))
        with self._locked():
            return trash.rename(path, stem, self.disk)

    def trash(self, entry: Entry | Path) -> Path:
        """Move the file and its attachments into the library's trash; gives back where it lies now, for `untrash`."""
        with self._locked():
            return trash.throw_away(_path(entry), self.folder, self.now(), self.disk)

    def untrash(self, path: Path) -> Path:
        """Put back what `trash` took away (under another name where its own is taken)."""
        with self._locked():
            return trash.put_back(path, self.folder, self.disk)

    def trashed(self) -> list[Path]:
        """What lies in the trash, the last thrown away first; each can go to `untrash` or `load`."""
        return trash.listed(self.folder)

    def make(self) -> None:
        """Make the folder and its marker where they are missing, durably."""
        missing = [folder for folder in (self.folder, *self.folder.parents) if not folder.exists()]
        try:
            for folder in reversed(missing):
                folder.mkdir(exist_ok=True)
                self.disk.sync_folder(str(folder.parent))
            make_marker(self.folder)
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
        with self._locked():
            return self._written(session, mtime_ns, stem)

    def _written(self, session: Session, mtime_ns: int | None = None, stem: str | None = None) -> Saved:
        for path in names.free(self.folder, stem or names.suggested(session)):
            with contextlib.suppress(ChangedMeanwhile):
                return write_new(path, session, self._lock, self.disk, mtime_ns)
        raise AssertionError("names do not end")

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        with self._lock.held():
            if not self._swept:
                # Whoever holds the lock is the only writer, so every temporary file is a dead one's.
                self._swept = True
                sweep(self.folder, LONG_DEAD if self._lock.unsupported else 0)
                trash.finish_rename(self.folder)
            yield

    def _now_at(self, base: Loaded) -> Path:
        """Where the session's file is now: another program may have renamed it."""
        if os.path.lexists(base.path):
            return base.path
        moved = self.by_id(base.session.id)
        return moved.path if moved else base.path

    def _scan(self, quick: bool) -> list[Entry]:
        made = []
        known: dict[str, tuple[State, Entry, bool]] = {}
        try:
            with os.scandir(self.folder) as found:
                for item in found:
                    if names.is_session_file(item.name) and _listed(item):
                        known[item.name] = self._entry(item, quick)
                        made.append(known[item.name][1])
        except FileNotFoundError:
            return []
        except OSError as error:
            raise from_os(error, self.folder) from error
        self._known = known
        return made

    def _entry(self, item: os.DirEntry[str], quick: bool) -> tuple[State, Entry, bool]:
        try:
            state = state_of(item.stat())
        except OSError:
            state = (0, 0, 0, 0)
        old = self._known.get(item.name)
        if old and old[0] == state and (quick or not old[2]):
            return old
        return state, read_entry(self.folder / item.name, quick=quick), quick

    def _meant(self, ref: str | Entry | Path) -> Entry | Path:
        return self.find(ref) if isinstance(ref, str) else ref

    def _one(self, ref: str, found: list[Entry]) -> Entry:
        if not found:
            raise NotFound(f"{ref!r}: no such session in {self.folder}: see pmtui list")
        if len(found) > 1:
            shown = ", ".join(entry.file for entry in found[:3])
            more = f" and {len(found) - 3} more" if len(found) > 3 else ""
            raise Ambiguous(f"{ref!r} could be {shown}{more}: give more of the id, or the file's name")
        return found[0]


def _answering(ref: str, known: list[Entry]) -> list[Entry]:
    if exact := [entry for entry in known if entry.id == ref]:
        return exact
    if not ref:
        return []
    short = ref.lower()
    return [
        entry
        for entry in known
        if entry.id.lower().startswith(short)
        or (len(short) == 6 and (entry.id.lower().endswith(short) or names.six(entry.id) == short))
    ]


def _path(entry: Entry | Path) -> Path:
    return entry if isinstance(entry, Path) else entry.path


def _listed(item: os.DirEntry[str]) -> bool:
    """Whether it is a file, or a link that leads nowhere: that is listed as unreadable."""
    try:
        return item.is_file() or (item.is_symlink() and not Path(item.path).exists())
    except OSError:
        # A link that leads round in a circle, or to where nobody may look.
        return item.is_symlink()
