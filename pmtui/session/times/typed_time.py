"""The results of reading a typed time, and the context in which it is read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple, TypedDict
from zoneinfo import ZoneInfo

from pmtui.session.document import Instant, Precision, Session
from pmtui.session.instants import sort_key


class TypedTime(NamedTuple):
    """The result of reading a time."""

    at: Instant
    precision: Precision
    note: str
    """What the user should know (a clock change, a zone that was not read); otherwise empty."""
    until: Instant | None
    """The end of a range, or None."""


class TakenTime(NamedTuple):
    """The result of taking a time off the start of a text."""

    typed: TypedTime | None
    text: str
    """The text without the time."""
    note: str
    """The note of the time, or why a start that looks like a time was not read; otherwise empty."""


class ReadingContext(TypedDict):
    """The context of a time without a date or zone: keyword arguments of `read_time` and `take_time`."""

    zone: str
    now: datetime
    incident_date: date | None
    newest: Instant | None
    """The latest time of day in the timeline, in a review of today or yesterday; otherwise None."""
    started: Instant | None
    """The start of the incident, if known."""


def reading_context(session: Session, now: datetime) -> ReadingContext:
    """Return the context for times that are typed into a session."""
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
    """Whether an incident is from today or yesterday, or its date is not set."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return incident_date is None or today - timedelta(days=1) <= incident_date <= today


class UnreadableTime(ValueError):
    """A text looks like a time or date but cannot be read; the message is one line: why, and how to write it."""

    def __init__(self, what: str, mend: str = "") -> None:
        super().__init__(f"{what}: {mend}" if mend else what)
        self.what = what


def quoted(text: str) -> str:
    """Return a text quoted for a message, shortened if long."""
    return repr(text if len(text) <= 24 else text[:23] + "…")
