"""Scan the files of a library; their entries are remembered until the files change."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from pmtui.library import moves, names
from pmtui.library.entries import FileEntry, read_entry
from pmtui.library.entry_cache import MANY, EntryCache, Known, write_cache
from pmtui.library.moves import NOTHING_PENDING, Move, Pending
from pmtui.library.versions import State, state_of

_TRIES = 3
_MOVING = -1
_TICK = 50_000_000
_COARSE = 1_000_000
_COARSE_TICK = 3_000_000_000
"""Nanoseconds in which two writes can get the same modification time, for file systems with fine and coarse times."""


class Scanner:
    """Reads the entries of a folder's files; thread-safe."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._place = folder, str(folder)
        self._known: dict[str, Known] = {}
        self._list: tuple[int, list[str]] | None = None
        """The modification time of the folder at the last listing, and the names in it."""
        self.hidden: list[str] | None = None
        """The names that begin with a dot at the last listing."""
        self._looked = False
        self._read = 0

    def names(self, pending: Pending) -> list[str]:
        """Return the names of the session files, unsorted.

        Raises:
            OSError: the folder cannot be read.
        """
        found = self._listed()
        return self._moved(found, pending) if pending.moves else found

    def _listed(self) -> list[str]:
        """Return the names of the existing session files; list the folder only if it changed."""
        changed = os.stat(self._place).st_mtime_ns
        if self._list is None or self._list[0] != changed:
            # The rule of `names.is_session_file`, inlined for ten thousand names.
            listed = os.listdir(self._place)  # noqa: PTH208
            ending = names.ENDING
            self.hidden = [name for name in listed if name < "/" and name[0] == "."]
            found = [name for name in listed if name.endswith(ending)]
            if any(name.endswith(ending) for name in self.hidden):
                found = [name for name in found if name[0] != "."]
            # A change within one clock tick would not change the folder's time, so such a listing is not remembered.
            tick = _TICK if changed % _COARSE else _COARSE_TICK
            self._list = (changed, found) if time.time_ns() - changed > tick else None
            return found
        return self._list[1]

    def _moved(self, files: list[str], pending: Pending) -> list[str]:
        """Return the names as they will be after the pending moves."""
        found = set(files)
        for gone, new, _ in self._renames(pending):
            found.discard(gone)
            if new:
                found.add(new)
        return list(found)

    def _renames(self, pending: Pending) -> Iterator[tuple[str, str, Move]]:
        """Yield each pending move with the name that it removes from the folder and the session file that it adds.

        A name is empty if the move removes or adds none.
        """
        for move in pending.waiting():
            gone = move.source.name if move.source.parent == self.folder else ""
            is_new = move.target.parent == self.folder and names.is_session_file(move.target.name)
            yield gone, move.target.name if is_new else "", move

    def states(self, pending: Pending) -> dict[str, int]:
        """Return file name → modification time, size and inode as one number.

        Raises:
            OSError: the folder cannot be read.
        """
        found: dict[str, int] = {}
        ending = names.ENDING
        with _scanned(self._place) as items:
            for item in items:
                # As few steps as possible, since it runs for ten thousand files.
                name = item.name
                if name.endswith(ending) and name[0] != ".":
                    try:
                        here = item.stat()
                    except OSError:
                        found[name] = 0
                        continue
                    found[name] = here.st_mtime_ns << 128 | here.st_size << 64 | here.st_ino
        for gone, new, _ in self._renames(pending):
            found.pop(gone, None)
            if new:
                found[new] = _MOVING
        return found

    def entries(self, pending: Pending, *, quick: bool) -> list[FileEntry]:
        """Return the entries of all session files, unsorted; with `quick`, only the start of files is read.

        Raises:
            OSError: the folder cannot be read.
        """
        if not self._looked:
            self._looked = True
            self._load_cache()
        read = self._read
        for _ in range(_TRIES):
            before = moves.generation(self.folder)
            found = self._look(pending, quick)
            if moves.generation(self.folder) == before:
                break
            # Files were moved during the scan, so one may be missing or double.
            pending = moves.pending(self.folder) if moves.is_pending(self.folder) else NOTHING_PENDING
        self._known = found
        if self._read - read > MANY:
            write_cache(self.folder, found.values())
        return [entry for _, entry, _ in found.values()]

    def quick_entry(self, file: str, pending: Pending = NOTHING_PENDING) -> FileEntry:
        """Return the entry of a file from its start; a remembered entry is returned even if the file changed."""
        known = self._known.get(file)
        if known is None:
            path = self.folder / file
            entry = read_entry(path, quick=True, place=pending.located(path))
            known = self._known[file] = ((0, 0, 0, 0), entry, True)
        return known[1]

    @cached_property
    def cache(self) -> EntryCache:
        """Return the cache that an earlier program wrote, if the library is large."""
        return EntryCache(self.folder)

    def files_of(self, session_id: str, besides: str = "") -> list[str]:
        """Return the files that contain a session, as far as is known; only unknown files are read.

        Args:
            session_id: the session's id.
            besides: the name of a file to leave out.

        Raises:
            OSError: the folder cannot be read.
        """
        there, known = self.names(NOTHING_PENDING), self._known
        files = [file for file, (_, entry, _) in known.items() if entry.id == session_id]
        files += [file for file in self.cache.files_of(session_id) if file not in known]
        files = [file for file in files if file != besides and os.path.lexists(self.folder / file)]
        files += [file for file in self.cache.unknown(there) if file not in known and file != besides]
        return [file for file in files if self.quick_entry(file).id == session_id]

    def current_entry(self, file: str) -> FileEntry:
        """Return the entry of a file in its current state; its start is read only if that state is not known."""
        path = self.folder / file
        try:
            state = state_of(path.stat())
        except OSError:
            state = (0, 0, 0, 0)
        old = self._known.get(file) or self.cache.latest.get(file)
        if old is None or old[0] != state or not any(state):
            old = state, read_entry(path, quick=True), True
        self._known[file] = old
        return old[1]

    def _look(self, pending: Pending, quick: bool) -> dict[str, Known]:
        found: dict[str, Known] = {}
        ending, known = names.ENDING, self._known
        with _scanned(self._place) as items:
            for item in items:
                name = item.name
                if name.endswith(ending) and name[0] != ".":
                    old, state = known.get(name), _state(item)
                    if old and old[0] == state and (quick or not old[2]):
                        found[name] = old
                    elif not _is_folder(item):
                        self._read += 1
                        found[name] = state, read_entry(self.folder / name, quick=quick), quick
        for gone, new, move in self._renames(pending):
            found.pop(gone, None)
            if new:
                found[new] = (0, 0, 0, 0), read_entry(move.target, quick=quick, place=move.source), quick
        return found

    def _load_cache(self) -> None:
        """Add the entries of the cache."""
        self._known = self.cache.all() | self._known


@contextmanager
def _scanned(folder: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    """List a folder that stays open: the system looks up each file from there, a tenth faster than from the root.

    Raises:
        OSError: the folder cannot be read.
    """
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.scandir(fd) as items:
            yield items
    finally:
        os.close(fd)


def _state(item: os.DirEntry[str]) -> State:
    try:
        here = item.stat()
    except OSError:
        return 0, 0, 0, 0
    return here.st_dev, here.st_ino, here.st_mtime_ns, here.st_size  # `state_of`, inlined for ten thousand files


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:
        # A cyclic link, or one to where access is denied: listed as unreadable.
        return False
