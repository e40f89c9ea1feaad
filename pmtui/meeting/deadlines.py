"""By when a review should be final: on its review date, else so many days after the incident, by severity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from pmtui.session.document import Instant, KeyDetails, Session, Status

OTHERS: Final = "default"
"""The key among the severities that stands for all severities without a deadline of their own."""


def due_on(session: Session, days: Mapping[str, int]) -> date | None:
    """Return the day by which a review should be final; None where it is final already, or has no deadline.

    Args:
        session: the review.
        days: days after the incident, by severity in lower case, with `OTHERS` for the rest.
    """
    return final_by(session.status, session.key_details, session.created_at, days)


def final_by(status: Status, details: KeyDetails, created_at: Instant, days: Mapping[str, int]) -> date | None:
    """Return `due_on` for a review of which only these facts are known, as in the search index."""
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
    """Return `due in 2 days`, `due today` or `3 days late`; from two years on in years, `9 years late`."""
    days = (due - today).days
    if days == 0:
        return "due today"
    return f"due in {days_in_words(days)}" if days > 0 else f"{days_in_words(-days)} late"


def days_in_words(days: int) -> str:
    """Return a number of days (0 or more) in words: `1 day`, `40 days`; from two years on in years, `9 years`."""
    years = days // 365
    return f"{years} years" if years > 1 else f"{days} day{'s' * (days != 1)}"
