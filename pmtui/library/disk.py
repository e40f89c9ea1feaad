"""Files replaced whole or not at all, and durable once it is said so: the only place that writes bytes.

A temporary file in the same folder, fsync, rename, fsync of the folder: a kill or a power cut at any point leaves
the old file or the new one. `Disk` is the seam at which tests make the disk full.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

TEMPORARY: Final = (".pmtui-", ".tmp")
"""How the names of temporary files begin and end."""

LONG_DEAD: Final = 3600.0
"""Seconds after which a temporary file in a folder without a lock is a dead writer's."""

_NO_SYNC: Final = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES)
_NO_LINKS: Final = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)


class Disk:
    """What is asked of the system."""

    def create(self, path: str, mode: int) -> int:
        """Open a new file for writing."""
        return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), mode)

    def write(self, fd: int, data: bytes) -> None:
        """Write all of it."""
        view = memoryview(data)
        while view:
            view = view[os.write(fd, view) :]

    def sync(self, fd: int) -> None:
        """Have it on the disk itself, not in a cache of the system's or, where one can ask, the drive's."""
        if sys.platform == "darwin":
            import fcntl

            with contextlib.suppress(OSError):
                fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
                return
        os.fsync(fd)

    def replace(self, source: str, target: str) -> None:
        """Put one file in the place of another."""
        os.replace(source, target)

    def link(self, source: str, target: str) -> None:
        """Give a file a second name, unless that is taken."""
        os.link(source, target)

    def sync_folder(self, folder: str) -> None:
        """Have the folder's names on the disk; some network drives know no such thing."""
        fd = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(fd)
        except OSError as error:
            if error.errno not in _NO_SYNC:
                raise
        finally:
            os.close(fd)


DISK: Final = Disk()


class ChangedMeanwhile(Exception):
    """The file is not the one that was read: read it again and merge."""


State = tuple[int, int, int, int]
"""Device, inode, modification time in nanoseconds, size."""


class Version:
    """A version of a file, told from every other one; keeps it open, as a system gives inodes out again at once."""

    __slots__ = ("_fd", "stat", "state")

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self.stat = os.fstat(fd)
        self.state = state_of(self.stat)

    def __del__(self, close: Callable[[int], None] = os.close) -> None:
        # Bound at definition: while the program ends, module names may be gone already.
        try:  # noqa: SIM105
            close(self._fd)
        except OSError:
            pass

    @property
    def mtime_ns(self) -> int:
        """When it was written, in nanoseconds since 1970."""
        return self.state[2]

    def read(self) -> bytes:
        """All of it."""
        found = bytearray()
        while part := os.pread(self._fd, max(self.state[3] - len(found), 65536), len(found)):
            found += part
        return bytes(found)


def open_version(path: str | Path) -> Version:
    """The version of a file that stands there now."""
    return Version(os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0)))


def state_of(found: os.stat_result) -> State:
    """What tells two versions of a file apart, as long as one of them is kept open."""
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size


def device_of(folder: Path) -> int:
    """The device that a folder lies on, or would if it were made."""
    for place in (folder, *folder.absolute().parents):
        with contextlib.suppress(OSError):
            return place.stat().st_dev
    return 0


def write_file(
    path: Path,
    data: bytes,
    *,
    disk: Disk = DISK,
    like: os.stat_result | None = None,
    mtime_ns: int | None = None,
    mode: int = 0o666,
) -> Version:
    """Put `data` in the place of a file; durable on return. The caller has followed symbolic links.

    Args:
        like: the file that it replaces, whose mode, owner and group it takes. None: the file is new.
        mtime_ns: the time that it shall bear; None: the present.
        mode: of a new file, less the umask.

    Raises:
        ChangedMeanwhile: what stands there is not `like` (any more); it is left alone.
        OSError: nothing has changed on disk, or (the folder's fsync) the new file is there but perhaps not for good.
    """
    folder = str(path.parent)
    temporary = os.path.join(folder, f"{TEMPORARY[0]}{os.urandom(6).hex()}{TEMPORARY[1]}")  # noqa: PTH118
    fd = disk.create(temporary, mode if like is None else 0o600)
    try:
        if like is not None:
            _take_after(fd, like)
        disk.write(fd, data)
        if mtime_ns is not None:
            os.utime(fd if os.utime in os.supports_fd else temporary, ns=(mtime_ns, mtime_ns))
        disk.sync(fd)
        if like is None:
            _into_place(disk, temporary, str(path))
        else:
            # Programs that know of no lock, and file systems without one: look once more before the leap.
            if _state(path) != state_of(like):
                raise ChangedMeanwhile
            disk.replace(temporary, str(path))
    except BaseException:
        os.close(fd)
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise
    version = Version(fd)
    try:
        disk.sync_folder(folder)
    except OSError:
        if like is None:
            # Not there for good: then not at all, so that trying again finds its name free.
            with contextlib.suppress(OSError):
                os.unlink(path)  # noqa: PTH108
        raise
    return version


def sweep(folder: Path, older_than: float = 0) -> None:
    """Delete the temporary files of writers that died.

    Call it under the folder's lock, when no other writer can be alive; else only for those older than so many seconds.
    """
    latest = time.time() - older_than if older_than else float("inf")
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            if entry.name.startswith(TEMPORARY[0]) and entry.name.endswith(TEMPORARY[1]):
                with contextlib.suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_ctime < latest:
                        os.unlink(entry.path)  # noqa: PTH108


def _state(path: Path) -> State | None:
    try:
        return state_of(path.stat())
    except FileNotFoundError:
        return None


def _into_place(disk: Disk, temporary: str, path: str) -> None:
    """Rename, but over nothing: a link fails where the name is taken."""
    try:
        disk.link(temporary, path)
    except FileExistsError:
        raise ChangedMeanwhile from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(path):
            raise ChangedMeanwhile from None
        disk.replace(temporary, path)
        return
    os.unlink(temporary)  # noqa: PTH108


def _take_after(fd: int, like: os.stat_result) -> None:
    now = os.fstat(fd)
    if (now.st_uid, now.st_gid) != (like.st_uid, like.st_gid):
        try:
            os.fchown(fd, like.st_uid, like.st_gid)
        except OSError:
            # Only root may give files away; the group, though, may be one of ours.
            with contextlib.suppress(OSError):
                os.fchown(fd, -1, like.st_gid)
    with contextlib.suppress(OSError):
        # File systems without modes refuse; all their files have one anyway.
        os.fchmod(fd, stat.S_IMODE(like.st_mode))
