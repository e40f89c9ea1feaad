"""The events that a file holds, before they are taken: found, filtered as somebody types, chosen one by one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pmtui import signs
from pmtui.app.import_plan import add_intake, milestones_of
from pmtui.app.item_parsing import NewItems
from pmtui.app.row_layout import Row, Span
from pmtui.app.timeline_files import OpenFile, Request
from pmtui.intake.result import Intake, IntakeContext, NotReadable
from pmtui.library.ids import uuid7
from pmtui.session.document import Event, Session
from pmtui.session.text import cut
from pmtui.session.times import show_time

_COLUMN = 24


class EventChoice:
    """The events of one file, all of them chosen at first.

    Args:
        intake: what was read.
        session: the review that they are for.
    """

    def __init__(self, intake: Intake, session: Session) -> None:
        self._intake, self._session = intake, session
        self._not_taken: set[str] = set()

    @property
    def heading(self) -> str:
        """What was found, and how much of it is chosen."""
        total = len(self._intake.events)
        return f"{self._intake.kind}: {total - len(self._not_taken):,} of {total:,} events chosen"

    @property
    def notes(self) -> str:
        """What the reader has to say."""
        return " · ".join(self._intake.notes)

    def rows(self, query: str) -> list[Row]:
        """The events in which every typed word is found."""
        return [self._row(event) for event in self._matching(query)]

    def toggle(self, event_id: str) -> None:
        """Choose an event, or not."""
        self._not_taken ^= {event_id}

    def toggle_all(self, query: str) -> None:
        """Choose all that match what is typed, or none of them where all are chosen."""
        shown = {event.id for event in self._matching(query)}
        if shown & self._not_taken:
            self._not_taken -= shown
        else:
            self._not_taken |= shown

    def taken(self) -> NewItems | None:
        """The chosen events, to be added in one act; None where none is."""
        events = tuple(event for event in self._intake.events if event.id not in self._not_taken)
        if not events:
            return None
        milestones = self._intake.milestones if not self._not_taken else ()
        intake = Intake(self._intake.kind, events=events, milestones=milestones)
        label = f"import “{cut(events[0].text, 24)}”" if len(events) == 1 else f"import {len(events)} events"
        return NewItems(events, lambda session: add_intake(session, intake), label, self._said(intake))

    def _said(self, intake: Intake) -> str:
        count = len(intake.events)
        parts = [f"{count} added" if count > 1 else "1 added"]
        names = [name.removesuffix("_at") for name, _ in milestones_of(self._session, intake)]
        return "; ".join([*parts, *([f"{', '.join(names)} taken from them"] if names else [])])

    def _matching(self, query: str) -> list[Event]:
        words = query.casefold().split()
        if not words:
            return list(self._intake.events)
        return [event for event in self._intake.events if all(word in _text(event).casefold() for word in words)]

    def _row(self, event: Event) -> Row:
        zone = self._session.key_details.timezone
        on = self._session.key_details.incident_date
        at = show_time(event.at, zone, precision=event.precision, until=event.until, on=on) if event.at else "–"
        mark = Span("  ", "dim") if event.id in self._not_taken else Span(f"{signs.TICK} ", "well")
        right = (Span(cut(event.who, _COLUMN), "dim"),) if event.who else ()
        style = "dim" if event.id in self._not_taken else ""
        return Row(event.id, cut(event.text, 400), style, lead=(mark, Span(f"{at}  ", "dim")), right=right)


def events_in(path: Path, session: Session, now: datetime) -> EventChoice:
    """The events of a file that a review does not have yet.

    Raises:
        NotReadable: it holds none, or cannot be read; one line.
    """
    from pmtui.intake.timeline.filters import EVERYTHING

    details = session.key_details
    context = IntakeContext(now, details.timezone, details.incident_date, uuid7)
    try:
        with path.open("rb") as stream:
            file = OpenFile(stream, path)
            looks = file.looks_like_timeline()
            found = file.intake(Request(session, context, EVERYTHING, asks=lambda _: True)) if looks else None
    except OSError as error:
        raise NotReadable(f"{path}: {error.strerror or error}") from None
    except NotReadable as error:
        raise NotReadable(f"{path.name}: {error}") from None
    if found is None:
        raise NotReadable(f"{path.name} is no timeline data: a table, a chat, a log, a pager's JSON, a transcript")
    if not found.events:
        raise NotReadable(f"{path.name}: {'; '.join(found.notes) or 'holds no events'}")
    return EventChoice(found, session)


def _text(event: Event) -> str:
    return f"{event.text} {event.who} {event.source}"
