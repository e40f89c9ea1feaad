"""`python -m pmtui` and the program `pmtui`."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import NoReturn

from pmtui.startup import collect_rarely, import_lightly


def main() -> None:
    """Run the program and end with its exit status."""
    _keep_numbers()
    collect_rarely()
    import_lightly()
    from pmtui.cli.program import main as run

    _end(run())


def _end(status: int) -> NoReturn:
    """End without taking the interpreter apart piece by piece: the system takes it all back at once.

    Of the 131 ms of processor time of a call of `pmtui log` that saves 25. Python ends as it does by itself where a
    thread is still at work, a debugger or profiler wants to hear of the end, or something written cannot be let go.
    """
    import threading

    others = (thread for thread in threading.enumerate() if thread is not threading.main_thread())
    if sys.gettrace() is None and sys.getprofile() is None and all(thread.daemon for thread in others):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or nobody reads any more
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    sys.exit(status)


def _keep_numbers() -> None:
    """Where a standard stream was closed its number is free, and the next file would be taken for it."""
    for fd in (0, 1, 2):
        try:
            os.fstat(fd)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


if __name__ == "__main__":
    main()
