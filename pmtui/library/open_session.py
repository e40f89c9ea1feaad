"""The one mutable object of the app: an open session, with its history and what is not on disk yet."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import replace

from pmtui.library.attachments import folder_of
from pmtui.library.disk import ChangedMeanwhile, device_of, write_file
from pmtui.library.errors import Unreadable, Vanished
from pmtui.library.git_tree import wait_for
from pmtui.library.protocol import SessionStore
from pmtui.library.reading import Loaded
from pmtui.library.rows_on_disk import restamped
from pmtui.library.trash import was_thrown_away
from pmtui.library.writing import Saved
from pmtui.session import codec
from pmtui.session.document import Session
from pmtui.session.edits import check_allowed
from pmtui.session.history import History, Undone
from pmtui.session.merge import merge

PUT_BACK: Final = "put back what git's version lacked"
"""What undo calls the act of putting back."""

REPLACED: Final = "replaced by another version"
"""What undo calls it when a restored or imported version took the place of this one."""

BACK: Final = "put back"
"""How the sentence ends that tells of it."""

GRACE: Final = 10.0
"""Seconds that a vanished folder gets to come back before it is made anew."""


class SaveResult(msgspec.Struct, frozen=True):
    """The result of a save."""

    wrote: bool
    """False where nothing was new."""
    changed: bool
    """Whether `.session` is another one now, because another program had written: redraw."""


class OpenSession:
    """An open session with its history. Call `do`, `undo` and `redo` on one thread; `save` and `poll` on any."""

    def __init__(self, library: SessionStore, loaded: Loaded, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._library, self._clock = library, clock
        self._session = self._clean = loaded.session
        self._base = loaded
        self._notices = loaded.notices
        self._history = History()
        self._must_write = not loaded.exact or library.is_short(loaded)
        self._device = device_of(library.folder)
        self._gone_since: float | None = None
        self._saving = threading.Lock()
        """One save or poll at a time; held while the disk works."""
        self._swap = threading.RLock()
        """Held while the session changes hands; never while the disk works."""

    @property
    def session(self) -> Session:
        """The session as it stands now, saved or not."""
        return self._session

    @property
    def folder(self) -> Path:
        """The folder of its attachments (it need not exist)."""
        return folder_of(self._base.path)

    @property
    def path(self) -> Path:
        """The session's file, which another program may rename."""
        return self._base.path

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

    def _turn(self, turn: Callable[[Session], Undone | None], back: Callable[[Session], Undone | None]) -> object:
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

        Edits made meanwhile on another thread stay, and stay dirty. Where the library's folder has vanished it says
        so; with `recreate` (when leaving, say) it makes the folder anew, as it does by itself some ten seconds later,
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

    def _save(self, base: Loaded, ours: Session, recreate: bool) -> SaveResult:
        """Write and take over what came of it; the caller holds `_saving`."""
        saved = self._saved(base, ours, recreate)
        with self._swap:
            now = self._session
            self._base, self._clean = saved, saved.session
            self._must_write, self._gone_since = False, None
            self._session = _onto(saved.session, ours, now)
            said = saved.notices
            if saved.without is not None:
                self._history.record(saved.without, saved.session, PUT_BACK, None)
                said = tuple(f"{each}: undo takes it away" if each.endswith(BACK) else each for each in said)
            self._tell(said)
        return SaveResult(saved.wrote, changed=saved.merged and not _alike(ours, saved.session))

    def _saved(self, base: Loaded, ours: Session, recreate: bool) -> Saved:
        try:
            return self._library.save(base, ours)
        except Vanished:
            self._bring_back(recreate)
            return self._library.save(base, ours)
        except Unreadable as error:
            if not recreate:
                raise
            path = self._library.create(ours)
            self._tell((f"{error}; this session was written to {path.name}",))
            return self._library.save(self._library.load(path), ours)

    def rescue(self) -> Path | None:
        """Where nothing can be saved on leaving: write the session as a document to where there is room, if anywhere.

        Returns:
            The file, for `pmtui import FILE --into ID`; None where no folder took it.
        """
        data = codec.encode(self._session)
        # Each of these may fail by itself: where no folder takes a byte, there is no folder for temporary files either.
        folders: tuple[Callable[[], str | Path], ...] = (tempfile.gettempdir, Path.home, Path.cwd)
        for folder in folders:
            with contextlib.suppress(OSError, RuntimeError, ChangedMeanwhile):
                path = Path(folder()) / f"pmtui-rescued-{self.path.stem}-{os.urandom(3).hex()}.json"
                write_file(path, data, mode=0o600)
                return path
        return None

    def poll(self) -> bool:
        """Merge in what another program wrote; True where the session changed. One `stat` where nothing happened.

        Raises:
            LibraryError: the file cannot be read any more, or its folder vanished.
        """
        if not self._library.changed(self._base):
            return False
        with self._saving:
            loaded = self._read_again()
            if loaded is None:
                return False
            with self._swap:
                before, base = self._session, self._base
            if self._library.is_short(loaded):
                return self._save(base, before, recreate=False).changed
            with self._swap:
                before, base = self._session, self._base
                merged = merge(base.session, before, loaded.session)
                clean = not self.dirty
                self._base, self._clean = loaded, loaded.session
                self._must_write, self._gone_since = not loaded.exact, None
                self._session = loaded.session if clean else merged.session
                if was_thrown_away(self._library.folder, base.path.name, base.version.state):
                    self._history.record(before, self._session, REPLACED, None)
                    self._tell((_replaced(base.path.name),))
                self._tell((*loaded.notices, *merged.notices))
                return not _alike(before, self._session)

    def _read_again(self) -> Loaded | None:
        """The file as it is now; None where there is nothing to merge."""
        base = self._base
        wait_for(base.path)
        if not base.path.exists():
            if not self._library.folder.is_dir():
                self._must_write = True
                self._gone_since = self._gone_since or self._clock()
                raise _vanished(self._library.folder)
            moved = self._library.by_id(base.session.id)
            if moved is None:
                if not self._must_write:
                    self._must_write = True
                    self._tell((f"{base.path.name} was deleted: it is written again",))
                return None
            self._base = base = replace(base, path=moved.path)
            if not self._library.changed(base):
                return None
        loaded = self._library.load(base.path, like=base)
        if loaded.session.id != base.session.id:
            raise Unreadable(base.path, f"it holds another session ({loaded.session.id}) now: move that file away")
        return loaded

    def _bring_back(self, recreate: bool) -> None:
        """Make the vanished folder anew where that is wanted, or nobody brought it back in good time.

        Raises:
            Vanished: not yet, or it cannot be made; or its drive was taken away, beneath whose place nobody would
                find what was written.
        """
        folder = self._library.folder
        if folder.is_dir():
            self._library.make()
            return
        self._must_write = True
        self._gone_since = self._gone_since or self._clock()
        waited = self._clock() - self._gone_since >= GRACE and device_of(folder) == self._device
        if not (recreate or waited):
            raise _vanished(folder)
        self._library.make()
        self._tell((f"the folder {folder} was gone: it was made anew, and this session written into it",))

    def _tell(self, sentences: tuple[str, ...]) -> None:
        with self._swap:
            self._notices += tuple(s for s in sentences if s not in self._notices)


def _vanished(folder: Path) -> Vanished:
    return Vanished(f"{folder}: is gone: bring the folder back, then it is saved again")


def _replaced(file: str) -> str:
    return f"{file} was {REPLACED}, and what stood here lies in the trash: undo brings it back"


def _onto(saved: Session, ours: Session, now: Session) -> Session:
    """What was edited while `ours` was being saved, on top of what is in the file now."""
    if now is ours:
        return saved
    if all(getattr(saved, name) is getattr(ours, name) for name in saved.__struct_fields__ if name != "updated_at"):
        return restamped(now, saved.updated_at)
    return merge(ours, now, saved).session


def _alike(a: Session, b: Session) -> bool:
    return restamped(a, b.updated_at) == b
