"""What the rest of the program asks of a place where sessions are kept, be it a folder of files or a database.

Sessions are named by their entry or their id; no path of theirs is known above this line. `SessionStore` has two parts:
what every store must do itself, and what follows from that and is overridden only where it can be done more quickly.
Every method raises `LibraryError`s only, unless it says otherwise. One suite of tests runs on every store
(`tests/library/test_every_store.py`).
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
from pmtui.library.lookup import each_once, find_entry, newest_draft, with_id
from pmtui.session.document import Instant, Session
from pmtui.session.edits import check_allowed

if TYPE_CHECKING:
    from pmtui.library.drafts import FieldKey


class LoadedSession(Protocol):
    """A version of a session, as it is kept; what else the store knows of that version is its own affair."""

    @property
    def session(self) -> Session:
        """The session."""

    @property
    def file(self) -> str:
        """Its name, as people read it in lists and messages."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What loading repaired, or could not find, as sentences for the person."""

    @property
    def exact(self) -> bool:
        """Whether the session is kept to the letter (not where loading repaired something)."""

    def prepare_save(self) -> None:
        """Do in a moment when nobody waits what the first save over this version would do."""


class SavedSession(LoadedSession, Protocol):
    """A session as it is kept after a save."""

    @property
    def merged(self) -> bool:
        """Whether another program had written since, so that the session is more than what was handed in."""

    @property
    def wrote(self) -> bool:
        """False where all of it was kept already."""

    @property
    def without(self) -> Session | None:
        """Where something was put back that the kept version lacked: the session without it."""


class AttachedFiles(Protocol):
    """The files attached to one session."""

    @property
    def name(self) -> str:
        """What their folder is called in a report that may lie anywhere."""

    def attach(self, source: Path | BinaryIO | bytes, name: str = "") -> str:
        """Keep a copy, whole or not at all; durable on return. Gives back its name, for `Evidence.path`."""

    def read(self, name: str) -> bytes:
        """What is kept under a name."""

    def check(self, name: str) -> None:
        """Raise `Refused` where a name leads to anything but a file of this session."""

    def seen_from(self, folder: Path) -> str:
        """Their folder, as the links of a report name it that lies in `folder`."""


class DraftStore(Protocol):
    """What was typed into the fields of one session and is no part of it yet; see `pmtui.library.drafts`."""

    def read(self) -> dict[FieldKey, str]:
        """All that is kept, whoever types it."""

    def take_over(self) -> dict[FieldKey, str]:
        """The lines that programs left that have ended; they are this one's from now on."""

    def keep(self, key: FieldKey, text: str) -> None:
        """Keep what was typed into a field; durable on return. Raises `OSError` where it could not be written."""

    def forget(self, key: FieldKey) -> None:
        """Forget what was kept of a field. Raises `OSError` where it is still there."""

    def release(self) -> None:
        """This program ends: the lines that it leaves are anybody's."""


class Trashed(Struct, frozen=True):
    """A session in the trash."""

    entry: Entry
    at: Instant
    """When it was thrown away; empty where the trash does not say."""
    place: str
    """Where it lies, for people."""


class SessionStore(Protocol):
    """Keeps sessions. Methods may be called from any thread."""

    now: Callable[[], datetime]
    """The present, aware."""
    new_id: Callable[[], str]

    # --- what every store does itself ---

    @property
    @abstractmethod
    def place(self) -> str:
        """Where the sessions are kept, as people name it."""

    @abstractmethod
    def entries(self, *, quick: bool = False) -> Sequence[Entry]:
        """All sessions, newest incident first; unreadable ones last. With `quick`, damage may go unseen."""

    @abstractmethod
    def load(self, entry: Entry, *, like: LoadedSession | None = None) -> LoadedSession:
        """Read a session and its version; it shares with `like`, an older version, what stayed the same."""

    @abstractmethod
    def changed(self, loaded: LoadedSession) -> bool:
        """Whether what is kept is not the version that was loaded any more, or gone. Asked four times a second."""

    @abstractmethod
    def newer(self, loaded: LoadedSession) -> LoadedSession:
        """Read the version that is kept now, where `changed`; the same session where only its name is another.

        Raises:
            NotFound: the session was deleted.
            Vanished: all that is kept is out of reach; see `bring_back`.
            Unreadable: something else stands in its place.
        """

    @abstractmethod
    def save(self, base: LoadedSession, ours: Session) -> SavedSession:
        """Write `ours`, made from `base.session`, merged with what another program wrote since. Durable on return."""

    @abstractmethod
    def create(self, session: Session) -> Entry:
        """Keep a session that is not there yet."""

    @abstractmethod
    def add(self, session: Session) -> Entry:
        """Like `create`, for an imported one: its `updated_at` is kept."""

    @abstractmethod
    def begin(self, session: Session, now: datetime, *, damaged: str = "") -> Entry | None:
        """Like `create`; None where a draft is there that takes the notes of this moment (see `newest_draft`)."""

    @abstractmethod
    def replace(self, entry: Entry, session: Session) -> Trashed:
        """Put a session in the place of one with its id, which goes to the trash."""

    @abstractmethod
    def trash(self, entry: Entry, *, twins: bool = False) -> Trashed:
        """Throw a session away, to be had back; with `twins`, all that holds the same one."""

    @abstractmethod
    def trashed(self) -> Sequence[Trashed]:
        """What lies in the trash, the last thrown away first."""

    @abstractmethod
    def untrash(self, thrown: Trashed, *, over: Entry | None = None) -> Entry:
        """Put back what was thrown away; where it takes the place of `over`, that goes to the trash."""

    @abstractmethod
    def attached_files(self, of: Entry | LoadedSession) -> AttachedFiles:
        """The files attached to a session (there need not be any)."""

    @abstractmethod
    def drafts(self, session_id: str) -> DraftStore:
        """What was typed on a session and is no part of it yet."""

    @abstractmethod
    def bookmark(self, session_id: str) -> str:
        """The name of the step where the meeting was left; empty where nothing is known. Raises nothing."""

    @abstractmethod
    def set_bookmark(self, session_id: str, step: str) -> None:
        """Remember that step; where that is refused nothing is remembered. Raises nothing."""

    # --- what follows ---

    def present(self) -> Sequence[Entry]:
        """All sessions, to look one up."""
        return self.entries(quick=True)

    def names(self) -> list[str]:
        """The names of the sessions, for a first paint."""
        return [entry.file for entry in self.entries(quick=True)]

    def states(self) -> Mapping[str, object]:
        """By the name of each session a value that is another one, as text too, as soon as what is kept of it is."""
        return {entry.file: f"{entry.id} {entry.updated_at}" for entry in self.entries(quick=True)}

    def glimpse(self, files: Iterable[str]) -> Sequence[Entry]:
        """The entries of these names, in that order."""
        found = {entry.file: entry for entry in self.entries(quick=True)}
        return [found[file] for file in files if file in found]

    def find(self, ref: str) -> Entry:
        """The session that a person means: id, unique prefix or last six digits of it, its name, or `latest`.

        Raises:
            NotFound: nothing answers to it.
            Ambiguous: several do; the message names them.
            Unreadable: it names one that cannot be read.
        """
        entry = self.find_file(ref)
        if entry.unreadable:
            # What the machine refuses is said in its own words.
            self.load(entry)
            raise Unreadable(entry.file, entry.unreadable)
        return entry

    def find_file(self, ref: str) -> Entry:
        """Like `find`, but it may be one that cannot be read: the entry then says why."""
        return find_entry(self.present(), ref, self.place)

    def by_id(self, session_id: str) -> Entry | None:
        """The session with exactly that id, or None; where two hold it, the one written last."""
        return next(iter(with_id(self.present(), session_id)), None)

    def newest_draft(self, now: datetime, *, damaged: str = "") -> Entry | None:
        """The newest created draft, if it was created, or an event in it was noted, within the last 24 hours.

        Args:
            now: aware.
            damaged: the name of one that turned out unreadable: while it is the newest there is none.

        Raises:
            Unreadable: the newest one cannot be read in full.
        """
        return newest_draft(self.present(), now, damaged, lambda entry: self.read(entry).timeline)

    def read(self, entry: Entry) -> Session:
        """Read a session to look at it: for reports and for going over all of them."""
        return self.load(entry).session

    def sessions(self) -> Iterator[tuple[Entry, Session]]:
        """Every readable session, newest incident first; one that turns out damaged is passed over."""
        for entry in each_once(self.entries(quick=True)):
            with suppress(LibraryError):
                yield entry, self.read(entry)

    def change(self, entry: Entry, edit: Callable[[Session], Session]) -> SavedSession:
        """Load, edit, save once: for verbs. Raises `EditRefused` where a final session does not allow the edit.

        The edit is made again on what another program wrote meanwhile.
        """
        loaded, edited = _edited(self.load(entry), edit)
        return self.save(*edited_again(self, loaded, edited, edit))

    def rename(self, entry: Entry) -> Entry:
        """Give a session the name that its details now suggest, where names are given and not made."""
        return entry

    def is_short(self, loaded: LoadedSession) -> bool:  # noqa: ARG002
        """Whether the loaded version lacks what was written before; the next save puts it back."""
        return False

    def was_replaced(self, loaded: LoadedSession) -> bool:  # noqa: ARG002
        """Whether exactly this version lies in the trash, because another one took its place."""
        return False

    def bring_back(self, *, at_once: bool) -> str:  # noqa: ARG002
        """After `Vanished`: make the place anew, where that is wanted at once or was waited for; says that it did.

        Raises:
            Vanished: not yet, or it cannot be.
        """
        return ""

    # --- files of the machine, where the store has some ---

    def check_target(self, path: Path) -> None:  # noqa: ARG002
        """Raise `Refused` where a file that a person names is the store's own, or would be taken for a session."""
        return

    def spare_place(self, target: Path) -> Path | None:  # noqa: ARG002
        """A folder on the device of `target`, for the temporary name of what replaces that; None: beside it."""
        return None

    def spare_file(self, name: str) -> Path | None:  # noqa: ARG002
        """Where a text may be put that is to be found again, and belongs nowhere; None where there is no such place."""
        return None


def edited_again(
    store: SessionStore, loaded: LoadedSession, edited: Session, edit: Callable[[Session], Session]
) -> tuple[LoadedSession, Session]:
    """What was loaded, and the edit of it; both anew where another program wrote since.

    What cannot be read any more is left for `save` to judge.
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
