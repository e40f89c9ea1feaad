"""Edits of event times and order: shift the times of several events, move an event that has no fixed place."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from msgspec.structs import replace

from pmtui.session.document import Event, Instant, Session
from pmtui.session.edits import MILESTONES, EditRefused
from pmtui.session.instants import sort_key, to_datetime, to_instant
from pmtui.session.order import sort_events
from pmtui.session.paths import put

_SHIFT: Final = re.compile(
    r"(?P<sign>[+\-−]?)\s*(?:(?P<h>\d{1,6})\s*h(?:ours?)?\s*(?P<hm>\d{1,6})?|(?P<ch>\d{1,6}):(?P<cm>\d\d)|(?P<m>\d{1,6}))"
    r"\s*(?:m|min|minutes?)?",
    re.IGNORECASE | re.ASCII,
)


def read_shift(text: str) -> timedelta:
    """Read a shift such as `+5`, `-1h30`, `2h`, `+1:30` or `-45 min`; a number alone is minutes, no sign means later.

    Raises:
        ValueError: one line that says how to write it.
    """
    found = _SHIFT.fullmatch(text.strip())
    if not found:
        raise ValueError("minutes, as in +5 or -90; hours as in -1h30")
    hours = int(found["h"] or found["ch"] or 0)
    minutes = int(found["hm"] or found["cm"] or found["m"] or 0)
    length = timedelta(hours=hours, minutes=minutes)
    return -length if found["sign"] in ("-", "−") else length


def shift_events(session: Session, ids: Collection[str], by: timedelta) -> Session:
    """Shift the times of several events; events without a time of day stay as they are.

    A milestone at the time of a shifted event is shifted, too, unless another event is at that time.

    Raises:
        EditRefused: a time would lie outside the years 1 to 9999.
    """
    wanted = set(ids)
    old_times = {event.at for event in session.timeline if event.id in wanted}
    timeline = tuple(_shifted(event, by) if event.id in wanted else event for event in session.timeline)
    session = put(session, "timeline", timeline)
    times = {event.at for event in timeline}
    for name in MILESTONES:
        at = getattr(session.key_details, name)
        if at is not None and at in old_times and at not in times:
            session = put(session, f"key_details.{name}", _later(at, by))
    return session


def _shifted(event: Event, by: timedelta) -> Event:
    if event.at is None or event.precision == "day" or not by:
        return event
    return replace(event, at=_later(event.at, by), until=_later(event.until, by) if event.until else None)


def _later(at: Instant, by: timedelta) -> Instant:
    try:
        return to_instant(to_datetime(at) + by)
    except OverflowError:
        raise EditRefused("that lies outside the years 1 to 9999") from None


def nudge_event(session: Session, event_id: str, up: bool) -> Session:
    """Move an event before or after its neighbour on the screen, where its time allows it.

    An event without a time moves anywhere, one of precision `day` within its day, and one with a time only past an
    event of the same time; events without a time that follow it move with it. All others keep their order.

    Raises:
        EditRefused: its time decides its place.
    """
    shown = sort_events(session.timeline, session.key_details.timezone)
    at = next((n for n, event in enumerate(shown) if event.id == event_id), None)
    if at is None or not 0 <= at + (-1 if up else 1) < len(shown):
        return session
    move = _move_untimed if _has_no_clock_time(shown[at]) else _move_timed
    moved = move(session, shown, at, up)
    if moved is None:
        raise EditRefused("its time decides its place: Enter changes it")
    return moved


def _has_no_clock_time(event: Event) -> bool:
    return event.at is None or event.precision == "day"


def _move_untimed(session: Session, shown: tuple[Event, ...], at: int, up: bool) -> Session | None:
    """Move an event without a time of day directly after the event that it is to follow."""
    event = shown[at]
    behind = (shown[at - 2] if at > 1 else None) if up else shown[at + 1]
    to = at - 1 if up else at + 1
    rest = [*shown[:at], *shown[at + 1 :]]
    return _insert_after(session, (event,), behind, [*rest[:to], event, *rest[to:]])


def _move_timed(session: Session, shown: tuple[Event, ...], at: int, up: bool) -> Session | None:
    """Move an event with a time of day, and those that follow it, past the nearest event of the same time."""
    near = at + (-1 if up else 1)
    while 0 <= near < len(shown) and _has_no_clock_time(shown[near]):
        near += -1 if up else 1
    if not 0 <= near < len(shown) or sort_key(shown[near].at or "") != sort_key(shown[at].at or ""):
        return None
    first, second = (near, at) if up else (at, near)
    end = next((n for n in range(second + 1, len(shown)) if not _has_no_clock_time(shown[n])), len(shown))
    block = shown[second:end]
    wanted = [*shown[:first], *block, *shown[first:second], *shown[end:]]
    # In the list, the event that is passed comes after all of these.
    rest = [event for event in session.timeline if event not in block]
    place = rest.index(shown[first])
    return _insert_after(session, block, rest[place - 1] if place else None, wanted)


def _insert_after(
    session: Session, block: tuple[Event, ...], behind: Event | None, wanted: list[Event]
) -> Session | None:
    """Put the events directly after `behind` in the list; return None if that does not give the wanted order."""
    rest = [event for event in session.timeline if event not in block]
    place = rest.index(behind) + 1 if behind is not None else 0
    moved = put(session, "timeline", (*rest[:place], *block, *rest[place:]))
    return moved if list(sort_events(moved.timeline, moved.key_details.timezone)) == wanted else None
