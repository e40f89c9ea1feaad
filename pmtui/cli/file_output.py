"""A result into a file instead of standard output: whole or not at all, and never into the library's own files."""

from __future__ import annotations

from pathlib import Path

from pmtui.app.report_files import Trouble, put_into_file
from pmtui.cli import out
from pmtui.cli.verb import Call, Wrong


def write_file(call: Call, path: Path, text: str) -> None:
    """Put the text into a file, replacing what is there, and say so; a pipe or device just takes it.

    Raises:
        Wrong: it is a folder, or its folder is not there.
        LibraryError: it belongs to the library.
        OSError: it cannot be written; it names the path.
    """
    if path.is_dir():
        raise Wrong(f"{path}: is a folder: name a file in it")
    call.library.check_target(path)
    try:
        put_into_file(path, text, replace=True, spare=call.library.spare_place)
    except Trouble:
        raise Wrong(f"{path}: there is no folder {path.parent}: make it first") from None
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    out.say(f"written to {path}")
