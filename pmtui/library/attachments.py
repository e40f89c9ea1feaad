"""Attached files: copies in a folder beside the session's file, with names that cannot lead out of it."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from pmtui.library.disk import DISK, STALE_SECONDS_WITHOUT_LOCK, ChangedMeanwhile, Disk, sweep, write_file
from pmtui.library.errors import Refused, StorageError, from_os
from pmtui.session.document import DocumentError
from pmtui.session.normalise import check_attachment_path

_LONGEST: Final = 120
"""Bytes of a name; below the limit of all file systems."""

_RESERVED: Final = r"(?i:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?|~"
"""Names that Windows reserves (WSL writes to its drives), and `~`."""


def folder_of(path: Path) -> Path:
    """Return the attachment folder of a session's file."""
    return path.parent / path.name.removesuffix(".json")


class FolderFiles:
    """The attached files of one session.

    Args:
        folder: their folder, which need not exist.
        located: maps a path to its current place while another program is moving it.
        disk: the system calls.
    """

    def __init__(self, folder: Path, located: Callable[[Path], Path], disk: Disk = DISK) -> None:
        self._folder, self._located, self._disk = folder, located, disk

    @property
    def name(self) -> str:
        """Return the folder's name."""
        return self._folder.name

    def attach(self, source: Path | BinaryIO | bytes, name: str = "") -> str:
        """Store a copy; see the function `attach`."""
        return attach(self._located(self._folder), source, name, disk=self._disk)

    def read(self, name: str) -> bytes:
        """Return the content of a file.

        Raises:
            Refused: the name leads out of the folder, or there is no such file.
            StorageError: reading failed.
        """
        return contents(resolve(self._located(self._folder), name))

    def check(self, name: str) -> None:
        """Raise `Refused` if a name leads out of the folder."""
        resolve(self._located(self._folder), name)

    def seen_from(self, folder: Path) -> str:
        """Return the path of the folder relative to another one."""
        return os.path.relpath(self._located(self._folder), folder)


def attach(folder: Path, source: Path | BinaryIO | bytes, name: str = "", *, disk: Disk = DISK) -> str:
    """Copy a file into a session's attachment folder, atomically; durable on return.

    Args:
        folder: `Library.attachments(entry)`; created if missing.
        source: a file, a stream, or the bytes.
        name: the name for the copy; empty: the name of the source.
        disk: the system calls, replaced in tests.

    Returns:
        The name of the copy, for `Evidence.path`: valid on every system, and never the name of another file. A file
        that is attached already keeps its name.

    Raises:
        Refused: the source cannot be read.
        StorageError: reading failed, or the copy cannot be written.
    """
    if not _is_inside(folder):
        raise Refused(f"{folder}: is a link that leads out of the library: put a folder in its place")
    data = contents(source)
    wanted = safe_name(name or (source.name if isinstance(source, Path) else ""))
    made = False
    try:
        made = make_folder(folder, disk)
        sweep(folder, STALE_SECONDS_WITHOUT_LOCK)
        for candidate in _numbered(wanted):
            path = folder / candidate
            if os.path.lexists(path):
                if not path.is_symlink() and path.is_file() and _same(path, data):
                    return candidate
                continue
            with contextlib.suppress(ChangedMeanwhile):
                write_file(path, data, disk=disk)
                return candidate
    except OSError as error:
        if made:
            with contextlib.suppress(OSError):
                folder.rmdir()  # only if empty: another program may have added a file
        raise from_os(error, folder) from error
    raise AssertionError("numbers do not end")


def resolve(folder: Path, path: str) -> Path:
    """Return the path of the file that an `Evidence.path` names; the file need not exist.

    Raises:
        Refused: it leads out of the folder, also by a symbolic link.
    """
    leads_out = Refused(f"{path!r} leads out of the attachment folder {folder.name}: use a plain file name")
    try:
        check_attachment_path(path)
        inside, found = folder.resolve(), (folder / path).resolve()
    except (DocumentError, OSError, RuntimeError, ValueError):
        # Cyclic links or a NUL: not a file of ours, whatever the error of the system.
        raise leads_out from None
    if not path or found == inside or not found.is_relative_to(inside) or not _is_inside(folder):
        raise leads_out
    return found


def _is_inside(folder: Path) -> bool:
    """Whether an attachment folder is where its name says. A git clone may contain a link that leads elsewhere."""
    try:
        return not folder.is_symlink() or folder.resolve().is_relative_to(folder.parent.resolve())
    except (OSError, RuntimeError):
        return False


def safe_name(name: str) -> str:
    """Return a file name that is valid on every system, as similar to `name` as possible."""
    import unicodedata  # deferred: only attaching needs it

    text = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    text = re.sub(r'[\x00-\x1f\x7f-\x9f<>:"|?*\ud800-\udfff\u202a-\u202e\u2066-\u2069]', "_", text).strip(" .")
    if not text or re.fullmatch(_RESERVED, text):
        text = f"file-{text}" if text else "attachment"
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending.encode()) > 16:
        stem, dot, ending = text, "", ""
    room = _LONGEST - len((dot + ending).encode())
    return stem.encode()[:room].decode(errors="ignore") + dot + ending


def make_folder(folder: Path, disk: Disk = DISK) -> bool:
    """Create the attachment folder, durably; the library's folder must exist.

    Returns:
        Whether it was missing.

    Raises:
        OSError: it cannot be created.
    """
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
        disk.sync_folder(str(folder.parent))
        return True
    return False


def contents(source: Path | BinaryIO | bytes) -> bytes:
    """Return the content of a file or stream.

    Raises:
        Refused: there is no such file, or reading is not permitted.
        StorageError: reading failed.
    """
    if isinstance(source, bytes):
        return source
    if not isinstance(source, Path):
        return source.read()
    try:
        if not source.is_file():
            source.stat()
            raise Refused(f"{source}: not a file: name one that can be copied")
        return source.read_bytes()
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        if error.errno == errno.EIO:
            raise StorageError(f"{source}: {said}: copy it to another disk first") from error
        raise Refused(f"{source}: cannot be read: {said}") from error


def _same(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _numbered(name: str) -> Iterator[str]:
    """Yield the name, then the name with 2, 3, … before its ending; lazily, since the first is mostly free."""
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    yield name
    yield from (f"{stem}-{n}{dot}{ending}" for n in itertools.count(2))
