"""Ask for the name of a file to write; an existing file is overwritten only on a second Enter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pmtui.app.report_files import ReportError
from pmtui.tui.widgets.prompt import PathPrompt


def save_prompt(heading: str, name: str, write: Callable[[Path, bool], None]) -> PathPrompt:
    """Return the prompt, to be pushed as a screen.

    Args:
        heading: the heading of the window.
        name: the name of the file at first; it is also added to a typed folder.
        write: writes the file; with True, an existing file may be replaced. It raises FileExistsError if there is one,
            and a ReportError, an OSError or a ValueError with a message for the user for other errors.
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
    """Return the message that a file was saved, with its folder."""
    return str(path if path.is_absolute() else Path.cwd() / path)
