"""Asks for the name of a file to write; what is there already is overwritten only by a second Enter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pmtui.app.report_files import ReportError
from pmtui.tui.widgets.prompt import PathPrompt


def save_prompt(heading: str, name: str, write: Callable[[Path, bool], None]) -> PathPrompt:
    """The prompt, to be pushed onto the screens.

    Args:
        heading: what is saved.
        name: the file's name that stands in the line at first; a folder that is typed gets it, too.
        write: writes the file; with True, what is there may be replaced. It raises FileExistsError where it may not,
            and for all else that is wrong a ReportError, an OSError or a ValueError in words for the person.
    """
    asked: list[Path] = []

    def accept(text: str) -> str:
        if not text.strip():
            return "write a file's name, or Esc"
        path = Path(text.strip())
        try:
            path = path.expanduser()
            if path.is_dir():
                path /= name
            again = path in asked
            asked[:] = [path]
            write(path, again)
        except FileExistsError:
            return f"{path} exists: Enter again to overwrite it, or write another name"
        except (ReportError, OSError, RuntimeError, ValueError) as error:
            return str(error)
        return ""

    return PathPrompt(heading, accept, text=name, word="save", browse=False)


def saved_in(path: Path) -> str:
    """Where a file lies, as it is told after it was saved."""
    return str(path if path.is_absolute() else Path.cwd() / path)
