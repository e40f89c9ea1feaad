"""Dates and times as a report shows them, without losing a digit that reading the report back would need.

Non-breaking spaces keep a date on one line. Where all times of a table are of one year, only its header has the year.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from pmtui.session.document import Event, Instant, Session
from pmtui.session.durations import format_duration, incident_durations
from pmtui.session.instants import to_datetime
from pmtui.session.milestones import is_approximate
from pmtui.session.times import local, occurs_twice, show_offset

UNKNOWN = "time not known"
_WHOLE_SECOND: Final = len("2026-11-18T14:02:31Z")
NBSP: Final = "\u00a0"

_ENDS_OF_A_YEAR: Final = frozenset({"12-30", "12-31", "01-01", "01-02"})
"""Days of the year (UTC) on which the local date may be in another year."""

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LENGTHS: Final = {
    "detected_at": "detect",
    "acknowledged_at": "acknowledge",
    "mitigated_at": "mitigate",
    "resolved_at": "resolve",
}


def title_day(when: date | None) -> str:
    """Return `18-11-2026`; empty for None."""
    return f"{when.day:02}-{when.month:02}-{when.year:04}" if when else ""


def day(when: date | None) -> str:
    """Return `18 Nov 2026`; empty for None."""
    return _date(when.isoformat(), True) if when else ""


def moment_in(at: Instant | None, zone: str) -> str:
    """Return `18 Nov 2026 14:02`, with seconds where they are not zero; empty for None."""
    return NBSP.join(_shown(at, zone, True)) if at else ""


def milestone(session: Session, name: str, *, fraction: bool = True) -> str:
    """Return a milestone's time and how long after the start it was: `18 Nov 2026 14:09 (after 7 min)`.

    `about` stands before it where the milestone's event is approximate. Without `fraction`, fractions of a second are
    left out.
    """
    at = getattr(session.key_details, name)
    shown = moment_in(at if fraction else to_the_second(at), session.key_details.timezone)
    length = getattr(incident_durations(session.key_details), _LENGTHS[name]) if name in _LENGTHS else None
    after = f" (after {_length(length)})" if length else ""
    return f"about {shown}{after}" if is_approximate(session, at) else f"{shown}{after}"


def to_the_second(at: Instant | None) -> Instant | None:
    """Return an instant without fractions of a second, for pages that are not read back."""
    return f"{at[:19]}Z" if at else at


def event_to_the_second(event: Event) -> Event:
    """Return an event with its times without fractions of a second, for pages that are not read back."""
    if len(event.at or "") <= _WHOLE_SECOND and len(event.until or "") <= _WHOLE_SECOND:
        return event
    return replace(event, at=to_the_second(event.at), until=to_the_second(event.until))


def the_year(events: Iterable[Event], zone: str) -> str:
    """Return the year of the events where it is the same for all, else an empty string."""
    days = {at[:13] if at[5:10] in _ENDS_OF_A_YEAR else at[:4] for e in events for at in (e.at, e.until) if at}
    years = {each if len(each) == 4 else _shown(f"{each}:00:00Z", zone, True)[0][-4:] for each in days}
    return years.pop() if len(years) == 1 else ""


def event_time(event: Event, zone: str, *, year: bool = True) -> str:
    """Return the first cell of an event in the timeline: date and time, `about`, a range with its length."""
    if event.at is None:
        return f"{UNKNOWN} – {NBSP.join(_shown(event.until, zone, year))}" if event.until else UNKNOWN
    on, clock = _shown(event.at, zone, year)
    by_day = event.precision == "day"
    begin = on if by_day else f"{on}{NBSP}{clock}"
    if event.precision == "about":
        begin = f"about {begin}"
    if event.until is None:
        return begin
    until, end = _shown(event.until, zone, year)
    if by_day:
        return f"{begin} – {until}" if end == "12:00" else f"{begin} – {until}{NBSP}{end}"
    lasted = to_datetime(event.until) - to_datetime(event.at)
    length = f" ({_length(lasted)})" if lasted > timedelta() else ""
    if until != on:
        return f"{begin} – {until}{NBSP}{end}{length}"
    dash = " – " if NBSP in clock + end else "–"
    return f"{begin}{dash}{end}{length}"


def _length(length: timedelta) -> str:
    return format_duration(length).replace(" ", NBSP)


def _shown(at: Instant, zone: str, year: bool) -> tuple[str, str]:
    """Return date and time of day, with seconds where they are not zero; with the offset where the time is
    ambiguous.
    """
    seconds = "" if at[16:] == ":00Z" else at[16:-1]
    offset = _steady_offset(at[:10], zone)
    if offset is not None:
        clock = _clock(at[11:16], offset)
        if clock:
            return _date(at[:10], year), clock + seconds
    when = local(at, zone)
    if when.second or seconds:
        seconds = f":{when.second:02}{at[19:-1]}"
    # Near the first and last year Python cannot convert to some zones: UTC is shown then, and named.
    told_apart = occurs_twice(when) or str(when.tzinfo) != zone
    clock = f"{when:%H:%M}{seconds}" + (f"{NBSP}{show_offset(when)}" if told_apart else "")
    return _date(when.date().isoformat(), year), clock


@lru_cache(maxsize=2048)
def _clock(utc: str, offset: int) -> str:
    """Return `15:02` for `14:02` and an offset of 60 minutes; empty where the date changes."""
    hour, minute = divmod(int(utc[:2]) * 60 + int(utc[3:]) + offset, 60)
    return f"{hour:02}:{minute:02}" if 0 <= hour < 24 else ""


@lru_cache(maxsize=1024)
def _date(iso: str, year: bool) -> str:
    """Return `18 Nov 2026` for `2026-11-18`, or `18 Nov` without the year."""
    short = f"{int(iso[8:])}{NBSP}{MONTHS[int(iso[5:7]) - 1]}"
    return f"{short}{NBSP}{iso[:4]}" if year else short


@lru_cache(maxsize=1024)
def _steady_offset(utc_day: str, zone: str) -> int | None:
    """Return the zone's offset from UTC in minutes where it is the same on that day and the days around it, else None.

    Cached, because the events of a long timeline are mostly of one day.
    """
    noon = datetime.fromisoformat(f"{utc_day}T12:00:00+00:00")
    if not 1 < noon.year < 9999:
        return None
    tz = ZoneInfo(zone)
    offsets = {(noon + timedelta(hours=hours)).astimezone(tz).utcoffset() for hours in range(-48, 49, 6)}
    offset = offsets.pop() or timedelta()
    return None if offsets or offset % timedelta(minutes=1) else offset // timedelta(minutes=1)
