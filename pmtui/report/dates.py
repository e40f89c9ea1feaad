"""Dates and times as a report shows them: day first, and every digit that would be missed when it is read back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pmtui.session.document import Event, Instant, Session
from pmtui.session.milestones import is_about
from pmtui.session.times import local, occurs_twice, show_date, show_offset

UNKNOWN = "time not known"


def day(when: date | None) -> str:
    """`18-11-2026`, or nothing."""
    return show_date(when) if when else ""


def moment_in(at: Instant | None, zone: str) -> str:
    """`18-11-2026 14:02 Europe/London`, with seconds where they are not zero; or nothing."""
    return f"{' '.join(_shown(at, zone))} {zone}" if at else ""


def milestone(session: Session, at: Instant | None) -> str:
    """The time of a milestone; `about` before it where the event that it was taken from is approximate."""
    shown = moment_in(at, session.key_details.timezone)
    return f"about {shown}" if is_about(session, at) else shown


def event_time(event: Event, zone: str) -> str:
    """The left column of the timeline: date and time, "about", a range."""
    if event.at is None:
        return f"{UNKNOWN} – {' '.join(_shown(event.until, zone))}" if event.until else UNKNOWN
    on, clock = _shown(event.at, zone)
    by_day = event.precision == "day"
    begin = on if by_day else f"{on} {clock}"
    if event.precision == "about":
        begin = f"about {begin}"
    if event.until is None:
        return begin
    until, end = _shown(event.until, zone)
    if by_day:
        return f"{begin} – {until}" if end == "12:00" else f"{begin} – {until} {end}"
    return f"{begin} – {end}" if until == on else f"{begin} – {until} {end}"


def _shown(at: Instant, zone: str) -> tuple[str, str]:
    """The date and the time of day; seconds where they are not zero, the offset where the time occurs twice."""
    seconds = "" if at[16:] == ":00Z" else at[16:-1]
    offset = _steady_offset(at[:10], zone)
    if offset is not None:
        hour, minute = divmod(int(at[11:13]) * 60 + int(at[14:16]) + offset, 60)
        if 0 <= hour < 24:
            return f"{at[8:10]}-{at[5:7]}-{at[:4]}", f"{hour:02}:{minute:02}{seconds}"
    when = local(at, zone)
    if when.second or seconds:
        seconds = f":{when.second:02}{at[19:-1]}"
    # The two ends of the calendar have no time in some zones; what is shown then is UTC, and says so.
    told_apart = occurs_twice(when) or str(when.tzinfo) != zone
    return show_date(when.date()), f"{when:%H:%M}{seconds}" + (f" {show_offset(when)}" if told_apart else "")


@lru_cache(maxsize=1024)
def _steady_offset(utc_day: str, zone: str) -> int | None:
    """How many minutes the zone is ahead of UTC all through that day and the days around it, so that no clock changes
    and no time occurs twice; None where that is not so. A long timeline asks again and again, mostly for one day."""
    noon = datetime.fromisoformat(f"{utc_day}T12:00:00+00:00")
    if not 1 < noon.year < 9999:
        return None
    tz = ZoneInfo(zone)
    offsets = {(noon + timedelta(hours=hours)).astimezone(tz).utcoffset() for hours in range(-48, 49, 6)}
    offset = offsets.pop() or timedelta()
    return None if offsets or offset % timedelta(minutes=1) else offset // timedelta(minutes=1)
