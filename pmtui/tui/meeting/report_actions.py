"""From the meeting to its readers: the report copied or saved, and the status of the review. Works from every step."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pmtui.app.editing_session import EditingSession, Place
from pmtui.library.disk import write_file
from pmtui.meeting.completeness import gaps
from pmtui.report.formats import FORMATS, export
from pmtui.session import edits
from pmtui.session.codec import DocumentError
from pmtui.session.document import Session, Status
from pmtui.session.edits import EditRefused
from pmtui.tui.widgets.prompt import PathPrompt

if TYPE_CHECKING:
    from pmtui.tui.meeting.screen import MeetingScreen

STATUS_WORDS: Final[dict[Status, str]] = {"draft": "draft", "in_review": "in review", "final": "final"}
STATUS_MEANS: Final[dict[Status, str]] = {
    "draft": "everything can be changed",
    "in_review": "others read it; everything can still be changed",
    "final": "closed, but for the progress of its actions",
}
NEXT: Final[dict[Status, Status]] = {"draft": "in_review", "in_review": "final", "final": "draft"}

_BY_ENDING: Final = {".json": "json", ".html": "html", ".htm": "html"}


class Trouble(Exception):
    """Why the report could not be written, in one line for the person."""


# --- the report ---


def report(session: Session, attachments: str, format: str = "markdown") -> str:
    """The report as its audience needs it.

    Raises:
        Trouble: a figure's path leads out of the session's folder.
    """
    try:
        return export(session, format, attachments=attachments)
    except (DocumentError, ValueError) as error:
        raise Trouble(f"no report: {error}") from None


def copy_report(meeting: MeetingScreen) -> None:
    """Copy the report, and say where it went. A clipboard may take seconds to answer: the meeting goes on meanwhile."""
    meeting.keep_typed()
    meeting.say("copying …")
    meeting.run_worker(_copy(meeting))


async def _copy(meeting: MeetingScreen) -> None:
    app = meeting.app

    def ask_terminal(text: str) -> None:
        app.call_from_thread(app.copy_to_clipboard, text)

    session, folder = meeting.editing.session, meeting.editing.opened.folder
    try:
        said = await asyncio.to_thread(on_clipboard, session, folder, ask_terminal)
    except Trouble as trouble:
        meeting.say(str(trouble), wrong=True)
        return
    _tell(meeting, said)


def _tell(meeting: MeetingScreen, said: str) -> None:
    if len(said) + 2 > meeting.app.size.width:
        # A path that is cut leads nowhere: it wraps in a note.
        meeting.notify(said, markup=False, timeout=12)
    else:
        meeting.say(said)


def on_clipboard(session: Session, folder: Path, osc52: Callable[[str], None]) -> str:
    """Copy a session's report; what to say about it. Where it is not sure to have arrived, it is in a file as well.

    Args:
        session: whose report.
        folder: of its attachments.
        osc52: asks the terminal to take a text.

    Raises:
        Trouble: there is no report.
    """
    from pmtui.clipboard import copy  # it looks for the desktop's programs: only when asked for

    text = report(session, folder.name)
    copied = copy(text, osc52=osc52)
    said = f"the report: {copied.how}"
    if copied.sure:
        return f"✓ {said}"
    file = folder.parent / ".pmtui" / f"{folder.name}.md"
    try:
        file.parent.mkdir(exist_ok=True)
        written(file, text, replace=True)
    except (Trouble, OSError):
        return f"{said}; save it to a file instead"
    return f"{said}; it is in {file}"


def save_report(meeting: MeetingScreen) -> None:
    """Ask for a file's name, and write the report there."""
    meeting.keep_typed()
    folder = meeting.editing.opened.folder
    name = f"{folder.name}.md"
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
            made = format_of(path)
            attachments = os.path.relpath(folder, path.parent)
            written(path, report(meeting.editing.session, attachments, made), replace=again)
        except FileExistsError:
            return f"{path} exists: Enter again to overwrite it, or write another name"
        except (Trouble, OSError, RuntimeError, ValueError) as error:
            return str(error)
        _tell(meeting, f"✓ saved in {path if path.is_absolute() else Path.cwd() / path}")
        return ""

    heading = f"Save the report in {Path.cwd()}"
    meeting.app.push_screen(PathPrompt(heading, accept, text=name, word="save", browse=False))


def format_of(path: Path) -> str:
    """What a file of that name holds: Markdown, unless its ending says otherwise."""
    wanted = _BY_ENDING.get(path.suffix.lower(), "markdown")
    return wanted if wanted in FORMATS else "markdown"


def written(path: Path, text: str, *, replace: bool) -> None:
    """Put the text into a file, whole or not at all; a link is followed, a pipe or device just takes it.

    Raises:
        FileExistsError: something is there, and it is not to be replaced.
        Trouble: it cannot be written.
    """
    target = Path(os.path.realpath(path))
    if not target.parent.is_dir():
        raise Trouble(f"there is no folder {path.parent}: make it first, or name another")
    try:
        there = target.stat() if target.exists() else None
        if there is not None and not replace:
            raise FileExistsError(str(path))
        if there is None or stat.S_ISREG(there.st_mode):
            write_file(target, text.encode(), like=there)
        else:
            path.write_bytes(text.encode())
    except FileExistsError:
        raise
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise Trouble(f"{path}: cannot be written: {said}: try another place") from None


# --- status ---


def next_status(meeting: MeetingScreen) -> None:
    """From draft to in review to final, or open again; says what that means."""
    meeting.keep_typed()
    try:
        meeting.say(turn_status(meeting.editing, Place(meeting.name_now)))
    except EditRefused as refused:
        meeting.say(str(refused), wrong=True)


def turn_status(editing: EditingSession, place: Place) -> str:
    """Set the next status; what to say about it.

    Raises:
        EditRefused: never by what the document allows now.
    """
    new = NEXT[editing.session.status]
    label = "open the review again" if new == "draft" else f"set the status to {STATUS_WORDS[new]}"
    editing.do(lambda session: edits.set_field(session, "status", new), label, place)
    missing = sum(1 for _ in gaps(editing.session))
    if new == "draft":
        return "Open again, as a draft: everything can be changed"
    if new == "in_review":
        return "In review: others read it, edits go on; once more makes it final"
    noted = f" · {missing} thing{'s' * (missing != 1)} still missing" if missing else ""
    return f"Final: only its actions' progress can change now{noted}; once more opens it again"
