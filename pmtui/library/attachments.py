"""Attached files: copies in a folder beside the session's file, under names that cannot lead out of it."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO


def attach(folder: Path, source: Path | BinaryIO | bytes, name: str = "") -> str:
    """Copy a file into a session's attachment folder, whole or not at all.

    Args:
        folder: `OpenSession.folder` or `Library.attachments(entry)`; made where it is missing.
        source: a file, a stream, or the bytes.
        name: what to call it; else the source's name.

    Returns:
        The name that it has there, for `Evidence.path`: safe on every system, and never that of another file.

    Raises:
        LibraryError: it cannot be read or written.
    """
    raise NotImplementedError


def resolve(folder: Path, path: str) -> Path:
    """The file that an `Evidence.path` names.

    Raises:
        Refused: it leads out of the folder, by a symbolic link too.
    """
    raise NotImplementedError
