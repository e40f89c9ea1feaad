"""A long text in the person's own editor, which has the terminal meanwhile.

Whatever the editor does (it is not there, fails, is killed, deletes the file, writes what is no text), the app comes
back, the field keeps its text, and what the editor wrote and could not be taken stays in a file that is named.
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
"""Tried in this order where neither `VISUAL` nor `EDITOR` is set."""

MOST_BYTES: Final = 1_000_000
"""More than that is no text to go over in a meeting; a field takes seconds for it."""

AT_ONCE_SECONDS: Final = 1.0
"""An editor that is back by then, with nothing changed, has opened a window of its own and not waited for it."""


class _Failed(Exception):
    """The text stays as it was; the line says why."""


def edit_outside(app: App[object], field: Editor) -> str:
    """Let `$VISUAL` or `$EDITOR` edit the field's text; empty, or one line that says what went wrong."""
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
    """The editor with its arguments, as the shell would read them.

    Raises:
        _Failed: no such program is there.
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
    """The editor's exit status, and what stands in the file then.

    Raises:
        _Failed: nothing that could be taken.
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
        # An editor that a signal ended (status below 0) may have written before: that counts.
        return status, cleaned(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _Failed("what it wrote is not UTF-8") from None


def _run(app: App[object], command: list[str], path: Path) -> int:
    """Give the terminal to the editor until it ends: its exit status, below 0 where a signal ended it.

    Nothing may be raised while the app is suspended: it would stay so.

    Raises:
        _Failed: it could not be started, or there is no terminal to give away.
    """
    status, trouble = 0, ""
    watchdog: Watchdog | None = getattr(app, "watchdog", None)
    before = signal.signal(signal.SIGQUIT, do_nothing)  # ctrl+\ is the program's own, as ctrl+c is
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
    """What an editor saves when a signal ends it is told on the terminal itself: the app may be ending, too."""
    left = [other for other in path.parent.iterdir() if other != path]
    if status < 0 and left and sys.__stderr__ is not None:
        sys.__stderr__.write(f"pmtui: what the editor had not saved may be in {left[0]}\n")
        sys.__stderr__.flush()


def _read(path: Path) -> bytes:
    try:
        # Not opened before it is known to be a file: a named pipe would hold the app for ever.
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
    """The line to tell; where the editor left more than it was given, its folder stays, and the line names the file."""
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
