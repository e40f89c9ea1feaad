"""The errors of the library; each message is one line that says how to mend it."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

from pmtui.session.text import cleaned

_NO_FILE: Final = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.EINVAL, errno.ENAMETOOLONG)
"""Errors of links without target, folders and pipes, for which retrying is useless."""


class LibraryError(Exception):
    """Base of the errors below. `str()` is one line, `what was wrong: how to mend it`, with the name of file or folder.

    Control characters are removed, since content and names of files may contain any.
    """

    def __init__(self, said: str = "") -> None:
        super().__init__(cleaned(said).replace("\n", " "))


class NotFound(LibraryError):
    """There is no session of that name."""


class Deleted(NotFound):
    """The session that is open was deleted."""


class Ambiguous(LibraryError):
    """Several sessions match; the message names them."""


class Unreadable(LibraryError):
    """The file cannot be read, so it is never changed. `file` is its name, `reason` the reason alone."""

    def __init__(self, path: Path | str, reason: str) -> None:
        self.file = path if isinstance(path, str) else path.name
        super().__init__(f"{self.file}: cannot be read: {reason}")
        self.reason = cleaned(reason).replace("\n", " ")


class Refused(LibraryError):
    """The library does not accept an attachment or a name."""


class StorageError(LibraryError):
    """The system refused: nothing was changed on disk, and unsaved changes are still in memory."""


class ReadError(Unreadable, StorageError):
    """The system did not read the file: no permission, or a disk error. The content may be intact."""


class DiskFull(StorageError):
    """The disk is full, or the quota used up."""


class ReadOnly(StorageError):
    """The folder or file is not writable."""


class Vanished(StorageError):
    """The library's folder is gone: deleted, or its drive was removed."""


class LockHeld(StorageError):
    """Another program has held the library's lock for too long."""


def cannot_read(error: OSError, path: Path) -> Unreadable:
    """Return the library's error for an OSError of reading a file."""
    said = (error.strerror or str(error) or "the system refused").lower()
    if error.errno in _NO_FILE:
        return Unreadable(path, said)
    if error.errno in (errno.EACCES, errno.EPERM):
        said += ": mend its permissions"
    elif error.errno == errno.EIO:
        said += ": the disk fails: copy the file from a backup"
    return ReadError(path, said)


def from_os(error: OSError, path: Path | str) -> StorageError:
    """Return the library's error for an OSError about a path, or about a place that has a name for users."""
    number = error.errno
    if number in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"{path}: the disk is full: make room, then save again")
    if number in (errno.EROFS, errno.EACCES, errno.EPERM):
        return ReadOnly(f"{path}: may not be written: mend its permissions, or choose another library")
    if number == errno.ENOTDIR:
        return Vanished(f"{path}: is no folder: choose another library")
    if number in (errno.ENOENT, errno.ESTALE):
        return Vanished(f"{path}: is gone: bring the folder back, then save again")
    said = (error.strerror or str(error) or "the system refused").lower()
    return StorageError(f"{path}: {said}: mend it, then save again")
