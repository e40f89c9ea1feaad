"""Typed text that is not part of a session yet: values that could not be read, and unfinished lines that add items.

Each text is a file in `.pmtui/drafts` of the library. Reports do not contain them, and git ignores them. A value
belongs to its field, whoever typed it; a line belongs to the program in which it is typed, until that program ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from pmtui.library.disk import DISK, ChangedMeanwhile, Disk, write_file
from pmtui.library.lock import MARKER
from pmtui.library.versions import read_file
from pmtui.session.hashing import sha256

_NAME: Final = "drafts"
_TRIES: Final = 5

ADD_LINE: Final = "add line"
PROJECTOR_LINE: Final = "projector's add line"
QUICK_LINE: Final = "quick line"
PROJECTOR_QUICK_LINE: Final = "projector's quick line"
ITEM_QUICK_LINE: Final = "item window's quick line"
QUICK_LINES: Final = (QUICK_LINE, PROJECTOR_QUICK_LINE, ITEM_QUICK_LINE)
LINES: Final = (ADD_LINE, PROJECTOR_LINE, *QUICK_LINES)
"""The field names in the keys of lines that add items."""


class FieldKey(NamedTuple):
    """A field of a session: of an item of a section, or (section and item None) of the session itself.

    For a line that adds items to a section, `field` is one of `LINES`, and `item` says what the new items belong to, if
    anything: the parent in the tree of whys, or the kind of parked thought.
    """

    section: str | None
    item: str | None
    field: str

    @property
    def is_line(self) -> bool:
        """Whether it is a line that adds items."""
        return self.field in LINES


class _Kept(msgspec.Struct):
    section: str | None
    item: str | None
    field: str
    text: str


class Drafts:
    """The texts of one session that are not part of it yet.

    Args:
        library: the library's folder.
        session_id: the session's id.
        disk: the system calls.
    """

    def __init__(self, library: Path, session_id: str, disk: Disk = DISK) -> None:
        marker = library / MARKER
        self._home = library / f"{MARKER}-{_NAME}" if marker.is_file() else marker / _NAME
        # An id may be any text, so the folder is named by its hash.
        self._folder = self._home / _hash(session_id)
        self._disk = disk
        self._program = os.urandom(6).hex()
        self._held: int | None = None
        """A lock that is held while this program runs, from its first line on; the system releases it at a kill."""

    def read(self) -> dict[FieldKey, str]:
        """Return all texts, whoever typed them; unreadable files are skipped."""
        return {key: text for _, key, text in self._files()}

    def take_over(self) -> dict[FieldKey, str]:
        """Return the lines of programs that have ended; they belong to this program from now on."""
        found: dict[FieldKey, str] = {}
        for path, key, text in self._files():
            if key.is_line and self._is_abandoned(path):
                text = f"{found[key]}\n{text}" if key in found else text
                # If the move fails, the file stays where it is and its text is still returned.
                with contextlib.suppress(OSError):
                    self.keep(key, text)
                    path.unlink(missing_ok=True)
                found[key] = text
        return found

    def release(self) -> None:
        """End the ownership of this program: other programs may take over its lines."""
        if self._held is not None:
            with contextlib.suppress(OSError):
                self._lock(self._program).unlink()
            os.close(self._held)
            self._held = None
        self._remove_empty_folder()

    def _files(self) -> list[tuple[Path, FieldKey, str]]:
        found = []
        with contextlib.suppress(OSError):
            for path in sorted(self._folder.glob("*.json")):
                with contextlib.suppress(OSError, msgspec.DecodeError):
                    kept = msgspec.json.decode(read_file(path), type=_Kept)
                    found.append((path, FieldKey(kept.section, kept.item, kept.field), kept.text))
        return found

    def _is_abandoned(self, path: Path) -> bool:
        """Whether the program that typed a line has ended; if so, its lock file is deleted."""
        program = path.stem.partition("-")[2]
        if program == self._program:
            return False
        lock = self._lock(program)
        try:
            held = os.open(lock, os.O_RDWR)
        except OSError:
            return True
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            lock.unlink(missing_ok=True)
        except BlockingIOError:
            return False
        except OSError:
            return True
        finally:
            os.close(held)
        return True

    def _hold_lock(self) -> None:
        """Mark this program as running; on a file system without locks, anybody may take over its lines."""
        if self._held is None:
            self._held = os.open(self._lock(self._program), os.O_RDWR | os.O_CREAT, 0o666)
            with contextlib.suppress(OSError):
                fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _lock(self, program: str) -> Path:
        return self._folder / f"{program}.lock"

    def _remove_empty_folder(self) -> None:
        with contextlib.suppress(OSError):
            self._folder.rmdir()

    def keep(self, key: FieldKey, text: str) -> None:
        """Store the text of a field, replacing an earlier one; durable on return.

        Raises:
            OSError: it could not be written.
        """
        self._make_folder()
        if key.is_line:
            self._hold_lock()
        path = self._file(key)
        data = msgspec.json.encode(_Kept(*key, text))
        for left in reversed(range(_TRIES)):
            try:
                write_file(path, data, disk=self._disk, like=path.stat() if path.exists() else None)
                return
            except ChangedMeanwhile:
                if not left:
                    raise OSError(f"{path}: another program writes it") from None

    def forget(self, key: FieldKey) -> None:
        """Delete the text of a field that was filled, or whose item was deleted.

        Raises:
            OSError: the text is still stored.
        """
        with contextlib.suppress(FileNotFoundError):
            self._file(key).unlink()
            self._remove_empty_folder()

    def _file(self, key: FieldKey) -> Path:
        of = f"-{self._program}" if key.is_line else ""
        return self._folder / f"{_hash(msgspec.json.encode(key).decode())}{of}.json"

    def _make_folder(self) -> None:
        for folder in (self._home, self._folder):
            if not folder.is_dir():
                with contextlib.suppress(FileExistsError):
                    os.mkdir(folder)  # noqa: PTH102
                self._disk.sync_folder(str(folder.parent))


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
