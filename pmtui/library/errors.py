"""What can go wrong between a session and the disk, each with one line that says how to mend it."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

from pmtui.session.text import cleaned

_NO_FILE: Final = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.EINVAL, errno.ENAMETOOLONG)
"""What is said of a link that leads nowhere, a folder, a pipe: trying again changes nothing."""


class LibraryError(Exception):
    """Base of all below; `str()` is one line, `what was wrong: how to mend it`, and names the file or folder.

    What a file holds, and how it is called, is somebody's text: no control character of it is passed on.
    """

    def __init__(self, said: str = "") -> None:
        super().__init__(cleaned(said).replace("\n", " "))


class NotFound(LibraryError):
    """No session of that name."""


class Deleted(NotFound):
    """An open session that is nowhere any more."""


class Ambiguous(LibraryError):
    """Several sessions answer to that name; the message names them."""


class Unreadable(LibraryError):
    """A file that pmtui cannot read, and so never touches; `file` is its name, `reason` alone says why."""

    def __init__(self, path: Path | str, reason: str) -> None:
        self.file = path if isinstance(path, str) else path.name
        super().__init__(f"{self.file}: cannot be read: {reason}")
        self.reason = cleaned(reason).replace("\n", " ")


class Refused(LibraryError):
    """An attachment, or a name, that the library does not take."""


class MachineRefused(LibraryError):
    """The machine refused: nothing was changed on disk, and what is in memory is still there to be saved."""


class ReadRefused(Unreadable, MachineRefused):
    """The system does not hand a file out: no permission, or the disk fails. Its content may be sound."""


class DiskFull(MachineRefused):
    """No room left, or the quota is used up."""


class ReadOnly(MachineRefused):
    """The folder or the file may not be written."""


class Vanished(MachineRefused):
    """The library's folder is gone (deleted, or its drive was taken away)."""


class LockHeld(MachineRefused):
    """Another program has held the library's lock for too long."""


def cannot_read(error: OSError, path: Path) -> Unreadable:
    """The library's own error for what the system said when a file was read."""
    said = (error.strerror or str(error) or "the system refused").lower()
    if error.errno in _NO_FILE:
        return Unreadable(path, said)
    if error.errno in (errno.EACCES, errno.EPERM):
        said += ": mend its permissions"
    elif error.errno == errno.EIO:
        said += ": the disk fails: copy the file from a backup"
    return ReadRefused(path, said)


def from_os(error: OSError, path: Path | str) -> MachineRefused:
    """The library's own error for what the system said about a path, or another place that people know by a name."""
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
    return MachineRefused(f"{path}: {said}: mend it, then save again")
