"""The text of a ticket for an action: what to do, why, when it is done, who does it and by when."""

from __future__ import annotations

from collections.abc import Iterator

from pmtui.report import labels
from pmtui.report.actions import ticket_link
from pmtui.report.dates import day
from pmtui.report.escape import flow
from pmtui.session.document import Action, Session, Why
from pmtui.session.durations import format_duration, incident_durations
from pmtui.session.paths import all_items, walk
from pmtui.session.text import one_line


def ticket_text(session: Session, action: Action, ticket_url: str = "") -> str:
    """Return the title as it was typed, an empty line, and the body in Markdown.

    Args:
        session: the review.
        action: the action.
        ticket_url: the address of a ticket, with `{}` for its name; empty: tickets are not linked.
    """
    return f"{one_line(action.text)}\n\n{ticket_body(session, action, ticket_url)}"


def ticket_body(session: Session, action: Action, ticket_url: str = "") -> str:
    """Return the body in Markdown; parts without a value are left out."""
    said = [
        ("What happened", _incident(session)),
        *_causes(session, action),
        ("Done when" if action.status != "dropped" else "Dropped because", flow(action.description.strip())),
    ]
    facts = [
        ("Owner", flow(one_line(action.owner))),
        ("Due", day(action.due)),
        ("Priority", flow(one_line(action.priority))),
        ("Kind", labels.ACTION_KIND[action.kind] if action.kind else ""),
        ("Ticket", ticket_link(action.ticket, ticket_url)),
    ]
    parts = [f"**{name}:** {text}" for name, text in said if text]
    parts += ["\n".join(f"- {name}: {text}" for name, text in facts if text)]
    parts += [f"From a {flow(one_line(session.key_details.term).lower() or 'review')}: `pmtui open {session.id}`"]
    return "\n\n".join(filter(None, parts)) + "\n"


def _incident(session: Session) -> str:
    """Return the headline, and in brackets which incident it was."""
    details, lasted = session.key_details, incident_durations(session.key_details).outage
    facts = [
        flow(one_line(details.product)),
        day(details.incident_date),
        flow(one_line(details.severity)),
        flow(one_line(details.reference)),
        f"lasted {format_duration(lasted)}" if lasted is not None else "",
    ]
    headline = flow(one_line(details.headline)) or flow(one_line(session.root_cause.problem))
    which = ", ".join(filter(None, facts))
    return f"{headline} ({which})" if headline and which else headline or which


def _causes(session: Session, action: Action) -> Iterator[tuple[str, str]]:
    """Yield what the action comes from, and the root causes."""
    roots = [why for _, why in walk(session.root_cause.whys) if why.verdict == "root" and why.text.strip()]
    source = next((item for _, item in all_items(session) if item.id == action.source), None)
    if isinstance(source, Why) and source.verdict == "root":
        roots = [source]
    elif (text := one_line(str(getattr(source, "text", "")))) and text != one_line(action.text):
        yield "Comes from", flow(text)
    yield "Root causes" if len(roots) > 1 else "Root cause", "; ".join(flow(one_line(why.text)) for why in roots)
