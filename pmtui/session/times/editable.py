"""Write times as a user would type them, so that reading the text gives the same time."""

from __future__ import annotations

from datetime import date

from pmtui.session.date_format import show_date
from pmtui.session.document import Event, Instant, Precision
from pmtui.session.instants import to_datetime
from pmtui.session.times.formatting import local, show_time
from pmtui.session.times.reading import read_time
from pmtui.session.times.typed_time import TypedTime


def show_instant(at: Instant, zone: str, *, precision: Precision = "exact") -> str:
    """Return a time with its date as one would type it: `25-10-2026 14:02`; in a repeated hour with its offset.

    If that would not be read as the same time, return the instant itself.
    """
    shown = show_time(at, zone, precision=precision, fraction=True)
    typed = _read(shown, zone, at, None)
    return shown if typed is not None and typed.at == at else at


def show_typed(event: Event, zone: str, incident_date: date | None) -> str:
    """Return an event's time as one would type it, so that `read_time` gives the same instants and precision.

    An event of precision `day` gives its date.
    """
    if event.at is None:
        return ""
    if event.precision == "day" and event.until is None:
        return show_date(local(event.at, zone).date())
    want = event.at, event.precision, event.until
    # A time without a date depends on today in a review of today or yesterday, so the date is written.
    for on in (incident_date, None):
        short = show_time(event.at, zone, precision=event.precision, until=event.until, on=on, fraction=True)
        got = _read(short, zone, event.at, incident_date)
        if got is not None and (got.at, got.precision, got.until) == want:
            return short
    if event.precision == "day":
        return f"{show_date(local(event.at, zone).date())} – {event.until}"
    about = "~" if event.precision == "about" else ""
    return about + event.at + (f" – {event.until}" if event.until else "")


def _read(text: str, zone: str, at: Instant, incident_date: date | None) -> TypedTime | None:
    try:
        return read_time(text, zone=zone, now=to_datetime(at), incident_date=incident_date)
    except ValueError:
        return None
