"""The one mutable object of the app: an open session, with its history and what is not on disk yet."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from pmtui.library.disk import ChangedMeanwhile, write_file
from pmtui.library.errors import Deleted, Unreadable, Vanished
from pmtui.library.protocol import AttachedFiles, DraftStore, LoadedSession, SavedSession, SessionStore
from pmtui.library.rows_on_disk import restamped
from pmtui.session import codec
from pmtui.session.document import Session
from pmtui.session.edits import check_allowed
from pmtui.session.history import History, UndoResult

PUT_BACK: Final = "put back what git's version lacked"
"""What undo calls the act of putting back."""

REPLACED: Final = "replaced by another version"
"""What undo calls it when a restored or imported version took the place of this one."""

BACK: Final = "put back"
"""How the sentence ends that tells of it."""


class SaveResult(msgspec.Struct, frozen=True):
    """The result of a save."""

    wrote: bool
    """False where nothing was new."""
    changed: bool
    """Whether `.session` is another one now, because another program had written: redraw."""


class OpenSession:
    """An open session with its history. Call `do`, `undo` and `redo` on one thread; `save` and `poll` on any."""

    def __init__(self, store: SessionStore, loaded: LoadedSession) -> None:
        self._store = store
        self._session = self._clean = loaded.session
        self._base = loaded
        self._notices = loaded.notices
        self._history = History()
        self._must_write = not loaded.exact or store.is_short(loaded)
        self._saving = threading.Lock()
        """One save or poll at a time; held while the disk works."""
        self._swap = threading.RLock()
        """Held while the session changes hands; never while the disk works."""

    @property
    def session(self) -> Session:
        """The session as it stands now, saved or not."""
        return self._session

    @property
    def file(self) -> str:
        """Its name, as lists show it; another program may rename it."""
        return self._base.file

    @property
    def place(self) -> str:
        """Where it is kept, as people name it."""
        return f"{self._store.place}/{self._base.file}"

    @property
    def attached_files(self) -> AttachedFiles:
        """Its attached files."""
        return self._store.attached_files(self._base)

    @property
    def store(self) -> SessionStore:
        """Where it is kept."""
        return self._store

    def drafts(self) -> DraftStore:
        """What was typed on it and is no part of it yet."""
        return self._store.drafts(self.session.id)

    def set_bookmark(self, step: str) -> None:
        """Remember the step that is shown."""
        self._store.set_bookmark(self.session.id, step)

    @property
    def dirty(self) -> bool:
        """Whether the session has changes that are not on disk yet."""
        return self._must_write or self._session is not self._clean

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or None."""
        return self._history.undo_label

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, or None."""
        return self._history.redo_label

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences for the person, to be shown once."""
        return self._notices

    def take_notices(self) -> tuple[str, ...]:
        """Return the notices and forget them."""
        with self._swap:
            taken, self._notices = self._notices, ()
        return taken

    # --- acts ---

    def do(self, edit: Callable[[Session], Session], label: str, place: object = None, group: object = None) -> bool:
        """Apply an edit; True where it changed something.

        Args:
            edit: a pure function from session to session.
            label: what undo will call it, e.g. `add event`; empty: undo knows nothing of it.
            place: given back by undo and redo, to go there.
            group: edits that follow each other with one group (a visit to a field) are undone as one.

        Raises:
            EditRefused: a final session does not allow it.
        """
        with self._swap:
            before = self._session
            after = edit(before)
            if after is before:
                return False
            check_allowed(before, after)
            if label:
                self._history.record(before, after, label, place, group)
            self._session = after
            return True

    def undo(self) -> object:
        """Take back the last act; gives back its place (None where there was nothing, or it had none).

        Raises:
            EditRefused: the session is final.
        """
        return self._turn(self._history.undo, self._history.redo)

    def redo(self) -> object:
        """Do again what undo took back; gives back its place.

        Raises:
            EditRefused: the session is final.
        """
        return self._turn(self._history.redo, self._history.undo)

    def _turn(
        self, turn: Callable[[Session], UndoResult | None], back: Callable[[Session], UndoResult | None]
    ) -> object:
        with self._swap:
            before = self._session
            turned = turn(before)
            if turned is None:
                return None
            try:
                check_allowed(before, turned.session)
            except ValueError:
                back(before)
                raise
            self._session = turned.session
            self._tell(turned.kept)
            return turned.place

    # --- disk ---

    def save(self, *, recreate: bool = False) -> SaveResult:
        """Write what is not on disk yet, merged with what another program wrote; durable on return.

        Edits made meanwhile on another thread stay, and stay dirty. Where all of the library has vanished it says
        so; with `recreate` (when leaving, say) it is made anew, as it is without some ten seconds later,
        and writes a file of its own where something unreadable stands in the old one's place.

        Raises:
            LibraryError: nothing is lost; it is still dirty.
        """
        with self._saving:
            with self._swap:
                ours, base, dirty = self._session, self._base, self.dirty
            if not dirty:
                return SaveResult(wrote=False, changed=False)
            return self._save(base, ours, recreate)

    def _save(self, base: LoadedSession, ours: Session, recreate: bool) -> SaveResult:
        """Write and take over what came of it; the caller holds `_saving`."""
        saved = self._saved(base, ours, recreate)
        with self._swap:
            now = self._session
            self._base, self._clean = saved, saved.session
            self._must_write = False
            self._session = _onto(saved.session, ours, now)
            said = saved.notices
            if saved.without is not None:
                self._history.record(saved.without, saved.session, PUT_BACK, None)
                said = tuple(f"{each}: undo takes it away" if each.endswith(BACK) else each for each in said)
            self._tell(said)
        return SaveResult(saved.wrote, changed=saved.merged and not _alike(ours, saved.session))

    def _saved(self, base: LoadedSession, ours: Session, recreate: bool) -> SavedSession:
        try:
            return self._store.save(base, ours)
        except Vanished:
            self._must_write = True
            if said := self._store.bring_back(at_once=recreate):
                self._tell((said,))
            return self._store.save(base, ours)
        except Unreadable as error:
            if not recreate:
                raise
            entry = self._store.create(ours)
            self._tell((f"{error}; this session was written to {entry.file}",))
            return self._store.save(self._store.load(entry), ours)

    def rescue(self) -> Path | None:
        """Where nothing can be saved on leaving: write the session as a document to where there is room, if anywhere.

        Returns:
            The file, for `pmtui import FILE --into ID`; None where no folder took it.
        """
        import tempfile  # the first picture does without

        data = codec.encode(self._session)
        # Each of these may fail by itself: where no folder takes a byte, there is no folder for temporary files either.
        folders: tuple[Callable[[], str | Path], ...] = (tempfile.gettempdir, Path.home, Path.cwd)
        for folder in folders:
            with contextlib.suppress(OSError, RuntimeError, ChangedMeanwhile):
                path = Path(folder()) / f"pmtui-rescued-{Path(self.file).stem}-{os.urandom(3).hex()}.json"
                write_file(path, data, mode=0o600)
                return path
        return None

    def poll(self) -> bool:
        """Merge in what another program wrote; True where the session changed. One `stat` where nothing happened.

        Raises:
            LibraryError: it cannot be read any more, or all of the library vanished.
        """
        if not self._store.changed(self._base):
            return False
        from pmtui.session.merge import merge  # the first picture does without

        with self._saving:
            loaded = self._read_again()
            if loaded is None:
                return False
            with self._swap:
                before, base = self._session, self._base
            if self._store.is_short(loaded):
                return self._save(base, before, recreate=False).changed
            with self._swap:
                before, base = self._session, self._base
                merged = merge(base.session, before, loaded.session)
                clean = not self.dirty
                self._base, self._clean = loaded, loaded.session
                self._must_write = not loaded.exact
                self._session = loaded.session if clean else merged.session
                if self._store.was_replaced(base):
                    self._history.record(before, self._session, REPLACED, None)
                    self._tell((_replaced(base.file),))
                self._tell((*loaded.notices, *merged.notices))
                return not _alike(before, self._session)

    def _read_again(self) -> LoadedSession | None:
        """The version that is kept now; None where there is nothing to merge."""
        try:
            return self._store.newer(self._base)
        except Vanished:
            self._must_write = True
            raise
        except Deleted:
            if not self._must_write:
                self._must_write = True
                self._tell((f"{self._base.file} was deleted: it is written again",))
            return None

    def prepare_save(self) -> None:
        """Do in a moment when nobody waits what the first save would do."""
        self._base.prepare_save()

    def _tell(self, sentences: tuple[str, ...]) -> None:
        with self._swap:
            self._notices += tuple(s for s in sentences if s not in self._notices)


def _replaced(file: str) -> str:
    return f"{file} was {REPLACED}, and what stood here lies in the trash: undo brings it back"


def _onto(saved: Session, ours: Session, now: Session) -> Session:
    """What was edited while `ours` was being saved, on top of what is in the file now."""
    if now is ours:
        return saved
    if all(getattr(saved, name) is getattr(ours, name) for name in saved.__struct_fields__ if name != "updated_at"):
        return restamped(now, saved.updated_at)
    from pmtui.session.merge import merge

    return merge(ours, now, saved).session


def _alike(a: Session, b: Session) -> bool:
    return restamped(a, b.updated_at) == b
