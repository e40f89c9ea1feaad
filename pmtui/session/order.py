"""The order of the timeline: one rule for screens and reports, so that both tell one story."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from pmtui.session.document import Event
from pmtui.session.instants import instant, moment, sort_key

_Key = tuple[str, str, int]
_FIRST: _Key = ("", "", 0)


def in_order(events: tuple[Event, ...], zone: str) -> tuple[Event, ...]:
    """The events by time, stably.

    An event without a time stands directly after the event that it follows in the list. One that knows only its day
    stands after the one that it follows on that day, else first in it. Days are those of the zone (an IANA name).
    """
    if not any(event.precision == "day" for event in events):
        return _by_time(events)
    # What has no place of its own always joins the end of a group: an event without a time that of its predecessor in
    # the list, one of a day that of the last event so far on that day. So a list for each group is all it takes.
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
    """The order where no event knows only its day: each without a time has that of the one before it in the list."""
    key = ""
    # An instant without its Z sorts as time does: what has more digits begins like what has fewer.
    keys = [key := event.at[:-1] if event.at is not None else key for event in events]
    return tuple(map(events.__getitem__, sorted(range(len(events)), key=keys.__getitem__)))


def _days(events: tuple[Event, ...], zone: str) -> list[date | None]:
    """The day of each event."""
    tz = ZoneInfo(zone)
    return [None if event.at is None else _day(event.at, tz) for event in events]


def _day(at: str, tz: ZoneInfo) -> date:
    when = moment(at)
    try:
        return when.astimezone(tz).date()
    except OverflowError:  # at the ends of the calendar the zone's day does not exist
        return when.date()


def _key(event: Event, day: date | None, zone: str) -> _Key:
    if event.at is None:
        return _FIRST
    if event.precision != "day" or day is None:
        return (*sort_key(event.at), 1)
    midnight = datetime.combine(day, time(), ZoneInfo(zone))
    try:
        return (*sort_key(instant(midnight.astimezone(UTC))), 0)
    except OverflowError:
        return _FIRST
