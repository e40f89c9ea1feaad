"""Dates and times as a report shows them: day first, and every digit that would be missed when it is read back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pmtui.session.document import Event, Instant
from pmtui.session.times import local, occurs_twice, show_date, show_offset

UNKNOWN = "time not known"
_NOON = time(12)


def day(when: date | None) -> str:
    """`18-11-2026`, or nothing."""
    return show_date(when) if when else ""


def moment_in(at: Instant | None, zone: str) -> str:
    """`18-11-2026 14:02 Europe/London`, with seconds where they are not zero; or nothing."""
    if at is None:
        return ""
    when = local(at, zone)
    return f"{day(when.date())} {_clock(at, when, zone)} {zone}"


def event_time(event: Event, zone: str) -> str:
    """The left column of the timeline: date and time, "about", a range."""
    if event.at is None:
        return f"{UNKNOWN} – {_full(event.until, zone)}" if event.until else UNKNOWN
    when = local(event.at, zone)
    begin = day(when.date())
    if event.precision == "day":
        return begin if event.until is None else f"{begin} – {_day_or_full(event.until, zone)}"
    about = "about " if event.precision == "about" else ""
    shown = f"{about}{begin} {_clock(event.at, when, zone)}"
    return shown if event.until is None else f"{shown} – {_end(event.until, when, zone)}"


def _full(at: Instant, zone: str) -> str:
    when = local(at, zone)
    return f"{day(when.date())} {_clock(at, when, zone)}"


def _day_or_full(at: Instant, zone: str) -> str:
    when = local(at, zone)
    return day(when.date()) if when.time() == _NOON else _full(at, zone)


def _end(at: Instant, begin: datetime, zone: str) -> str:
    """The end of a range; its date only where it is another one."""
    when = local(at, zone)
    return _clock(at, when, zone) if when.date() == begin.date() else _full(at, zone)


def _clock(at: Instant, when: datetime, zone: str) -> str:
    """Seconds where they are not zero, the offset where the hour occurs twice or lies outside the zone's calendar."""
    fraction = at[19:-1]
    seconds = f":{when.second:02}{fraction}" if when.second or fraction else ""
    # The two ends of the calendar have no time in some zones; what is shown then is UTC.
    told_apart = (not _is_quiet(at[:10], zone) and occurs_twice(when)) or str(when.tzinfo) != zone
    return f"{when.hour:02}:{when.minute:02}{seconds}" + (f" {show_offset(when)}" if told_apart else "")


@lru_cache(maxsize=1024)
def _is_quiet(utc_day: str, zone: str) -> bool:
    """Whether no clock changes near that day, so that no time of it can occur twice; the dear question, asked once."""
    noon = datetime.fromisoformat(f"{utc_day}T12:00:00+00:00")
    if not 1 < noon.year < 9999:
        return False
    tz = ZoneInfo(zone)
    return len({(noon + timedelta(hours=hours)).astimezone(tz).utcoffset() for hours in range(-48, 49, 6)}) == 1
