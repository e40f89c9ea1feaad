"""A program in a pseudo-terminal, and the moments at which it paints."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FRAME_ENDS = b"\x1b[?2026l"
_ASKS_FOR_FRAMES = b"\x1b[?2026$p"
_BREATH = 0.008
"""Seconds of silence that end a picture: one is written in a burst."""
_YES = b"\x1b[?2026;2$y"


class NeverCame(Exception):
    """The text or frame that was waited for."""


@dataclass(slots=True)
class Running:
    """A program that has been started; `seen` is all that it has written."""

    process: subprocess.Popen[bytes]
    master: int
    begun: float
    seen: bytearray

    def until(self, wanted: bytes, *, after: int = 0, seconds: float = 60) -> float:
        """Milliseconds from the start until `wanted` has been written, with all that came with it in one go.

        Only later frames say where they end: a program learns from the terminal's answer that it may say so.
        """
        deadline = time.perf_counter() + seconds
        while self.seen.find(wanted, after) < 0:
            self._read(deadline, wanted)
        came = time.perf_counter()
        while select.select([self.master], [], [], _BREATH)[0]:
            self._read(deadline, wanted)
            came = time.perf_counter()
        return (came - self.begun) * 1000

    def press(self, keys: bytes, *, seconds: float = 60) -> float:
        """Milliseconds from a key to the end of the frame that answers it."""
        at = len(self.seen)
        begun = time.perf_counter()
        os.write(self.master, keys)
        while self.seen.find(FRAME_ENDS, at) < 0:
            self._read(begun + seconds, keys)
        return (time.perf_counter() - begun) * 1000

    def rest(self, seconds: float) -> None:
        """Let it come to rest: until it has painted nothing for so long (the clock's second aside)."""
        deadline = time.perf_counter() + 10 * seconds + 1
        while time.perf_counter() < deadline and select.select([self.master], [], [], seconds)[0]:
            self._read(deadline, b"rest")

    def _read(self, deadline: float, wanted: bytes) -> None:
        left = deadline - time.perf_counter()
        if left <= 0 or not select.select([self.master], [], [], left)[0]:
            raise NeverCame(f"{wanted!r} never came; the last: {bytes(self.seen[-400:])!r}")
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            raise NeverCame(f"{wanted!r} never came: the program ended: {bytes(self.seen[-400:])!r}") from None
        if _ASKS_FOR_FRAMES in data:
            # Programs that can mark where a frame ends do so once the terminal says that it understands.
            os.write(self.master, _YES)
        self.seen += data

    def leave(self) -> None:
        """Ask it to end, and wait until it has: it keeps what it wants to have at its next start."""
        self.process.terminate()
        with contextlib.suppress(NeverCame):
            while True:
                self._read(time.perf_counter() + 60, b"its end")
        self.process.wait()
        os.close(self.master)

    def end(self) -> float:
        """End it; gives back the most memory that it had, in MB."""
        peak = _peak(self.process.pid)
        # Not by `send_signal`: that looks whether it ended, and then nobody can ask what it needed.
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGKILL)
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = status
        os.close(self.master)
        return peak or usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def _peak(pid: int) -> float:
    """The most memory so far, in MB; 0 where the system does not tell.

    What a process reports of itself at its end counts the memory of the one that started it.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0)


@contextlib.contextmanager
def running(*arguments: str, program: str = sys.executable, size: tuple[int, int] = (120, 36)) -> Iterator[Running]:
    """A program (Python, where nothing else is said) in a terminal of that size; killed in the end."""
    master, slave = pty.openpty()
    columns, rows = size
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    environ = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TZ": "UTC"}
    for name in ("COLUMNS", "LINES"):
        environ.pop(name, None)
    begun = time.perf_counter()
    process = subprocess.Popen(
        [program, *arguments], stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True
    )
    os.close(slave)
    run = Running(process, master, begun, bytearray())
    try:
        yield run
    finally:
        if process.returncode is None:
            run.end()
