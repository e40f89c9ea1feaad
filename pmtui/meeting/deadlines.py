"""By when a review should be final: its review date, else so many days after the incident as its severity allows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from pmtui.session.document import Instant, KeyDetails, Session, Status

OTHERS: Final = "default"
"""Stands among the severities for all that are not named."""


def due_on(session: Session, days: Mapping[str, int]) -> date | None:
    """The day by which the review should be final; None where it is, or where nothing says a day.

    Args:
        session: the review.
        days: after the incident, by severity in lower case; see `OTHERS`.
    """
    return final_by(session.status, session.key_details, session.created_at, days)


def final_by(status: Status, details: KeyDetails, created_at: Instant, days: Mapping[str, int]) -> date | None:
    """`due_on` for what is known of a review without its file."""
    if status == "final":
        return None
    if details.review_date is not None:
        return details.review_date
    allowed = days.get(details.severity.strip().casefold(), days.get(OTHERS))
    try:
        begun = details.incident_date or date.fromisoformat(created_at[:10])
        return begun + timedelta(days=allowed) if allowed is not None else None
    except (ValueError, OverflowError):
        return None


def in_words(due: date, today: date) -> str:
    """`due in 2 days`, `due today`, `3 days late`; from two years on `9 years late`."""
    days = (due - today).days
    if days == 0:
        return "due today"
    return f"due in {so_long(days)}" if days > 0 else f"{so_long(-days)} late"


def so_long(days: int) -> str:
    """So many days, at least 0, in words: `1 day`, `40 days`; from two years on `9 years`."""
    years = days // 365
    return f"{years} years" if years > 1 else f"{days} day{'s' * (days != 1)}"
