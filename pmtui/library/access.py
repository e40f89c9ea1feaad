"""Coordinated access to a library's folder: writers hold its lock and finish the moves of programs that died."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from pmtui.library import moves
from pmtui.library.disk import STALE_SECONDS, STALE_SECONDS_WITHOUT_LOCK, Disk, sweep
from pmtui.library.errors import LibraryError, from_os
from pmtui.library.lock import FolderLock, internal_path
from pmtui.library.moves import INCOMING, NOTHING_PENDING, Pending

_READER_PATIENCE: Final = 1.0
"""Seconds that a reader waits for a move of files; after that it reads the files at the places they move to."""


class Access:
    """Gives writers the lock of a folder, and readers the current places of its files.

    Args:
        folder: the library.
        disk: the system calls.
        patience: seconds that a writer waits for the lock.
        hidden: returns the names that begin with a dot if this program has read the folder; else None.
    """

    def __init__(
        self, folder: Path, disk: Disk, patience: float, hidden: Callable[[], Sequence[str] | None] = lambda: None
    ) -> None:
        self.folder, self.disk, self._hidden = folder, disk, hidden
        self.lock = FolderLock(folder, patience, disk)
        self._swept = False

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock, after finishing pending moves.

        Raises:
            StorageError: the lock or the pending moves failed.
        """
        with self.lock.held():
            self._finish_moves()
            if not self._swept:
                # The holder of the lock is the only writer, so temporary files belong to programs that died.
                self._swept = True
                self._sweep()
            yield

    def pending(self) -> Pending:
        """Return the pending moves at once, without waiting for them."""
        return moves.pending(self.folder) if moves.is_pending(self.folder) else NOTHING_PENDING

    def wait_for_moves(self) -> Pending:
        """Wait for running moves of files, or finish those of a program that died.

        Returns:
            The moves that are still pending if neither was possible.
        """
        if moves.is_pending(self.folder):
            try:
                with self.lock.held(_READER_PATIENCE):
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
        """Delete the leftovers of writers that died."""
        older_than = STALE_SECONDS_WITHOUT_LOCK if self.lock.unsupported else 0
        incoming = internal_path(self.folder, INCOMING)
        # Temporary files that were there when the folder was read, and still are under the lock, have no living writer.
        sweep(self.folder, older_than, self._hidden())
        if incoming.parent != self.folder:
            # Report files have temporary names here for a moment, and are written without the lock.
            sweep(incoming.parent, older_than or STALE_SECONDS)
        if os.path.lexists(incoming):
            # Deferred: most calls find nothing there.
            from pmtui.library.replacing import sweep_incoming

            sweep_incoming(incoming, older_than)
