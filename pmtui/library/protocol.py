"""What an open session asks of the library, so that it need not know the folder of files behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pmtui.library.entries import Entry
from pmtui.library.reading import Loaded
from pmtui.library.writing import Saved
from pmtui.session.document import Session


class SessionStore(Protocol):
    """Keeps sessions; `pmtui.library.folder.Library` is the one there is. Every method raises `LibraryError`s only."""

    @property
    def folder(self) -> Path:
        """Where the sessions lie; it may vanish while one is open."""

    def make(self) -> None:
        """Make the place where sessions lie, where it is missing."""

    def by_id(self, session_id: str) -> Entry | None:
        """The session with exactly that id, or None."""

    def load(self, entry: Entry | Path, *, like: Loaded | None = None) -> Loaded:
        """Read a session and its version; it shares with `like`, an older version, what stayed the same."""

    def create(self, session: Session) -> Path:
        """Keep a session that is not there yet."""

    def save(self, base: Loaded, ours: Session) -> Saved:
        """Write `ours`, made from `base.session`, merged with what another program wrote since."""

    def changed(self, loaded: Loaded) -> bool:
        """Whether what is kept is not the version that was loaded any more."""

    def is_short(self, loaded: Loaded) -> bool:
        """Whether the loaded version lacks what was written before; the next save puts it back."""
