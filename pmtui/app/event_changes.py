"""Change several events at once; choices for their texts and times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal

from pmtui.app.field_values import read
from pmtui.meeting.gap_wording import people
from pmtui.meeting.steps import list_of
from pmtui.session import edits
from pmtui.session.day_events import day_only_changes
from pmtui.session.document import Event, Session
from pmtui.session.times import elapsed, show_noted

EventText = Literal["source", "who"]
"""The attributes of an event that hold a short text."""


def change_events(session: Session, ids: Collection[str], **changes: Any) -> Session:
    """Return the session with fields of several events changed; ids that do not exist are ignored."""
    for event_id in ids:
        session = edits.change_event(session, event_id, **changes)
    return session


def said_before(session: Session, name: EventText) -> tuple[str, ...]:
    """Return the values that events of the session have, most frequent first; for `who` also the people of the
    review.
    """
    counted = Counter(value for event in session.timeline if (value := getattr(event, name).strip()))
    found = [value for value, _ in counted.most_common()]
    return tuple(dict.fromkeys((*found, *(people(session) if name == "who" else ()))))


class TimesBefore:
    """Remembers the times of events that were set to their day only, so that another choice restores them."""

    def __init__(self) -> None:
        self._before: dict[str, Event] = {}

    def sure(self, event: Event, precision: str, zone: str) -> dict[str, Any]:
        """Return the changes to an event that set the precision of its time.

        Args:
            event: the event as it is.
            precision: `exact`, `about` or `day`.
            zone: the session's time zone.
        """
        changes: dict[str, Any] = {"precision": precision}
        if precision == "day" and event.precision != "day":
            self._before[event.id] = event
            return day_only_changes(event, zone)
        before = self._before.get(event.id)
        if precision != "day" and event.precision == "day" and before is not None:
            known = day_only_changes(before, zone)
            if (event.at, event.until) == (known["at"], known["until"]):
                changes |= {"at": before.at, "until": before.until}
        return changes


def read_event_time(session: Session, event: Event, typed: str, now: datetime) -> tuple[dict[str, Any], str]:
    """Read a time that is typed for an event. Returns its changes, and in words the new time and how far it moves.

    Raises:
        ValueError: one line that says how to write it.
    """
    field = next(each for each in list_of("timeline").fields if each.path == "at")
    got = read(field, event, typed, session, now)
    at = got.changes["at"]
    if at is None:
        return got.changes, "time not known"
    zone = session.key_details.timezone
    words = show_noted(at, zone, precision=got.changes["precision"], until=got.changes["until"])
    known = event.at is not None and event.precision != "day" and got.changes["precision"] != "day"
    moved = f" · {elapsed(event.at, at)}" if known and event.at is not None and event.at != at else ""
    return got.changes, f"{words}{moved}" + (f" · {got.note}" if got.note else "")


def event_times(session: Session, event: Event, typed: str, now: datetime) -> tuple[str, ...]:
    """Return the times that a typed one may mean, as one would type them, the likeliest first.

    A time without a date is first of all on the event's own day; a date without a time keeps the event's time of day.
    """
    from pmtui.app.date_suggestions import of_event_time  # deferred: fields without times need none of it

    other = of_event_time(event, typed, session, now)
    return (other, typed) if other else (typed,)
