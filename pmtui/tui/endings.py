"""The last word on ending: a terminal that is gone is noticed, and an end that hangs is cut short.

Both were seen: without SIGHUP a closed terminal leaves Textual's input thread turning at end of file, and its output
thread can wait for ever on a terminal that takes nothing. By then everything is saved.
"""

from __future__ import annotations

import os
import select
import sys
import termios
import threading
from typing import Final

GRACE_SECONDS: Final = 4.0
"""How long an orderly end may take once everything is saved."""


def terminal_is_gone() -> bool:
    """Whether the terminal that standard input is has been closed."""
    if sys.__stdin__ is None:
        return True
    try:
        termios.tcgetattr(sys.__stdin__.fileno())
    except (termios.error, OSError, ValueError):
        return True
    return False


def viewer_is_gone() -> bool:
    """Whether nobody can see the app any more: the terminal is closed or, for a web terminal, the pipe from it."""
    if not os.environ.get("TEXTUAL_DRIVER"):
        return terminal_is_gone()
    poll = select.poll()
    poll.register(0, 0)
    return bool(poll.poll(0))


def end_within(status: int, seconds: float = GRACE_SECONDS) -> None:
    """End the program with that status where it has not ended by itself by then."""
    timer = threading.Timer(seconds, os._exit, [status])
    timer.daemon = True
    timer.start()
