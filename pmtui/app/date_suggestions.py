"""Suggest another date for a typed time, which the user accepts with one key. The typed time itself is not changed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from pmtui.meeting.lazy_patterns import LazyPattern
from pmtui.session.document import Event, Instant, Session
from pmtui.session.instants import sort_key, to_datetime
from pmtui.session.milestones import is_approximate
from pmtui.session.times import (
    TypedTime,
    is_current,
    local,
    read_time,
    reading_context,
    show_date,
    show_instant,
    show_noted,
    show_time,
    take_time,
)
from pmtui.session.times.days import scan_day

MILESTONES: Final = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")
"""The times of the key details, in their usual order."""
_DAY: Final = timedelta(days=1)
_ABOUT_AN_HOUR: Final = LazyPattern(r"(?i)(?:~|(?:about|around|ca\.?|at)\s)\s*[0-9]{1,2}(?=\s+[^\W\d])")


class OtherDay(NamedTuple):
    """A suggestion: the whole text with the other date, and the time that it means. Both empty: there is none."""

    whole: str = ""
    shown: str = ""


def of_event_line(text: str, session: Session, now: datetime) -> OtherDay:
    """Suggest another reading of a line that is typed into the timeline; empty where there is none.

    A time without a date is read on the incident's date; suggested is the date that brings it closest to the last
    event, as after midnight. A date without a year, or an hour without minutes, is read as text; suggested is the line
    with them.

    Args:
        text: the typed line.
        session: the review.
        now: the present, timezone-aware.
    """
    zone = session.key_details.timezone
    context = reading_context(session, now)
    taken = take_time(text, **context)
    if taken.typed is None:
        return _with_its_minutes(text, session, now) or _with_its_year(text, session, now)
    last = next((each.at for each in reversed(session.timeline) if each.at and each.precision != "day"), None)
    if last is None or not _is_bare(text, session, now):
        return OtherDay()
    near = local(last, zone).date()
    readings = [(day, take_time(text, **context | {"incident_date": day})) for day in (near - _DAY, near, near + _DAY)]
    day, meant = min(readings, key=lambda each: _apart(each[1].typed, last))
    if meant.typed is None or meant.typed.at == taken.typed.at:
        return OtherDay()
    whole = f"{show_date(day)} {text.strip()}"
    again = take_time(whole, **context)
    if again.typed is None or again.typed.at != meant.typed.at or again.text != meant.text:
        return OtherDay()
    return OtherDay(whole, _shown(again.typed, zone))


def of_milestone(name: str, text: str, session: Session, now: datetime) -> OtherDay:
    """Suggest another reading of a time in the key details: a day later, or without “about”; empty where there is none.

    Args:
        name: one of `MILESTONES`.
        text: the typed text.
        session: the review.
        now: the present, timezone-aware.
    """
    details = session.key_details
    typed = _read(text, session, now)
    if typed is None or typed.until is not None or typed.precision == "day":
        return OtherDay()
    at = _not_before(_earlier(name, session), text, typed, session, now)
    about = typed.precision == "about" and not is_approximate(session, at)
    if at == typed.at and not about:
        return OtherDay()
    return OtherDay(show_instant(at, details.timezone), show_noted(at, details.timezone))


def of_event_time(event: Event, text: str, session: Session, now: datetime) -> str:
    """Suggest another text for a time that is typed over an event's time; empty where there is none.

    For a time without a date, suggested is the event's own date where it is not the incident's. For a date without a
    time, suggested is the event's time of day.
    """
    zone = session.key_details.timezone
    typed = _read(text, session, now)
    if typed is None or event.at is None:
        return ""
    day = local(event.at, zone).date()
    if typed.precision == "day" and event.precision != "day" and typed.until is None:
        clock = show_time(event.at, zone, precision=event.precision, until=event.until, on=day)
        return _if_read(f"{text.strip()} {clock}", session, now)
    if typed.precision == "day" or local(typed.at, zone).date() == day or not _is_bare(text, session, now):
        return ""
    return _if_read(f"{show_date(day)} {text.strip()}", session, now)


# --- reading ---


def _read(text: str, session: Session, now: datetime) -> TypedTime | None:
    try:
        return read_time(text, **reading_context(session, now))
    except ValueError:
        return None


def _if_read(text: str, session: Session, now: datetime) -> str:
    return text if _read(text, session, now) is not None else ""


def _is_bare(text: str, session: Session, now: datetime) -> bool:
    """Whether a text is a time without a date, in a review of a past incident whose date the time is read on."""
    details, context = session.key_details, reading_context(session, now)
    if details.incident_date is None or is_current(details.incident_date, details.timezone, now):
        return False
    here = take_time(text, **context).typed
    next_day = take_time(text, **context | {"incident_date": details.incident_date + _DAY}).typed
    return here is not None and next_day is not None and here.at != next_day.at


def _with_its_minutes(text: str, session: Session, now: datetime) -> OtherDay | None:
    """Complete `around 10 the console hangs` with minutes, so that the hour is read as a time; None where it
    has none.
    """
    found = _ABOUT_AN_HOUR.match(text)
    whole = f"{text[: found.end()]}:00{text[found.end() :]}" if found else ""
    typed = take_time(whole, **reading_context(session, now)).typed if whole else None
    return OtherDay(whole, _shown(typed, session.key_details.timezone)) if typed is not None else None


def _with_its_year(text: str, session: Session, now: datetime) -> OtherDay:
    """Complete `19 Oct The works begin` with the year; empty where the line does not begin like that."""
    found = scan_day(text, 0) if text[:1].isalnum() else None
    if found is None or not found[0].by_name or found[0].year is not None or not text[found[1] :].strip():
        return OtherDay()
    typed = _read(text[: found[1]], session, now)
    if typed is None or not text[found[1]].isspace():
        return OtherDay()
    zone = session.key_details.timezone
    whole = f"{show_date(local(typed.at, zone).date())}{text[found[1] :]}"
    return OtherDay(whole, _shown(typed, zone))


def _earlier(name: str, session: Session) -> Instant | None:
    """Return the latest of the milestones that come before one; None where there is none."""
    before = [getattr(session.key_details, each) for each in MILESTONES[: MILESTONES.index(name)]]
    return max((at for at in before if at is not None), key=sort_key, default=None)


def _not_before(earlier: Instant | None, text: str, typed: TypedTime, session: Session, now: datetime) -> Instant:
    """Return the typed time; where it lies before an earlier milestone, the first such time of day after that one."""
    if earlier is None or sort_key(typed.at) >= sort_key(earlier) or not _is_bare(text, session, now):
        return typed.at
    begin = local(earlier, session.key_details.timezone).date()
    for day in (begin, begin + _DAY):
        at = _on(day, text, session, now)
        if at is not None and sort_key(at) >= sort_key(earlier):
            return at
    return typed.at


def _on(day: date, text: str, session: Session, now: datetime) -> Instant | None:
    try:
        return read_time(text, **reading_context(session, now) | {"incident_date": day}).at
    except ValueError:
        return None


def _apart(typed: TypedTime | None, last: Instant) -> timedelta:
    return abs(to_datetime(typed.at) - to_datetime(last)) if typed is not None else timedelta.max


def _shown(typed: TypedTime, zone: str) -> str:
    return show_noted(typed.at, zone, precision=typed.precision, until=typed.until)
