"""Another day that a typed time may mean: offered as it is typed, taken by one key; nothing is read otherwise."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from pmtui.meeting.lazy_patterns import LazyPattern
from pmtui.session.document import Event, Instant, Session
from pmtui.session.instants import moment, sort_key
from pmtui.session.milestones import is_about
from pmtui.session.times import (
    Typed,
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
"""The times of the key details, in the order in which they mostly come."""
_DAY: Final = timedelta(days=1)
_ABOUT_AN_HOUR: Final = LazyPattern(r"(?i)(?:~|(?:about|around|ca\.?|at)\s)\s*[0-9]{1,2}(?=\s+[^\W\d])")


class OtherDay(NamedTuple):
    """The whole text as it would be typed for another day, and the time that it says; both empty: none."""

    whole: str = ""
    shown: str = ""


def of_event_line(text: str, session: Session, now: datetime) -> OtherDay:
    """How a line that is typed into the timeline may be meant otherwise; empty where only one day comes to mind.

    A bare time is on the incident's date: offered is the day on which it is nearest to the event that was noted last,
    as in a night that goes past twelve. A day without a year, or an hour without minutes, stays in the text: offered
    is the same with them.

    Args:
        text: what stands in the line.
        session: to which it adds.
        now: the present, aware.
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
    """How a time that is typed into the key details may be meant otherwise: a day later, or without its “about”.

    Args:
        name: one of `MILESTONES`.
        text: what stands in the field.
        session: whose key details they are.
        now: the present, aware.
    """
    details = session.key_details
    typed = _read(text, session, now)
    if typed is None or typed.until is not None or typed.precision == "day":
        return OtherDay()
    at = _not_before(_earlier(name, session), text, typed, session, now)
    about = typed.precision == "about" and not is_about(session, at)
    if at == typed.at and not about:
        return OtherDay()
    return OtherDay(show_instant(at, details.timezone), show_noted(at, details.timezone))


def of_event_time(event: Event, text: str, session: Session, now: datetime) -> str:
    """How a time that is typed over an event's may be meant otherwise, as one would type it; else empty.

    A bare time is on the event's own day, where that is not the incident's; a day alone keeps the time of day.
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


def _read(text: str, session: Session, now: datetime) -> Typed | None:
    try:
        return read_time(text, **reading_context(session, now))
    except ValueError:
        return None


def _if_read(text: str, session: Session, now: datetime) -> str:
    return text if _read(text, session, now) is not None else ""


def _is_bare(text: str, session: Session, now: datetime) -> bool:
    """Whether a text has a time without a day, in a review that is not of these days: its date moves the time."""
    details, context = session.key_details, reading_context(session, now)
    if details.incident_date is None or is_current(details.incident_date, details.timezone, now):
        return False
    here = take_time(text, **context).typed
    next_day = take_time(text, **context | {"incident_date": details.incident_date + _DAY}).typed
    return here is not None and next_day is not None and here.at != next_day.at


def _with_its_minutes(text: str, session: Session, now: datetime) -> OtherDay | None:
    """`around 10 the console hangs` with the minutes that make a time of the hour; None where none stands there."""
    found = _ABOUT_AN_HOUR.match(text)
    whole = f"{text[: found.end()]}:00{text[found.end() :]}" if found else ""
    typed = take_time(whole, **reading_context(session, now)).typed if whole else None
    return OtherDay(whole, _shown(typed, session.key_details.timezone)) if typed is not None else None


def _with_its_year(text: str, session: Session, now: datetime) -> OtherDay:
    """`19 Oct The works begin` with the year behind the day; empty where a line does not begin like that."""
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
    """The latest of the milestones that come before one."""
    before = [getattr(session.key_details, each) for each in MILESTONES[: MILESTONES.index(name)]]
    return max((at for at in before if at is not None), key=sort_key, default=None)


def _not_before(earlier: Instant | None, text: str, typed: Typed, session: Session, now: datetime) -> Instant:
    """The time that was read, or the first such time of day from another one on, where it lies before that."""
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


def _apart(typed: Typed | None, last: Instant) -> timedelta:
    return abs(moment(typed.at) - moment(last)) if typed is not None else timedelta.max


def _shown(typed: Typed, zone: str) -> str:
    return show_noted(typed.at, zone, precision=typed.precision, until=typed.until)
