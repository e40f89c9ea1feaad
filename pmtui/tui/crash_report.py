"""What is kept of an error in pmtui itself: a plain traceback in a file, and one line for the person."""

from __future__ import annotations

import platform
import traceback
from pathlib import Path

import platformdirs

from pmtui import __version__
from pmtui.session.text import cut


def report_of(error: BaseException) -> str:
    """The traceback as Python itself writes it; no values of variables, which may hold what was said in confidence."""
    made = f"pmtui {__version__}, Python {platform.python_version()}, {platform.system()}"
    return f"{made}\n\n{''.join(traceback.format_exception(error))}"


def keep_report(error: BaseException) -> str:
    """Write the report where it can be found; gives back one line that names the error and the file."""
    named = cut("".join(traceback.format_exception_only(error)), 300)
    try:
        path = Path(platformdirs.user_log_path("pmtui", ensure_exists=True)) / "error.txt"
        path.write_text(report_of(error), encoding="utf-8", errors="replace")
    except OSError:
        return named
    return f"{named}: please report it with {path}"
