"""The library: a folder of sessions, one file each. What the rest of the program asks for anything on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmtui.library.ids import now as present
from pmtui.library.ids import uuid7
from pmtui.session.document import Event, Instant, Session

if TYPE_CHECKING:
    from pmtui.library.opened import OpenSession


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the library, as far as a list needs it. Of an unreadable one only file, path, updated_at and why."""

    file: str
    """Its name, `.json` included."""
    path: Path
    id: str = ""
    status: str = ""
    product: str = ""
    headline: str = ""
    term: str = ""
    severity: str = ""
    incident_date: date | None = None
    created_at: Instant = ""
    updated_at: Instant = ""
    unreadable: str = ""
    """Why it cannot be read; empty where it can."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A session as it stands in its file."""

    session: Session
    notices: tuple[str, ...]
    """What loading repaired, or could not find, as sentences for the person."""
    version: Any
    path: Path


@dataclass(frozen=True, slots=True)
class Saved(Loaded):
    """A session as it stands in its file after a save."""

    merged: bool = False
    """Whether another program had written since, so that the session is more than what was handed in."""


class Library:
    """A folder of sessions. Methods may be called from any thread.

    Every method that touches the disk raises a `LibraryError`; see `pmtui.library.errors`.
    """

    def __init__(
        self, folder: Path, *, now: Callable[[], datetime] = present, new_id: Callable[[], str] = uuid7
    ) -> None:
        self.folder, self.now, self.new_id = Path(folder), now, new_id

    def names(self) -> list[str]:
        """The names of the files, newest date first: quick, for a first paint."""
        raise NotImplementedError

    def entries(self) -> list[Entry]:
        """All files, newest incident first (its date, else creation's); unreadable ones last."""
        raise NotImplementedError

    def find(self, ref: str) -> Entry:
        """The session that a person means: id, unique prefix or last six digits of it, file name, or `latest`.

        Raises:
            NotFound: nothing answers to it.
            Ambiguous: several do; the message names them.
            Unreadable: it names a file that cannot be read.
        """
        raise NotImplementedError

    def by_id(self, session_id: str) -> Entry | None:
        """The session with exactly that id, or None."""
        raise NotImplementedError

    def newest_draft(self, now: datetime) -> Entry | None:
        """The newest created draft, if it was created, or an event in it was noted, within the last 24 hours."""
        raise NotImplementedError

    def load(self, entry: Entry | Path) -> Loaded:
        """Read a session to change it; the version holds the file open.

        Raises:
            Unreadable: with the reason.
        """
        raise NotImplementedError

    def read(self, entry: Entry | Path) -> Session:
        """Read a session to look at it: for reports and for going over the whole library."""
        raise NotImplementedError

    def sessions(self) -> Iterator[tuple[Entry, Session]]:
        """Every readable session, newest incident first; one that turns out damaged is passed over."""
        raise NotImplementedError

    def create(self, session: Session) -> Path:
        """Write a new session under the name that its details suggest; makes the folder where it is missing."""
        raise NotImplementedError

    def add(self, session: Session) -> Path:
        """Like `create`, for an imported one: its `updated_at` is kept."""
        raise NotImplementedError

    def save(self, base: Loaded, ours: Session) -> Saved:
        """Write `ours`, made from `base.session`; merged with what another program wrote since. Durable on return."""
        raise NotImplementedError

    def change(self, ref: str | Entry | Path, edit: Callable[[Session], Session]) -> Saved:
        """Load, edit, save once: for verbs. Checks what a final session allows (`EditRefused`)."""
        raise NotImplementedError

    def append_events(self, ref: str | Entry | Path, events: Iterable[Event]) -> Saved:
        """Add events at the end of the timeline; durable on return. Raises `EditRefused` where it is final."""
        raise NotImplementedError

    def open(self, ref: str | Entry | Path) -> OpenSession:
        """The session, open for a sitting of edits with undo and autosave."""
        raise NotImplementedError

    def rename(self, entry: Entry) -> Path:
        """Give the file, and its attachments' folder, the name that its details now suggest."""
        raise NotImplementedError

    def trash(self, entry: Entry) -> Path:
        """Move the file and its attachments into the library's trash; gives back where it lies now, for `untrash`."""
        raise NotImplementedError

    def untrash(self, path: Path) -> Path:
        """Put back what `trash` took away (under another name where its own is taken)."""
        raise NotImplementedError

    def trashed(self) -> list[Path]:
        """What lies in the trash, the last thrown away first; each can go to `untrash`."""
        raise NotImplementedError

    def changed(self, version: Any) -> bool:
        """Whether the file is not the one of that version any more (or gone): one `stat`."""
        raise NotImplementedError

    def attachments(self, entry: Entry | Path) -> Path:
        """The folder of a session's attached files (it need not exist)."""
        raise NotImplementedError
