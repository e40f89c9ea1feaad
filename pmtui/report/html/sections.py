"""The sections of the page that have tables or drawings: root cause, timeline, actions, evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from pmtui.report import labels
from pmtui.report.actions import actions_in_order, ticket_address
from pmtui.report.dates import day, event_time, event_to_the_second, moment_in, the_year, to_the_second
from pmtui.report.html.pictures import Pictures
from pmtui.report.html.text import block, inline, words
from pmtui.report.html.why_chart import why_chart
from pmtui.report.link_targets import file_target
from pmtui.report.timeline import figure_numbers, milestone_names
from pmtui.session.document import Action, Event, Evidence, Session, Why
from pmtui.session.normalise import check_attachment_path
from pmtui.session.order import sort_events
from pmtui.session.paths import walk


def figure_links(evidence: tuple[str, ...], numbers: Mapping[str, int]) -> str:
    """Return ` (Fig. 1, Fig. 3)` as links; empty without figures."""
    shown = [f'<a href="#fig-{numbers[each]}">Fig. {numbers[each]}</a>' for each in evidence if each in numbers]
    return f" ({', '.join(shown)})" if shown else ""


# --- root cause ---


def root_cause(session: Session) -> str:
    """Return the statement, why no cause was found, and the five whys as a drawing and a list."""
    cause = session.root_cause
    found = bool(cause.statement.strip()) or any(why.verdict == "root" for _, why in walk(cause.whys))
    parts = [f'<div class="text">{block(cause.statement)}</div>' if cause.statement.strip() else ""]
    if cause.not_found:
        parts.append(f"<p><strong>No root cause was found:</strong> {inline(cause.not_found)}</p>")
    if not found:
        parts.append('<p class="dim">No root cause is recorded.</p>')
    if cause.problem or cause.whys:
        numbers = figure_numbers(session)
        drawing = why_chart(cause, numbers)
        problem = f"<p><strong>Problem:</strong> {inline(cause.problem)}</p>" if cause.problem else ""
        parts.append("<h3>Five whys</h3>")
        parts.append(f'<div class="drawn">{drawing}</div>' if drawing else "")
        parts.append(f'<div class="list">{problem}{"".join(_branch(cause.whys, numbers))}</div>')
    return "".join(parts)


def _branch(whys: tuple[Why, ...], numbers: Mapping[str, int]) -> Iterator[str]:
    if whys:
        yield "<ul>"
        for why in whys:
            kind = "verdict" if why.verdict == "root" else "verdict other"
            said = f' <span class="{kind}">({labels.VERDICT[why.verdict]})</span>' if why.verdict else ""
            yield f"<li>{inline(why.text)}{said}{figure_links(why.evidence, numbers)}"
            yield from _branch(why.whys, numbers)
            yield "</li>"
        yield "</ul>"


# --- timeline ---


def timeline(session: Session) -> str:
    """Return the table of events; a decision has below it what was known then, and what is known now."""
    if not session.timeline:
        return ""
    zone = session.key_details.timezone
    events = sort_events(session.timeline, zone)
    numbers, marks = figure_numbers(session), milestone_names(session, events)
    year = the_year(events, zone)
    rows = "".join(_event(each, zone, year, marks.get(each.id, ()), numbers) for each in events)
    return (
        '<table class="timeline"><thead><tr><th>Time</th><th>Event</th><th>Kind</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def zone_and_year(session: Session) -> str:
    """Return what the times of the timeline mean: ` · Europe/London, 2026`."""
    zone = session.key_details.timezone
    year = the_year(session.timeline, zone)
    return f" <small>· {words(zone)}{f', {year}' if year else ''}</small>"


def _event(event: Event, zone: str, year: str, marks: Sequence[str], numbers: Mapping[str, int]) -> str:
    time = escape(event_time(event_to_the_second(event), zone, year=not year))
    mark = f'<span class="mark">{", ".join(marks)}</span> ' if marks else ""
    origin = " · ".join(inline(part) for part in (event.who, event.source) if part)
    told = "".join(
        f"<dt>{name}:</dt><dd>{inline(text)}</dd>"
        for name, text in (("Known then", event.known), ("Known now", event.known_now))
        if text
    )
    return (
        f"<tr{' class=pinned' if event.pinned else ''}><td{' class=long' if len(time) > 16 else ''}>{time}</td>"
        f"<td>{mark}{inline(event.text)}{figure_links(event.evidence, numbers)}"
        f"{f'<br><span class=from>{origin}</span>' if origin else ''}"
        f"{f'<dl class=told>{told}</dl>' if told else ''}</td>"
        f"<td>{labels.EVENT_KIND[event.kind]}</td></tr>"
    )


# --- actions ---

_COLUMNS = ("Action", "Owner", "Due", "Status", "Ticket", "Priority", "Kind")


def actions(session: Session, ticket_url: str) -> str:
    """Return the table, short term first; the columns ticket, priority and kind only where any action has a value."""
    rows = [(action, _action(action, ticket_url)) for action in actions_in_order(session.actions)]
    kept = [n for n in range(len(_COLUMNS)) if n < 4 or any(cells[n] for _, cells in rows)]
    head = "".join(f"<th>{_COLUMNS[n]}</th>" for n in kept)
    body = "".join(
        f"<tr{'' if action.status == 'open' else ' class=done'}>{''.join(_cell(cells, n) for n in kept)}</tr>"
        for action, cells in rows
    )
    table = f'<table class="actions"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="wide">{table}</div>' if rows else ""


def _cell(cells: Sequence[str], n: int) -> str:
    return f'<td class="{_COLUMNS[n].lower()}" data-label="{_COLUMNS[n]}">{cells[n]}</td>'


def _action(action: Action, ticket_url: str) -> tuple[str, ...]:
    description = f'<br><span class="dim">{inline(action.description)}</span>' if action.description else ""
    status = labels.ACTION_STATUS[action.status]
    address = ticket_address(action.ticket, ticket_url)
    ticket = f'<a href="{escape(address)}">{words(action.ticket)}</a>' if address else inline(action.ticket)
    return (
        inline(action.text) + description,
        inline(action.owner),
        day(action.due),
        f"{status} {day(action.done_at)}" if action.done_at else status,
        ticket,
        words(action.priority),
        ", ".join(part for part in (labels.ACTION_KIND[action.kind] if action.kind else "", action.horizon) if part),
    )


# --- evidence ---


def evidence(session: Session, attachments: str, pictures: Pictures) -> str:
    """Return each figure: number, caption, kind, the picture or a link, and its text.

    Raises:
        DocumentError: a file lies outside the attachment folder.
    """
    zone = session.key_details.timezone
    return "".join(_figure(n, item, zone, attachments, pictures) for n, item in enumerate(session.evidence, 1))


def _figure(n: int, item: Evidence, zone: str, attachments: str, pictures: Pictures) -> str:
    what = ", ".join(
        part for part in (labels.EVIDENCE_KIND[item.kind], moment_in(to_the_second(item.at), zone)) if part
    )
    parts = [
        f"<strong>{words(item.caption)}</strong>" if item.caption else "",
        f'<span class="dim">{escape(what)}</span>',
        inline(item.url),
    ]
    said = "<br>".join(part for part in parts if part)
    body = f"<pre>{escape(item.body)}</pre>" if item.kind in ("log", "chat") and item.body else ""
    if item.kind not in ("log", "chat"):
        body = f'<div class="text">{block(item.body)}</div>' if item.body.strip() else ""
    file = _file(n, item, attachments, pictures)
    return f'<figure id="fig-{n}"><h3>Fig. {n}</h3><figcaption>{said}</figcaption>{file}{body}</figure>'


def _file(n: int, item: Evidence, attachments: str, pictures: Pictures) -> str:
    if not item.path:
        return ""
    check_attachment_path(item.path, f"Fig. {n}: path")
    uri, why_not = pictures.data_uri(item.path)
    if uri:
        return f'<img src="{uri}" alt="{words(item.caption or item.path)}">'
    folder = f"{attachments.rstrip('/')}/" if attachments else ""
    why = f' <span class="dim">({why_not})</span>' if why_not else ""
    return f'<p><a href="{escape(file_target(folder + item.path))}">{words(item.path)}</a>{why}</p>'
