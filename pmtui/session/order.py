"""The order of the timeline: one rule for screens and reports."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from pmtui.session.document import Event
from pmtui.session.instants import sort_key, to_datetime, to_instant

_Key = tuple[str, str, int]
_FIRST: _Key = ("", "", 0)


def sort_events(events: tuple[Event, ...], zone: str) -> tuple[Event, ...]:
    """Return the events sorted by time; the sort is stable.

    An event without a time follows the event before it in the list. An event of precision `day` follows the last event
    before it in the list that is on the same day, or is the first of its day. `zone` (an IANA name) decides the days.
    """
    if not any(event.precision == "day" for event in events):
        return _by_time(events)
    # An event without a time of its own joins the end of a group: without any time, the group of its predecessor in
    # the list; with a day, the group of the last event so far on that day. So one list per group is enough.
    groups: list[tuple[_Key, list[Event]]] = []
    days = _days(events, zone)
    on_day: dict[date, list[Event]] = {}
    last: list[Event] | None = None
    for event, day in zip(events, days, strict=True):
        joined = last if event.at is None else None
        if event.precision == "day" and day is not None:
            joined = on_day.get(day)
        if joined is None:
            joined = []
            groups.append((_key(event, day, zone), joined))
        joined.append(event)
        if day is not None:
            on_day[day] = joined
        last = joined
    groups.sort(key=lambda group: group[0])
    return tuple(event for _, group in groups for event in group)


def _by_time(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Sort events of precisions other than `day`; one without a time follows the event before it in the list."""
    key = ""
    # Without the Z, instants sort by time: a longer fraction begins with the digits of the shorter one.
    keys = [key := event.at[:-1] if event.at is not None else key for event in events]
    return tuple(map(events.__getitem__, sorted(range(len(events)), key=keys.__getitem__)))


def _days(events: tuple[Event, ...], zone: str) -> list[date | None]:
    """Return the day of each event in the zone."""
    tz = ZoneInfo(zone)
    return [None if event.at is None else _day(event.at, tz) for event in events]


def _day(at: str, tz: ZoneInfo) -> date:
    when = to_datetime(at)
    try:
        return when.astimezone(tz).date()
    except OverflowError:  # the zone's day does not exist at the ends of the calendar
        return when.date()


def _key(event: Event, day: date | None, zone: str) -> _Key:
    if event.at is None:
        return _FIRST
    if event.precision != "day" or day is None:
        return (*sort_key(event.at), 1)
    midnight = datetime.combine(day, time(), ZoneInfo(zone))
    try:
        return (*sort_key(to_instant(midnight.astimezone(UTC))), 0)
    except OverflowError:
        return _FIRST
