"""The messages on standard error after the app has left the screen, and the report of an error in pmtui."""

from __future__ import annotations

import platform
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from pmtui import __version__
from pmtui.session.text import cut

if TYPE_CHECKING:
    from pmtui.app.editing_session import EditingSession


def report_of(error: BaseException) -> str:
    """Return the traceback as Python writes it, without values of variables, which may be confidential."""
    made = f"pmtui {__version__}, Python {platform.python_version()}, {platform.system()}"
    return f"{made}\n\n{''.join(traceback.format_exception(error))}"


def keep_report(error: BaseException) -> str:
    """Write the report to a file; return one line with the error and the name of the file."""
    named = cut("".join(traceback.format_exception_only(error)), 300)
    try:
        path = Path(platformdirs.user_log_path("pmtui", ensure_exists=True)) / "error.txt"
        path.write_text(report_of(error), encoding="utf-8", errors="replace")
    except OSError:
        return named
    return f"{named}: please report it with {path}"


def tell_at_the_end(error: BaseException | None, editing: EditingSession | None, status: int, trouble: str) -> None:
    """Write on standard error what the user must know: an error, text that is not on disk, where the session is.

    Args:
        error: the error that ended the app; None if there was none.
        editing: the session that was open.
        status: the exit status.
        trouble: why something could not be saved; empty if all is saved.
    """
    if error is not None:
        sys.stderr.write(f"pmtui: an error in pmtui itself ended it: {keep_report(error)}\n")
    if editing is not None and editing.not_kept:
        sys.stderr.write(f"pmtui: {editing.not_kept}\n")
    if trouble:
        sys.stderr.write(f"pmtui: not saved: {trouble}\n")
    elif status and editing is not None:
        sys.stderr.write(f"pmtui: the session is safe in {editing.opened.place}\n")
