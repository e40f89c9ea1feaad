"""One writer at a time in a library, over all programs and threads; readers need no lock."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pmtui.library.errors import LockHeld, from_os

MARKER: Final = ".pmtui"
"""A file or folder of this name makes a folder a library."""

_UNSUPPORTED: Final = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)


class FolderLock:
    """The lock of a library's folder: `.pmtui/lock`, or `.pmtui` itself where that is a file."""

    def __init__(self, folder: Path, patience: float = 10.0) -> None:
        self.folder, self.patience = folder, patience
        self.unsupported = False
        """Whether the file system refused to lock, so that writers can only look before they leap."""

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; waits for another holder `patience` seconds.

        Raises:
            LockHeld: it was not given up in that time.
            MachineRefused: the lock file cannot be opened: a read-only folder, a full disk, a vanished one.
        """
        fd = self._open()
        try:
            deadline = time.monotonic() + self.patience
            pause = 0.0005
            while not self._taken(fd):
                if time.monotonic() > deadline:
                    raise LockHeld(
                        f"{self.folder}: another program has held the lock for {self.patience:.0f} s: wait, or end it"
                    )
                time.sleep(pause)
                pause = min(pause * 1.5, 0.02)
                if self._replaced(fd):
                    os.close(fd)
                    fd = self._open()
            yield
        finally:
            os.close(fd)

    def _open(self) -> int:
        marker = self.folder / MARKER
        path = marker if marker.is_file() else marker / "lock"
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
        try:
            try:
                return os.open(path, flags, 0o666)
            except FileNotFoundError:
                os.mkdir(marker)  # noqa: PTH102
                return os.open(path, flags, 0o666)
        except FileExistsError:
            return self._open()
        except OSError as error:
            raise from_os(error, self.folder) from error

    def _taken(self, fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise from_os(error, self.folder) from error
            self.unsupported = True
        # Somebody may have deleted the lock file while we waited; then ours locks nothing.
        return not self._replaced(fd)

    def _replaced(self, fd: int) -> bool:
        marker = self.folder / MARKER
        path = marker if marker.is_file() else marker / "lock"
        try:
            return not os.path.samestat(os.stat(path), os.fstat(fd))
        except OSError:
            return True
