"""Text into the clipboard, and an honest word about whether it got there; a picture out of it.

There is no sure way on every machine: a desktop's clipboard programs may be missing, fail silently or hang, and a
terminal that is asked by OSC 52 neither confirms nor takes everything. So each is tried in the order in which it is
likely to reach the person, what was copied is read back where that is possible, and the rest is said.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import Final, NamedTuple

OSC52_LIMIT: Final = 74_994
"""Bytes of UTF-8 that terminals take by OSC 52; more is dropped without a word."""

_SECONDS: Final = 3.0


_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PICTURE_PROGRAMS: Final = (
    ("wl-paste", "--no-newline", "--type", "image/png"),
    ("xclip", "-selection", "clipboard", "-target", "image/png", "-out"),
    ("pngpaste", "-"),
)
"""For Wayland, X11 and macOS."""


class Copied(NamedTuple):
    """What became of a copy."""

    how: str
    """In words, for the person."""
    sure: bool
    """Whether the text is known to be there; where not, keep it in a file as well."""
    lost: bool = False
    """Whether it is known to be nowhere."""


def copy(text: str, *, osc52: Callable[[str], None] | None, environ: Mapping[str, str] | None = None) -> Copied:
    """Put a text into the clipboard.

    Args:
        text: what to copy.
        osc52: asks the terminal to take the text: Textual's `copy_to_clipboard`, `ask_terminal`; an OSError of it, or
            None, means that there is no terminal.
        environ: says whether this machine is at the far end of ssh, where its own clipboard is not the person's;
            the process's own without one.
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
    """There is no picture in the clipboard, or no program that gives it out; one line that says how to mend it."""


def picture() -> bytes:
    """The picture in the desktop's clipboard, as PNG.

    Raises:
        NoPicture: there is none, or no program that gives it out.
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
    """What a terminal reads as "put this into the clipboard"."""
    return f"\x1b]52;c;{base64.b64encode(text.encode(errors='replace')).decode()}\x07"


def ask_terminal(text: str) -> None:
    """Ask the terminal that this program runs in to take a text, wherever its output goes.

    Raises:
        OSError: there is none.
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
    """Whether the desktop's clipboard gives the text back; its programs may hang, and then count as missing."""
    outcome: list[bool] = []
    worker = Thread(target=lambda: outcome.append(_copied_and_read_back(text)), daemon=True)
    worker.start()
    worker.join(_SECONDS)
    return outcome == [True]


def _copied_and_read_back(text: str) -> bool:
    try:
        import pyperclip  # looks for the desktop's programs when it is loaded

        pyperclip.copy(text)
        # The programs' exit status is not looked at, so that only reading back tells.
        return _same(pyperclip.paste(), text)
    except Exception:  # a missing or broken program says so in many ways, and all mean the same
        return False


def _same(found: str, text: str) -> bool:
    """Whether they are equal but for the line ends that a desktop may have of its own."""
    return found.replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")
