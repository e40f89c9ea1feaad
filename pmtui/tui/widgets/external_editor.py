"""Edit a text in the user's own editor, which has the terminal meanwhile.

If the editor cannot be started, fails, is killed, deletes the file or writes something that is no text, the app comes
back and the field keeps its text. What the editor wrote stays in a file, and a message names it.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.app import App, SuspendNotSupported

from pmtui.session.text import cleaned
from pmtui.tui.watchdog import do_nothing
from pmtui.tui.widgets.editor import Editor

if TYPE_CHECKING:
    from pmtui.tui.watchdog import Watchdog

USUAL: Final = ("editor", "vi", "nano", "vim", "emacs")
"""The programs that are tried, in this order, if neither `VISUAL` nor `EDITOR` is set."""

MOST_BYTES: Final = 1_000_000
"""The largest size of a text that is read back; a field takes seconds for more."""

AT_ONCE_SECONDS: Final = 1.0
"""An editor that ends earlier, without a change, has opened a window of its own and did not wait for it."""


class _Failed(Exception):
    """The text could not be edited; the message says why."""


def edit_outside(app: App[object], field: Editor) -> str:
    """Let `$VISUAL` or `$EDITOR` edit the text of a field; return "", or a line that says what went wrong."""
    try:
        command = _command()
        folder = Path(tempfile.mkdtemp(prefix="pmtui-"))
    except OSError as error:
        return f"no file can be made for the editor: {_why(error)}: make room, or type it here"
    except _Failed as failed:
        return str(failed)
    path = folder / "text.md"
    try:
        path.write_text(field.text, encoding="utf-8")
        status, text = _edited(app, command, path)
    except OSError as error:
        return _kept(folder, field, f"no file can be made for the editor: {_why(error)}: make room, or type it here")
    except _Failed as failed:
        return _kept(folder, field, f"{_named(command)}: {failed}: the text was left as it was")
    if text.endswith("\n") and not field.text.endswith("\n"):
        text = text[:-1]
    if text != field.text:
        field.select_all()
        field.insert_here(text)
    if status >= 0 or [*folder.iterdir()] == [path]:
        shutil.rmtree(folder, ignore_errors=True)
    return ""


def _command() -> list[str]:
    """Return the editor and its arguments, split as the shell does.

    Raises:
        _Failed: there is no such program.
    """
    asked = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if not asked:
        found = next((name for name in USUAL if shutil.which(name)), "")
        if not found:
            raise _Failed("no editor was found: set EDITOR to a program that is there")
        return [found]
    try:
        command = shlex.split(asked)
    except ValueError as error:
        raise _Failed(f"EDITOR={asked}: {str(error).lower()}: close its quotes") from None
    if not command or shutil.which(command[0]) is None:
        raise _Failed(f"{asked}: there is no such program: set EDITOR to one that is there")
    return command


def _edited(app: App[object], command: list[str], path: Path) -> tuple[int, str]:
    """Return the exit status of the editor, and the text of the file after it.

    Raises:
        _Failed: there is no text that can be read.
    """
    before = path.read_bytes()
    began = time.monotonic()
    status = _run(app, command, path)
    if status > 0:
        raise _Failed(f"it ended with {status}")
    data = _read(path)
    if data == before and status < 0:
        raise _Failed("a signal ended it")
    if data == before and time.monotonic() - began < AT_ONCE_SECONDS:
        raise _Failed("it was back at once (an editor with a window needs an option to wait, such as code --wait)")
    try:
        # An editor that was ended by a signal (status below 0) may have written the file before.
        return status, cleaned(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _Failed("what it wrote is not UTF-8") from None


def _run(app: App[object], command: list[str], path: Path) -> int:
    """Run the editor in the terminal; return its exit status, below 0 if it was ended by a signal.

    Nothing may be raised while the app is suspended, or the app would stay suspended.

    Raises:
        _Failed: the editor could not be started, or the app has no terminal.
    """
    status, trouble = 0, ""
    watchdog: Watchdog | None = getattr(app, "watchdog", None)
    before = signal.signal(signal.SIGQUIT, do_nothing)  # ctrl+\ is for the program, as ctrl+c is
    try:
        with app.suspend():
            try:
                child = subprocess.Popen([*command, str(path)])
                with watchdog.waits_for(child) if watchdog else nullcontext():
                    status = child.wait()
                _tell_of_swap_files(status, path)
            except Exception as error:
                trouble = _why(error) if isinstance(error, OSError) else str(error)
    except SuspendNotSupported:
        trouble = "no other program can have this terminal"
    finally:
        signal.signal(signal.SIGQUIT, before)
        app.refresh()
    if trouble:
        raise _Failed(trouble)
    return status


def _tell_of_swap_files(status: int, path: Path) -> None:
    """Print where an editor that was ended by a signal saves its text, because the app may be ending too."""
    left = [other for other in path.parent.iterdir() if other != path]
    if status < 0 and left and sys.__stderr__ is not None:
        sys.__stderr__.write(f"pmtui: what the editor had not saved may be in {left[0]}\n")
        sys.__stderr__.flush()


def _read(path: Path) -> bytes:
    try:
        # Check first that it is a file: opening a named pipe would block the app.
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise _Failed("there is no file any more where the text was")
        if state.st_size > MOST_BYTES:
            raise _Failed(f"it wrote {state.st_size / 1e6:.1f} MB, too much for a field")
        return path.read_bytes()
    except FileNotFoundError:
        raise _Failed("the file with the text was deleted") from None
    except OSError as error:
        raise _Failed(f"the file cannot be read: {_why(error)}") from None


def _kept(folder: Path, field: Editor, said: str) -> str:
    """Return the message; if the editor has left more than it was given, keep the folder and name the file."""
    try:
        given = field.text.encode()
        files = sorted((path for path in folder.iterdir() if path.is_file()), key=lambda path: path.name != "text.md")
        kept = next((p for p in files if p.stat().st_size != len(given) or p.read_bytes() != given), None)
    except OSError:
        kept = None
    if kept is None:
        shutil.rmtree(folder, ignore_errors=True)
        return said
    return f"{said}; what it wrote is in {kept}"


def _named(command: list[str]) -> str:
    return Path(command[0]).name


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
