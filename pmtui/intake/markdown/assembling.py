"""Make the session of a draft."""

from __future__ import annotations

from datetime import date
from typing import Any

from pmtui.intake.markdown.draft import Draft
from pmtui.session.document import (
    FORMAT,
    VERSION,
    Impact,
    KeyDetails,
    Lessons,
    OwnSection,
    RootCause,
    Session,
    Summary,
)
from pmtui.session.instants import to_instant
from pmtui.session.times import local


def assembled(draft: Draft, zone: str) -> Session:
    """Return the session of a draft; details that are missing are derived from others."""
    now = to_instant(draft.context.now)
    details: dict[str, Any] = dict(draft.details)
    status = details.pop("status", "draft")
    details.setdefault("timezone", zone)
    details.setdefault("term", "Postmortem")
    if details.get("incident_date") is None:
        details["incident_date"] = _first_day(draft, details["timezone"]) or draft.times.day
    return Session(
        format=FORMAT,
        version=VERSION,
        id=draft.new_id(),
        status=status,
        created_at=now,
        updated_at=now,
        key_details=KeyDetails(
            **details, attendees=_once(draft.attendees), tags=_once(draft.tags), more=dict(draft.more)
        ),
        summary=Summary(
            overview=_text(draft.prose["summary.overview"]),
            services=_once(draft.services),
            recurrence=draft.recurrence,
            related_tickets=_once(draft.tickets),
            sections=tuple(
                OwnSection(id=draft.new_id(), title=own.title, text=_text(own.parts)) for own in draft.sections
            ),
        ),
        impact=Impact(statement=_text(draft.prose["impact.statement"]), measures=tuple(draft.measures)),
        root_cause=RootCause(
            problem=draft.problem, whys=tuple(draft.whys), statement=_text(draft.prose["root_cause.statement"])
        ),
        timeline=tuple(draft.events),
        actions=tuple(draft.actions),
        lessons=Lessons(**{name: tuple(notes) for name, notes in draft.notes.items()}),
        evidence=tuple(draft.evidence),
        further_reading=tuple(draft.reading),
        parking_lot=tuple(draft.parked),
    )


def _text(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part.strip())


def _once(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text.strip()))


def _first_day(draft: Draft, zone: str) -> date | None:
    at = next((event.at for event in draft.events if event.at), None)
    return local(at, zone).date() if at else None
