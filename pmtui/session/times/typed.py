"""What reading a typed time comes to, and what it is read against."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple, TypedDict
from zoneinfo import ZoneInfo

from pmtui.session.document import Instant, Precision, Session
from pmtui.session.instants import sort_key


class Typed(NamedTuple):
    """A time that was typed."""

    at: Instant
    precision: Precision
    note: str
    """What had to be decided, for the person to know (a clock change, a zone that was not read); else empty."""
    until: Instant | None
    """The end of a range."""


class Taken(NamedTuple):
    """What taking a leading time off a text came to."""

    typed: Typed | None
    text: str
    """What is left."""
    note: str
    """What there is to say: the note of the time, or why what begins like a time was not read; else empty."""


class ReadingContext(TypedDict):
    """What a bare time is read against; `read_time` and `take_time` take it as keyword arguments."""

    zone: str
    now: datetime
    incident_date: date | None
    newest: Instant | None
    """The latest time of day in the timeline, where it decides: in a review of today or yesterday."""
    started: Instant | None
    """When the incident began, where that is known."""


def reading_context(session: Session, now: datetime) -> ReadingContext:
    """What the times that are typed into a session are read against."""
    details = session.key_details
    newest = None
    if details.incident_date is not None and is_current(details.incident_date, details.timezone, now):
        known = [event.at for event in session.timeline if event.at is not None and event.precision != "day"]
        newest = max(known, key=sort_key, default=None)
    return {
        "zone": details.timezone,
        "now": now,
        "incident_date": details.incident_date,
        "newest": newest,
        "started": details.started_at,
    }


def is_current(incident_date: date | None, zone: str, now: datetime) -> bool:
    """Whether an incident is of today or yesterday, or its date is not set; what has no time is then of now."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return incident_date is None or today - timedelta(days=1) <= incident_date <= today


class NotRead(ValueError):
    """What begins like a time or a date and cannot be read: one short line that says why, and how to write it."""

    def __init__(self, what: str, mend: str = "") -> None:
        super().__init__(f"{what}: {mend}" if mend else what)
        self.what = what


def quoted(text: str) -> str:
    """A text in a message, cut where it is long."""
    return repr(text if len(text) <= 24 else text[:23] + "…")
