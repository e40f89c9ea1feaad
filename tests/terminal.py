"""A real terminal for tests: the program in a pty, keys as bytes, the screen as `pyte` reads it."""

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
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyte

KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
    "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "ctrl+c": "\x03", "ctrl+q": "\x11", "ctrl+z": "\x1a",
    "ctrl+g": "\x07", "ctrl+l": "\x0c", "delete": "\x1b[3~", "backspace": "\x7f",
    "ctrl+o": "\x0f", "ctrl+u": "\x15", "home": "\x1b[H", "end": "\x1b[F", "shift+tab": "\x1b[Z",
}  # fmt: skip


class Terminal:
    """pmtui in a terminal of its own.

    Args:
        arguments: of the program.
        size: columns and rows.
        program: what Python runs.
    """

    def __init__(
        self,
        *arguments: str | Path,
        size: tuple[int, int] = (120, 36),
        env: dict[str, str] | None = None,
        program: tuple[str, ...] = ("-m", "pmtui"),
    ):
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self.raw = b""
        self._fed = 0
        self._text = (-1, "")
        self._stream = pyte.ByteStream(self.screen)
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.cooked = termios.tcgetattr(slave)
        self.slave = slave
        self.process = subprocess.Popen(
            [sys.executable, *program, *map(str, arguments)],
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "", "LINES": "", **(env or {})},
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while self.master >= 0:
            try:
                # A read that waits would hold the terminal open after it was closed.
                if not select.select([self.master], [], [], 0.05)[0]:
                    continue
                data = os.read(self.master, 65536)
            except (OSError, ValueError):
                return
            if not data:
                return
            self.raw += data
            # Kitty's keyboard protocol is what pyte does not know: it would print its letters.
            with contextlib.suppress(Exception):
                self._stream.feed(data)
            self._fed += 1

    @property
    def text(self) -> str:
        """The screen, a line each row."""
        fed = self._fed
        if self._text[0] != fed:  # pyte takes its time for it
            self._text = fed, "\n".join(line.rstrip() for line in self.screen.display)
        return self._text[1]

    def keys(self, *names: str) -> None:
        """Press keys, as fast as fingers that type well."""
        for name in names:
            before = len(self.raw)
            os.write(self.master, KEYS.get(name, name).encode())
            time.sleep(0.03)
            if name == "escape":
                # Read together with the next key it would be alt and that key: wait for what it changes on the screen.
                answered = time.monotonic() + 0.5
                while len(self.raw) == before and time.monotonic() < answered:
                    time.sleep(0.01)

    def type(self, text: str) -> None:
        """Type text key by key."""
        for character in text:
            os.write(self.master, character.encode())
            time.sleep(0.004)

    def paste(self, text: str, *, bracketed: bool = True) -> None:
        """Paste: bracketed, or as old terminals do, all keys at once with returns for newlines."""
        data = f"\x1b[200~{text}\x1b[201~" if bracketed else text.replace("\n", "\r")
        os.write(self.master, data.encode())

    def until(self, condition: Callable[[], object] | str, seconds: float = 30) -> None:
        """Wait until the text is on the screen, or the condition holds."""
        wanted = condition if callable(condition) else lambda: condition in self.text
        deadline = time.monotonic() + seconds
        while not wanted():
            if time.monotonic() > deadline:
                raise AssertionError(f"never came: {condition}\n{self.text}")
            time.sleep(0.02)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.signal(signal.SIGWINCH)

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        self.process.send_signal(number)

    def wait(self, seconds: float = 30) -> int:
        """Its exit status."""
        status = self.process.wait(seconds)
        time.sleep(0.05)
        return status

    def hang_up(self) -> None:
        """Close the terminal, as a window that is closed."""
        slave, master, self.slave, self.master = self.slave, self.master, -1, -1
        self._reader.join()
        os.close(slave)
        os.close(master)

    def close(self) -> None:
        """End the program where it still runs."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        slave, master, self.slave, self.master = self.slave, self.master, -1, -1
        self._reader.join()
        for descriptor in (slave, master):
            if descriptor >= 0:
                with contextlib.suppress(OSError):
                    os.close(descriptor)


@contextlib.contextmanager
def terminal(
    *arguments: str | Path,
    size: tuple[int, int] = (120, 36),
    env: dict[str, str] | None = None,
    program: tuple[str, ...] = ("-m", "pmtui"),
) -> Iterator[Terminal]:
    """A terminal that is closed in the end."""
    made = Terminal(*arguments, size=size, env=env, program=program)
    try:
        yield made
    finally:
        made.close()


def go_to(app: Terminal, query: str, shown: Callable[[], object] | str) -> None:
    """Go somewhere by a few letters, once the row that they find is the one under the cursor."""
    app.keys("ctrl+g")
    app.until("Go to a step or a field")
    app.type(query)
    app.until(lambda: f"▌ {query}" in app.text and f"› {query.capitalize()}" in app.text)
    app.keys("enter")
    app.until(shown)


def left_as_found(app: Terminal) -> bool:
    """Whether the program that ended has left the terminal as it was before."""
    assert b"\x1b[?1049l" in app.raw, "still in the alternate screen"
    assert b"\x1b[?25h" in app.raw.split(b"\x1b[?1049l")[-1], "the cursor is still hidden"
    return termios.tcgetattr(app.slave)[3] == app.cooked[3]
