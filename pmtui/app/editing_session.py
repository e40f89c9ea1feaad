"""The editing session: the open session, what is half-typed on it, and the thread that keeps it on disk.

It holds no widget. Whatever ends the app (a key, a signal, an error in a screen, a closed terminal), `clear` turns
half-typed text into edits and writes them, so that nothing typed is lost.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import msgspec
from msgspec import Struct

from pmtui.app.known_words import KnownWords
from pmtui.app.unread_values import UnreadValues
from pmtui.library.drafts import FieldKey
from pmtui.library.errors import LibraryError, from_os
from pmtui.library.open_session import OpenSession
from pmtui.meeting.step import Items
from pmtui.session.document import KeyDetails, Session, StepName
from pmtui.settings import OwnField

if TYPE_CHECKING:
    from pmtui.app.completion import Completion

Edit = Callable[[Session], Session]

WORDS = "words that were not understood"
"""What undo calls them."""

POLL_SECONDS = 0.25
WORDS_SECONDS = 0.5
"""How often words that are no part of the session are written while somebody types them, at most."""
RETRY_SECONDS = 2.0


class Place(Struct, frozen=True):
    """Where something was done: undo goes there."""

    step: StepName
    item_id: str | None = None
    field: str | None = None


class SaveState(msgspec.Struct, frozen=True):
    """What the saved indicator says, truthfully."""

    saved: bool
    typing: bool = False
    """Whether text is half-typed that is not an edit yet."""
    unread: int = 0
    """How many fields hold words that could not be read as their value."""
    lines: int = 0
    """How many lines hold words that were not added; they are on disk, where nobody is typing."""
    trouble: str = ""
    """Why it is not saved and tried again; empty where nothing is wrong."""


class Draft(Struct, frozen=True):
    """Half-typed text, as the edit that it will be."""

    edit: Edit
    label: str
    place: Place
    group: Hashable


class Present(TypedDict):
    """What a typed line is read against."""

    session: Session
    now: datetime
    ticket_pattern: str


class EditingSession:
    """The one place through which the app changes a session.

    Args:
        opened: the session.
        changed: called (from any thread) when the session or its saved state is another one.
        now: the present, aware.
        ticket_pattern: what a ticket at the end of a typed line looks like; empty: the usual.
        own_fields: the team's own fields of the key details that the config offers.
        severities: the team's own, the gravest first; empty: the usual ones.
    """

    def __init__(
        self,
        opened: OpenSession,
        changed: Callable[[], None],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        ticket_pattern: str = "",
        own_fields: Sequence[OwnField] = (),
        severities: Sequence[str] = (),
    ) -> None:
        self.opened = opened
        self.now = now
        self.ticket_pattern, self.own_fields, self.severities = ticket_pattern, own_fields, severities
        self.earlier_details: tuple[KeyDetails, ...] = ()
        """The key details of earlier reviews, newest first, once they have been read: what can be guessed."""
        self.known_words = KnownWords()
        """The names that the library uses, once they have been read."""
        self._changed = changed
        self._drafts: dict[Hashable, Draft] = {}
        self.unread = UnreadValues(opened.drafts())
        self.not_kept = ""
        """Why words that could not be read are not on disk; empty where they are."""
        self._words_kept = 0.0
        self.step: StepName | None = None
        """The step that is shown: a bookmark of it is written now and then, so that a kill does not lose it."""
        self._marked: StepName | None = None
        self._trouble = ""
        self._wake = threading.Event()
        self._stop = False
        self._cleared = False
        self._copy: tuple[Session, Path] | None = None
        self._saving = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def session(self) -> Session:
        """The session as it stands, without what is half-typed."""
        return self.opened.session

    def present(self) -> Present:
        """What a typed line is read against, as keyword arguments of `pmtui.app.item_parsing.entry`."""
        return {"session": self.session, "now": self.now(), "ticket_pattern": self.ticket_pattern}

    def completion(self, part: Items, text: str) -> Completion:
        """How a line that is typed into a list may go on."""
        from pmtui.app.completion import of_line  # the first picture does without

        return of_line(part, text, self.session, self.known_words, self.now())

    @property
    def state(self) -> SaveState:
        """Whether everything is saved, and if not, why."""
        unread = self.unread
        typing = unread.typing or any(not _is_line(key) for key in list(self._drafts))
        waits = len(unread.left(self.session)), len(unread.lines)
        return SaveState(not self.opened.dirty, typing, *waits, self._trouble)

    def start(self) -> None:
        """Begin to save and to watch the file; again after `clear`, where what it could not save stays open."""
        self._cleared = self._stop = False
        self._thread = threading.Thread(target=self._keep, name="pmtui-keep", daemon=True)
        self._thread.start()

    # --- acts ---

    def do(self, edit: Edit, label: str, place: Place, group: Hashable = None) -> bool:
        """Do an edit, and have it saved at once; True where it changed something.

        Raises:
            EditRefused: with a line for the person.
        """
        done = not self._cleared and self.opened.do(edit, label, place, group)
        if done:
            self.unread.acted()
            self._wake.set()
            self._changed()
        return done

    def do_all(self, acts: Sequence[tuple[Edit, str]], place: Place) -> None:
        """Do edits one after the other, each of which is undone by itself, with their labels.

        Raises:
            EditRefused: with a line for the person.
        """
        for edit, label in acts:
            self.do(edit, label, place)

    def draft(self, key: Hashable, edit: Edit, label: str, place: Place, group: Hashable = None) -> None:
        """Keep half-typed text, so that whatever ends the app makes the edit of it."""
        if not self._cleared:
            first = not self._drafts
            self._drafts[key] = Draft(edit, label, place, group)
            if first:
                # What is on the screen is not all on disk any more: it must not be called saved for a moment longer.
                self._changed()

    def draft_line(self, key: FieldKey, text: str, edit: Edit, label: str, place: Place) -> None:
        """Keep what stands in an add line on disk, and make the edit of it where the app ends in good order."""
        if self._cleared:
            return
        before = self.state
        self._drafts[key] = Draft(edit, label, place, None)
        self.unread.keep(key, text)
        if self.state != before:
            self._changed()

    def drop(self, key: Hashable) -> None:
        """Forget half-typed text that was erased or submitted."""
        self._drafts.pop(key, None)
        if isinstance(key, FieldKey) and key.is_line:
            self.filled(key)

    def commit(self, key: Hashable) -> bool:
        """Make the edit of one draft now.

        Raises:
            EditRefused: with a line for the person.
        """
        draft = self._drafts.pop(key, None)
        if draft is None:
            return False
        done = self.do(draft.edit, draft.label, draft.place, draft.group)
        if isinstance(key, FieldKey):
            self.filled(key)
        return done

    def drafted(self, key: Hashable) -> bool:
        """Whether text is half-typed there."""
        return key in self._drafts

    # --- values that could not be read ---

    def keep_unread(self, key: FieldKey, text: str, *, typing: bool = False) -> None:
        """Keep what stands in a field and cannot be read; it is no edit, and takes the place of a draft of one."""
        if self._cleared:
            return
        before = self.state
        self._drafts.pop(key, None)
        self.unread.keep(key, text, typing=typing)
        if not typing:
            self._wake.set()
        if self.state != before:
            self._changed()

    def filled(self, key: FieldKey) -> None:
        """A field has a value that was read: what was kept of it is not wanted any more."""
        if self.unread.forget(key):
            self._wake.set()
            self._changed()

    def undo(self) -> tuple[str, Place | None] | None:
        """Take back the last act: what it was, and where; None where there is nothing."""
        return self._words(self.unread.undo()) or self._turn(self.opened.undo_label, self.opened.undo)

    def redo(self) -> tuple[str, Place | None] | None:
        """Do again what was undone; returns as `undo`."""
        return self._words(self.unread.redo()) or self._turn(self.opened.redo_label, self.opened.redo)

    def _words(self, key: FieldKey | None) -> tuple[str, Place | None] | None:
        """Undo and redo of words that could not be read, which are in no history."""
        if key is None:
            return None
        self._wake.set()
        self._changed()
        return WORDS, None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again; None where there is nothing."""
        return self.opened.redo_label

    @property
    def undo_label(self) -> str | None:
        """What undo would take back; None where there is nothing."""
        return WORDS if self.unread.undoes is not None else self.opened.undo_label

    def _turn(self, label: str | None, turn: Callable[[], object]) -> tuple[str, Place | None] | None:
        if label is None:
            return None
        place = turn()
        self.unread.acted()
        self._wake.set()
        self._changed()
        return label, place if isinstance(place, Place) else None

    # --- keeping ---

    def clear(self) -> str:
        """Turn all that is half-typed into edits, stop the thread and save: empty, or why it could not be saved."""
        self._settle()
        # Messages of the last keys may still come: what they say was gathered, and must not be done twice.
        self._cleared = self._stop = True
        self._wake.set()
        if self._thread is not None and self._thread.is_alive():
            self._thread.join(timeout=10)
        self._keep_words(may_forget=lambda: False)
        try:
            with self._saving:
                if self.opened.dirty:
                    self.opened.save(recreate=True)
            self._keep_words(self.session)
            self.unread.release()
        except Exception as error:
            kept = self._copied()
            said = str(error) if isinstance(error, LibraryError) else f"{type(error).__name__}: {error}"
            return said + (f" (a copy is in {kept}: pmtui import --into takes it)" if kept else "")
        return ""

    def copy_elsewhere(self) -> str:
        """Where the disk does not answer: a copy of everything where one can be written; the words for that."""
        self._settle()
        kept = self._copied()
        said = f"{self.opened.place}: the disk does not answer"
        return f"{said}: a copy is in {kept}: pmtui import --into takes it" if kept else said

    def _settle(self) -> None:
        """Turn all that is half-typed into edits, once: edits that come later are not done."""
        if self._cleared:
            return
        for line in self.unread.lines:
            with contextlib.suppress(Exception):
                self._take_up(line)
        for key in list(self._drafts):
            draft = self._drafts.get(key)
            try:
                self.commit(key)
            except Exception:
                # A final session takes no text any more, say; whatever it is, the rest must still be saved.
                if draft is not None:
                    self._drafts[key] = draft

    def _take_up(self, line: FieldKey) -> None:
        """A line that an ended program left, in a step that nobody has opened since, is a draft as well."""
        from pmtui.app.item_parsing import items_of_line  # mostly there is none

        text = self.unread.text(line)
        if text is not None and line not in self._drafts:
            made = items_of_line(line, text, **self.present())
            if made is not None:
                step, new = made
                self._drafts[line] = Draft(new.edit, new.label, Place(step, new.items[-1].id), None)

    def _keep_words(self, session: Session | None = None, may_forget: Callable[[], bool] | None = None) -> None:
        """Have the words that are no part of the session on disk; where that fails it is said, and the rest goes on.

        Words are forgotten only when what came of them is on disk.
        """
        self._words_kept = time.monotonic()
        try:
            self.unread.write(session, may_forget=may_forget or (lambda: not self.opened.dirty))
            self.not_kept = ""
        except OSError as error:
            self.not_kept = str(from_os(error, self.opened.place))

    def _copied(self) -> Path | None:
        """A copy of the session as it stands, where there is room; on the way out this is asked more than once."""
        if self._copy is None or self._copy[0] is not self.session:
            path = self.opened.rescue()
            self._copy = (self.session, path) if path is not None else None
        return self._copy[1] if self._copy is not None else None

    def _keep(self) -> None:
        """Run the saving thread: save what is done, else look whether another program wrote."""
        last_try = 0.0
        while not self._stop:
            asked = self._wake.wait(POLL_SECONDS)
            self._wake.clear()
            if self._stop:
                return
            if self._trouble and not asked and time.monotonic() - last_try < RETRY_SECONDS:
                continue
            last_try = time.monotonic()
            self._keep_once()

    def _keep_once(self) -> None:
        before = self.state
        try:
            with self._saving:
                changed = self.opened.save().changed if self.opened.dirty else self.opened.poll()
            self._trouble = ""
        except LibraryError as error:
            changed, self._trouble = False, str(error)
        except Exception as error:
            # Whatever it is, the thread must live to try again, and the person must see it.
            changed, self._trouble = False, f"{type(error).__name__}: {error}"
        waits = self.unread.waiting or self.not_kept
        if self.unread.forgets or (waits and time.monotonic() - self._words_kept >= WORDS_SECONDS):
            self._keep_words()
        if self.step is not None and self.step != self._marked:
            self._marked = self.step
            self.opened.set_bookmark(self.step)
        if not self._trouble:
            self._trouble = self.not_kept
        if changed or self.state != before or self.opened.notices:
            self._changed()


def _is_line(key: Hashable) -> bool:
    return isinstance(key, FieldKey) and key.is_line
