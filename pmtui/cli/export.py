"""`export`: a session's report, to wherever it is needed."""

from __future__ import annotations

from pathlib import Path

import click

from pmtui.app.report_files import Trouble, keep_exported, names_left_out, not_carried, what_to_show
from pmtui.cli import out
from pmtui.cli.ask_secrets import Leaving, chosen, fit_to_leave, secrets_options
from pmtui.cli.file_output import write_file
from pmtui.cli.verb import Call, Verb, Wrong, session_argument
from pmtui.cli.waiting_values import say_waiting_values
from pmtui.library.errors import MachineRefused
from pmtui.library.protocol import AttachedFiles
from pmtui.report.formats import FORMATS, TEMPLATES, doubts, format_of
from pmtui.report.formats import export as write
from pmtui.session.document import Session


@click.command(
    cls=Verb,
    short_help="Write a session's report",
    example="pmtui export latest -o report.md\npmtui export 7f3a2c --clipboard\npmtui export latest --format json",
)
@session_argument
@click.option("-o", "--output", "target", metavar="FILE", help="Where to; without it, standard output.")
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), help="What to write; else as FILE ends, else Markdown."
)
@click.option("--template", metavar="NAME|FILE", help=f"The report's form: {', '.join(TEMPLATES)}, or a file of yours.")
@click.option("--annotated", is_flag=True, help="With guidance where a section is empty: a form to fill in.")
@click.option("--bundle", metavar="DIR", help="Into a new folder, with the attached files that it links to.")
@click.option("--clipboard", is_flag=True, help="Into the clipboard instead.")
@secrets_options
@click.pass_obj
def export(
    call: Call,
    session_id: str,
    target: str | None,
    format_: str | None,
    template: str | None,
    annotated: bool,
    bundle: str | None,
    clipboard: bool,
    mask: bool,
    as_is: bool,
) -> int:
    """Write a session's report: for people as Markdown or one HTML page, its actions as CSV, its dates as
    a calendar, or its document as JSON.

    A report for customers or managers is asked about where it shows likely secrets or personal data; where nobody can
    be asked, nothing is written and the exit status is 1, unless --mask or --as-is says what to do.
    """
    format_ = format_ or _format_of(target or "")
    if sum(map(bool, (clipboard, target, bundle))) > 1:
        raise Wrong("--clipboard, --output and --bundle exclude each other: give one of them")
    secrets, shows_all = chosen(mask=mask, as_is=as_is), FORMATS[format_].shows_all
    if (template or annotated) and (shows_all or FORMATS[format_].no_prose):
        raise Wrong(f"{format_} has one form: leave out --template and --annotated, or write Markdown or HTML")
    entry = call.find(session_id)
    loaded = call.library.load(entry)
    for notice in loaded.notices:
        out.say(notice)
    path = Path(target) if target not in (None, "-") else None
    files = call.library.attached_files(loaded)
    session, left_out = what_to_show(loaded.session, files, format_)
    for line in left_out:
        out.say(f"{entry.file}: {line}")
    seen = files.name if clipboard or bundle else files.seen_from(path.parent if path else Path())

    def text_of(session: Session, files: AttachedFiles = files) -> str:
        return write(
            session,
            format_,
            template,
            attachments=seen,
            ticket_url=call.settings.ticket_url,
            read_file=files.read,
            annotated=annotated,
        )

    try:
        text = text_of(session)
        leaving = Leaving(session, files, bundled=bundle is not None)
        if (may := fit_to_leave(call, leaving, text_of, format_, template, secrets)) is None:
            return 1
        fit, fit_files = may
        text = text if fit is session and fit_files is files else text_of(fit, fit_files)
    except ValueError as error:
        raise Wrong(f"{entry.file}: {error}" if str(error).startswith("$") else str(error)) from None
    keep_exported(call.library, fit, text)
    for doubt in () if shows_all or FORMATS[format_].no_prose else doubts(session):
        out.say(doubt.text)
    if not shows_all and (said := names_left_out(fit, text, template)):
        out.say(said)
    say_waiting_values(call.library, session, "the document" if shows_all else "the report")
    if clipboard:
        _copy(text)
    elif bundle:
        _bundle(call, Path(bundle), fit, text, fit_files, format_)
    elif path is None:
        out.result(text)
    else:
        write_file(call, path, text)
        if seen != files.name and (said := not_carried(fit, text, seen)):
            out.say(said)
    return 0


def _format_of(target: str) -> str:
    try:
        return format_of(target)
    except ValueError as error:
        raise Wrong(str(error)) from None


def _bundle(call: Call, folder: Path, session: Session, text: str, files: AttachedFiles, format: str) -> None:
    """Write the report with its files into a folder of their own."""
    from pmtui.app.report_bundle import write_bundle  # only a bundle needs it

    call.library.check_target(folder / f"{files.name}{FORMATS[format].endings[0]}")
    try:
        left_out = write_bundle(folder, session, text, files, format)
    except Trouble as trouble:
        raise Wrong(str(trouble)) from None
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from None
    for line in left_out:
        out.say(line)
    out.say(f"written to {folder}")


def _copy(text: str) -> None:
    # Deferred: it looks for the desktop's clipboard programs.
    from pmtui.clipboard import ask_terminal, copy

    copied = copy(text, osc52=ask_terminal)
    if copied.lost:
        raise MachineRefused(f"{copied.how}: -o FILE writes it to a file")
    out.say(copied.how)
