"""Values that could not be read, kept as they were typed until their field is filled.

One file a value, in `.pmtui/drafts` of the library, so that two programs never overwrite each other's. They are part of
no session: no report shows them, and git ignores them.
"""

from __future__ import annotations

import contextlib
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


class FieldKey(NamedTuple):
    """Which field of a session: of an item of a section, or (both None) of the session itself."""

    section: str | None
    item: str | None
    field: str


class _Kept(msgspec.Struct):
    section: str | None
    item: str | None
    field: str
    text: str


class Drafts:
    """What was typed into the fields of one session and could not be read.

    Args:
        library: the library's folder.
        session_id: whose.
        disk: what is asked of the system.
    """

    def __init__(self, library: Path, session_id: str, disk: Disk = DISK) -> None:
        marker = library / MARKER
        self._home = library / f"{MARKER}-{_NAME}" if marker.is_file() else marker / _NAME
        # An id may be any text: its hash is a file name.
        self._folder = self._home / _hash(session_id)
        self._disk = disk

    def read(self) -> dict[FieldKey, str]:
        """Read all that is kept, passing over what is damaged or may not be read."""
        found: dict[FieldKey, str] = {}
        with contextlib.suppress(OSError):
            for path in sorted(self._folder.glob("*.json")):
                with contextlib.suppress(OSError, msgspec.DecodeError):
                    kept = msgspec.json.decode(read_file(path), type=_Kept)
                    found[FieldKey(kept.section, kept.item, kept.field)] = kept.text
        return found

    def keep(self, key: FieldKey, text: str) -> None:
        """Keep what was typed into a field, in the place of what was kept of it; durable on return.

        Raises:
            OSError: it could not be written.
        """
        self._make_folder()
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
        """The field is filled, or its item deleted.

        Raises:
            OSError: what was kept is still there.
        """
        with contextlib.suppress(FileNotFoundError):
            self._file(key).unlink()
            with contextlib.suppress(OSError):
                self._folder.rmdir()

    def _file(self, key: FieldKey) -> Path:
        return self._folder / f"{_hash(msgspec.json.encode(key).decode())}.json"

    def _make_folder(self) -> None:
        for folder in (self._home, self._folder):
            if not folder.is_dir():
                with contextlib.suppress(FileExistsError):
                    os.mkdir(folder)  # noqa: PTH102
                self._disk.sync_folder(str(folder.parent))


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
