"""Protect the files of libraries: output that users write elsewhere must not overwrite them."""

from __future__ import annotations

import os
from pathlib import Path

from pmtui.library.errors import Refused
from pmtui.library.lock import MARKER
from pmtui.library.names import is_session_file


def check_target(path: Path, *folders: Path) -> None:
    """Check that output to a path would neither overwrite a library's files nor be listed as a session.

    Args:
        path: the path that the user named.
        folders: libraries; others are recognised by their marker.

    Raises:
        Refused: with a message for the user.
    """
    target = Path(os.path.realpath(path))
    libraries = {*(each.resolve() for each in folders), *(each for each in target.parents if (each / MARKER).exists())}
    for library in libraries:
        if not target.is_relative_to(library):
            continue
        if _is_protected(target, library):
            raise Refused(f"{path}: is a file of the library: name another file")
        if target.parent == library and is_session_file(target.name):
            raise Refused(
                f"{path}: would be listed as a session of this library: name it otherwise, or put it elsewhere"
            )


def _is_protected(target: Path, library: Path) -> bool:
    """Whether the path is a library's session, attached file or internal file."""
    if target == library:
        return False
    first, *below = target.relative_to(library).parts
    if first == MARKER or first.startswith(f"{MARKER}-"):
        return True
    attached = bool(below) and (library / f"{first}.json").exists()
    return target.exists() and (attached or (not below and is_session_file(first)))
