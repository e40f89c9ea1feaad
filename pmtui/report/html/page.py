"""The learning review as one HTML page: summary line and figures first, the incident to scale, then all sections."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from html import escape, unescape
from pathlib import Path

from pmtui.report import labels
from pmtui.report.dates import day, milestone, title_day
from pmtui.report.escape import is_address
from pmtui.report.html.incident_chart import incident_chart
from pmtui.report.html.pictures import Pictures, ReadFile
from pmtui.report.html.sections import actions, evidence, root_cause, timeline, zone_and_year
from pmtui.report.html.text import block, inline, markdown, words
from pmtui.session.document import KeyDetails, Note, Parked, Reading, Recurrence, Session, YesNo
from pmtui.session.durations import format_duration, incident_durations
from pmtui.session.text import one_line

_BROAD, _NARROW = 880, 360
"""The widths of the incident's drawing in pixels, for large screens and for phones."""
_SHORT_VALUE = 16
"""In characters: only a shorter measure is shown large at the top."""

_HINT = re.compile(r"<p>&lt;!-- (.*?) --&gt;</p>", re.DOTALL)
_HEADING = re.compile(r"<h1>(.+?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_FELT = ("outage", "degradation")
_BODY = "<body>\n"


def render(session: Session, *, attachments: str = "", ticket_url: str = "", read_file: ReadFile | None = None) -> str:
    """Return the learning review as an HTML page.

    Args:
        session: the review.
        attachments: the path of the attachment folder, relative to the page.
        ticket_url: the address of a ticket, with `{}` for its name; empty: tickets are not linked.
        read_file: returns the content of an attached file by its name; None: pictures are not embedded.

    Raises:
        DocumentError: a file of the evidence lies outside the attachment folder.
    """
    sections: tuple[tuple[str, str, Callable[[], str]], ...] = (
        ("How it went", "", lambda: _incident(session)),
        ("Summary", "", lambda: _summary(session)),
        ("Impact", "", lambda: _impact(session)),
        ("Root cause", "", lambda: root_cause(session)),
        ("Timeline", zone_and_year(session), lambda: timeline(session)),
        ("Actions", "", lambda: actions(session, ticket_url)),
        ("Lessons learned", "", lambda: _lessons(session)),
        ("Evidence", "", lambda: evidence(session, attachments, Pictures(read_file))),
        ("Resources", "", lambda: _resources(session)),
        ("Further reading", "", lambda: _list(map(_reading, session.further_reading))),
        ("Parking lot", "", lambda: _list(_parked(session.parking_lot))),
        ("Key details", "", lambda: _key_details(session)),
    )
    shown = [(name, beside, write()) for name, beside, write in sections]
    body = "\n".join(f"<section><h2>{name}{beside}</h2>\n{made}</section>" for name, beside, made in shown if made)
    details = session.key_details
    name = ": ".join(part for part in (details.term, details.product) if part)
    return page(one_line(name) or "Report", f"{_head(details, name)}\n{_facts(session)}\n{body}")


def from_markdown(title: str, text: str) -> str:
    """Return a report that a template wrote as Markdown as a page of the same look; `title` is for one without
    heading.
    """
    body = _HINT.sub(r'<p class="hint">\1</p>', markdown(text))
    heading = _HEADING.search(body)
    return page(unescape(_TAG.sub("", heading[1])) if heading else title, body)


def page(title: str, body: str, *, head: str = "", before: str = "", style: str = "", script: str = "") -> str:
    """Return a whole page. Its content security policy lets a browser load nothing, and run only the given script.

    Args:
        title: the title of the page.
        body: the HTML in its `main`.
        head: more HTML in its `head`.
        before: the HTML before its `main`.
        style: CSS added to that of the report.
        script: the script that it may run; empty: none.
    """
    style = _style() + style
    runs = f"; script-src {_hash(script)}" if script else ""
    policy = f"default-src 'none'; style-src {_hash(style)}{runs}; img-src data:; base-uri 'none'; form-action 'none'"
    end = f"<script>{script}</script>\n" if script else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="generator" content="pmtui">\n'
        f"<title>{words(title)}</title>\n{head}<style>{style}</style>\n</head>\n{_BODY}{before}<main>\n{body}\n</main>\n{end}</body>\n</html>\n"
    )


def with_way_back(page: str, address: str, name: str) -> str:
    """Return a page with a link to the list that it belongs to at its top.

    Args:
        page: the page, as `page` returned it.
        address: the address of the list.
        name: the text of the link, as HTML.
    """
    way = f'<nav class="site" aria-label="Site"><a href="{escape(address)}">← {name}</a></nav>\n'
    return page.replace(_BODY, _BODY + way, 1)


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"


@cache
def _style() -> str:
    return (Path(__file__).parent / "report.css").read_text(encoding="utf-8")


# --- the top ---


def _head(details: KeyDetails, name: str) -> str:
    under = " · ".join(part for part in (title_day(details.incident_date), words(one_line(details.headline))) if part)
    return f"<header><h1>{words(one_line(name))}</h1>{f'<p class=under>{under}</p>' if under else ''}</header>"


def _facts(session: Session) -> str:
    """Return at most four main facts in large type."""
    details, lengths = session.key_details, incident_durations(session.key_details)
    facts: list[tuple[str, str]] = []
    if lengths.outage is not None:
        effect = session.summary.effect
        facts.append(
            (format_duration(lengths.outage), labels.EFFECT[effect].lower() if effect in _FELT else "from start to end")
        )
    if lengths.detect is not None:
        facts.append((format_duration(lengths.detect), "to detect") if lengths.detect else ("at once", "detected"))
    figure = next(
        (
            (each.value, each.name)
            for each in session.impact.measures
            if 0 < len(each.value) <= _SHORT_VALUE and each.name and any(map(str.isdigit, each.value))
        ),
        None,
    )
    facts += [figure] if figure else []
    status = labels.STATUS[session.status]
    severity = one_line(details.severity)
    beside = (status.lower() if severity else "", one_line(details.reference))
    facts.append((severity or status, " · ".join(part for part in beside if part) or "status"))
    shown = "".join(f"<div><dt>{words(name)}</dt><dd>{words(value)}</dd></div>" for value, name in facts)
    return f'<dl class="facts">{shown}</dl>'


# --- sections ---


def _incident(session: Session) -> str:
    if not (broad := incident_chart(session, _BROAD)):
        return ""
    return f'<div class="broad">{broad}</div><div class="narrow">{incident_chart(session, _NARROW)}</div>'


def _summary(session: Session) -> str:
    summary = session.summary
    rows = (
        ("Services", inline(", ".join(summary.services))),
        ("Effect", labels.EFFECT[summary.effect] if summary.effect else ""),
        ("Data loss", _answer(summary.data_loss)),
        ("Human intervention", _answer(summary.human_intervention)),
        ("Pattern", labels.PATTERN[summary.pattern] if summary.pattern else ""),
        ("Recurrence", _answer(summary.recurrence)),
        ("Related tickets", inline(", ".join(summary.related_tickets))),
    )
    own = "".join(
        f'<h3>{words(each.title)}</h3><div class="text">{block(each.text)}</div>'
        for each in summary.sections
        if each.text.strip()
    )
    return _text(summary.overview) + _pairs(rows) + own


def _answer(answer: YesNo | Recurrence) -> str:
    said = f"<strong>{labels.ANSWER[answer.answer]}</strong>" if answer.answer else ""
    return " — ".join(part for part in (said, inline(answer.detail)) if part)


def _impact(session: Session) -> str:
    measures = ((words(each.name), inline(each.value)) for each in session.impact.measures if each.name or each.value)
    return _text(session.impact.statement) + _pairs(measures)


def _lessons(session: Session) -> str:
    lessons = session.lessons
    columns = "".join(
        f'<div><h3 class="{kind}">{name}</h3>{_list(_notes(notes))}</div>'
        for kind, name, notes in (
            ("well", "What went well", lessons.went_well),
            ("wrong", "What went wrong", lessons.went_wrong),
            ("lucky", "Where we got lucky", lessons.got_lucky),
        )
        if any(note.text for note in notes)
    )
    return _list(_notes(lessons.learned)) + (f'<div class="lessons">{columns}</div>' if columns else "")


def _notes(notes: tuple[Note, ...]) -> Iterable[str]:
    return (inline(note.text) for note in notes)


def _resources(session: Session) -> str:
    rows = (
        f"{'☑' if each.secured else '☐'} {' — '.join(inline(part) for part in (each.text, each.location) if part)}"
        for each in session.resources
        if each.text or each.location
    )
    return _list(rows, "tasks")


def _reading(reading: Reading) -> str:
    if is_address(reading.url) and reading.title:
        return f'<a href="{words(reading.url)}">{words(reading.title)}</a>'
    return " — ".join(part for part in (words(reading.title), inline(reading.url)) if part)


def _parked(parking_lot: tuple[Parked, ...]) -> Iterable[str]:
    for each in parking_lot:
        if each.kind == "conflict" or each.settled or not (each.text or each.answer or each.owner):
            continue
        kind = labels.PARKED_KIND[each.kind]
        lines = ((kind, each.text), ("Answer", each.answer), ("Who finds out", each.owner))
        yield "<br>".join((f"<strong>{name}:</strong> " if name else "") + inline(text) for name, text in lines if text)


def _key_details(session: Session) -> str:
    details = session.key_details
    milestones = ("started", "detected", "acknowledged", "mitigated", "resolved")
    rows = (
        ("Headline", words(details.headline)),
        ("Status", labels.STATUS[session.status]),
        ("Reference", inline(details.reference)),
        ("Severity", words(details.severity)),
        ("Team", words(details.team)),
        ("Facilitator", words(details.facilitator)),
        ("Scribe", words(details.scribe)),
        ("Owner", words(details.owner)),
        ("Attendees", words(", ".join(details.attendees))),
        ("Customer", words(details.customer)),
        ("Audience", labels.AUDIENCE[details.audience]),
        ("Time zone", words(details.timezone)),
        *((name.capitalize(), words(milestone(session, f"{name}_at", fraction=False))) for name in milestones),
        ("Review date", day(details.review_date)),
        ("Tags", words(", ".join(details.tags))),
        *((words(name), inline(text)) for name, text in details.more.items()),
    )
    return _pairs(rows)


def _text(text: str) -> str:
    return f'<div class="text">{block(text)}</div>' if text.strip() else ""


def _pairs(rows: Iterable[tuple[str, str]]) -> str:
    body = "".join(f'<tr><th scope="row">{name}</th><td>{value}</td></tr>' for name, value in rows if value)
    return f'<table class="pairs">{body}</table>' if body else ""


def _list(items: Iterable[str], kind: str = "") -> str:
    body = "".join(f"<li>{item}</li>" for item in items if item)
    return f"<ul{f' class={kind}' if kind else ''}>{body}</ul>" if body else ""
