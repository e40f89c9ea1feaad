"""The files of a library and what their beginnings say, remembered until they change."""

from __future__ import annotations

import os
from pathlib import Path

from pmtui.library import moves, names
from pmtui.library.entries import FileEntry, read_entry
from pmtui.library.heads import MANY, keep_heads, kept_heads
from pmtui.library.moves import NOTHING_PENDING, Pending
from pmtui.library.versions import State, state_of

_TRIES = 3


class Scanner:
    """Reads what a list needs of a folder's files; safe to use from any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, tuple[State, FileEntry, bool]] = {}
        self._looked = False
        self._read = 0

    def names(self, pending: Pending) -> list[str]:
        """The names of the session files, in no order.

        Raises:
            OSError: the folder cannot be read.
        """
        found = {name for name in os.listdir(self.folder) if names.is_session_file(name)}  # noqa: PTH208
        for move in pending.waiting():
            if move.source.parent == self.folder:
                found.discard(move.source.name)
            if move.target.parent == self.folder and names.is_session_file(move.target.name):
                found.add(move.target.name)
        return list(found)

    def states(self, pending: Pending) -> dict[str, str]:
        """By the name of each session file its time, size and number, as text.

        Raises:
            OSError: the folder cannot be read.
        """
        found = {}
        with os.scandir(self.folder) as items:
            for item in items:
                if names.is_session_file(item.name):
                    _, inode, changed, size = _state(item)
                    found[item.name] = f"{changed} {size} {inode}"
        for move in pending.waiting():
            if move.source.parent == self.folder:
                found.pop(move.source.name, None)
            if move.target.parent == self.folder and names.is_session_file(move.target.name):
                found[move.target.name] = "moving"
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
            keep_heads(self.folder, ((state, entry) for state, entry, _ in found.values()))
        return [entry for _, entry, _ in found.values()]

    def beginning(self, file: str, pending: Pending = NOTHING_PENDING) -> FileEntry:
        """The entry of one file, from its beginning; the one that is remembered where there is one, however old."""
        known = self._known.get(file)
        if known is None:
            path = self.folder / file
            entry = read_entry(path, quick=True, place=pending.located(path))
            known = self._known[file] = ((0, 0, 0, 0), entry, True)
        return known[1]

    def _look(self, pending: Pending, quick: bool) -> dict[str, tuple[State, FileEntry, bool]]:
        found: dict[str, tuple[State, FileEntry, bool]] = {}
        with os.scandir(self.folder) as items:
            for item in items:
                if names.is_session_file(item.name) and not _is_folder(item):
                    found[item.name] = self._entry(item, quick)
        for move in pending.waiting():
            if move.source.parent == self.folder:
                found.pop(move.source.name, None)
            if move.target.parent == self.folder and names.is_session_file(move.target.name):
                entry = read_entry(move.target, quick=quick, place=move.source)
                found[move.target.name] = ((0, 0, 0, 0), entry, quick)
        return found

    def _entry(self, item: os.DirEntry[str], quick: bool) -> tuple[State, FileEntry, bool]:
        state = _state(item)
        old = self._known.get(item.name)
        if old and old[0] == state and (quick or not old[2]):
            return old
        self._read += 1
        return state, read_entry(self.folder / item.name, quick=quick), quick

    def _recall(self) -> None:
        """Take over what another program read, where the library is large."""
        for file, (state, entry) in kept_heads(self.folder).items():
            self._known.setdefault(file, (state, entry, True))


def _state(item: os.DirEntry[str]) -> State:
    try:
        return state_of(item.stat())
    except OSError:
        return 0, 0, 0, 0


def _is_folder(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_dir()
    except OSError:
        # A link that leads round in a circle, or to where nobody may look: listed as unreadable.
        return False
