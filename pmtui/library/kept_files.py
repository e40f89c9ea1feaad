"""Which files of the machine belong to a library: nothing that is written elsewhere may take their place."""

from __future__ import annotations

import os
from pathlib import Path

from pmtui.library.errors import Refused
from pmtui.library.lock import MARKER
from pmtui.library.names import is_session_file


def check_target(path: Path, *folders: Path) -> None:
    """Let nothing be written over what a library keeps, nor into it what it would list as a session.

    Args:
        path: the file that a person named.
        folders: of libraries; others that the file lies in are known by their marker.

    Raises:
        Refused: with the line for the person.
    """
    target = Path(os.path.realpath(path))
    libraries = {*(each.resolve() for each in folders), *(each for each in target.parents if (each / MARKER).exists())}
    for library in libraries:
        if not target.is_relative_to(library):
            continue
        if _is_kept(target, library):
            raise Refused(f"{path}: is a file of the library: name another file")
        if target.parent == library and is_session_file(target.name):
            raise Refused(
                f"{path}: would be listed as a session of this library: name it otherwise, or put it elsewhere"
            )


def _is_kept(target: Path, library: Path) -> bool:
    """Whether a library keeps something there: a session, an attached file, or what is its own."""
    if target == library:
        return False
    first, *below = target.relative_to(library).parts
    if first == MARKER or first.startswith(f"{MARKER}-"):
        return True
    attached = bool(below) and (library / f"{first}.json").exists()
    return target.exists() and (attached or (not below and is_session_file(first)))
