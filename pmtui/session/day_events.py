"""Events that know only their day: they stand at its noon in the session's zone, and keep their day when it changes."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from pmtui.session.document import Event, Instant, Session
from pmtui.session.instants import instant, moment
from pmtui.session.paths import put

if TYPE_CHECKING:
    from pmtui.session.merging.three_way import Sides


def change_zone(session: Session, zone: str) -> Session:
    """Set the zone of a session; what knows only its day stays on it."""
    old = session.key_details.timezone
    return put(put(session, "timeline", _moved(session.timeline, old, zone)), "key_details.timezone", zone)


def only_its_day(event: Event, zone: str) -> dict[str, Any]:
    """The changes to an event of whose time only the day is known: the noon of its days; no end on the same day."""
    at, until = (None if when is None else _noon(when, ZoneInfo(zone)) for when in (event.at, event.until))
    return {"precision": "day", "at": at, "until": until if until != at else None}


def in_one_zone(sides: Sides[Session]) -> Sides[Session]:
    """Three versions of a session with their days as the zone of the merged one has them.

    Where one of two people changed the zone, the days that the other noted meanwhile move along.
    """
    zones = sides.each(lambda session: session.key_details.timezone)
    if zones.ours == zones.theirs == zones.base:
        return sides
    settled = zones.settled()
    zone = settled[0] if settled else zones.ours
    return sides.each(
        lambda session: put(session, "timeline", _moved(session.timeline, session.key_details.timezone, zone))
    )


def _moved(events: tuple[Event, ...], old: str, new: str) -> tuple[Event, ...]:
    if old == new or not any(event.precision == "day" for event in events):
        return events
    return tuple(_event_moved(event, ZoneInfo(old), ZoneInfo(new)) for event in events)


def _event_moved(event: Event, old: ZoneInfo, new: ZoneInfo) -> Event:
    if event.precision != "day" or event.at is None:
        return event
    until = _same_clock(event.until, old, new) if event.until is not None else None
    return replace(event, at=_same_clock(event.at, old, new), until=until)


def _noon(at: Instant, zone: ZoneInfo) -> Instant:
    """Noon of the day that it is in the zone at that moment."""
    return instant(moment(at).astimezone(zone).replace(hour=12, minute=0, second=0, microsecond=0).astimezone(UTC))


def _same_clock(at: Instant, old: ZoneInfo, new: ZoneInfo) -> Instant:
    """The moment at which the clocks of the new zone show what those of the old one showed."""
    try:
        return instant(moment(at).astimezone(old).replace(tzinfo=new, fold=0).astimezone(UTC))
    except OverflowError:  # at the ends of the calendar
        return at
