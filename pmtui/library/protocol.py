"""The interface of a store of sessions, whether a folder of files or a database.

Sessions are named by entry or id; the rest of the program knows no paths of theirs. `SessionStore` has two parts: the
methods that every store implements, and methods with a default implementation, overridden where a store can be faster.
All methods raise only `LibraryError`s unless they say otherwise. `tests/library/test_every_store.py` tests every store.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from msgspec import Struct

from pmtui.library.entries import Entry
from pmtui.library.errors import LibraryError, Unreadable
from pmtui.library.lookup import find_entry, newest_draft, with_id, without_duplicates
from pmtui.session.document import Instant, Session
from pmtui.session.edits import check_allowed

if TYPE_CHECKING:
    from pmtui.library.drafts import FieldKey


class LoadedSession(Protocol):
    """A loaded version of a session. A store adds what it needs to recognise the version."""

    @property
    def session(self) -> Session:
        """Return the session."""

    @property
    def file(self) -> str:
        """Return its name for lists and messages."""

    @property
    def notices(self) -> tuple[str, ...]:
        """Return notices for the user: what loading repaired or did not find."""

    @property
    def exact(self) -> bool:
        """Whether the stored data is exactly this session; False if loading repaired something."""

    def prepare_save(self) -> None:
        """Do the first part of a save over this version in advance, while nobody waits."""


class SavedSession(LoadedSession, Protocol):
    """The stored version of a session after a save."""

    @property
    def merged(self) -> bool:
        """Whether another program had written, so that the session is not just the one passed in."""

    @property
    def wrote(self) -> bool:
        """False if there was nothing to write."""

    @property
    def without(self) -> Session | None:
        """Return the session without what was restored, if the stored version lacked something; else None."""


class AttachedFiles(Protocol):
    """The files attached to a session."""

    @property
    def name(self) -> str:
        """Return the name of their folder in a report without a fixed place."""

    def attach(self, source: Path | BinaryIO | bytes, name: str = "") -> str:
        """Store a copy, atomically; durable on return. Return its name, for `Evidence.path`."""

    def read(self, name: str) -> bytes:
        """Return the content of a file."""

    def check(self, name: str) -> None:
        """Raise `Refused` if a name is not that of a file of this session."""

    def seen_from(self, folder: Path) -> str:
        """Return the path of their folder for the links of a report in `folder`."""


class DraftStore(Protocol):
    """The typed texts of one session that are not part of it yet; see `pmtui.library.drafts`."""

    def read(self) -> dict[FieldKey, str]:
        """Return all texts, whoever typed them."""

    def take_over(self) -> dict[FieldKey, str]:
        """Return the lines of programs that have ended; they belong to this program from now on."""

    def keep(self, key: FieldKey, text: str) -> None:
        """Store the text of a field; durable on return. Raises `OSError` if it could not be written."""

    def forget(self, key: FieldKey) -> None:
        """Delete the text of a field. Raises `OSError` if it is still stored."""

    def release(self) -> None:
        """End the ownership of this program: other programs may take over its lines."""


class Trashed(Struct, frozen=True):
    """A session in the trash."""

    entry: Entry
    at: Instant
    """The time of deletion; empty if unknown."""
    place: str
    """Where it is, in words for the user."""


class SessionStore(Protocol):
    """A store of sessions. Methods may be called from any thread."""

    now: Callable[[], datetime]
    """Returns the current time, aware."""
    new_id: Callable[[], str]

    # --- implemented by every store ---

    @property
    @abstractmethod
    def place(self) -> str:
        """Return where the sessions are, in words for the user."""

    @abstractmethod
    def entries(self, *, quick: bool = False) -> Sequence[Entry]:
        """Return all sessions, newest incident first, unreadable ones last. With `quick`, some errors are not found."""

    @abstractmethod
    def load(self, entry: Entry, *, like: LoadedSession | None = None) -> LoadedSession:
        """Read a session; unchanged parts are shared with `like`, an older version."""

    @abstractmethod
    def changed(self, loaded: LoadedSession) -> bool:
        """Whether the stored version differs from the loaded one or is gone. Called four times a second."""

    @abstractmethod
    def newer(self, loaded: LoadedSession) -> LoadedSession:
        """Read the stored version after a change; if only its name changed, the session is the same object.

        Raises:
            NotFound: the session was deleted.
            Vanished: the whole store is out of reach; see `recreate`.
            Unreadable: the stored data is no version of this session.
        """

    @abstractmethod
    def save(self, base: LoadedSession, ours: Session) -> SavedSession:
        """Write `ours`, an edit of `base.session`, merged with later changes of other programs. Durable on return."""

    @abstractmethod
    def create(self, session: Session) -> Entry:
        """Store a new session."""

    @abstractmethod
    def add(self, session: Session) -> Entry:
        """Like `create` for an imported session: its `updated_at` is kept."""

    @abstractmethod
    def begin(self, session: Session, now: datetime, *, damaged: str = "") -> Entry | None:
        """Like `create`, but return None if there is a draft to take notes now (see `newest_draft`)."""

    @abstractmethod
    def replace(self, entry: Entry, session: Session) -> Trashed:
        """Replace a session by another one with the same id; the old one goes to the trash."""

    @abstractmethod
    def trash(self, entry: Entry, *, duplicates: bool = False) -> Trashed:
        """Move a session to the trash; with `duplicates`, all copies of it."""

    @abstractmethod
    def trashed(self) -> Sequence[Trashed]:
        """Return the entries of the trash, the last deleted first."""

    @abstractmethod
    def untrash(self, trashed: Trashed, *, over: Entry | None = None) -> Entry:
        """Restore a session from the trash; if it replaces `over`, that goes to the trash."""

    @abstractmethod
    def attached_files(self, of: Entry | LoadedSession) -> AttachedFiles:
        """Return the files attached to a session; there may be none."""

    @abstractmethod
    def drafts(self, session_id: str) -> DraftStore:
        """Return the typed texts that are not part of a session yet."""

    @abstractmethod
    def bookmark(self, session_id: str) -> str:
        """Return the name of the step at which the meeting was left, or an empty string. Raises nothing."""

    @abstractmethod
    def set_bookmark(self, session_id: str, step: str) -> None:
        """Store that step if possible. Raises nothing."""

    # --- with a default implementation ---

    def present(self) -> Sequence[Entry]:
        """Return all entries, to look one up."""
        return self.entries(quick=True)

    def names(self) -> list[str]:
        """Return the names of the sessions, for the first screen."""
        return [entry.file for entry in self.entries(quick=True)]

    def states(self) -> Mapping[str, object]:
        """Return a value for each name that changes, also as text, whenever the stored session does."""
        return {entry.file: f"{entry.id} {entry.updated_at}" for entry in self.entries(quick=True)}

    def quick_entries(self, files: Iterable[str]) -> Sequence[Entry]:
        """Return the entries of these names, in that order."""
        found = {entry.file: entry for entry in self.entries(quick=True)}
        return [found[file] for file in files if file in found]

    def find(self, ref: str) -> Entry:
        """Return the session that the user named: by id, unique prefix or last six digits of it, name, or `latest`.

        Raises:
            NotFound: none matches.
            Ambiguous: several match; the message names them.
            Unreadable: the session cannot be read.
        """
        entry = self.find_file(ref)
        if entry.unreadable:
            # An error of the system keeps its own message.
            self.load(entry)
            raise Unreadable(entry.file, entry.unreadable)
        return entry

    def find_file(self, ref: str) -> Entry:
        """Like `find`, but the session may be unreadable: its entry says why."""
        return find_entry(self.present(), ref, self.place)

    def by_id(self, session_id: str) -> Entry | None:
        """Return the session with exactly this id, or None; of several copies the last written."""
        return next(iter(with_id(self.present(), session_id)), None)

    def newest_draft(self, now: datetime, *, damaged: str = "") -> Entry | None:
        """Return the newest draft, if it was created or got an event within the last 24 hours; else None.

        Args:
            now: the current time, aware.
            damaged: the name of a session that proved unreadable; if it is the newest, None is returned.

        Raises:
            Unreadable: the newest draft cannot be read completely.
        """
        return newest_draft(self.present(), now, damaged, lambda entry: self.read(entry).timeline)

    def read(self, entry: Entry) -> Session:
        """Read a session without editing it: for reports and for passes over all sessions."""
        return self.load(entry).session

    def sessions(self) -> Iterator[tuple[Entry, Session]]:
        """Yield all readable sessions, newest incident first; damaged ones are skipped."""
        for entry in without_duplicates(self.entries(quick=True)):
            with suppress(LibraryError):
                yield entry, self.read(entry)

    def change(self, entry: Entry, edit: Callable[[Session], Session]) -> SavedSession:
        """Load, edit and save a session; for verbs. If another program wrote meanwhile, edit again.

        Raises:
            EditRefused: a final session does not allow the edit.
        """
        loaded, edited = _edited(self.load(entry), edit)
        return self.save(*edited_again(self, loaded, edited, edit))

    def rename(self, entry: Entry) -> Entry:
        """Rename a session after its current key details, in a store where names are derived from them."""
        return entry

    def lacks_saved_changes(self, loaded: LoadedSession) -> bool:  # noqa: ARG002
        """Whether the loaded version lacks earlier changes; the next save restores them."""
        return False

    def was_replaced(self, loaded: LoadedSession) -> bool:  # noqa: ARG002
        """Whether exactly this version is in the trash, because another one replaced it."""
        return False

    def recreate(self, *, at_once: bool) -> str:  # noqa: ARG002
        """After `Vanished`, create the store again, if `at_once` or after a while; return a notice.

        Raises:
            Vanished: it is too early, or it cannot be created.
        """
        return ""

    # --- files outside the store ---

    def check_target(self, path: Path) -> None:  # noqa: ARG002
        """Raise `Refused` if a path that the user named belongs to the store, or would be listed as a session."""
        return

    def temporary_folder(self, target: Path) -> Path | None:  # noqa: ARG002
        """Return a folder on the device of `target` for a temporary file that will replace it; None: beside it."""
        return None

    def fallback_file(self, name: str) -> Path | None:  # noqa: ARG002
        """Return a path for a text that belongs nowhere else but must be found again; None if there is none."""
        return None


def edited_again(
    store: SessionStore, loaded: LoadedSession, edited: Session, edit: Callable[[Session], Session]
) -> tuple[LoadedSession, Session]:
    """Return a loaded session and its edited version; if another program wrote since, reload and apply the edit again.

    If the session cannot be read any more, that is left to `save`.
    """
    if store.changed(loaded):
        try:
            newer = store.newer(loaded)
        except LibraryError:
            return loaded, edited
        return _edited(newer, edit)
    return loaded, edited


def _edited(loaded: LoadedSession, edit: Callable[[Session], Session]) -> tuple[LoadedSession, Session]:
    edited = edit(loaded.session)
    check_allowed(loaded.session, edited)
    return loaded, edited
