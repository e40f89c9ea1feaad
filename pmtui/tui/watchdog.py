"""`Watchdog`: a thread that handles signals and a lost terminal, and ends the app if the event loop cannot.

An event loop that waits for a disk (a dead network drive, a named pipe) notices neither a signal nor a closed terminal.
Such a process would run forever, with its input thread looping at end of file. So this thread asks the loop to end. If
the loop does not, the thread saves typed text, restores the terminal, and ends the process.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from typing import Any, Final

from pmtui.tui.shutdown import GRACE_SECONDS, TerminalState, run_within, viewer_is_gone

SIGNALS: Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
LOOK_SECONDS: Final = 1.0
"""The seconds between two checks of the terminal."""
ANSWER_SECONDS: Final = 5.0
"""The seconds that the event loop may take to begin an orderly end."""
SAVE_SECONDS: Final = 15.0
"""The seconds that an orderly end may take to save; after that the disk is taken for dead."""
KEEP_SECONDS: Final = 4.0
"""The seconds that each last way to keep typed text may take."""
KILL_SECONDS: Final = 2.0
"""The seconds that another program may run on after it was asked to end."""
NOT_SAVED: Final = 3


class Watchdog:
    """Handles TERM, HUP and INT from `start` to `stop`, and ends the process if the app does not.

    Args:
        ask: asks the app, from any thread, to end with an exit status.
        keeps: last ways to keep typed text, tried in turn until one succeeds; each returns a message, or "" if it
            failed.
    """

    def __init__(self, ask: Callable[[int], None], keeps: Sequence[Callable[[], str]]) -> None:
        self.ask, self.keeps = ask, keeps
        self._terminal = TerminalState()
        self._watches = not viewer_is_gone()
        self._deadline: tuple[float, int] | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="pmtui-watchdog", daemon=True)

    def start(self) -> None:
        """Install the signal handlers; call it on the main thread."""
        self._read_end, self._write_end = os.pipe()
        for end in (self._read_end, self._write_end):
            os.set_blocking(end, False)
        self._before: dict[int, Any] = {number: signal.signal(number, do_nothing) for number in SIGNALS}
        self._wakeup = signal.set_wakeup_fd(self._write_end, warn_on_full_buffer=False)
        self._thread.start()

    def stop(self) -> None:
        """Restore the signal handlers, because the app has ended."""
        self._stopped = True
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        os.write(self._write_end, b"\0")
        self._thread.join()
        os.close(self._read_end)
        os.close(self._write_end)

    def saving(self, status: int) -> None:
        """Note that an orderly end has begun, which may take `SAVE_SECONDS` to save."""
        self._deadline = (time.monotonic() + SAVE_SECONDS, status)

    def saved(self, status: int) -> None:
        """Note that everything is saved, so that the rest of the end must be quick."""
        self._deadline = (time.monotonic() + GRACE_SECONDS, status)

    @contextlib.contextmanager
    def waits_for(self, child: subprocess.Popen[bytes]) -> Iterator[None]:
        """While the app waits for another program, let an end stop that program first; ctrl+c is left to it."""
        self._child = child
        try:
            yield
        finally:
            self._child = None

    # --- the thread ---

    def _run(self) -> None:
        while not self._stopped:
            for number in self._signals():
                if number in SIGNALS and not (number == signal.SIGINT and self._child is not None):
                    self._end(128 + number)
            if self._watches and viewer_is_gone():
                self._watches = False
                self._end(128 + signal.SIGHUP)
            if self._deadline is not None and time.monotonic() > self._deadline[0] and not self._stopped:
                self._force(self._deadline[1])

    def _signals(self) -> bytes:
        """Return the numbers of the signals that came; wait for them if there is nothing else to check."""
        wait = LOOK_SECONDS
        if self._deadline is not None:
            wait = min(wait, max(self._deadline[0] - time.monotonic(), 0.05))
        ready, _, _ = select.select([self._read_end], [], [], wait)
        return os.read(self._read_end, 512) if ready else b""

    def _end(self, status: int) -> None:
        if self._deadline is None:
            self._deadline = (time.monotonic() + ANSWER_SECONDS, status)
        self._end_child()
        self.ask(status)

    def _end_child(self) -> None:
        child = self._child
        if child is not None and child.poll() is None:
            child.terminate()
            # Not waited for here: the app waits for it and needs its exit status.
            timer = threading.Timer(KILL_SECONDS, child.kill)
            timer.daemon = True
            timer.start()

    def _force(self, status: int) -> None:
        """Keep what can be kept and end the process, because the event loop does not answer or the end hangs."""
        told = None
        for keep in self.keeps:
            told = run_within(KEEP_SECONDS, keep)
            if told is not None:
                break
        if told is None:
            told = "not saved: the disk does not answer"
        run_within(1.0, lambda: self._terminal.restore(f"pmtui: {told}\n" if told else ""))
        os._exit(NOT_SAVED if told and not status else status)


def do_nothing(number: int, frame: FrameType | None) -> None:
    """Ignore a signal that is handled elsewhere. Unlike `SIG_IGN`, child processes do not inherit this."""
