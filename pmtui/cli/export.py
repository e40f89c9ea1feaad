"""`export`: a session's report, to wherever it is needed."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import click

from pmtui.app.report_files import ReportError, keep_exported, names_left_out, not_carried, what_to_show
from pmtui.cli import out
from pmtui.cli.ask_secrets import ReportSource, ask_about_secrets, chosen, secrets_options
from pmtui.cli.file_output import write_file
from pmtui.cli.unread_values import say_unread_values
from pmtui.cli.verb import Call, UserError, Verb, session_argument
from pmtui.library.errors import StorageError
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
    if sum(map(bool, (clipboard, target, bundle))) > 1:
        raise UserError("--clipboard, --output and --bundle exclude each other: give one of them")
    form = _Form(format_ or _format_of(target or ""), template, annotated, chosen(mask=mask, as_is=as_is))
    form.check()
    path = Path(target) if target not in (None, "-") else None
    report = _written(call, session_id, form, _Place(path, Path(bundle) if bundle else None, clipboard))
    if report is None:
        return 1
    _say(call, report, form)
    if clipboard:
        _copy(report.text)
    elif bundle:
        _bundle(call, Path(bundle), report, form.format)
    elif path is None:
        out.result(report.text)
    else:
        write_file(call, path, report.text)
        if report.seen != report.files.name and (said := not_carried(report.session, report.text, report.seen)):
            out.say(said)
    return 0


class _Form(NamedTuple):
    """What is to be written, as the options say."""

    format: str
    template: str | None
    annotated: bool
    secrets: str | None
    """What to do about likely secrets; None: ask."""

    @property
    def shows_all(self) -> bool:
        """Whether it is the whole document, for programs."""
        return FORMATS[self.format].shows_all

    @property
    def is_data(self) -> bool:
        """Whether it has no prose: one form, and no fields of Markdown."""
        return self.shows_all or FORMATS[self.format].no_prose

    def check(self) -> None:
        """Raise `UserError` where the options contradict each other."""
        if (self.template or self.annotated) and self.is_data:
            raise UserError(
                f"{self.format} has one form: leave out --template and --annotated, or write Markdown or HTML"
            )


class _Place(NamedTuple):
    """Where the report goes; standard output where nothing is set."""

    path: Path | None
    bundle: Path | None
    clipboard: bool


class _Report(NamedTuple):
    """A report that may leave."""

    loaded: Session
    """The session as it was read, without what must not leave."""
    session: Session
    """What of it is in the report: where secrets are masked, another one."""
    text: str
    files: AttachedFiles
    seen: str
    """The folder of the attached files as the report names it."""


def _written(call: Call, session_id: str, form: _Form, place: _Place) -> _Report | None:
    """Write the report of a session as text; None, after a message, if it may not be written."""
    entry = call.find(session_id)
    loaded = call.library.load(entry)
    files = call.library.attached_files(loaded)
    session, left_out = what_to_show(loaded.session, files, form.format)
    for line in (*loaded.notices, *(f"{entry.file}: {line}" for line in left_out)):
        out.say(line)
    goes_along = place.clipboard or place.bundle is not None
    seen = files.name if goes_along else files.seen_from(place.path.parent if place.path else Path())

    def text_of(session: Session, files: AttachedFiles = files) -> str:
        return write(
            session,
            form.format,
            form.template,
            attachments=seen,
            ticket_url=call.settings.ticket_url,
            read_file=files.read,
            annotated=form.annotated,
        )

    try:
        text = text_of(session)
        source = ReportSource(session, files, bundled=place.bundle is not None)
        if (allowed := ask_about_secrets(call, source, text_of, form.format, form.template, form.secrets)) is None:
            return None
        shown, shown_files = allowed
        text = text if shown is session and shown_files is files else text_of(shown, shown_files)
    except ValueError as error:
        raise UserError(f"{entry.file}: {error}" if str(error).startswith("$") else str(error)) from None
    return _Report(session, shown, text, shown_files, seen)


def _say(call: Call, report: _Report, form: _Form) -> None:
    """Keep the revision for a later import, and say what the reader of the report should know."""
    keep_exported(call.library, report.session, report.text)
    for doubt in () if form.is_data else doubts(report.loaded):
        out.say(doubt.text)
    if not form.shows_all and (said := names_left_out(report.session, report.text, form.template)):
        out.say(said)
    say_unread_values(call.library, report.loaded, "the document" if form.shows_all else "the report")


def _format_of(target: str) -> str:
    try:
        return format_of(target)
    except ValueError as error:
        raise UserError(str(error)) from None


def _bundle(call: Call, folder: Path, report: _Report, format: str) -> None:
    """Write the report with its files into a folder of their own."""
    from pmtui.app.report_bundle import write_bundle  # only a bundle needs it

    call.library.check_target(folder / f"{report.files.name}{FORMATS[format].endings[0]}")
    try:
        left_out = write_bundle(folder, report.session, report.text, report.files, format)
    except ReportError as error:
        raise UserError(str(error)) from None
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
        raise StorageError(f"{copied.how}: -o FILE writes it to a file")
    out.say(copied.how)
