"""A session in one of the formats that leave the program, by the template that its audience needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, Protocol

from pmtui.report import markdown
from pmtui.report.blocks import is_shown_as_typed
from pmtui.session.codec import encode
from pmtui.session.document import Audience, Session, StepName
from pmtui.session.text import cut

FORMATS: Final = ("markdown", "json")


class Template(Protocol):
    """Writes a session as Markdown."""

    def __call__(self, session: Session, *, attachments: str = "", ticket_url: str = "") -> str:
        """The report; `attachments` and `ticket_url` as in `export`."""


TEMPLATES: Final[Mapping[str, Template]] = {"learning-review": markdown.render}
FOR_AUDIENCE: Final[Mapping[Audience, str]] = {
    "technical": "learning-review",
    "business": "learning-review",
    "customer": "learning-review",
}


def export(
    session: Session,
    format: str = "markdown",
    template: str | None = None,
    *,
    attachments: str = "",
    ticket_url: str = "",
) -> str:
    """The session as text.

    Args:
        session: what to write.
        format: one of `FORMATS`.
        template: one of `TEMPLATES`; without one, the audience chooses.
        attachments: the folder of the attached files, relative to where the report will lie.
        ticket_url: where a ticket is found, `{}` standing for its name; empty: tickets are no links.

    Raises:
        ValueError: a format or template that there is not, in one line that names those that there are.
        DocumentError: a file of the evidence lies outside the attachment folder.
    """
    if template is not None and template not in TEMPLATES:
        raise ValueError(f"no template {template!r}: use {_choices(TEMPLATES)}")
    writers: Mapping[str, Callable[[], str]] = {
        "markdown": lambda: TEMPLATES[template or FOR_AUDIENCE[session.key_details.audience]](
            session, attachments=attachments, ticket_url=ticket_url
        ),
        "json": lambda: encode(session).decode(),
    }
    if format not in writers:
        raise ValueError(f"no format {format!r}: use {_choices(writers)}")
    return writers[format]()


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
