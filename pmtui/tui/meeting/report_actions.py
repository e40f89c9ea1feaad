"""Copy or save the report, and set the status of the review; these commands work in every step."""

from __future__ import annotations

import asyncio
from pathlib import Path

from pmtui import signs
from pmtui.app.editing_session import Place
from pmtui.app.report_files import ReportError, on_clipboard, report, written
from pmtui.app.review_status import turn_status
from pmtui.report.formats import FORMATS, format_of
from pmtui.session.edits import EditRefused
from pmtui.tui.meeting.ask_secrets import Masking, ask_about_secrets
from pmtui.tui.preferences import ticket_url
from pmtui.tui.protocols import Meeting
from pmtui.tui.widgets.save_prompt import save_prompt, saved_in


def copy_report(meeting: Meeting) -> None:
    """Copy the report, in a worker, because the clipboard may take seconds to answer; say where it went."""
    meeting.keep_typed()

    def go_on(mask: Masking) -> None:
        meeting.say("copying …")
        meeting.run_worker(_copy(meeting, mask))

    ask_about_secrets(meeting, go_on)


async def _copy(meeting: Meeting, mask: Masking) -> None:
    app = meeting.app

    def ask_terminal(text: str) -> None:
        app.call_from_thread(app.copy_to_clipboard, text)

    session, opened = mask(meeting.editing.session), meeting.editing.opened
    try:
        said = await asyncio.to_thread(
            on_clipboard, session, opened.attached_files, opened.store, ask_terminal, ticket_url(app)
        )
    except ReportError as error:
        meeting.say(str(error), wrong=True)
        return
    _tell(meeting, said)


def _tell(meeting: Meeting, said: str) -> None:
    if len(said) + 2 > meeting.app.size.width:
        # A longer notice stays until the next key, and cuts a path in the middle.
        meeting.notify(said, markup=False)
    else:
        meeting.say(said)


def save_report(meeting: Meeting) -> None:
    """Ask for the name of a file and write the report there."""
    meeting.keep_typed()
    ask_about_secrets(meeting, lambda mask: _save(meeting, mask))


def _save(meeting: Meeting, mask: Masking) -> None:
    opened = meeting.editing.opened
    files = opened.attached_files

    def write(path: Path, again: bool) -> None:
        format, session = format_of(path.name), meeting.editing.session
        text, left_out = report(
            session if FORMATS[format].shows_all else mask(session),
            files,
            format,
            lies_in=path.parent,
            ticket_url=ticket_url(meeting.app),
            store=opened.store,
        )
        written(path, text, opened.store, replace=again)
        _tell(meeting, "; ".join((f"{signs.TICK} saved in {saved_in(path)}", *left_out)))

    meeting.app.push_screen(save_prompt(f"Save the report in {Path.cwd()}", f"{files.name}.md", write))


# --- status ---


def next_status(meeting: Meeting) -> None:
    """Set the next status: draft, in review, final, and draft again; say what it means."""
    meeting.keep_typed()
    try:
        meeting.say(turn_status(meeting.editing, Place(meeting.name_now)))
    except EditRefused as refused:
        meeting.say(str(refused), wrong=True)
