"""Copy text to the clipboard and report whether it arrived; read a picture from it.

There is no sure way on every machine: a desktop's clipboard programs may be missing, fail silently or hang, and a
terminal does not confirm an OSC 52 sequence and may drop a long one. So each way is tried, the most likely one first,
what was copied is read back where possible, and the result says how sure it is.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import Final, NamedTuple

OSC52_LIMIT: Final = 74_994
"""The maximum number of UTF-8 bytes that terminals accept by OSC 52; longer text is dropped silently."""

_SECONDS: Final = 3.0


_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PICTURE_PROGRAMS: Final = (
    ("wl-paste", "--no-newline", "--type", "image/png"),
    ("xclip", "-selection", "clipboard", "-target", "image/png", "-out"),
    ("pngpaste", "-"),
)
"""Programs for Wayland, X11 and macOS."""


class Copied(NamedTuple):
    """The result of a copy."""

    how: str
    """A description for the user."""
    sure: bool
    """Whether the text is known to be in the clipboard; if not, also save it to a file."""
    lost: bool = False
    """Whether the copy is known to have failed."""


def copy(text: str, *, osc52: Callable[[str], None] | None, environ: Mapping[str, str] | None = None) -> Copied:
    """Copy a text to the clipboard.

    Args:
        text: the text.
        osc52: sends the text to the terminal: Textual's `copy_to_clipboard` or `ask_terminal`. None, or an OSError from
            it, means that there is no terminal.
        environ: tells whether this is an ssh session, where this machine's clipboard is not the user's; default: the
            environment of the process.
    """
    environ = os.environ if environ is None else environ
    remote = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
    if not remote and _into_desktop(text):
        return Copied("copied to the clipboard", sure=True)
    too_long = len(text.encode(errors="replace")) > OSC52_LIMIT
    if not too_long and _sent(text, osc52):
        return Copied("sent to the terminal's clipboard, which does not confirm it", sure=False)
    if remote and _into_desktop(text):
        return Copied("copied to the clipboard of the machine at the far end of ssh, not of yours", sure=False)
    if too_long and osc52:
        return Copied("too long for the terminal's clipboard, and no other was found", sure=False, lost=True)
    return Copied("no clipboard was found", sure=False, lost=True)


class NoPicture(Exception):
    """The clipboard contains no picture, or no program can read it; the message says how to mend it."""


def picture() -> bytes:
    """Return the picture in the desktop's clipboard, as PNG.

    Raises:
        NoPicture: there is none, or no program can read it.
    """
    import shutil
    import subprocess

    found = [command for command in _PICTURE_PROGRAMS if shutil.which(command[0])]
    for command in found:
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.stdout.startswith(_PNG):
            return done.stdout
    if found:
        raise NoPicture("the clipboard holds no picture: copy one first, or name a file")
    names = ", ".join(command[0] for command in _PICTURE_PROGRAMS)
    raise NoPicture(f"no program here gives out the clipboard's picture: install one of {names}, or name a file")


def osc52_sequence(text: str) -> str:
    """Return the OSC 52 sequence that puts a text into the terminal's clipboard."""
    return f"\x1b]52;c;{base64.b64encode(text.encode(errors='replace')).decode()}\x07"


def ask_terminal(text: str) -> None:
    """Send an OSC 52 sequence to the terminal of this program, even if its output is redirected.

    Raises:
        OSError: there is no terminal.
    """
    with Path("/dev/tty").open("w", encoding="utf-8") as terminal:
        terminal.write(osc52_sequence(text))


def _sent(text: str, osc52: Callable[[str], None] | None) -> bool:
    if osc52 is None:
        return False
    try:
        osc52(text)
    except OSError:
        return False
    return True


def _into_desktop(text: str) -> bool:
    """Copy to the desktop's clipboard; return whether it gives the text back. Programs that hang count as missing."""
    outcome: list[bool] = []
    worker = Thread(target=lambda: outcome.append(_copied_and_read_back(text)), daemon=True)
    worker.start()
    worker.join(_SECONDS)
    return outcome == [True]


def _copied_and_read_back(text: str) -> bool:
    try:
        import pyperclip  # deferred: searches for clipboard programs on import

        pyperclip.copy(text)
        # The exit status of the programs is not checked, so only reading back tells.
        return _same(pyperclip.paste(), text)
    except Exception:  # a missing or broken program raises many kinds of errors, all with the same meaning
        return False


def _same(found: str, text: str) -> bool:
    """Whether two texts are equal except for line endings."""
    return found.replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")
