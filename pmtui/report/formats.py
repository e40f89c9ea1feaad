"""A session in one of the formats that leave the program, by the template that its audience needs."""

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
        """The report; the arguments are those of `export`."""


def _form(name: str) -> Template:
    """A template of Jinja2: one that comes with pmtui, or a file."""

    def write(session: Session, *, attachments: str = "", ticket_url: str = "", annotated: bool = False) -> str:
        from pmtui.report.templates.engine import render  # jinja2 is slow to load

        return render(session, name, attachments=attachments, ticket_url=ticket_url, annotated=annotated)

    return write


_OURS: Final = "learning-review"
TEMPLATES: Final[Mapping[str, Template]] = {
    _OURS: markdown.render,
    **{name: _form(name) for name in ("google-sre", "atlassian", "pagerduty", "brief", "customer")},
}
FOR_AUDIENCE: Final[Mapping[Audience, str]] = {"technical": _OURS, "business": "brief", "customer": "customer"}


class Around(NamedTuple):
    """What a report needs to know of the world around the session; each is as in `export`."""

    attachments: str = ""
    ticket_url: str = ""
    read_file: Callable[[str], bytes] | None = None
    annotated: bool = False


Writer = Callable[[Session, str | None, Around], str]
"""Writes a session as text, by a template where one is named."""


class Format(NamedTuple):
    """What the program knows of a format: it is declared in `FORMATS`, and nowhere else."""

    endings: tuple[str, ...]
    """What the names of its files end in, in small letters; the app chooses the format by it."""
    write: Writer
    shows_all: bool = False
    """It is the session as it is kept, for programs: nothing is left out, and nothing said of how it reads."""
    no_prose: bool = False
    """It has none of the fields that are read as Markdown, so that there is nothing to say of how they read."""


def _markdown(session: Session, template: str | None, around: Around) -> str:
    name = template or FOR_AUDIENCE[session.key_details.audience]
    write = TEMPLATES[name] if name in TEMPLATES else _form(name)
    return write(session, attachments=around.attachments, ticket_url=around.ticket_url, annotated=around.annotated)


def _html(session: Session, template: str | None, around: Around) -> str:
    from pmtui.report.html import page  # only a page needs the drawings

    name = template or FOR_AUDIENCE[session.key_details.audience]
    if name == _OURS and not around.annotated:
        return page.render(
            session, attachments=around.attachments, ticket_url=around.ticket_url, read_file=around.read_file
        )
    return page.from_markdown(session.key_details.term, _markdown(session, name, around))


def _csv(session: Session, _template: str | None, _around: Around) -> str:
    from pmtui.report.action_list import action_list  # csv is slow to load

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
"""By the name that `--format` takes; the first is the usual one."""


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
    """The session as text.

    Args:
        session: what to write.
        format: one of `FORMATS`.
        template: one of `TEMPLATES`, or a file of Jinja2; without one, the audience chooses.
        attachments: the folder of the attached files, relative to where the report will lie.
        ticket_url: where a ticket is found, `{}` standing for its name; empty: tickets are no links.
        read_file: gives what an attached file holds, for formats that carry pictures; it raises a `LibraryError`
            where it cannot. None: none is at hand.
        annotated: whether sections without content are there too, with guidance on what belongs there.

    Raises:
        ValueError: a format or template that there is not, in one line that names those that there are.
        DocumentError: a file of the evidence lies outside the attachment folder.
    """
    if template is not None and template not in TEMPLATES and not Path(template).is_file():
        raise ValueError(f"no template {template!r}: use {_choices(TEMPLATES)}, or name a file")
    if format not in FORMATS:
        raise ValueError(f"no format {format!r}: use {_choices(FORMATS)}")
    return FORMATS[format].write(session, template, Around(attachments, ticket_url, read_file, annotated))


_OTHERS: Final = (".docx", ".doc", ".odt", ".rtf", ".pdf", ".xlsx", ".pptx")
"""Endings of what other programs make of a report."""


def format_of(file_name: str) -> str:
    """The format that the ending of a file's name asks for; Markdown where it asks for none.

    Raises:
        ValueError: it asks for a format that pmtui does not write; one line.
    """
    name = file_name.lower()
    if other := next((ending for ending in _OTHERS if name.endswith(ending)), ""):
        raise ValueError(
            f"{file_name}: pmtui writes no {other}: write .md or .html and convert it, docs/templates.md says how"
        )
    return next((format for format, known in FORMATS.items() if name.endswith(known.endings)), "markdown")


class Doubt(NamedTuple):
    """A field that the report could not read as Markdown and shows as it was typed."""

    step: StepName
    item_id: str | None
    field: str
    text: str
    """What to say of it, in one line."""


def doubts(session: Session) -> tuple[Doubt, ...]:
    """The fields that the report could not read as Markdown and shows as they were typed."""
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
