"""Write the learning review as GitHub-flavoured Markdown: title, sections, and a last line that import recognises.

It can be read back unambiguously: fields are escaped, so that unescaped syntax is the report's own. Where that is not
enough, an invisible line helps (`INVISIBLE`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final
from urllib.parse import quote

from msgspec.structs import replace

from pmtui.report import labels
from pmtui.report.actions import actions
from pmtui.report.answer_line import answer
from pmtui.report.blocks import block, sets_apart
from pmtui.report.dates import day, milestone, title_day
from pmtui.report.escape import NO_TEXT, cell, coded, flow, heading, is_address, label, listed, plain
from pmtui.report.evidence import evidence
from pmtui.report.root_cause import root_cause
from pmtui.report.tables import row, table
from pmtui.report.timeline import timeline
from pmtui.session.codec import encode
from pmtui.session.document import (
    Effect,
    KeyDetails,
    Note,
    OwnSection,
    Parked,
    Pattern,
    Reading,
    Resource,
    Session,
    YesNo,
)  # fmt: skip
from pmtui.session.document import Recurrence as Again
from pmtui.session.edits import MILESTONES

TERM_LEFT_OUT: Final = "[//]: # (pmtui the title is the product)"
"""An invisible line before the last one, where the title would be read as the term."""

_CHOICES: Final = {**labels.EFFECT, **labels.PATTERN}
_DATE_IN_PARENTHESES: Final = re.compile(r"\((?=\d\d-\d\d-\d{4}\)$)", re.ASCII)
_EMPTY_TABLES: Final = {
    "timeline": "| Date and time | Event |\n| --- | --- |",
    "actions": "| Action | Owner | Due | Status |\n| --- | --- | --- | --- |",
}
"""The table under the heading of an empty section, in a form to fill in."""


def render(session: Session, *, attachments: str = "", ticket_url: str = "", annotated: bool = False) -> str:
    """Return the report.

    Args:
        session: the review.
        attachments: the path of the attachment folder, relative to the report; links to attached files begin with it.
        ticket_url: the address of a ticket, with `{}` for its name; empty: tickets are not linked.
        annotated: whether sections without content appear, too, with a comment on what belongs there.

    Raises:
        DocumentError: a file of the evidence lies outside the attachment folder.
    """
    sections: dict[str, Callable[[Session], str]] = {
        "key_details": _key_details,
        "summary": _summary,
        "impact": _impact,
        "root_cause": root_cause,
        "timeline": timeline,
        "resources": _resources,
        "actions": lambda of: actions(of, ticket_url),
        "lessons": _lessons,
        "evidence": lambda of: evidence(of, attachments),
        "further_reading": _further_reading,
        "parking_lot": _parking_lot,
    }
    parts = [title(session.key_details), answer(session)]
    for section, name in labels.SECTIONS.items():
        if body := sections[section](session) or (_hint(section) if annotated else ""):
            parts.append(f"## {name}\n\n{body}")
    last = f"[//]: # (pmtui {quote(session.id, safe='')} {revision(session)})"
    if session.key_details.product and not session.key_details.term:
        last = f"{TERM_LEFT_OUT}\n{last}"
    return "\n\n".join((*parts, last)) + "\n"


def _hint(section: str) -> str:
    """Return the guidance for an empty section, with the header of its table if it has one; empty where there
    is none.
    """
    from pmtui.report.templates.facts import hint  # deferred: only forms to fill in need it

    said = hint("five_whys" if section == "root_cause" else section)
    return "\n\n".join(part for part in (said, _EMPTY_TABLES.get(section, "")) if part)


def revision(session: Session) -> str:
    """Return a short hash of the session's content without the time of the last save; equal sessions have equal
    hashes.
    """
    return hashlib.sha256(encode(replace(session, updated_at=""))).hexdigest()[:12]


def title(details: KeyDetails) -> str:
    """Return the first line, such as `# Learning review: Checkout (18-11-2026)`; parts without a value are left out."""
    # The first unescaped colon before a space ends the term.
    term = "\\: ".join(map(_title_part, details.term.split(": ")))
    product = _title_part(details.product) if term else "\\: ".join(map(_title_part, details.product.split(": ")))
    name = ": ".join(part for part in (term, product) if part)
    date = f"({title_day(details.incident_date)})" if details.incident_date else ""
    return " ".join(part for part in ("#", name, date) if part)


def _title_part(text: str) -> str:
    """Escape a term or product that ends like the date of the title."""
    return _DATE_IN_PARENTHESES.sub(r"\\(", heading(text))


def _key_details(session: Session) -> str:
    details = session.key_details
    special = {
        "status": labels.STATUS[session.status],
        "audience": labels.AUDIENCE[details.audience],
        "review_date": day(details.review_date),
    }
    rows = [(label, special.get(name) or _detail(session, name)) for name, label in labels.DETAILS.items()]
    rows += [(cell(name), cell(text)) for name, text in details.more.items()]
    return table(("Detail", "Value"), _with_value(rows))


def _detail(session: Session, name: str) -> str:
    if name in MILESTONES:
        return milestone(session, name)
    value = getattr(session.key_details, name, None)
    return listed(value) if isinstance(value, tuple) else cell(value or "")


def _summary(session: Session) -> str:
    summary = session.summary
    rows = [(label, _question(getattr(summary, name))) for name, label in labels.ANSWERS.items()]
    header = labels.ANSWERS_HEADER
    first = sets_apart(block(summary.overview), table(header, _with_value(rows)), row(header))
    return "\n\n".join(part for part in (first, *map(_own_section, summary.sections)) if part)


def _own_section(section: OwnSection) -> str:
    text = block(section.text)
    return f"### {heading(section.title) or NO_TEXT}\n\n{text}" if text else ""


def _question(value: tuple[str, ...] | YesNo | Again | Effect | Pattern | None) -> str:
    if isinstance(value, tuple):
        return listed(value)
    return _answer(value) if isinstance(value, YesNo | Again) else _CHOICES[value] if value else ""


def _answer(answer: YesNo | Again) -> str:
    """Return `**Yes** — detail`; a detail cannot imitate the answer, as its asterisks would be escaped."""
    said = f"**{labels.ANSWER[answer.answer]}**" if answer.answer else ""
    detail = cell(answer.detail)
    if not said and labels.PLAIN_ANSWER.match(detail):
        detail = coded(detail[0]) + detail[1:]  # somebody who edits the report may write an answer without asterisks
    return " — ".join(part for part in (said, detail) if part)


def _impact(session: Session) -> str:
    rows = [(cell(each.name), cell(each.value)) for each in session.impact.measures if each.name or each.value]
    return sets_apart(block(session.impact.statement), table(labels.MEASURES_HEADER, rows), row(labels.MEASURES_HEADER))


def _resources(session: Session) -> str:
    return "\n".join(_resource(each) for each in session.resources if each.text or each.location)


def _resource(resource: Resource) -> str:
    text = _joined(flow(resource.text, "  ", apart=True), flow(resource.location, "  "))
    if not resource.secured and "[x]" in text.lower():
        # GitHub ticks a box if there is a ticked box anywhere on its line, even in code.
        text = _joined(plain(resource.text, "  ", apart=True), plain(resource.location, "  "))
    return f"- [{'x' if resource.secured else ' '}] {text}"


def _lessons(session: Session) -> str:
    lessons = session.lessons
    parts = [_notes("", lessons.learned)]
    parts += [_notes(f"### {heading}\n\n", getattr(lessons, name)) for name, heading in labels.LESSONS.items()]
    return "\n\n".join(part for part in parts if part)


def _notes(above: str, notes: tuple[Note, ...]) -> str:
    bullets = "\n".join(f"- {flow(note.text, '  ')}" for note in notes if note.text)
    return bullets and above + bullets


def _further_reading(session: Session) -> str:
    return "\n".join(f"- {_reading(each)}" for each in session.further_reading if each.title or each.url)


def _reading(reading: Reading) -> str:
    if is_address(reading.url) and reading.title:
        return f"[{label(reading.title, '  ')}]({reading.url})"
    return _joined(plain(reading.title, "  ", apart=True), flow(reading.url, "  "))


def _parking_lot(session: Session) -> str:
    return "\n".join(
        f"- {_parked(each)}"
        for each in session.parking_lot
        if each.kind != "conflict" and not each.settled and (each.text or each.answer or each.owner)
    )


def _parked(parked: Parked) -> str:
    lines = (
        (labels.PARKED_KIND[parked.kind], parked.text),
        (labels.PARKED_ANSWER, parked.answer),
        (labels.PARKED_OWNER, parked.owner),
    )
    labelled = [
        f"**{label}:** {flow(text, '  ')}".rstrip() if label else flow(text, "  ")
        for n, (label, text) in enumerate(lines)
        if text or (n == 0 and label)
    ]
    return "\\\n  ".join(labelled)


def _with_value(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return (each for each in rows if each[1])


def _joined(first: str, second: str) -> str:
    return f"{first} — {second}".lstrip() if second else first
