"""Save the session that the app edits, in a thread, and watch whether another program writes its file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from pmtui.app.unread_values import UnreadValues
from pmtui.library.errors import LibraryError, from_os
from pmtui.library.open_session import OpenSession
from pmtui.session.document import Session, StepName

POLL_SECONDS = 0.25
"""How often the thread checks whether another program wrote the file."""
WORDS_SECONDS = 0.5
"""Values that could not be read are written to disk at most so often while somebody types."""
RETRY_SECONDS = 2.0
"""How long the thread waits after a failed save before it tries again by itself."""


class SaveState(msgspec.Struct, frozen=True):
    """What the indicator of unsaved changes shows."""

    saved: bool
    typing: bool = False
    """Whether a draft has not become an edit yet."""
    unread: int = 0
    """The number of fields with text that could not be read as a value."""
    lines: int = 0
    """The number of lines with text that was not added. The text is on disk, unless somebody is typing."""
    trouble: str = ""
    """The error of the last save, which is retried; empty where there was none."""


class Saving:
    """Saves one open session, and the values and lines that are no part of it.

    Args:
        opened: the open session.
        unread: its unreadable values and unadded lines.
        state: returns whether everything is saved.
        changed: called when the session or its saved state changed, from the thread.
    """

    def __init__(
        self, opened: OpenSession, unread: UnreadValues, state: Callable[[], SaveState], changed: Callable[[], None]
    ) -> None:
        self._opened, self._unread, self._state, self._changed = opened, unread, state, changed
        self.trouble = ""
        """The error of the last save, which is retried; empty where there was none."""
        self.not_kept = ""
        """Why values that could not be read are not on disk; empty where they are."""
        self._words_kept = 0.0
        self.step: StepName | None = None
        """The step on the screen; a bookmark of it is saved regularly, so that it survives a kill."""
        self._marked: StepName | None = None
        self._wake = threading.Event()
        self._stop = False
        self._copy: tuple[Session, Path] | None = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread; also after a `finish` that could not save."""
        self._stop = False
        self._thread = threading.Thread(target=self._run, name="pmtui-keep", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Let the thread save now."""
        self._wake.set()

    def finish(self) -> str:
        """Stop the thread and save. Returns why it could not save, with the path of a copy; empty where it could."""
        self._stop = True
        self.wake()
        if self._thread is not None and self._thread.is_alive():
            self._thread.join(timeout=10)
        self._keep_words(may_forget=lambda: False)
        try:
            with self._lock:
                if self._opened.dirty:
                    self._opened.save(recreate=True)
            self._keep_words(self._opened.session)
            self._unread.release()
        except Exception as error:
            kept = self.copy()
            said = str(error) if isinstance(error, LibraryError) else f"{type(error).__name__}: {error}"
            return said + (f" (a copy is in {kept}: pmtui import --into takes it)" if kept else "")
        return ""

    def copy(self) -> Path | None:
        """Save a copy of the session as it is, and return its path; None where that fails. Repeated calls save once."""
        if self._copy is None or self._copy[0] is not self._opened.session:
            path = self._opened.rescue()
            self._copy = (self._opened.session, path) if path is not None else None
        return self._copy[1] if self._copy is not None else None

    def _keep_words(self, session: Session | None = None, may_forget: Callable[[], bool] | None = None) -> None:
        """Write values and lines that are no part of the session to disk; an error is stored in `not_kept`.

        They are deleted from disk only when the edits made of them are saved.
        """
        self._words_kept = time.monotonic()
        try:
            self._unread.write(session, may_forget=may_forget or (lambda: not self._opened.dirty))
            self.not_kept = ""
        except OSError as error:
            self.not_kept = str(from_os(error, self._opened.place))

    def _run(self) -> None:
        """Run the saving thread: save changes, else check whether another program wrote."""
        last_try = 0.0
        while not self._stop:
            asked = self._wake.wait(POLL_SECONDS)
            self._wake.clear()
            if self._stop:
                return
            if self.trouble and not asked and time.monotonic() - last_try < RETRY_SECONDS:
                continue
            last_try = time.monotonic()
            self._run_once()

    def _run_once(self) -> None:
        before = self._state()
        try:
            with self._lock:
                changed = self._opened.save().changed if self._opened.dirty else self._opened.poll()
            self.trouble = ""
        except LibraryError as error:
            changed, self.trouble = False, str(error)
        except Exception as error:
            # Whatever happens, the thread must go on and retry, and the user must see the error.
            changed, self.trouble = False, f"{type(error).__name__}: {error}"
        waits = self._unread.waiting or self.not_kept
        if self._unread.forgets or (waits and time.monotonic() - self._words_kept >= WORDS_SECONDS):
            self._keep_words()
        if self.step is not None and self.step != self._marked:
            self._marked = self.step
            self._opened.set_bookmark(self.step)
        if not self.trouble:
            self.trouble = self.not_kept
        if changed or self._state() != before or self._opened.notices:
            self._changed()
