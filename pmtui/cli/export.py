"""`export`: a session's report, to wherever it is needed."""

from __future__ import annotations

from pathlib import Path

import click

from pmtui.app.report_files import Trouble, put_into_file, what_to_show
from pmtui.cli import out
from pmtui.cli.verb import Call, Verb, Wrong, session_argument
from pmtui.cli.waiting_values import say_waiting_values
from pmtui.library.errors import MachineRefused
from pmtui.report.formats import FORMATS, TEMPLATES, doubts
from pmtui.report.formats import export as write


@click.command(
    cls=Verb,
    short_help="Write a session's report",
    example="pmtui export latest -o report.md\npmtui export 7f3a2c --clipboard\npmtui export latest --format json",
)
@session_argument
@click.option("-o", "--output", "target", metavar="FILE", help="Where to; without it, standard output.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="markdown", help="What to write.")
@click.option("--template", metavar="NAME", help=f"The report's form: {', '.join(TEMPLATES)}.")
@click.option("--clipboard", is_flag=True, help="Into the clipboard instead.")
@click.pass_obj
def export(
    call: Call, session_id: str, target: str | None, format_: str, template: str | None, clipboard: bool
) -> None:
    """Write a session's report: for people as Markdown or one HTML file, or its document as JSON."""
    if clipboard and target:
        raise Wrong("--clipboard and --output exclude each other: give one of them")
    entry = call.find(session_id)
    loaded = call.library.load(entry)
    for notice in loaded.notices:
        out.say(notice)
    path = Path(target) if target not in (None, "-") else None
    files = call.library.attached_files(loaded)
    session, left_out = what_to_show(loaded.session, files, format_)
    shows_all = FORMATS[format_].shows_all
    for line in left_out:
        out.say(f"{entry.file}: {line}")
    try:
        seen = files.name if clipboard else files.seen_from(path.parent if path else Path())
        text = write(
            session, format_, template, attachments=seen, ticket_url=call.settings.ticket_url, read_file=files.read
        )
    except ValueError as error:
        raise Wrong(f"{entry.file}: {error}" if str(error).startswith("$") else str(error)) from None
    for doubt in () if shows_all else doubts(session):
        out.say(doubt.text)
    say_waiting_values(call.library, session, "the document" if shows_all else "the report")
    if clipboard:
        _copy(text)
    elif path is None:
        out.result(text)
    else:
        if path.is_dir():
            raise Wrong(f"{path}: is a folder: name a file in it")
        call.library.check_target(path)
        _write(call, path, text)
        out.say(f"written to {path}")


def _write(call: Call, path: Path, text: str) -> None:
    """Put the text into a file whole or not at all; a pipe or device just takes it."""
    try:
        put_into_file(path, text, replace=True, spare=call.library.spare_place)
    except Trouble:
        raise Wrong(f"{path}: there is no folder {path.parent}: make it first") from None
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def _copy(text: str) -> None:
    # Deferred: it looks for the desktop's clipboard programs.
    from pmtui.clipboard import ask_terminal, copy

    copied = copy(text, osc52=ask_terminal)
    if copied.lost:
        raise MachineRefused(f"{copied.how}: -o FILE writes it to a file")
    out.say(copied.how)
