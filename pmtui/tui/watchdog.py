"""A thread that ends the app where the event loop cannot: it takes the signals, and sees whether the terminal is there.

An event loop that waits for a disk (a dead network drive, a named pipe) notices neither a signal nor a closed terminal.
Such a process would live on for ever, its input thread turning at end of file. So this thread asks the loop to end;
where the loop does not, it keeps what was typed, puts the terminal back as it was, and ends the process.
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
"""How often the thread looks whether the terminal is still there."""
ANSWER_SECONDS: Final = 5.0
"""How long the event loop may take to begin an orderly end."""
SAVE_SECONDS: Final = 15.0
"""How long an orderly end may take to save; beyond that the disk does not answer."""
KEEP_SECONDS: Final = 4.0
"""How long each last way to keep what was typed may take."""
KILL_SECONDS: Final = 2.0
"""How long another program may go on after it was asked to end."""
NOT_SAVED: Final = 3


class Watchdog:
    """Takes TERM, HUP and INT from `start` to `stop`, and ends the process where the app does not.

    Args:
        ask: asks the app, from any thread, to end with a status.
        keeps: last ways to keep what was typed, tried in turn until one is done; each gives back what to tell, or "".
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
        """Take the signals; on the main thread."""
        self._read_end, self._write_end = os.pipe()
        for end in (self._read_end, self._write_end):
            os.set_blocking(end, False)
        self._before: dict[int, Any] = {number: signal.signal(number, do_nothing) for number in SIGNALS}
        self._wakeup = signal.set_wakeup_fd(self._write_end, warn_on_full_buffer=False)
        self._thread.start()

    def stop(self) -> None:
        """Give the signals back: the app has ended, and everything was told."""
        self._stopped = True
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        os.write(self._write_end, b"\0")
        self._thread.join()
        os.close(self._read_end)
        os.close(self._write_end)

    def saving(self, status: int) -> None:
        """An orderly end with that status has begun: it has a while to save."""
        self._deadline = (time.monotonic() + SAVE_SECONDS, status)

    def saved(self, status: int) -> None:
        """Everything is saved: the rest of the end must be quick."""
        self._deadline = (time.monotonic() + GRACE_SECONDS, status)

    @contextlib.contextmanager
    def waits_for(self, child: subprocess.Popen[bytes]) -> Iterator[None]:
        """While the app waits for another program, an end ends that one first; ctrl+c is that program's own."""
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
        """The numbers of the signals that came; waits for them for as long as there is nothing else to look after."""
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
            # Not waited for here: the app waits for it, and is the one to be told how it ended.
            timer = threading.Timer(KILL_SECONDS, child.kill)
            timer.daemon = True
            timer.start()

    def _force(self, status: int) -> None:
        """The loop does not answer, or the end hangs: keep what can be kept, and end all the same."""
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
    """Handle a signal that something else takes care of. A program that is started does not inherit this."""
