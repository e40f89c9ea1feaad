"""Files moved about as a whole, with their attachments: renaming, throwing away, putting back. Under the lock."""

from __future__ import annotations

import contextlib
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Final

from pmtui.library import names
from pmtui.library.attachments import folder_of
from pmtui.library.disk import Disk
from pmtui.library.errors import NotFound, from_os
from pmtui.library.lock import MARKER

_TRASH: Final = "trash"
_JOURNAL: Final = "renaming"


def rename(path: Path, stem: str, disk: Disk) -> Path:
    """Give a session's file and its attachments another name; one that is taken gets a number.

    Raises:
        MachineRefused: nothing was renamed.
    """
    if path.name == stem + names.ENDING or _numbered(path.name, stem):
        return path
    target = next(names.free(path.parent, stem))
    journal = path.parent / MARKER / _JOURNAL
    attached = folder_of(path)
    try:
        with contextlib.suppress(OSError):
            # A kill between the two renames: the next writer finishes them.
            journal.write_text(json.dumps([path.name, target.name]))
        path.rename(target)
        if attached.is_dir():
            attached.rename(folder_of(target))
        disk.sync_folder(str(path.parent))
    except OSError as error:
        raise from_os(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            journal.unlink()
    return target


def finish_rename(folder: Path) -> None:
    """Finish a rename whose program died between file and attachments."""
    journal = folder / MARKER / _JOURNAL
    with contextlib.suppress(OSError, ValueError, TypeError):
        old, new = (folder / Path(str(name)).name for name in json.loads(journal.read_text()))
        if not os.path.lexists(old) and new.exists() and not os.path.lexists(folder_of(new)):
            folder_of(old).rename(folder_of(new))
        journal.unlink()


def throw_away(path: Path, library: Path, now: datetime, disk: Disk) -> Path:
    """Move a session's file and attachments into the trash; gives back the file there.

    Raises:
        NotFound: there is no such file.
        MachineRefused: the file was not moved.
    """
    home = _home(library)
    stamp = f"{now:%Y%m%dT%H%M%S%f}"
    try:
        home.mkdir(parents=True, exist_ok=True)
        place = next(p for p in (home / f"{stamp}-{n}" for n in range(10_000)) if not p.exists())
        place.mkdir()
        path.rename(place / path.name)
        if folder_of(path).is_dir():
            folder_of(path).rename(place / folder_of(path).name)
        disk.sync_folder(str(place))
        disk.sync_folder(str(library))
    except FileNotFoundError:
        raise NotFound(f"{path.name}: no such session in {library}: see pmtui list") from None
    except OSError as error:
        raise from_os(error, path) from error
    return place / path.name


def put_back(path: Path, library: Path, disk: Disk) -> Path:
    """Move a file out of the trash, under another name where its own is taken; gives back where it is now.

    Raises:
        NotFound: it is not in the trash any more.
        MachineRefused: it was not moved.
    """
    if not os.path.lexists(path):
        raise NotFound(f"{path.name}: not in the trash any more")
    target = next(names.free(library, path.name.removesuffix(names.ENDING)))
    try:
        path.rename(target)
        if folder_of(path).is_dir():
            folder_of(path).rename(folder_of(target))
        disk.sync_folder(str(library))
        with contextlib.suppress(OSError):
            path.parent.rmdir()
    except OSError as error:
        raise from_os(error, path) from error
    return target


def listed(library: Path) -> list[Path]:
    """The files in the trash, the last thrown away first."""
    found = [p for p in _home(library).glob("*/*" + names.ENDING) if names.is_session_file(p.name)]
    return sorted(found, key=lambda p: p.parent.name, reverse=True)


def _home(library: Path) -> Path:
    marker = library / MARKER
    return library / f"{MARKER}-{_TRASH}" if marker.is_file() else marker / _TRASH


def _numbered(name: str, stem: str) -> bool:
    rest = name.removesuffix(names.ENDING).removeprefix(stem)
    return name.startswith(stem + "-") and rest[1:].isdecimal()
