"""Changes to several events at once, and what has been said of events before, to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal

from pmtui.app.field_values import read
from pmtui.app.other_day import of_event_time
from pmtui.meeting.gap_wording import people
from pmtui.meeting.steps import list_of
from pmtui.session import edits
from pmtui.session.day_events import only_its_day
from pmtui.session.document import Event, Session
from pmtui.session.times import elapsed, show_noted

EventText = Literal["source", "who"]
"""What is said of an event in a few words."""


def change_events(session: Session, ids: Collection[str], **changes: Any) -> Session:
    """The session with fields of several events changed; those that are gone are passed over."""
    for event_id in ids:
        session = edits.change_event(session, event_id, **changes)
    return session


def said_before(session: Session, name: EventText) -> tuple[str, ...]:
    """The sources of events, or who acted, the most frequent first; then, of who acted, everybody who is known."""
    counted = Counter(value for event in session.timeline if (value := getattr(event, name).strip()))
    found = [value for value, _ in counted.most_common()]
    return tuple(dict.fromkeys((*found, *(people(session) if name == "who" else ()))))


class TimesBefore:
    """The times that events had before only their day was known: who takes another choice has them back."""

    def __init__(self) -> None:
        self._before: dict[str, Event] = {}

    def sure(self, event: Event, precision: str, zone: str) -> dict[str, Any]:
        """The changes to an event by a choice of how sure its time is: `exact`, `about` or `day`.

        Args:
            event: as it is now.
            precision: what was chosen.
            zone: the session's.
        """
        changes: dict[str, Any] = {"precision": precision}
        if precision == "day" and event.precision != "day":
            self._before[event.id] = event
            return only_its_day(event, zone)
        before = self._before.get(event.id)
        if precision != "day" and event.precision == "day" and before is not None:
            known = only_its_day(before, zone)
            if (event.at, event.until) == (known["at"], known["until"]):
                changes |= {"at": before.at, "until": before.until}
        return changes


def read_event_time(session: Session, event: Event, typed: str, now: datetime) -> tuple[dict[str, Any], str]:
    """A typed time as changes to an event, and what it comes to: `18 Nov 2026 14:07 UTC`, with how far it moves.

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
    """The times that may be meant by one that is typed over an event's, as one would type them, the likeliest first.

    A bare time is first of all on the event's own day; a day alone keeps the time of day.
    """
    other = of_event_time(event, typed, session, now)
    return (other, typed) if other else (typed,)
