"""The files of a library and what their beginnings say, remembered until they change."""

from __future__ import annotations

import os
import time
from functools import cached_property
from pathlib import Path

from pmtui.library import moves, names
from pmtui.library.entries import FileEntry, read_entry
from pmtui.library.heads import MANY, Heads, Known, keep_heads
from pmtui.library.moves import NOTHING_PENDING, Pending
from pmtui.library.versions import State, state_of

_TRIES = 3
_MOVING = -1
_TICK = 50_000_000
_COARSE = 1_000_000
_COARSE_TICK = 3_000_000_000
"""Nanoseconds in which a folder may be written twice and bear one time: where times have many digits, and few."""


class Scanner:
    """Reads what a list needs of a folder's files; safe to use from any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._place = folder, str(folder)
        self._known: dict[str, Known] = {}
        self._list: tuple[int, list[str]] | None = None
        """When the folder was written last, and the names in it."""
        self.hidden: list[str] | None = None
        """The names that begin with a dot, when the folder was read last."""
        self._looked = False
        self._read = 0

    def names(self, pending: Pending) -> list[str]:
        """The names of the session files, in no order.

        Raises:
            OSError: the folder cannot be read.
        """
        found = self._listed()
        return self._moved(found, pending) if pending.moves else found

    def _listed(self) -> list[str]:
        """The names of the session files that lie there; asked again only where the folder was written since."""
        changed = os.stat(self._place).st_mtime_ns
        if self._list is None or self._list[0] != changed:
            # As `names.is_session_file` says it, ten thousand times.
            listed = os.listdir(self._place)  # noqa: PTH208
            ending = names.ENDING
            self.hidden = [name for name in listed if name < "/" and name[0] == "."]
            found = [name for name in listed if name.endswith(ending)]
            if any(name.endswith(ending) for name in self.hidden):
                found = [name for name in found if name[0] != "."]
            # What comes within one tick of the clock leaves the time as it was.
            tick = _TICK if changed % _COARSE else _COARSE_TICK
            self._list = (changed, found) if time.time_ns() - changed > tick else None
            return found
        return self._list[1]

    def _moved(self, files: list[str], pending: Pending) -> list[str]:
        """The names as they are once the files have been moved."""
        found = set(files)
        for move in pending.waiting():
            if move.source.parent == self.folder:
                found.discard(move.source.name)
            if move.target.parent == self.folder and names.is_session_file(move.target.name):
                found.add(move.target.name)
        return list(found)

    def states(self, pending: Pending) -> dict[str, int]:
        """By the name of each session file its time, size and number, as one.

        Raises:
            OSError: the folder cannot be read.
        """
        found: dict[str, int] = {}
        ending = names.ENDING
        with os.scandir(self.folder) as items:
            for item in items:
                # Ten thousand times what a look at the files alone costs: in as few steps as can be.
                name = item.name
                if name.endswith(ending) and name[0] != ".":
                    try:
                        here = item.stat()
                    except OSError:
                        found[name] = 0
                        continue
                    found[name] = here.st_mtime_ns << 128 | here.st_size << 64 | here.st_ino
        for move in pending.waiting():
            if move.source.parent == self.folder:
                found.pop(move.source.name, None)
            if move.target.parent == self.folder and names.is_session_file(move.target.name):
                found[move.target.name] = _MOVING
        return found

    def entries(self, pending: Pending, *, quick: bool) -> list[FileEntry]:
        """The entries of all session files, in no order; `quick` reads only their beginnings.

        Raises:
            OSError: the folder cannot be read.
        """
        if not self._looked:
            self._looked = True
            self._recall()
        read = self._read
        for _ in range(_TRIES):
            before = moves.generation(self.folder)
            found = self._look(pending, quick)
            if moves.generation(self.folder) == before:
                break
            # Files were moved while we looked: one may have been passed over, or seen twice.
            pending = moves.pending(self.folder) if moves.is_pending(self.folder) else NOTHING_PENDING
        self._known = found
        if self._read - read > MANY:
            keep_heads(self.folder, found.values())
        return [entry for _, entry, _ in found.values()]

    def beginning(self, file: str, pending: Pending = NOTHING_PENDING) -> FileEntry:
        """The entry of one file, from its beginning; the one that is remembered where there is one, however old."""
        known = self._known.get(file)
        if known is None:
            path = self.folder / file
            entry = read_entry(path, quick=True, place=pending.located(path))
            known = self._known[file] = ((0, 0, 0, 0), entry, True)
        return known[1]

    @cached_property
    def kept(self) -> Heads:
        """What an earlier program kept of the files, where they are many."""
        return Heads(self.folder)

    def holding(self, session_id: str, besides: str = "") -> list[str]:
        """The files that hold a session, as far as it was seen; only files that nobody saw before are read.

        Args:
            session_id: the session's.
            besides: the name of a file that is not asked for.

        Raises:
            OSError: the folder cannot be read.
        """
        there, known = self.names(NOTHING_PENDING), self._known
        files = [file for file, (_, entry, _) in known.items() if entry.id == session_id]
        files += [file for file in self.kept.holding(session_id) if file not in known]
        files = [file for file in files if file != besides and os.path.lexists(self.folder / file)]
        files += [file for file in self.kept.unknown(there) if file not in known and file != besides]
        return [file for file in files if self.beginning(file).id == session_id]

    def now(self, file: str) -> FileEntry:
        """The entry of one file as it stands there now: its beginning is read only where that is not known."""
        path = self.folder / file
        try:
            state = state_of(path.stat())
        except OSError:
            state = (0, 0, 0, 0)
        old = self._known.get(file) or self.kept.latest.get(file)
        if old is None or old[0] != state or not any(state):
            old = state, read_entry(path, quick=True), True
        self._known[file] = old
        return old[1]

    def _look(self, pending: Pending, quick: bool) -> dict[str, Known]:
        found: dict[str, Known] = {}
        ending, known = names.ENDING, self._known
        with os.scandir(self.folder) as items:
            for item in items:
                name = item.name
                if name.endswith(ending) and name[0] != ".":
                    old, state = known.get(name), _state(item)
                    if old and old[0] == state and (quick or not old[2]):
                        found[name] = old
                    elif not _is_folder(item):
                        self._read += 1
                        found[name] = state, read_entry(self.folder / name, quick=quick), quick
        for move in pending.waiting():
            if move.source.parent == self.folder:
                found.pop(move.source.name, None)
            if move.target.parent == self.folder and names.is_session_file(move.target.name):
                entry = read_entry(move.target, quick=quick, place=move.source)
                found[move.target.name] = ((0, 0, 0, 0), entry, quick)
        return found

    def _recall(self) -> None:
        """Take over what another program read, where the library is large."""
        self._known = self.kept.all() | self._known


def _state(item: os.DirEntry[str]) -> State:
    try:
        here = item.stat()
    except OSError:
        return 0, 0, 0, 0
    return here.st_dev, here.st_ino, here.st_mtime_ns, here.st_size  # as `state_of` has it, ten thousand times


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:
        # A link that leads round in a circle, or to where nobody may look: listed as unreadable.
        return False
