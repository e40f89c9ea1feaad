"""Where the meeting on a session was left: a bookmark that may be deleted at any time."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from pmtui.library.disk import ChangedMeanwhile, write_file
from pmtui.library.versions import read_file
from pmtui.session.hashing import sha256

FOLDER: Final = Path(".pmtui") / "marks"


def mark_of(library: Path, session_id: str) -> str:
    """The step name where it was left; empty where nothing is known."""
    try:
        return read_file(_file(library, session_id)).decode().strip()
    except (OSError, UnicodeDecodeError):
        return ""


def set_mark(library: Path, session_id: str, step: str) -> None:
    """Remember the step; where the folder may not be written nothing is remembered."""
    with contextlib.suppress(OSError, ChangedMeanwhile):
        path = _file(library, session_id)
        path.parent.mkdir(exist_ok=True)
        # Taken away first: what stands there may be a link or a pipe.
        path.unlink(missing_ok=True)
        write_file(path, f"{step}\n".encode())


def _file(library: Path, session_id: str) -> Path:
    # An id may be any text: its hash is a file name.
    return library / FOLDER / sha256(session_id.encode()).hexdigest()[:32]
