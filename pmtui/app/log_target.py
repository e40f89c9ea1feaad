"""Find the session that `log` and `attach` add to, and save the additions."""

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
    """The session that the user named, else the newest draft of the last 24 hours, else a new one.

    A new session is created by the first change, so that a call that fails leaves nothing behind.

    Args:
        library: the library.
        ref: the session as the user named it; None: it was not named.
        now: returns the present, timezone-aware.
        timezone: returns the time zone of a new session; called only for one.
        term: returns the title of a new session, empty for the default; called only for one.
        say: called with a message for the user.

    Raises:
        NotFound, Ambiguous: `ref` names no session, or could name several.
        Unreadable: the session that `ref` names cannot be read.
        EditRefused: the session is final.
    """

    session: Session
    """The session as it was last read or written."""

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
        """The entry of a new session; while the session was not read back, it is known by this only."""
        self.began = False
        """Whether the session is new, which the user is told: the notes do not go where earlier ones went."""
        self._damaged = ""
        """The file of the newest draft, where it cannot be read."""
        if self._found(ref):
            return
        from pmtui.library.ids import new_session

        self.session = new_session(timezone=timezone(), term=term(), now=self.library.now(), new_id=self.library.new_id)

    def _found(self, ref: str | None) -> bool:
        """Read the session to add to; False where a new one is needed."""
        try:
            entry: Entry | None = self.library.find(ref) if ref is not None else self.library.newest_draft(self._now())
            if entry is None:
                return False
            self._take(self.library.load(entry))
        except Unreadable as error:
            if ref is not None:
                raise
            # During an incident a new review is better than an error.
            self._say(f"{error}: a new review is begun instead")
            self._damaged = error.file
            return False
        if self.session.status == "final":
            raise EditRefused(f"{entry.file}: this review is final: reopen it first")
        return True

    def change(self, edit: Callable[[Session], Session]) -> None:
        """Apply an edit; it is on disk on return.

        Raises:
            EditRefused: the session is final.
            LibraryError: nothing was changed.
        """
        if not self.exists:
            after = edit(self.session)
            now = self._now()
            made = self.library.begin(after, now, damaged=self._damaged)
            # Another program may have created a session since the look-up.
            found = None if made else self.library.newest_draft(now, damaged=self._damaged)
            if found is None:
                self._new, self.session, self.began = made or self.library.create(after), after, True
                # Once its version is known, the session is found by its id although its file is renamed.
                with suppress(LibraryError):
                    self._loaded = self.library.load(self._new)
                return
            self._take(self.library.load(found))
        loaded = self._current()
        after = edit(loaded.session)
        check_allowed(loaded.session, after)
        self._take(self.library.save(loaded, after))

    def _current(self) -> LoadedSession:
        """Return the session as it is on disk: another program may have made it final or renamed it since."""
        if self._loaded is None:
            assert self._new is not None
            self._loaded = self.library.load(self._new)
        elif self.library.changed(self._loaded):
            with suppress(NotFound):
                self._take(self.library.newer(self._loaded))
        return self._loaded

    @property
    def exists(self) -> bool:
        """Whether the session exists in the library."""
        return self._loaded is not None or self._new is not None

    def attached_files(self) -> AttachedFiles:
        """Return the session's attached files; a new session is created for them."""
        self.change(lambda session: session)
        of = self._loaded or self._new
        assert of is not None
        return self.library.attached_files(of)

    def announce(self) -> None:
        """Tell the user which session of which library it is."""
        kept = self._loaded or self._new
        file = kept.file if kept else "a new session"
        new = "began a new review: " if self.began else ""
        self._say(f"{new}session {self.session.id} ({file}) of {self.library.place}")

    def _take(self, loaded: LoadedSession) -> None:
        self._loaded, self.session = loaded, loaded.session
        for notice in loaded.notices:
            self._say(notice)
