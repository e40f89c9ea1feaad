"""A long text in the person's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from textual.app import App

from pmtui.session.text import cleaned
from pmtui.tui.widgets.editor import Editor


def edit_outside(app: App[object], field: Editor) -> str:
    """Let `$VISUAL` or `$EDITOR` edit the field's text; empty, or one line that says what went wrong.

    The app gives the terminal away meanwhile. Where the editor fails, the field stays as it was.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        with tempfile.TemporaryDirectory(prefix="pmtui-") as folder:
            path = Path(folder) / "text.md"
            path.write_text(field.text, encoding="utf-8")
            status, text = _edited(app, command, path)
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        return f"no file can be made for the editor: {said}: make room, or type it here"
    except _NoEditor as error:
        return f"{command}: {error}: set EDITOR to a program that is there"
    finally:
        app.refresh()
    if status != 0:
        return f"{command} ended with {status}: the text was left as it was"
    if text.endswith("\n") and not field.text.endswith("\n"):
        text = text[:-1]
    if text != field.text:
        field.select_all()
        field.insert_here(text)
    return ""


class _NoEditor(Exception):
    """The command is no program that can be started."""


def _edited(app: App[object], command: str, path: Path) -> tuple[int, str]:
    """The editor's exit status, and what stands in the file then."""
    try:
        with app.suspend():
            status = subprocess.run([*shlex.split(command), str(path)], check=False).returncode
    except (OSError, ValueError) as error:
        raise _NoEditor(str(error)) from error
    return status, cleaned(path.read_text(encoding="utf-8", errors="replace"))
