"""End without hanging: find out whether the terminal is gone, restore it, and limit the time of the end.

Both happened: without SIGHUP, Textual's input thread loops at the end of file of a closed terminal, and its output
thread can wait forever on a terminal that takes nothing.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
import termios
import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar

GRACE_SECONDS: Final = 4.0
"""The seconds that an orderly end may take once everything is saved."""

LEAVE: Final = "".join(f"\x1b[{code}" for code in (
    "?2004l", "?7h", "?2048l", "?1000l", "?1003l", "?1015l", "?1006l", "<u", "?1049l", "?25h", "?1004l",
))  # fmt: skip
"""The escape sequences that undo all modes that Textual sets in a terminal."""

Got = TypeVar("Got")


def terminal_is_gone() -> bool:
    """Return whether the terminal of standard input has been closed."""
    if sys.__stdin__ is None:
        return True
    try:
        termios.tcgetattr(sys.__stdin__.fileno())
    except (termios.error, OSError, ValueError):
        return True
    return False


def viewer_is_gone() -> bool:
    """Return whether nobody can see the app: the terminal is closed, or the pipe of a web terminal."""
    if not os.environ.get("TEXTUAL_DRIVER"):
        return terminal_is_gone()
    poll = select.poll()
    poll.register(0, 0)
    return bool(poll.poll(0))


class TerminalState:
    """The state of the terminal when the object was made."""

    def __init__(self) -> None:
        self._attributes: list[Any] | None = None
        if not terminal_is_gone() and sys.__stdin__ is not None:
            self._attributes = termios.tcgetattr(sys.__stdin__.fileno())

    def restore(self, line: str = "") -> None:
        """Restore the state without Textual, which hangs; then write a line to the terminal."""
        if self._attributes is None or sys.__stdin__ is None or sys.__stderr__ is None:
            return
        with contextlib.suppress(OSError, ValueError, termios.error):
            os.write(sys.__stderr__.fileno(), LEAVE.encode())
            termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, self._attributes)
            os.write(sys.__stderr__.fileno(), line.encode(errors="replace"))


def run_within(seconds: float, work: Callable[[], Got]) -> Got | None:
    """Return the result of a function; None if it failed or takes longer."""
    got: list[Got] = []

    def run() -> None:
        with contextlib.suppress(Exception):
            got.append(work())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    return got[0] if got else None


def end_within(status: int, seconds: float = GRACE_SECONDS) -> None:
    """End the process with an exit status if it has not ended by itself within some seconds."""
    timer = threading.Timer(seconds, os._exit, [status])
    timer.daemon = True
    timer.start()
