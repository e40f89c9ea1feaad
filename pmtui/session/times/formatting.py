"""Show times and dates to people, in the session's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from pmtui.session.date_format import show_date
from pmtui.session.document import Instant, Precision
from pmtui.session.durations import format_minutes
from pmtui.session.instants import to_datetime


def show_noted(at: Instant, zone: str, *, precision: Precision = "exact", until: Instant | None = None) -> str:
    """Return a time in full: `18 Nov 2026 14:02 Europe/London`, `about 18 Nov 2026 14:02–14:10 UTC`."""
    begin = local(at, zone)
    if precision == "day":
        last = local(until, zone).date() if until else begin.date()
        return _day_in_words(begin) if last == begin.date() else f"{_day_in_words(begin)} – {_day_in_words(last)}"
    text = f"{'about ' if precision == 'about' else ''}{_day_in_words(begin)} {_clock(begin)}"
    if until is not None:
        end = local(until, zone)
        text += f"–{_clock(end)}" if end.date() == begin.date() else f" – {_day_in_words(end)} {_clock(end)}"
    return f"{text} {zone}"


def _day_in_words(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def local(at: Instant, zone: str) -> datetime:
    """Return the instant in a zone; in UTC where the local time is outside the calendar."""
    when = to_datetime(at)
    try:
        return when.astimezone(ZoneInfo(zone))
    except OverflowError:
        return when


def show_offset(when: datetime) -> str:
    """Return the offset of an aware datetime, such as `+01:00`."""
    text = when.strftime("%z")
    return f"{text[:3]}:{text[3:5]}"


def occurs_twice(when: datetime) -> bool:
    """Whether the local time occurs twice, because clocks are set back."""
    return when.replace(fold=0).utcoffset() != when.replace(fold=1).utcoffset() and exists(when)


def show_clock(
    at: Instant, zone: str, *, precision: Precision = "exact", until: Instant | None = None, fraction: bool = False
) -> str:
    """Return `14:02`, `14:02:31`, `~14:02` or `14:02–14:10`; with its offset if it occurs twice; empty for a day.

    Args:
        fraction: also show the fraction of a second: `14:02:31.25`.
    """
    if precision == "day":
        return ""
    about = "~" if precision == "about" else ""
    begin = local(at, zone)
    if until is None:
        return about + _clock(begin, at if fraction else "")
    end = local(until, zone)
    on = "" if end.date() == begin.date() else f"{show_date(end.date())} "
    first, last = (_clock(begin, at), _clock(end, until)) if fraction else (_clock(begin), _clock(end))
    return f"{about}{first}–{on}{last}"


def show_time(
    at: Instant,
    zone: str,
    *,
    precision: Precision = "exact",
    until: Instant | None = None,
    on: date | None = None,
    fraction: bool = False,
) -> str:
    """Return `show_clock` with the date before it, except on the day `on`; for a day, its date."""
    day = local(at, zone).date()
    clock = show_clock(at, zone, precision=precision, until=until, fraction=fraction)
    if not clock:
        last = local(until, zone).date() if until else day
        return show_date(day) if last == day else f"{show_date(day)} – {show_date(last)}"
    return clock if day == on else f"{show_date(day)} {clock}"


def elapsed(a: Instant, b: Instant) -> str:
    """Return the time from `a` to `b`: `+45 min`, `+1 h 40`, `+2 days 3 h`, `-7 min`; under a minute `at once`."""
    minutes = int((to_datetime(b) - to_datetime(a)).total_seconds() / 60)
    length = format_minutes(minutes)
    return "at once" if not minutes else length if minutes < 0 else f"+{length}"


def clock_text(clock: time) -> str:
    """Return `14:02`, with seconds if they are not zero."""
    return f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}"


def _clock(when: datetime, at: Instant = "") -> str:
    """Return a time with seconds if not zero, the fraction of the instant `at`, and the offset if it occurs twice."""
    behind = at.partition(".")[2].removesuffix("Z")
    clock = f"{when:%H:%M:%S}.{behind}" if behind else clock_text(when.time())
    return clock + (f" {show_offset(when)}" if occurs_twice(when) else "")


def exists(when: datetime) -> bool:
    """Whether the local time exists, that is, is not skipped by a clock change."""
    back = when.astimezone(UTC).astimezone(when.tzinfo)
    return back.replace(tzinfo=None, fold=0) == when.replace(tzinfo=None, fold=0)
