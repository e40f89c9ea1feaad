"""Events of precision `day`: stored as noon in the session's time zone, and kept on their day when the zone changes."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from pmtui.session.document import Event, Instant, Session
from pmtui.session.instants import to_datetime, to_instant
from pmtui.session.paths import put

if TYPE_CHECKING:
    from pmtui.session.merging.three_way import Sides


def change_zone(session: Session, zone: str) -> Session:
    """Set the time zone of a session; events of precision `day` keep their day."""
    old = session.key_details.timezone
    return put(put(session, "timeline", _moved(session.timeline, old, zone)), "key_details.timezone", zone)


def day_only_changes(event: Event, zone: str) -> dict[str, Any]:
    """Return the field changes that reduce an event to its day: noon as its time, and no end on the same day."""
    at, until = (None if when is None else _noon(when, ZoneInfo(zone)) for when in (event.at, event.until))
    return {"precision": "day", "at": at, "until": until if until != at else None}


def in_merged_zone(sides: Sides[Session]) -> Sides[Session]:
    """Return the three versions with their events of precision `day` moved to the zone of the merged session.

    When one side changed the zone, the events that the other side added keep their day, too.
    """
    zones = sides.each(lambda session: session.key_details.timezone)
    if zones.ours == zones.theirs == zones.base:
        return sides
    resolved = zones.resolved()
    zone = resolved[0] if resolved else zones.ours
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
    """Return noon of the day on which an instant falls in a zone."""
    noon = to_datetime(at).astimezone(zone).replace(hour=12, minute=0, second=0, microsecond=0)
    return to_instant(noon.astimezone(UTC))


def _same_clock(at: Instant, old: ZoneInfo, new: ZoneInfo) -> Instant:
    """Return the instant at which a clock in the new zone shows what a clock in the old zone shows at `at`."""
    try:
        return to_instant(to_datetime(at).astimezone(old).replace(tzinfo=new, fold=0).astimezone(UTC))
    except OverflowError:  # in the first or the last day of the calendar
        return at
