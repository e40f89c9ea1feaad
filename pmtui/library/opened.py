"""The one mutable object of the app: an open session, with its history and what is not on disk yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pmtui.session.document import Session

if TYPE_CHECKING:
    from pmtui.library.folder import Library, Loaded


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What a save came to."""

    wrote: bool
    """False where nothing was new."""
    changed: bool
    """Whether `.session` is another one now, because another program had written: redraw."""


class OpenSession:
    """A session in the hands of the app. `do`, `undo`, `redo` on one thread; `save` and `poll` on any."""

    session: Session
    """As it stands now, saved or not."""

    def __init__(self, library: Library, loaded: Loaded) -> None:
        raise NotImplementedError

    @property
    def folder(self) -> Path:
        """The folder of its attachments (it need not exist)."""
        raise NotImplementedError

    @property
    def path(self) -> Path:
        """Its file, which another program may rename."""
        raise NotImplementedError

    @property
    def dirty(self) -> bool:
        """Whether something is not on disk yet."""
        raise NotImplementedError

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or None."""
        raise NotImplementedError

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, or None."""
        raise NotImplementedError

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences for the person, to be shown once."""
        raise NotImplementedError

    def take_notices(self) -> tuple[str, ...]:
        """The notices, and forget them."""
        raise NotImplementedError

    def do(self, edit: Callable[[Session], Session], label: str, place: object = None, group: object = None) -> bool:
        """Apply an edit; True where it changed something.

        Args:
            edit: a pure function from session to session.
            label: what undo will call it, e.g. `add event`.
            place: given back by undo and redo, to go there.
            group: edits that follow each other with one group (a visit to a field) are undone as one.

        Raises:
            EditRefused: a final session does not allow it.
        """
        raise NotImplementedError

    def undo(self) -> object:
        """Take back the last act; gives back its place (None where there was nothing, or it had none)."""
        raise NotImplementedError

    def redo(self) -> object:
        """Do again what undo took back; gives back its place."""
        raise NotImplementedError

    def save(self, *, recreate: bool = False) -> SaveResult:
        """Write what is not on disk yet, merged with what another program wrote; durable on return.

        Edits made meanwhile on another thread stay, and stay dirty. Where the library's folder has vanished it says
        so; with `recreate` (when leaving, say) it makes the folder anew, as it does by itself some ten seconds later.

        Raises:
            LibraryError: nothing is lost; it is still dirty.
        """
        raise NotImplementedError

    def poll(self) -> bool:
        """Merge in what another program wrote; True where the session changed. One `stat` where nothing happened.

        Raises:
            LibraryError: the file cannot be read any more, or its folder vanished.
        """
        raise NotImplementedError
