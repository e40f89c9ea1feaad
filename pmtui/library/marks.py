"""Where the meeting on a session was left: a bookmark that may be deleted at any time."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from pmtui.session.digest import sha256

FOLDER: Final = Path(".pmtui") / "marks"


def mark_of(library: Path, session_id: str) -> str:
    """The step name where it was left; empty where nothing is known."""
    try:
        return _file(library, session_id).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def set_mark(library: Path, session_id: str, step: str) -> None:
    """Remember the step; where the folder may not be written nothing is remembered."""
    with contextlib.suppress(OSError):
        path = _file(library, session_id)
        path.parent.mkdir(exist_ok=True)
        path.write_text(step + "\n", encoding="utf-8")


def _file(library: Path, session_id: str) -> Path:
    # An id may be any text: its hash is a file name.
    return library / FOLDER / sha256(session_id.encode()).hexdigest()[:32]
