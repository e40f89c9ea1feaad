"""Write a verb's result into a file: the whole file or nothing, and never over a file of the library."""

from __future__ import annotations

from pathlib import Path

from pmtui.app.report_files import ReportError, put_into_file
from pmtui.cli import out
from pmtui.cli.verb import Call, UserError


def write_file(call: Call, path: Path, text: str) -> None:
    """Replace the content of a file with the text, and say so. Pipes and devices are written to directly.

    Raises:
        UserError: the path is a folder, or the folder that it names does not exist.
        LibraryError: the path belongs to the library.
        OSError: the file cannot be written; `filename` is its path.
    """
    if path.is_dir():
        raise UserError(f"{path}: is a folder: name a file in it")
    call.library.check_target(path)
    try:
        put_into_file(path, text, replace=True, spare=call.library.temporary_folder)
    except ReportError:
        raise UserError(f"{path}: there is no folder {path.parent}: make it first") from None
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    out.say(f"written to {path}")
