"""The events of a file before they are imported: searched, and chosen one by one."""

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
    """The events of one file; at first all are chosen.

    Args:
        intake: the events that were read.
        session: the review that they go into.
    """

    def __init__(self, intake: Intake, session: Session) -> None:
        self._intake, self._session = intake, session
        self._not_taken: set[str] = set()

    @property
    def heading(self) -> str:
        """How many events were found, and how many are chosen."""
        total = len(self._intake.events)
        return f"{self._intake.kind}: {total - len(self._not_taken):,} of {total:,} events chosen"

    @property
    def notes(self) -> str:
        """The notes of the reader."""
        return " · ".join(self._intake.notes)

    def rows(self, query: str) -> list[Row]:
        """Return rows for the events that contain every word of the query."""
        return [self._row(event) for event in self._matching(query)]

    def toggle(self, event_id: str) -> None:
        """Choose an event, or unchoose it."""
        self._not_taken ^= {event_id}

    def toggle_all(self, query: str) -> None:
        """Choose all events that match the query; where all are chosen, unchoose them."""
        shown = {event.id for event in self._matching(query)}
        if shown & self._not_taken:
            self._not_taken -= shown
        else:
            self._not_taken |= shown

    def taken(self) -> NewItems | None:
        """Return the chosen events as one edit; None where none is chosen."""
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
    """Read the events of a file that the review does not have yet.

    Raises:
        NotReadable: the file holds no events, or cannot be read; one line.
    """
    from pmtui.intake.timeline.filters import EVERYTHING

    details = session.key_details
    context = IntakeContext(now, details.timezone, details.incident_date, uuid7, details.started_at)
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
