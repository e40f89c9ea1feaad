"""Read regular files, never blocking on other kinds, and identify the version that was read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final


class NotAFile(OSError):
    """The path is a pipe, device, socket or folder."""


State = tuple[int, int, int, int]
"""Device, inode, modification time in nanoseconds, size in bytes."""


class Version:
    """A version of a file. It keeps the file open, so that the system does not reuse the inode for another version."""

    __slots__ = ("_fd", "stat", "state")

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self.stat = os.fstat(fd)
        self.state = state_of(self.stat)

    def __del__(self, close: Callable[[int], None] = os.close) -> None:
        # Bound at definition, since module names may be gone when the program ends.
        try:  # noqa: SIM105
            close(self._fd)
        except OSError:
            pass

    @property
    def mtime_ns(self) -> int:
        """Return the modification time in nanoseconds since 1970."""
        return self.state[2]

    def read(self) -> bytes:
        """Read the whole file, in the version that is open."""
        parts, size = list[bytes](), 0
        while part := os.pread(self._fd, max(self.state[3] - size, 65536), size):
            parts.append(part)
            size += len(part)
        return b"".join(parts)


def open_version(path: str | Path) -> Version:
    """Return the current version of a file."""
    return Version(open_file(path))


def open_file(path: str | Path) -> int:
    """Open a regular file for reading, without blocking.

    Raises:
        NotAFile: it is something else.
    """
    # Checked before opening, since opening alone makes some devices act.
    _check_file(os.stat(path))
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_CLOEXEC", 0))
    try:
        _check_file(os.fstat(fd))
    except BaseException:
        os.close(fd)
        raise
    return fd


def read_file(path: str | Path) -> bytes:
    """Return the content of a regular file.

    Raises:
        NotAFile: it is something else.
    """
    return open_version(path).read()


_KINDS: Final = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
    stat.S_IFDIR: "a folder",
}


def _check_file(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        kind = _KINDS.get(stat.S_IFMT(found.st_mode), "something else")
        raise NotAFile(errno.EINVAL, f"it is {kind}, not a file")


def state_of(found: os.stat_result) -> State:
    """Return what identifies a version of a file, as long as one of the compared versions is kept open."""
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size
