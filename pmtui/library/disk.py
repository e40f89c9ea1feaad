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
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pmtui.library.errors import MachineRefused
from pmtui.library.versions import State, Version, state_of

TEMPORARY: Final = (".pmtui-", ".tmp")
"""How the names of temporary files begin and end."""

DEAD: Final = 60.0
"""Seconds after which a complete temporary file, which has a name for a moment only, is a dead writer's."""

LONG_DEAD: Final = 3600.0
"""Seconds after which a temporary file in a folder without a lock is a dead writer's."""

_NO_SYNC: Final = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES)
_NO_NAMES: Final = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV, errno.ENOENT)
_NO_LINKS: Final = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)


class Disk:
    """The system calls that writing needs; tests put failing ones in their place."""

    def create(self, path: str, mode: int) -> int:
        """Open a new file for writing."""
        return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), mode)

    def create_unnamed(self, folder: str, mode: int) -> int | None:
        """Open a new file that has no name yet, and so leaves nothing behind; None where the system knows no such."""
        if not hasattr(os, "O_TMPFILE"):
            return None
        try:
            return os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, mode)
        except OSError as error:
            if error.errno in (errno.ENOTSUP, errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL):
                return None
            raise

    def name(self, fd: int, path: str) -> None:
        """Give a file without a name one, unless that is taken."""
        folder, name = os.path.split(path)
        at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.link(f"/proc/self/fd/{fd}", name, dst_dir_fd=at)
        finally:
            os.close(at)

    def write(self, fd: int, data: bytes) -> None:
        """Write all of the data."""
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

    def rename(self, source: str, target: str) -> None:
        """Give a file or folder another name or place."""
        os.rename(source, target)  # noqa: PTH104

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


class ChangedMeanwhile(MachineRefused):
    """The file is not the one that was read: read it again and merge."""

    def __init__(self, path: object = "the file") -> None:
        super().__init__(f"{path}: another program wrote it at the same moment: try again")


def device_of(folder: Path) -> int:
    """The device that a folder lies on, or would if it were made."""
    for place in (folder, *folder.absolute().parents):
        with contextlib.suppress(OSError):
            return place.stat().st_dev
    return 0


def make_folders(folder: Path, disk: Disk = DISK) -> None:
    """Make a folder, and those above it that are missing, durably.

    Raises:
        OSError: one cannot be made.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        with contextlib.suppress(FileExistsError):
            each.mkdir()
        disk.sync_folder(str(each.parent))


def write_file(
    path: Path,
    data: bytes,
    *,
    disk: Disk = DISK,
    like: os.stat_result | None = None,
    mtime_ns: int | None = None,
    mode: int = 0o666,
    spare: Path | None = None,
) -> Version:
    """Put `data` in the place of a file; durable on return. The caller has followed symbolic links.

    Args:
        like: the file that it replaces, whose mode, owner and group it takes. None: the file is new.
        mtime_ns: the time that it shall bear; None: the present.
        mode: of a new file, less the umask.
        spare: a folder on the same device that is swept by the next writer, for the moment in which the new version
            must have a name of its own. None: the file's own folder.

    Raises:
        ChangedMeanwhile: what stands there is not `like` (any more); it is left alone.
        OSError: nothing has changed on disk, or (the folder's fsync) the new file is there but perhaps not for good.
    """
    if like is None or spare is not None:
        version = _write_unnamed(path, data, disk, like, mtime_ns, mode, spare)
        if version is not None:
            return version
    temporary = _temporary(_folder(path))
    fd = disk.create(temporary, mode if like is None else 0o600)
    try:
        _fill(disk, fd, data, like, mtime_ns)
        if like is None:
            _into_place(disk, temporary, str(path))
        else:
            _into_place_of(disk, temporary, path, like)
    except BaseException:
        os.close(fd)
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise
    return _kept(Version(fd), path, disk, like)


def _write_unnamed(
    path: Path,
    data: bytes,
    disk: Disk,
    like: os.stat_result | None,
    mtime_ns: int | None,
    mode: int,
    spare: Path | None,
) -> Version | None:
    """As `write_file` does it, by a file that gets its name last; None where the system knows no such."""
    fd = disk.create_unnamed(str(path.parent), mode if like is None else 0o600)
    if fd is None:
        return None
    temporary = _temporary(str(spare or path.parent))
    try:
        _fill(disk, fd, data, like, mtime_ns)
        disk.name(fd, str(path) if like is None else temporary)
        if like is not None:
            _into_place_of(disk, temporary, path, like)
    except BaseException as error:
        os.close(fd)
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        if isinstance(error, FileExistsError):
            raise ChangedMeanwhile from None
        if isinstance(error, OSError) and error.errno in _NO_NAMES:
            return None
        raise
    return _kept(Version(fd), path, disk, like)


def _folder(path: Path) -> str:
    # In fewer steps than by `Path.parent`, in each save.
    return os.path.dirname(path) or "."  # noqa: PTH120


def _temporary(folder: str) -> str:
    return os.path.join(folder, f"{TEMPORARY[0]}{os.urandom(6).hex()}{TEMPORARY[1]}")  # noqa: PTH118


def _fill(disk: Disk, fd: int, data: bytes, like: os.stat_result | None, mtime_ns: int | None) -> None:
    """Write all of a new file, durably."""
    if like is not None:
        _take_after(fd, like)
    disk.write(fd, data)
    if mtime_ns is not None:
        os.utime(fd, ns=(mtime_ns, mtime_ns))
    disk.sync(fd)


def _kept(version: Version, path: Path, disk: Disk, like: os.stat_result | None) -> Version:
    """Have the name of a new version on the disk."""
    try:
        disk.sync_folder(_folder(path))
    except OSError:
        if like is None:
            # Not there for good: then not at all, so that trying again finds its name free.
            with contextlib.suppress(OSError):
                os.unlink(path)  # noqa: PTH108
        raise
    return version


def is_temporary(name: str) -> bool:
    """Whether a file of that name is a writer's temporary one."""
    begin, end = TEMPORARY
    return name.startswith(begin) and name.endswith(end)


def sweep(folder: Path, older_than: float = 0, names: Sequence[str] | None = None) -> None:
    """Delete the temporary files of writers that died.

    Call it under the folder's lock, when no other writer can be alive; else only for those older than so many seconds.

    Args:
        folder: where they lie.
        older_than: seconds.
        names: those that lay there a moment ago; None: they are looked for.
    """
    latest = time.time() - older_than if older_than else float("inf")
    with contextlib.suppress(OSError):
        for name in filter(is_temporary, os.listdir(folder) if names is None else names):  # noqa: PTH208
            with contextlib.suppress(OSError):
                if os.lstat(folder / name).st_ctime < latest:
                    os.unlink(folder / name)  # noqa: PTH108


def _state(path: Path) -> State | None:
    try:
        return state_of(os.stat(path))
    except FileNotFoundError:
        return None


def _into_place_of(disk: Disk, temporary: str, path: Path, like: os.stat_result) -> None:
    # Programs that know of no lock, and file systems without one: look once more before the leap.
    if _state(path) != state_of(like):
        raise ChangedMeanwhile
    disk.replace(temporary, str(path))


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
