"""The open session: the only mutable object of the app, with undo history and unsaved changes."""

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
from pmtui.library.rows_on_disk import with_updated_at
from pmtui.session import codec
from pmtui.session.document import Session
from pmtui.session.edits import check_allowed
from pmtui.session.history import History, UndoResult

PUT_BACK: Final = "put back what git's version lacked"
"""The label for undo of restoring what git's version of the file lacked."""

REPLACED: Final = "replaced by another version"
"""The label for undo when a restored or imported version replaced this one."""

BACK: Final = "put back"
"""The end of the notice about it."""


class SaveResult(msgspec.Struct, frozen=True):
    """The result of a save."""

    wrote: bool
    """False if there was nothing to write."""
    changed: bool
    """Whether `.session` is another object, since another program had written: redraw."""


class OpenSession:
    """An open session with its history. Call `do`, `undo` and `redo` on one thread only; `save` and `poll` on any."""

    def __init__(self, store: SessionStore, loaded: LoadedSession) -> None:
        self._store = store
        self._session = self._clean = loaded.session
        self._base = loaded
        self._notices = loaded.notices
        self._history = History()
        self._must_write = not loaded.exact or store.lacks_saved_changes(loaded)
        self._saving = threading.Lock()
        """Lock: one save or poll at a time; held during disk access."""
        self._swap = threading.RLock()
        """Lock: held while the session is replaced; never during disk access."""

    @property
    def session(self) -> Session:
        """Return the current session, saved or not."""
        return self._session

    @property
    def file(self) -> str:
        """Return its name as lists show it; another program may rename it."""
        return self._base.file

    @property
    def place(self) -> str:
        """Return where it is stored, in words for the user."""
        return f"{self._store.place}/{self._base.file}"

    @property
    def attached_files(self) -> AttachedFiles:
        """Return its attached files."""
        return self._store.attached_files(self._base)

    @property
    def store(self) -> SessionStore:
        """Return the store that it is in."""
        return self._store

    def drafts(self) -> DraftStore:
        """Return typed text that is not part of it yet."""
        return self._store.drafts(self.session.id)

    def set_bookmark(self, step: str) -> None:
        """Store the step that is shown."""
        self._store.set_bookmark(self.session.id, step)

    @property
    def dirty(self) -> bool:
        """Whether the session has unsaved changes."""
        return self._must_write or self._session is not self._clean

    @property
    def undo_label(self) -> str | None:
        """Return the label of the edit that undo would revert, or None."""
        return self._history.undo_label

    @property
    def redo_label(self) -> str | None:
        """Return the label of the edit that redo would do again, or None."""
        return self._history.redo_label

    @property
    def notices(self) -> tuple[str, ...]:
        """Return notices for the user, to be shown once."""
        return self._notices

    def take_notices(self) -> tuple[str, ...]:
        """Return the notices and clear them."""
        with self._swap:
            taken, self._notices = self._notices, ()
        return taken

    # --- edits ---

    def do(self, edit: Callable[[Session], Session], label: str, place: object = None, group: object = None) -> bool:
        """Apply an edit; return whether it changed something.

        Args:
            edit: a pure function from session to session.
            label: its name for undo, such as `add event`; empty: it cannot be undone.
            place: what undo and redo return, for the screens to go to.
            group: consecutive edits with the same group (such as a visit to a field) are undone together.

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
        """Revert the last edit; return its place, or None if there was no edit or it had no place.

        Raises:
            EditRefused: the session is final.
        """
        return self._undo_or_redo(self._history.undo, self._history.redo)

    def redo(self) -> object:
        """Do again what undo reverted; return its place.

        Raises:
            EditRefused: the session is final.
        """
        return self._undo_or_redo(self._history.redo, self._history.undo)

    def _undo_or_redo(
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
            self._add_notices(turned.kept)
            return turned.place

    # --- disk ---

    def save(self, *, recreate: bool = False) -> SaveResult:
        """Write unsaved changes, merged with the changes of other programs; durable on return.

        Edits made on another thread meanwhile are kept and stay unsaved. If the whole library has vanished, an error
        says so; with `recreate` (when leaving), or after some ten seconds, it is created again. With `recreate`, a new
        file is also written if an unreadable one is in the place of the session's.

        Raises:
            LibraryError: the changes are kept in memory and still unsaved.
        """
        with self._saving:
            with self._swap:
                ours, base, dirty = self._session, self._base, self.dirty
            if not dirty:
                return SaveResult(wrote=False, changed=False)
            return self._save(base, ours, recreate)

    def _save(self, base: LoadedSession, ours: Session, recreate: bool) -> SaveResult:
        """Write the session and update the state; the caller holds `_saving`."""
        saved = self._saved(base, ours, recreate)
        with self._swap:
            now = self._session
            self._base, self._clean = saved, saved.session
            self._must_write = False
            self._session = _rebased(saved.session, ours, now)
            said = saved.notices
            if saved.without is not None:
                self._history.record(saved.without, saved.session, PUT_BACK, None)
                said = tuple(f"{each}: undo takes it away" if each.endswith(BACK) else each for each in said)
            self._add_notices(said)
        return SaveResult(saved.wrote, changed=saved.merged and not _equal_content(ours, saved.session))

    def _saved(self, base: LoadedSession, ours: Session, recreate: bool) -> SavedSession:
        try:
            return self._store.save(base, ours)
        except Vanished:
            self._must_write = True
            if said := self._store.recreate(at_once=recreate):
                self._add_notices((said,))
            return self._store.save(base, ours)
        except Unreadable as error:
            if not recreate:
                raise
            entry = self._store.create(ours)
            self._add_notices((f"{error}; this session was written to {entry.file}",))
            return self._store.save(self._store.load(entry), ours)

    def rescue(self) -> Path | None:
        """On leaving without a successful save, write the session as a document wherever possible.

        Returns:
            The file, for `pmtui import FILE --into ID`; None if no folder could be written.
        """
        import tempfile  # the first picture does without

        data = codec.encode(self._session)
        # Each attempt may fail by itself: on a full disk there is no folder for temporary files either.
        folders: tuple[Callable[[], str | Path], ...] = (tempfile.gettempdir, Path.home, Path.cwd)
        for folder in folders:
            with contextlib.suppress(OSError, RuntimeError, ChangedMeanwhile):
                path = Path(folder()) / f"pmtui-rescued-{Path(self.file).stem}-{os.urandom(3).hex()}.json"
                write_file(path, data, mode=0o600)
                return path
        return None

    def poll(self) -> bool:
        """Merge changes of other programs; return whether the session changed. Costs one `stat` if nothing happened.

        Raises:
            LibraryError: the session became unreadable, or the whole library vanished.
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
            if self._store.lacks_saved_changes(loaded):
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
                    self._add_notices((_replaced(base.file),))
                self._add_notices((*loaded.notices, *merged.notices))
                return not _equal_content(before, self._session)

    def _read_again(self) -> LoadedSession | None:
        """Return the stored version; None if there is nothing to merge."""
        try:
            return self._store.newer(self._base)
        except Vanished:
            self._must_write = True
            raise
        except Deleted:
            if not self._must_write:
                self._must_write = True
                self._add_notices((f"{self._base.file} was deleted: it is written again",))
            return None

    def prepare_save(self) -> None:
        """Do the first part of the next save in advance, while nobody waits."""
        self._base.prepare_save()

    def _add_notices(self, sentences: tuple[str, ...]) -> None:
        with self._swap:
            self._notices += tuple(s for s in sentences if s not in self._notices)


def _replaced(file: str) -> str:
    return f"{file} was {REPLACED}, and what stood here lies in the trash: undo brings it back"


def _rebased(saved: Session, ours: Session, now: Session) -> Session:
    """Return the stored version with the edits that were made while `ours` was being saved."""
    if now is ours:
        return saved
    if all(getattr(saved, name) is getattr(ours, name) for name in saved.__struct_fields__ if name != "updated_at"):
        return with_updated_at(now, saved.updated_at)
    from pmtui.session.merge import merge

    return merge(ours, now, saved).session


def _equal_content(a: Session, b: Session) -> bool:
    return with_updated_at(a, b.updated_at) == b
