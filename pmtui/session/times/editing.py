"""Times as one would type them: what a field shows is read as the same time again."""

from __future__ import annotations

from datetime import date

from pmtui.session.date_format import show_date
from pmtui.session.document import Event, Instant, Precision
from pmtui.session.instants import moment
from pmtui.session.times.reading import read_time
from pmtui.session.times.showing import local, show_time
from pmtui.session.times.typed import Typed


def show_instant(at: Instant, zone: str, *, precision: Precision = "exact") -> str:
    """A time with its day, as one would type it: `25-10-2026 14:02`, in a doubled hour `25-10-2026 01:10 +01:00`.

    Where that is not read as the same time again, it is the instant.
    """
    shown = show_time(at, zone, precision=precision, fraction=True)
    typed = _read(shown, zone, at, None)
    return shown if typed is not None and typed.at == at else at


def show_typed(event: Event, zone: str, incident_date: date | None) -> str:
    """The event's time as one would type it: `read_time` makes the same instants and precision of it again.

    An event that knows only its day keeps its day, which is all that it says.
    """
    if event.at is None:
        return ""
    if event.precision == "day" and event.until is None:
        return show_date(local(event.at, zone).date())
    want = event.at, event.precision, event.until
    # A bare time would hang on the clock where the review is of these days, and then none is shown.
    for on in (incident_date, None):
        short = show_time(event.at, zone, precision=event.precision, until=event.until, on=on, fraction=True)
        got = _read(short, zone, event.at, incident_date)
        if got is not None and (got.at, got.precision, got.until) == want:
            return short
    if event.precision == "day":
        return f"{show_date(local(event.at, zone).date())} – {event.until}"
    about = "~" if event.precision == "about" else ""
    return about + event.at + (f" – {event.until}" if event.until else "")


def _read(text: str, zone: str, at: Instant, incident_date: date | None) -> Typed | None:
    try:
        return read_time(text, zone=zone, now=moment(at), incident_date=incident_date)
    except ValueError:
        return None
