"""Write files atomically and durably. This is the only module that writes bytes.

A temporary file in the same folder, fsync, rename, fsync of the folder: after a kill or power cut, the file has its old
or its new content. Tests replace `Disk` to simulate a full disk.
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

from pmtui.library.errors import StorageError
from pmtui.library.versions import State, Version, state_of

TEMPORARY: Final = (".pmtui-", ".tmp")
"""Prefix and suffix of the names of temporary files."""

STALE_SECONDS: Final = 60.0
"""Seconds after which a complete temporary file, which has its name only for a moment, belongs to a dead writer."""

STALE_SECONDS_WITHOUT_LOCK: Final = 3600.0
"""Seconds after which a temporary file in a folder without a lock belongs to a dead writer."""

_NO_SYNC: Final = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES)
_NO_NAMES: Final = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV, errno.ENOENT)
_NO_LINKS: Final = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)


class Disk:
    """The system calls of a write; tests replace them by failing ones."""

    def create(self, path: str, mode: int) -> int:
        """Open a new file for writing."""
        return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), mode)

    def create_unnamed(self, folder: str, mode: int) -> int | None:
        """Open a new file without a name, which leaves nothing behind; None if the system does not support it."""
        if not hasattr(os, "O_TMPFILE"):
            return None
        try:
            return os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, mode)
        except OSError as error:
            if error.errno in (errno.ENOTSUP, errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL):
                return None
            raise

    def name(self, fd: int, path: str) -> None:
        """Give an unnamed file a name, unless the name is taken."""
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
        """Flush the file to the disk, and where the system supports it, flush the drive's cache."""
        if sys.platform == "darwin":
            import fcntl

            with contextlib.suppress(OSError):
                fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
                return
        os.fsync(fd)

    def replace(self, source: str, target: str) -> None:
        """Rename a file over another one."""
        os.replace(source, target)

    def rename(self, source: str, target: str) -> None:
        """Rename or move a file or folder."""
        os.rename(source, target)  # noqa: PTH104

    def link(self, source: str, target: str) -> None:
        """Add a second name to a file, unless the name is taken."""
        os.link(source, target)

    def sync_folder(self, folder: str) -> None:
        """Flush a folder's names to the disk; some network drives do not support it."""
        fd = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(fd)
        except OSError as error:
            if error.errno not in _NO_SYNC:
                raise
        finally:
            os.close(fd)


DISK: Final = Disk()


class ChangedMeanwhile(StorageError):
    """The file changed since it was read: read it again and merge."""

    def __init__(self, path: object = "the file") -> None:
        super().__init__(f"{path}: another program wrote it at the same moment: try again")


def device_of(folder: Path) -> int:
    """Return the device of a folder, or the one it would be on if created; 0 if unknown."""
    for place in (folder, *folder.absolute().parents):
        with contextlib.suppress(OSError):
            return place.stat().st_dev
    return 0


def make_folders(folder: Path, disk: Disk = DISK) -> None:
    """Create a folder and its missing parents, durably.

    Raises:
        OSError: one cannot be created.
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
    """Replace the content of a file by `data`; durable on return. The caller has resolved symbolic links.

    Args:
        like: the status of the file to replace, whose mode, owner and group are kept. None: the file is new.
        mtime_ns: the modification time; None: now.
        mode: the mode of a new file, before the umask.
        spare: a folder on the same device that the next writer sweeps, for the temporary name of the new version.
            None: the file's own folder.

    Raises:
        ChangedMeanwhile: the file is not the one of `like`; it was not changed.
        OSError: nothing was changed on disk; or, if the fsync of the folder failed, the new file may not be durable.
    """
    if like is None or spare is not None:
        version = _write_unnamed(path, data, disk, like, mtime_ns, mode, spare)
        if version is not None:
            return version
    temporary = _temporary(_folder(path))
    fd = disk.create(temporary, mode if like is None else 0o600)
    try:
        _write_content(disk, fd, data, like, mtime_ns)
        if like is None:
            _rename_to_new(disk, temporary, str(path))
        else:
            _replace_unchanged(disk, temporary, path, like)
    except BaseException:
        os.close(fd)
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise
    return _flush_name(Version(fd), path, disk, like)


def _write_unnamed(
    path: Path,
    data: bytes,
    disk: Disk,
    like: os.stat_result | None,
    mtime_ns: int | None,
    mode: int,
    spare: Path | None,
) -> Version | None:
    """Do what `write_file` does, with a file that gets its name last; None if the system does not support that."""
    fd = disk.create_unnamed(str(path.parent), mode if like is None else 0o600)
    if fd is None:
        return None
    temporary = _temporary(str(spare or path.parent))
    try:
        _write_content(disk, fd, data, like, mtime_ns)
        disk.name(fd, str(path) if like is None else temporary)
        if like is not None:
            _replace_unchanged(disk, temporary, path, like)
    except BaseException as error:
        os.close(fd)
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        if isinstance(error, FileExistsError):
            raise ChangedMeanwhile from None
        if isinstance(error, OSError) and error.errno in _NO_NAMES:
            return None
        raise
    return _flush_name(Version(fd), path, disk, like)


def _folder(path: Path) -> str:
    # Faster than `Path.parent`; called in each save.
    return os.path.dirname(path) or "."  # noqa: PTH120


def _temporary(folder: str) -> str:
    return os.path.join(folder, f"{TEMPORARY[0]}{os.urandom(6).hex()}{TEMPORARY[1]}")  # noqa: PTH118


def _write_content(disk: Disk, fd: int, data: bytes, like: os.stat_result | None, mtime_ns: int | None) -> None:
    """Write the content of a new file and flush it."""
    if like is not None:
        _copy_owner_and_mode(fd, like)
    disk.write(fd, data)
    if mtime_ns is not None:
        os.utime(fd, ns=(mtime_ns, mtime_ns))
    disk.sync(fd)


def _flush_name(version: Version, path: Path, disk: Disk, like: os.stat_result | None) -> Version:
    """Flush the name of a new version to the disk."""
    try:
        disk.sync_folder(_folder(path))
    except OSError:
        if like is None:
            # Not durable: remove it, so that the next attempt finds the name free.
            with contextlib.suppress(OSError):
                os.unlink(path)  # noqa: PTH108
        raise
    return version


def is_temporary(name: str) -> bool:
    """Whether a file name is that of a temporary file."""
    begin, end = TEMPORARY
    return name.startswith(begin) and name.endswith(end)


def sweep(folder: Path, older_than: float = 0, names: Sequence[str] | None = None) -> None:
    """Delete the temporary files of writers that died.

    Call it with the folder's lock, when no other writer can be alive; otherwise with an age.

    Args:
        folder: their folder.
        older_than: only files that are older than this, in seconds.
        names: the names that were in the folder a moment ago; None: list the folder.
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


def _replace_unchanged(disk: Disk, temporary: str, path: Path, like: os.stat_result) -> None:
    # A program without the lock may have written, or the file system has no locks: check once more before the rename.
    if _state(path) != state_of(like):
        raise ChangedMeanwhile
    disk.replace(temporary, str(path))


def _rename_to_new(disk: Disk, temporary: str, path: str) -> None:
    """Rename without replacing: creating a link fails if the name is taken."""
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


def _copy_owner_and_mode(fd: int, like: os.stat_result) -> None:
    now = os.fstat(fd)
    if (now.st_uid, now.st_gid) != (like.st_uid, like.st_gid):
        try:
            os.fchown(fd, like.st_uid, like.st_gid)
        except OSError:
            # Only root may change the owner; the group may be one of the user's.
            with contextlib.suppress(OSError):
                os.fchown(fd, -1, like.st_gid)
    with contextlib.suppress(OSError):
        # File systems without modes refuse it; all their files have the same mode.
        os.fchmod(fd, stat.S_IMODE(like.st_mode))
