"""Make a review's report, and put it into a file or onto the clipboard."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace as with_fields

from pmtui import signs
from pmtui.library.disk import ChangedMeanwhile, write_file
from pmtui.library.errors import LibraryError, Refused
from pmtui.library.protocol import AttachedFiles, SessionStore
from pmtui.report.formats import FOR_AUDIENCE, FORMATS, TEMPLATES, export
from pmtui.report.link_targets import file_target
from pmtui.session.document import DocumentError, Session

_MOST_NAMES = 10
_NAMES = ("owner", "who", "author", "source")
"""Fields that hold a name."""


def _is_detail(field: str) -> bool:
    return field.startswith("key_details.") and field != "key_details.headline"


class ReportError(Exception):
    """The report cannot be made or written; the message is one line for the user."""


class Report(NamedTuple):
    """A report, and sentences about attached files that it leaves out."""

    text: str
    left_out: tuple[str, ...]


def what_to_show(session: Session, files: AttachedFiles, format: str) -> tuple[Session, tuple[str, ...]]:
    """Return what a format shows of a session: without files outside the attachment folder, unless it shows everything.

    Returns:
        The session, and a sentence for each file that was left out.
    """
    if FORMATS[format].shows_all:
        return session, ()
    said: list[str] = []
    evidence = []
    for figure in session.evidence:
        try:
            if figure.path:
                files.check(figure.path)
            evidence.append(figure)
        except Refused as error:
            said.append(f"{error}: left out of the report")
            evidence.append(with_fields(figure, path=""))
    return (with_fields(session, evidence=tuple(evidence)) if said else session), tuple(said)


def report(
    session: Session,
    files: AttachedFiles,
    format: str = "markdown",
    *,
    lies_in: Path | None = None,
    ticket_url: str = "",
    store: SessionStore | None = None,
) -> Report:
    """Return the report of a session, in the template for its audience.

    Args:
        session: the review.
        files: its attached files.
        format: one of `FORMATS`.
        lies_in: the folder that the report will be saved in, for its links; None: it is not known.
        ticket_url: the address of a ticket, with `{}` for its name.
        store: keeps the session as it was exported, so that an edited report can be merged later; None: it is not kept.

    Raises:
        ReportError: a figure names a file outside the attachment folder.
    """
    shown, left_out = what_to_show(session, files, format)
    seen = files.name if lies_in is None else files.seen_from(lies_in)
    text = report_text(shown, seen, format, ticket_url=ticket_url, read_file=files.read)
    if store is not None:
        keep_exported(store, shown, text)
    elsewhere = not_carried(shown, text, seen) if lies_in is not None and seen != files.name else ""
    return Report(text, (*left_out, *filter(None, (elsewhere, names_left_out(shown, text)))))


def linked_files(session: Session, text: str, attachments: str) -> tuple[str, ...]:
    """Return the names of the attached files that a report links to, in the order of the figures, each once.

    Args:
        session: the review.
        text: its report.
        attachments: the folder with which the report's links begin.
    """
    folder = f"{attachments.rstrip('/')}/" if attachments else ""
    paths = dict.fromkeys(figure.path for figure in session.evidence if figure.path)
    return tuple(path for path in paths if any(f"{file_target(folder + path)}{end}" in text for end in ')"'))


def not_carried(session: Session, text: str, attachments: str) -> str:
    """Return a notice for a report that is not saved beside the files that it links to; empty where it links to
    none.
    """
    linked = len(linked_files(session, text, attachments))
    said = "an attached file" if linked == 1 else f"{linked} attached files"
    return f"it links to {said} in {attachments}: pmtui export --bundle DIR takes them along" if linked else ""


def names_left_out(session: Session, text: str, template: str | None = None) -> str:
    """Return a notice for a report that writes “a colleague” for names; empty where it does not."""
    name = template or FOR_AUDIENCE[session.key_details.audience]
    if "olleague" not in text or (name in TEMPLATES and name != "customer"):
        return ""
    from pmtui.checks.texts import texts  # deferred: only reports for outsiders need it
    from pmtui.report.templates.people import People

    people = People(session)
    told = (each.text for each in texts(session) if each.field not in _NAMES and not _is_detail(each.field))
    named = dict.fromkeys(name for text in told for name in people.named_in(text))
    gone = [name for name in named if name not in text]
    more = f" and {len(gone) - _MOST_NAMES} more" if len(gone) > _MOST_NAMES else ""
    return f"“a colleague” stands for {', '.join(gone[:_MOST_NAMES])}{more}: read it once more" if gone else ""


def keep_exported(store: SessionStore, session: Session, text: str) -> None:
    """Keep the session as it was exported, where the report names its revision."""
    from pmtui.intake.own_report import origin_of  # deferred: it imports the readers of reports
    from pmtui.library.revisions import store_revision

    if origin := origin_of(text):
        store_revision(store, origin.revision, session)


def report_text(
    session: Session,
    attachments: str,
    format: str = "markdown",
    *,
    ticket_url: str = "",
    read_file: Callable[[str], bytes] | None = None,
) -> str:
    """Return the report of a session that `what_to_show` has returned; other arguments as in `formats.export`.

    Raises:
        ReportError: a figure names a file outside the attachment folder.
    """
    try:
        return export(session, format, attachments=attachments, ticket_url=ticket_url, read_file=read_file)
    except (DocumentError, ValueError) as error:
        raise ReportError(f"no report: {error}") from None


def on_clipboard(
    session: Session, files: AttachedFiles, store: SessionStore, osc52: Callable[[str], None], ticket_url: str = ""
) -> str:
    """Copy a session's report to the clipboard. Where that may have failed, it is also written into a file.

    Args:
        session: the review.
        files: its attached files.
        store: the library.
        osc52: asks the terminal to copy a text (escape sequence OSC 52).
        ticket_url: the address of a ticket, with `{}` for its name.

    Returns:
        The message for the user.

    Raises:
        ReportError: the report cannot be made.
    """
    from pmtui.clipboard import copy  # deferred: it looks for the desktop's clipboard programs

    text, left_out = report(session, files, ticket_url=ticket_url, store=store)
    copied = copy(text, osc52=osc52)
    said = "; ".join((f"the report: {copied.how}", *left_out))
    if copied.sure:
        return f"{signs.TICK} {said}"
    file = store.fallback_file(f"{files.name}.md")
    try:
        if file is None:
            raise ReportError("no such place")
        file.parent.mkdir(exist_ok=True)
        put_into_file(file, text, replace=True)
    except (ReportError, OSError):
        return f"{said}; save it to a file instead"
    return f"{said}; it is in {file}"


def written(path: Path, text: str, store: SessionStore, *, replace: bool) -> None:
    """Write a text into a file as `put_into_file` does, with every other error as `ReportError`.

    Raises:
        FileExistsError: the file exists, and `replace` is False.
        ReportError: it cannot be written, or belongs to the library; the message is one line for the user.
    """
    try:
        store.check_target(path)
        put_into_file(path, text, replace=replace, spare=store.temporary_folder)
    except (FileExistsError, ReportError):
        raise
    except LibraryError as error:
        raise ReportError(str(error)) from None
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise ReportError(f"{path}: cannot be written: {said}: try another place") from None


def put_into_file(
    path: Path, text: str, *, replace: bool, spare: Callable[[Path], Path | None] = lambda _: None
) -> None:
    """Write a text into a file, atomically. Symbolic links are followed; pipes and devices are written to directly.

    Args:
        path: the file.
        text: its new content.
        replace: whether an existing file may be replaced.
        spare: returns a folder for the temporary file, so that a kill leaves nothing beside `path`; None: beside it.

    Raises:
        FileExistsError: the file exists, and `replace` is False.
        ReportError: the folder does not exist.
        OSError: the file cannot be written.
    """
    # Check the path itself: a pipe such as /dev/stdout does not resolve to another path.
    there = path.stat() if path.exists() else None
    target = Path(os.path.realpath(path))
    if there is None and not target.parent.is_dir():
        raise ReportError(f"there is no folder {path.parent}: make it first, or name another")
    if there is not None and not replace:
        raise FileExistsError(str(path))
    if there is None or stat.S_ISREG(there.st_mode):
        data, place = text.encode(), (spare(target) if there else None) or target.parent
        try:
            write_file(target, data, like=there, spare=place)
        except ChangedMeanwhile:
            # Another program made the file meanwhile; a link to itself is refused here, too.
            like = target.stat()
            if not replace:
                raise FileExistsError(str(path)) from None
            write_file(target, data, like=like, spare=place)
    else:
        path.write_bytes(text.encode())
