"""The session that the app edits: its changes, drafts of text being typed, and undo (`saving.py` saves it).

It holds no widget. However the app ends (a key, a signal, an error, a closed terminal), `clear` turns drafts into
edits and saves them, so that nothing typed is lost.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypedDict

from msgspec import Struct

from pmtui.app.known_words import KnownWords
from pmtui.app.saving import SaveState, Saving
from pmtui.app.unread_values import UnreadValues
from pmtui.library.drafts import FieldKey
from pmtui.library.open_session import OpenSession
from pmtui.meeting.step import Items
from pmtui.session.document import KeyDetails, Session, StepName
from pmtui.settings import OwnField

if TYPE_CHECKING:
    from pmtui.app.completion import Completion

Edit = Callable[[Session], Session]

WORDS = "words that were not understood"
"""The label for undo of a value that could not be read."""


class Place(Struct, frozen=True):
    """A place in the meeting; undo returns to the place of the edit."""

    step: StepName
    item_id: str | None = None
    field: str | None = None


class Draft(Struct, frozen=True):
    """Text that is being typed, as the edit that it will become."""

    edit: Edit
    label: str
    place: Place
    group: Hashable


class Present(TypedDict):
    """The context in which a typed line is read."""

    session: Session
    now: datetime
    ticket_pattern: str


class EditingSession:
    """Makes all changes of a session in the app, and saves them in a thread.

    Args:
        opened: the open session.
        changed: called when the session or its saved state changed, from any thread.
        now: returns the present, timezone-aware.
        ticket_pattern: a regular expression for a ticket at the end of a typed line; empty: the default.
        own_fields: the fields of the key details that the config adds.
        severities: the team's own severities, the gravest first; empty: the default ones.
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
        """The key details of earlier reviews, newest first, for guesses; empty until they were read."""
        self.known_words = KnownWords()
        """The names that the library uses; empty until they were read."""
        self._changed = changed
        self._drafts: dict[Hashable, Draft] = {}
        self.unread = UnreadValues(opened.drafts())
        self._cleared = False
        self._saving = Saving(opened, self.unread, lambda: self.state, changed)

    @property
    def session(self) -> Session:
        """The session as it is, without drafts."""
        return self.opened.session

    def present(self) -> Present:
        """Return the context in which a typed line is read, as keyword arguments of `pmtui.app.item_parsing.entry`."""
        return {"session": self.session, "now": self.now(), "ticket_pattern": self.ticket_pattern}

    def completion(self, part: Items, text: str) -> Completion:
        """Return the completion of a line that is being typed into a list."""
        from pmtui.app.completion import of_line  # deferred: the first picture does not need it

        return of_line(part, text, self.session, self.known_words, self.now())

    @property
    def state(self) -> SaveState:
        """Whether everything is saved, and if not, why."""
        unread = self.unread
        typing = unread.typing or any(not _is_line(key) for key in list(self._drafts))
        waits = len(unread.left(self.session)), len(unread.lines)
        return SaveState(not self.opened.dirty, typing, *waits, self._saving.trouble)

    def start(self) -> None:
        """Start the saving thread; also after a `clear` that could not save, when the session stays open."""
        self._cleared = False
        self._saving.start()

    @property
    def not_kept(self) -> str:
        """Why values that could not be read are not on disk; empty where they are."""
        return self._saving.not_kept

    def show_step(self, step: StepName) -> None:
        """Note the step on the screen: the saving thread keeps a bookmark of it, which survives a kill."""
        self._saving.step = step

    # --- acts ---

    def do(self, edit: Edit, label: str, place: Place, group: Hashable = None) -> bool:
        """Do an edit and wake the saving thread. Returns whether the session changed.

        Undo shows the `label` and returns to the `place`. Consecutive edits of one `group` are undone together.

        Raises:
            EditRefused: the edit is not allowed; its message is for the user.
        """
        done = not self._cleared and self.opened.do(edit, label, place, group)
        if done:
            self.unread.acted()
            self._saving.wake()
            self._changed()
        return done

    def do_all(self, acts: Sequence[tuple[Edit, str]], place: Place) -> None:
        """Do several edits, each with its label; undo takes them back one by one.

        Raises:
            EditRefused: an edit is not allowed; its message is for the user.
        """
        for edit, label in acts:
            self.do(edit, label, place)

    def draft(self, key: Hashable, edit: Edit, label: str, place: Place, group: Hashable = None) -> None:
        """Keep text that is being typed as a draft: if the app ends, its edit is done."""
        if not self._cleared:
            first = not self._drafts
            self._drafts[key] = Draft(edit, label, place, group)
            if first:
                # The screen shows text that is not on disk: the indicator must not show "saved" any longer.
                self._changed()

    def draft_line(self, key: FieldKey, text: str, edit: Edit, label: str, place: Place) -> None:
        """Keep the text of an add line on disk; if the app ends normally, its edit is done."""
        if self._cleared:
            return
        before = self.state
        self._drafts[key] = Draft(edit, label, place, None)
        self.unread.keep(key, text)
        if self.state != before:
            self._changed()

    def drop(self, key: Hashable) -> None:
        """Forget a draft whose text was erased or submitted."""
        self._drafts.pop(key, None)
        if isinstance(key, FieldKey) and key.is_line:
            self.filled(key)

    def commit(self, key: Hashable) -> bool:
        """Do the edit of a draft now. Returns whether the session changed.

        Raises:
            EditRefused: the edit is not allowed; its message is for the user.
        """
        draft = self._drafts.pop(key, None)
        if draft is None:
            return False
        done = self.do(draft.edit, draft.label, draft.place, draft.group)
        if isinstance(key, FieldKey):
            self.filled(key)
        return done

    def drafted(self, key: Hashable) -> bool:
        """Whether there is a draft under the key."""
        return key in self._drafts

    # --- values that could not be read ---

    def keep_unread(self, key: FieldKey, text: str, *, typing: bool = False) -> None:
        """Keep the text of a field that cannot be read as a value, in place of a draft of that field."""
        if self._cleared:
            return
        before = self.state
        self._drafts.pop(key, None)
        self.unread.keep(key, text, typing=typing)
        if not typing:
            self._saving.wake()
        if self.state != before:
            self._changed()

    def filled(self, key: FieldKey) -> None:
        """Forget the unreadable text of a field that has a value now."""
        if self.unread.forget(key):
            self._saving.wake()
            self._changed()

    def undo(self) -> tuple[str, Place | None] | None:
        """Undo the last act. Returns its label and place, or None where there is nothing to undo."""
        return self._words(self.unread.undo()) or self._turn(self.opened.undo_label, self.opened.undo)

    def redo(self) -> tuple[str, Place | None] | None:
        """Redo what was undone last. Returns its label and place, or None where there is nothing to redo."""
        return self._words(self.unread.redo()) or self._turn(self.opened.redo_label, self.opened.redo)

    def _words(self, key: FieldKey | None) -> tuple[str, Place | None] | None:
        """Report the undo or redo of a value that could not be read; these are not in the session's history."""
        if key is None:
            return None
        self._saving.wake()
        self._changed()
        return WORDS, None

    @property
    def redo_label(self) -> str | None:
        """The label of what redo would do; None where there is nothing."""
        return self.opened.redo_label

    @property
    def undo_label(self) -> str | None:
        """The label of what undo would take back; None where there is nothing."""
        return WORDS if self.unread.undoes is not None else self.opened.undo_label

    def _turn(self, label: str | None, turn: Callable[[], object]) -> tuple[str, Place | None] | None:
        if label is None:
            return None
        place = turn()
        self.unread.acted()
        self._saving.wake()
        self._changed()
        return label, place if isinstance(place, Place) else None

    # --- keeping ---

    def clear(self) -> str:
        """Turn drafts into edits, stop the thread and save. Returns why it could not save; empty where it could."""
        self._settle()
        # Late messages of the last keys must not be done twice: their drafts have become edits.
        self._cleared = True
        return self._saving.finish()

    def copy_elsewhere(self) -> str:
        """Save a copy of the session elsewhere, as the disk does not answer. Returns the message for the user."""
        self._settle()
        kept = self._saving.copy()
        said = f"{self.opened.place}: the disk does not answer"
        return f"{said}: a copy is in {kept}: pmtui import --into takes it" if kept else said

    def _settle(self) -> None:
        """Turn all drafts into edits, once; later calls do nothing."""
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
                # Whatever fails (a final session takes no text), the rest must still be saved.
                if draft is not None:
                    self._drafts[key] = draft

    def _take_up(self, line: FieldKey) -> None:
        """Make a draft of a line that an ended program left on disk and whose step was not opened since."""
        from pmtui.app.item_parsing import items_of_line  # deferred: mostly there is no such line

        text = self.unread.text(line)
        if text is not None and line not in self._drafts:
            made = items_of_line(line, text, **self.present())
            if made is not None:
                step, new = made
                self._drafts[line] = Draft(new.edit, new.label, Place(step, new.items[-1].id), None)


def _is_line(key: Hashable) -> bool:
    return isinstance(key, FieldKey) and key.is_line
