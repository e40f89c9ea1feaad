"""The step at which the meeting on a session was left; a bookmark may be deleted at any time."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from pmtui.library.disk import ChangedMeanwhile, write_file
from pmtui.library.versions import read_file
from pmtui.session.hashing import sha256

FOLDER: Final = Path(".pmtui") / "marks"


def read_bookmark(library: Path, session_id: str) -> str:
    """Return the name of the step, or an empty string."""
    try:
        return read_file(_file(library, session_id)).decode().strip()
    except (OSError, UnicodeDecodeError):
        return ""


def write_bookmark(library: Path, session_id: str, step: str) -> None:
    """Store the step; do nothing if the folder is not writable."""
    with contextlib.suppress(OSError, ChangedMeanwhile):
        path = _file(library, session_id)
        path.parent.mkdir(exist_ok=True)
        # Deleted first, since it may be a link or a pipe.
        path.unlink(missing_ok=True)
        write_file(path, f"{step}\n".encode())


def _file(library: Path, session_id: str) -> Path:
    # An id may be any text, so the file is named by its hash.
    return library / FOLDER / sha256(session_id.encode()).hexdigest()[:32]
