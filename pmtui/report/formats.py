"""The tables of report formats and templates, and `export`, which writes a session in one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from pmtui.report import markdown
from pmtui.report.blocks import is_shown_as_typed
from pmtui.session.codec import encode
from pmtui.session.document import Audience, Session, StepName
from pmtui.session.text import cut


class Template(Protocol):
    """Writes a session as Markdown."""

    def __call__(
        self, session: Session, *, attachments: str = "", ticket_url: str = "", annotated: bool = False
    ) -> str:
        """Return the report; the arguments are those of `export`."""


def _form(name: str) -> Template:
    """Return a Jinja template, by the name of one that comes with pmtui, or by the path of a file."""

    def write(session: Session, *, attachments: str = "", ticket_url: str = "", annotated: bool = False) -> str:
        from pmtui.report.templates.engine import render  # deferred: jinja2 is slow to import

        return render(session, name, attachments=attachments, ticket_url=ticket_url, annotated=annotated)

    return write


_OURS: Final = "learning-review"
TEMPLATES: Final[Mapping[str, Template]] = {
    _OURS: markdown.render,
    **{name: _form(name) for name in ("google-sre", "atlassian", "pagerduty", "brief", "customer")},
}
FOR_AUDIENCE: Final[Mapping[Audience, str]] = {"technical": _OURS, "business": "brief", "customer": "customer"}


class Around(NamedTuple):
    """What a report needs besides the session; the fields are arguments of `export`."""

    attachments: str = ""
    ticket_url: str = ""
    read_file: Callable[[str], bytes] | None = None
    annotated: bool = False


Writer = Callable[[Session, str | None, Around], str]
"""Writes a session as text; the second argument names a template, or is None."""


class Format(NamedTuple):
    """A report format. `FORMATS` is the only place that declares one."""

    endings: tuple[str, ...]
    """The endings of its files, in lower case; the app chooses the format by the ending."""
    write: Writer
    shows_all: bool = False
    """Whether it is the whole session for programs (JSON): nothing is left out, and nothing is said about its
    wording.
    """
    no_prose: bool = False
    """Whether it has no fields of Markdown, so that there is nothing to report about how they are read."""


def _markdown(session: Session, template: str | None, around: Around) -> str:
    name = template or FOR_AUDIENCE[session.key_details.audience]
    write = TEMPLATES[name] if name in TEMPLATES else _form(name)
    return write(session, attachments=around.attachments, ticket_url=around.ticket_url, annotated=around.annotated)


def _html(session: Session, template: str | None, around: Around) -> str:
    from pmtui.report.html import page  # deferred: only HTML needs the drawings

    name = template or FOR_AUDIENCE[session.key_details.audience]
    if name == _OURS and not around.annotated:
        return page.render(
            session, attachments=around.attachments, ticket_url=around.ticket_url, read_file=around.read_file
        )
    return page.from_markdown(session.key_details.term, _markdown(session, name, around))


def _csv(session: Session, _template: str | None, _around: Around) -> str:
    from pmtui.report.action_list import action_list  # deferred: csv is slow to import

    return action_list(session)


def _ics(session: Session, _template: str | None, around: Around) -> str:
    from pmtui.report.calendar import calendar

    return calendar(session, around.ticket_url)


def _json(session: Session, _template: str | None, _around: Around) -> str:
    return encode(session).decode()


FORMATS: Final[Mapping[str, Format]] = {
    "markdown": Format((".md", ".markdown"), _markdown),
    "html": Format((".html", ".htm"), _html),
    "json": Format((".json",), _json, shows_all=True),
    "csv": Format((".csv",), _csv, no_prose=True),
    "ics": Format((".ics",), _ics, no_prose=True),
}
"""By the name that `--format` takes; the first is the default."""


def export(
    session: Session,
    format: str = "markdown",
    template: str | None = None,
    *,
    attachments: str = "",
    ticket_url: str = "",
    read_file: Callable[[str], bytes] | None = None,
    annotated: bool = False,
) -> str:
    """Return a session in a format.

    Args:
        session: the review.
        format: one of `FORMATS`.
        template: one of `TEMPLATES`, or a file of Jinja2; without one, the audience chooses.
        attachments: the path of the attachment folder, relative to the report.
        ticket_url: the address of a ticket, with `{}` for its name; empty: tickets are not linked.
        read_file: returns the content of an attached file by its name, and raises `LibraryError` where it cannot; for
            formats that embed pictures. None: pictures are not embedded.
        annotated: whether sections without content appear, too, with guidance on what belongs there.

    Raises:
        ValueError: there is no such format or template; one line that names those that there are.
        DocumentError: a file of the evidence lies outside the attachment folder.
    """
    if template is not None and template not in TEMPLATES and not Path(template).is_file():
        raise ValueError(f"no template {template!r}: use {_choices(TEMPLATES)}, or name a file")
    if format not in FORMATS:
        raise ValueError(f"no format {format!r}: use {_choices(FORMATS)}")
    return FORMATS[format].write(session, template, Around(attachments, ticket_url, read_file, annotated))


_OTHERS: Final = (".docx", ".doc", ".odt", ".rtf", ".pdf", ".xlsx", ".pptx")
"""Endings of formats that other programs make of a report."""


def format_of(file_name: str) -> str:
    """Return the format for the ending of a file's name; Markdown where it is not known.

    Raises:
        ValueError: it is the ending of a format that pmtui does not write; one line.
    """
    name = file_name.lower()
    if other := next((ending for ending in _OTHERS if name.endswith(ending)), ""):
        raise ValueError(
            f"{file_name}: pmtui writes no {other}: write .md or .html and convert it, docs/templates.md says how"
        )
    return next((format for format, known in FORMATS.items() if name.endswith(known.endings)), "markdown")


class Doubt(NamedTuple):
    """A field that cannot be parsed as Markdown, so that the report shows it as it was typed."""

    step: StepName
    item_id: str | None
    field: str
    text: str
    """One line for the user."""


def doubts(session: Session) -> tuple[Doubt, ...]:
    """Return the fields that cannot be parsed as Markdown, so that the report shows them as they were typed."""
    fields: list[tuple[StepName, str | None, str, str, str]] = [
        ("summary", None, "summary.overview", "the summary's overview", session.summary.overview),
        ("impact", None, "impact.statement", "the impact's statement", session.impact.statement),
        ("five_whys", None, "root_cause.statement", "the root cause's statement", session.root_cause.statement),
    ]
    fields += [
        ("summary", each.id, "text", f"the section “{cut(each.title, 40)}”", each.text)
        for each in session.summary.sections
    ]
    fields += [
        ("evidence", item.id, "body", f"the body of Fig. {n}", item.body)
        for n, item in enumerate(session.evidence, 1)
        if item.kind not in ("log", "chat")
    ]
    return tuple(
        Doubt(step, item_id, field, f"{name} is nested too deep to be read as Markdown: it is shown as it was typed")
        for step, item_id, field, name, text in fields
        if is_shown_as_typed(text)
    )


def _choices(names: Mapping[str, object]) -> str:
    return " or ".join(names)
