"""`export`: a session's report, to wherever it is needed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from pmtui.cli import out
from pmtui.cli.verb import Call, Verb, Wrong, session_argument
from pmtui.cli.waiting_values import say_waiting_values
from pmtui.library.errors import MachineRefused, Refused
from pmtui.library.lock import MARKER
from pmtui.library.names import is_session_file
from pmtui.report.formats import FORMATS, TEMPLATES, doubts
from pmtui.report.formats import export as write

if TYPE_CHECKING:
    from pmtui.library.folder import Entry
    from pmtui.session.document import Session


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
    """Write a session's report, or its document as JSON."""
    if clipboard and target:
        raise Wrong("--clipboard and --output exclude each other: give one of them")
    entry = call.find(session_id)
    loaded = call.library.load(entry)
    for notice in loaded.notices:
        out.say(notice)
    path = Path(target) if target not in (None, "-") else None
    attachments = _attachments(call, entry, path, clipboard)
    session = loaded.session if format_ == "json" else _without_links_out(call, entry, loaded.session)
    try:
        text = write(session, format_, template, attachments=attachments)
    except ValueError as error:
        raise Wrong(f"{entry.file}: {error}" if str(error).startswith("$") else str(error)) from None
    for doubt in doubts(session) if format_ == "markdown" else ():
        out.say(doubt.text)
    say_waiting_values(call.library.folder, session, "the document" if format_ == "json" else "the report")
    if clipboard:
        _copy(text)
    elif path is None:
        out.result(text)
    else:
        _check_target(call, path)
        _write(call, path, text)
        out.say(f"written to {path}")


def _without_links_out(call: Call, entry: Entry, session: Session) -> Session:
    """The session without the files that lead out of its folder, by a symbolic link: a report must not show those."""
    from pmtui.library.attachments import resolve

    folder = call.library.attachments(entry)
    evidence = []
    for figure in session.evidence:
        try:
            if figure.path:
                resolve(folder, figure.path)
            evidence.append(figure)
        except Refused as error:
            out.say(f"{entry.file}: {error}: left out of the report")
            evidence.append(replace(figure, path=""))
    return replace(session, evidence=tuple(evidence))


def _attachments(call: Call, entry: Entry, path: Path | None, clipboard: bool) -> str:
    """The attached files as the report's links name them: seen from where it will lie."""
    folder = call.library.attachments(entry)
    if clipboard:
        return folder.name
    return os.path.relpath(folder, path.parent if path else ".")


def _check_target(call: Call, path: Path) -> None:
    """Refuse to write over what a library keeps, or into it what it would list as a session."""
    if path.is_dir():
        raise Wrong(f"{path}: is a folder: name a file in it")
    target = Path(os.path.realpath(path))
    libraries = {call.folder.resolve(), *(folder for folder in target.parents if (folder / MARKER).exists())}
    for library in libraries:
        if not target.is_relative_to(library):
            continue
        if _is_kept(target, library):
            raise Wrong(f"{path}: is a file of the library: name another file")
        if target.parent == library and is_session_file(target.name):
            raise Wrong(f"{path}: would be listed as a session of this library: name it otherwise, or put it elsewhere")


def _is_kept(target: Path, library: Path) -> bool:
    """Whether a library keeps something there: a session, an attached file, or what is its own."""
    first, *below = target.relative_to(library).parts
    if first == MARKER or first.startswith(f"{MARKER}-"):
        return True
    attached = bool(below) and (library / f"{first}.json").exists()
    return target.exists() and (attached or (not below and is_session_file(first)))


def _write(call: Call, path: Path, text: str) -> None:
    """Put the text into a file whole or not at all; a pipe or device just takes it."""
    from pmtui.app.report_files import Trouble, put_into_file

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
