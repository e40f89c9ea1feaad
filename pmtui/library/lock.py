"""The lock of a library: one writer at a time among all programs and threads. Readers need no lock."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pmtui.library.disk import DISK, Disk
from pmtui.library.errors import LockHeld, from_os

MARKER: Final = ".pmtui"
"""A file or folder of this name marks a folder as a library."""

_UNSUPPORTED: Final = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)


class FolderLock:
    """The lock of a library's folder: a lock on `.pmtui/lock`, or on `.pmtui` if that is a file."""

    def __init__(self, folder: Path, patience: float = 10.0, disk: Disk = DISK) -> None:
        self.folder, self.patience, self.disk = folder, patience, disk
        self._marker, self._in_marker = str(folder / MARKER), str(folder / MARKER / "lock")
        self.unsupported = False
        """Whether the file system does not support locks, so that writers can only check before each rename."""

    @contextlib.contextmanager
    def held(self, patience: float | None = None) -> Iterator[None]:
        """Hold the lock; wait at most `patience` seconds (default: `self.patience`) for another holder.

        Raises:
            LockHeld: the other holder did not release it in time.
            StorageError: the lock file cannot be opened: read-only or missing folder, full disk.
        """
        fd = self._open()
        try:
            patience = self.patience if patience is None else patience
            deadline = time.monotonic() + patience
            pause = 0.0005
            while not self._taken(fd):
                if time.monotonic() > deadline:
                    raise LockHeld(
                        f"{self.folder}: another program has held the lock for {patience:.0f} s: wait, or end it"
                    )
                time.sleep(pause)
                pause = min(pause * 1.5, 0.02)
                if self._replaced(fd):
                    old, fd = fd, self._open()
                    os.close(old)
            yield
        finally:
            os.close(fd)

    def _open(self) -> int:
        flags = os.O_RDWR | getattr(os, "O_CLOEXEC", 0)
        try:
            try:
                return self._opened(flags)
            except FileNotFoundError:
                return self._create(flags)
            except PermissionError:
                # Owned by another user, or in a read-only folder: most systems can lock a file that is only readable.
                return self._opened(os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        except OSError as error:
            raise from_os(error, self.folder) from error

    def _opened(self, flags: int) -> int:
        try:
            return os.open(self._in_marker, flags)
        except NotADirectoryError:
            return os.open(self._path(), flags)

    def _create(self, flags: int) -> int:
        """Create the lock file, writable for everybody who may write the folder."""
        make_marker(self.folder, self.disk)
        path = self._path()
        # A dangling link is not followed: the lock must be a file of this folder.
        fd = os.open(path, flags | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        share_with_group(Path(path), self.folder.stat(), 0o666)
        return fd

    def _path(self) -> str:
        return self._marker if os.path.isfile(self._marker) else self._in_marker  # noqa: PTH113

    def _taken(self, fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise from_os(error, self.folder) from error
            self.unsupported = True
        # If somebody deleted the lock file while we waited, our lock protects nothing.
        return not self._replaced(fd)

    def _replaced(self, fd: int) -> bool:
        try:
            try:
                there = os.stat(self._in_marker)
            except NotADirectoryError:
                there = os.stat(self._marker)
            return not os.path.samestat(there, os.fstat(fd))
        except OSError:
            return True


def make_marker(folder: Path, disk: Disk = DISK) -> None:
    """Make a folder a library if it is none yet, durably.

    Raises:
        OSError: it is not writable.
    """
    marker = folder / MARKER
    if not os.path.lexists(marker):
        marker.mkdir(exist_ok=True)
        share_with_group(marker, folder.stat(), 0o7777)
        disk.sync_folder(str(folder))


def internal_path(folder: Path, name: str) -> Path:
    """Return the path of an internal file of a library: in `.pmtui`, or beside it if that is a file."""
    marker = folder / MARKER
    return folder / f"{MARKER}-{name}" if marker.is_file() else marker / name


def share_with_group(path: Path, folder: os.stat_result, bits: int) -> None:
    """Give a path the folder's group, and these bits of the folder's mode."""
    with contextlib.suppress(OSError):
        os.chown(path, -1, folder.st_gid)
    with contextlib.suppress(OSError):
        path.chmod(stat.S_IMODE(folder.st_mode) & bits)
