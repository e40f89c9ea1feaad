"""Where a note goes that is taken in the middle of the incident: which session, and how it is kept there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from pmtui.library.errors import LibraryError, NotFound, Unreadable
from pmtui.session.document import Session
from pmtui.session.edits import EditRefused, check_allowed

if TYPE_CHECKING:
    from pmtui.library.entries import Entry
    from pmtui.library.protocol import AttachedFiles, LoadedSession, SessionStore


class LogTarget:
    """The session that `-s` names, else the newest draft of the last 24 hours, else a new one.

    A new one is made by the first change, so that a call that turns out wrong leaves nothing behind.

    Args:
        library: where sessions are looked for, and a new one is made.
        ref: what names the session, as a person writes it.
        now: gives the present, aware.
        timezone: gives that of a new session; asked only where one is made.
        term: gives what a new session is called; asked only where one is made; empty: the usual.
        say: takes a sentence for the person.
    """

    session: Session
    """As it stood when it was last read or written."""

    def __init__(
        self,
        library: SessionStore,
        ref: str | None,
        now: Callable[[], datetime],
        *,
        timezone: Callable[[], str],
        term: Callable[[], str] = str,
        say: Callable[[str], None],
    ) -> None:
        self.library, self._now, self._say = library, now, say
        self._loaded: LoadedSession | None = None
        self._new: Entry | None = None
        """The session that was begun, as long as its version could not be read."""
        self.began = False
        """Whether the session is a new one: it must not go unnoticed that notes go elsewhere than before."""
        self._damaged = ""
        """The file of the newest draft, where that cannot be read."""
        if self._found(ref):
            return
        from pmtui.library.ids import new_session

        self.session = new_session(timezone=timezone(), term=term(), now=self.library.now(), new_id=self.library.new_id)

    def _found(self, ref: str | None) -> bool:
        """Read the session that takes the notes, where there is one."""
        try:
            entry: Entry | None = self.library.find(ref) if ref is not None else self.library.newest_draft(self._now())
            if entry is None:
                return False
            self._take(self.library.load(entry))
        except Unreadable as error:
            if ref is not None:
                raise
            # In the middle of an incident a new review is better than none.
            self._say(f"{error}: a new review is begun instead")
            self._damaged = error.file
            return False
        if self.session.status == "final":
            raise EditRefused(f"{entry.file}: this review is final: reopen it first")
        return True

    def change(self, edit: Callable[[Session], Session]) -> None:
        """Apply an edit; durable on return.

        Raises:
            EditRefused: the session is final.
            LibraryError: nothing was changed.
        """
        if not self.there:
            after = edit(self.session)
            now = self._now()
            made = self.library.begin(after, now, damaged=self._damaged)
            # Another program may have begun one since we looked.
            found = None if made else self.library.newest_draft(now, damaged=self._damaged)
            if found is None:
                self._new, self.session, self.began = made or self.library.create(after), after, True
                # Its version is known from here on: a file that is renamed before the next note is found by its id.
                with suppress(LibraryError):
                    self._loaded = self.library.load(self._new)
                return
            self._take(self.library.load(found))
        loaded = self._current()
        after = edit(loaded.session)
        check_allowed(loaded.session, after)
        self._take(self.library.save(loaded, after))

    def _current(self) -> LoadedSession:
        """The session as it stands now: another program may have made it final, or moved it, since the last note."""
        if self._loaded is None:
            assert self._new is not None
            self._loaded = self.library.load(self._new)
        elif self.library.changed(self._loaded):
            with suppress(NotFound):
                self._take(self.library.newer(self._loaded))
        return self._loaded

    @property
    def there(self) -> bool:
        """Whether the session is in the library already."""
        return self._loaded is not None or self._new is not None

    def attached_files(self) -> AttachedFiles:
        """The session's attached files; the session is made now where it is new."""
        self.change(lambda session: session)
        of = self._loaded or self._new
        assert of is not None
        return self.library.attached_files(of)

    def name(self) -> None:
        """Say which session of which library it is."""
        kept = self._loaded or self._new
        file = kept.file if kept else "a new session"
        new = "began a new review: " if self.began else ""
        self._say(f"{new}session {self.session.id} ({file}) of {self.library.place}")

    def _take(self, loaded: LoadedSession) -> None:
        self._loaded, self.session = loaded, loaded.session
        for notice in loaded.notices:
            self._say(notice)
