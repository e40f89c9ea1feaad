"""Record twenty seconds of pmtui: two lines logged in a shell, then the meeting they lead to.

    make recording

It drives the real program in a terminal of its own and writes `build/recording.cast` in asciinema's format (version 2),
which the Makefile has drawn by termtosvg.
How long a moment is shown is written down here, so that a slow machine makes the same recording.
"""

from __future__ import annotations

import codecs
import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from pathlib import Path

CAST = Path(__file__).resolve().parent.parent / "build" / "recording.cast"
PROGRAM = Path(sys.executable).parent
COLUMNS, ROWS = 100, 30
QUIET = 0.5
"""Seconds without output after which what was pressed has had its effect."""
PACE = 0.75
"""Below 1 the story is told more quickly."""
AT_ONCE = 4
"""Characters of typed text that are drawn together."""

Moment = tuple[str, str, float]
"""What is pressed, what is waited for on the screen (empty: that it is quiet), and how long it is shown, in seconds."""

ENTER, ESCAPE, F2, F8 = "\r", "\x1b", "\x1bOQ", "\x1b[19~"
TO, QUIT = "\x07", "\x11"
STORY: tuple[Moment, ...] = (
    ('pmtui log "14:02 pager rings: card payments refused"', "", 0.2),
    (ENTER, "noted", 1.2),
    ('pmtui log "14:09 rolled back 4.2"', "", 0.2),
    (ENTER, "14:09", 1.2),
    ("pmtui open latest", "", 0.2),
    (ENTER, "Timeline", 1.6),
    ("14:20 payments work again @Priya", "", 0.4),
    (ENTER, "", 1.2),
    (TO, "", 0.5), ("five", "", 0.3), (ENTER, "", 0.9),
    ("Card payments were refused", "", 0.2), (ENTER, "", 0.5),
    ("The certificate had expired", "", 0.2), (ENTER, "", 0.6),
    ("Nothing warned before it ran out", "", 0.2), (ENTER, "", 0.5), (F2, "", 1.3),
    (F8, "", 0.8), ("Alert 30 days before expiry @Priya OPS-99 !P1", "", 0.5), (ENTER, "", 1.3),
    (TO, "", 0.4), ("close", "", 0.3), (ENTER, "report", 1.5), ("\t", "", 0.8), (" ", "", 1.2), (" ", "", 2.2),
    (QUIT, "", 0.4),
)  # fmt: skip


class Recorder:
    """A shell in a terminal, and what it drew with the seconds at which it is shown."""

    def __init__(self, home: Path) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        env = {
            "HOME": str(home), "PATH": f"{PROGRAM}:/usr/bin:/bin", "PS1": "$ ", "TERM": "xterm-256color", "TZ": "UTC",
            "COLORTERM": "truecolor", "LANG": "C.UTF-8", "PMTUI_LIBRARY": str(home / "reviews"),
            "PMTUI_CONFIG": str(home / "config.toml"),
        }  # fmt: skip
        self.shell = subprocess.Popen(
            ["/bin/bash", "--norc", "--noprofile", "--noediting"], env=env, cwd=home, stdin=slave, stdout=slave,
            stderr=slave, start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(slave)
        self.events: list[tuple[float, str, str]] = []
        self.at = 0.0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def press(self, keys: str, until: str, shown: float) -> None:
        """Press keys, some at once where they are text; take down what is drawn, and show the last for a while."""
        typed = len(keys) > 1 and keys.isprintable()
        parts = [keys[n : n + AT_ONCE] for n in range(0, len(keys), AT_ONCE)] if typed else [keys]
        for part in parts:
            os.write(self.master, part.encode())
            last = part is parts[-1]
            drawn = self._drawn(until if last else "", QUIET if last else 0.15)
            if drawn:
                self.events.append((round(self.at, 2), "o", drawn))
            self.at += 0.07 if typed else 0.05
        self.at += shown * PACE

    def _drawn(self, until: str, quiet: float) -> str:
        return "".join(self._chunks(until, quiet))

    def _chunks(self, until: str, quiet: float) -> Iterator[str]:
        """What is drawn until a word was seen and nothing more comes."""
        seen, deadline = "", time.monotonic() + 20
        while time.monotonic() < deadline:
            if not select.select([self.master], [], [], quiet)[0]:
                if not until or until in seen:
                    return
                continue
            try:
                chunk = self._decoder.decode(os.read(self.master, 65536))
            except OSError:  # the shell has ended
                return
            seen += chunk
            yield chunk


def main() -> None:
    """Play the story and write it down."""
    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        recorder = Recorder(Path(folder))
        recorder.press("\r", "$ ", 0.3)
        recorder.events.clear()
        recorder.events.append((0.0, "o", "$ "))
        recorder.at = 0.5
        for moment in STORY:
            recorder.press(*moment)
        os.write(recorder.master, b"exit\r")
        os.close(recorder.master)
        recorder.shell.wait()
    head = {"version": 2, "width": COLUMNS, "height": ROWS, "title": "pmtui"}
    lines = [json.dumps(head), *(json.dumps(event, ensure_ascii=False) for event in recorder.events)]
    CAST.parent.mkdir(exist_ok=True)
    CAST.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"build/recording.cast: {recorder.at:.0f} seconds\n")


if __name__ == "__main__":
    main()
