"""Reading and writing a library's folder in turn: what a program that died left half-done is finished first."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from pmtui.library import moves
from pmtui.library.disk import DEAD, LONG_DEAD, Disk, sweep
from pmtui.library.errors import LibraryError, from_os
from pmtui.library.lock import FolderLock, beside
from pmtui.library.moves import INCOMING, NOTHING_PENDING, Pending

_GLANCE: Final = 1.0
"""Seconds that a reader waits for files that are being moved; then it reads them where they are about to lie."""


class Access:
    """The lock of a folder, for writers; for readers, where its files lie at the moment.

    Args:
        folder: the library.
        disk: the system's calls.
        patience: seconds that a writer waits for the lock.
        hidden: gives the names that begin with a dot, where this program has read the folder; else None.
    """

    def __init__(
        self, folder: Path, disk: Disk, patience: float, hidden: Callable[[], Sequence[str] | None] = lambda: None
    ) -> None:
        self.folder, self.disk, self._hidden = folder, disk, hidden
        self.lock = FolderLock(folder, patience, disk)
        self._swept = False

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock, with nothing half-done.

        Raises:
            MachineRefused: the lock was not to be had, or what was half-done could not be finished.
        """
        with self.lock.held():
            self._finish_moves()
            if not self._swept:
                # Whoever holds the lock is the only writer, so every temporary file is a dead one's.
                self._swept = True
                self._sweep()
            yield

    def pending(self) -> Pending:
        """The moves that are written down; does not wait for anything."""
        return moves.pending(self.folder) if moves.is_pending(self.folder) else NOTHING_PENDING

    def settled(self) -> Pending:
        """Wait until files that are being moved lie in their places, or finish what a dead program began.

        Returns:
            What is still to be moved, where that can neither be waited for nor be finished.
        """
        if moves.is_pending(self.folder):
            try:
                with self.lock.held(_GLANCE):
                    self._finish_moves()
            except LibraryError:
                return moves.pending(self.folder)
        return NOTHING_PENDING

    def _finish_moves(self) -> None:
        try:
            moves.finish(self.folder, self.disk)
        except OSError as error:
            raise from_os(error, self.folder) from error

    def _sweep(self) -> None:
        """Delete what writers left that died."""
        older_than = LONG_DEAD if self.lock.unsupported else 0
        incoming = beside(self.folder, INCOMING)
        # What lay there when the folder was read a moment ago, and still does under the lock, is a dead one's.
        sweep(self.folder, older_than, self._hidden())
        if incoming.parent != self.folder:
            # Reports that are just being written have a name here for a moment, without the lock.
            sweep(incoming.parent, older_than or DEAD)
        if os.path.lexists(incoming):
            # Verbs that meet nothing of that kind start without it.
            from pmtui.library.replacing import sweep_incoming

            sweep_incoming(incoming, older_than)
