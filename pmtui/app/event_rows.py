"""The rows of the timeline: the time in a column of its own, the kind in words and colour, then the text.

A row depends on its event, the time before it, the milestones at its time and its figures. It is cached as long as
those are the same, so that a change among thousands makes only its neighbours anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from operator import is_
from typing import Final, NamedTuple, cast

from pmtui import signs
from pmtui.app.row_layout import Row, Span
from pmtui.meeting import vocabulary
from pmtui.meeting.gap_wording import people
from pmtui.session.document import Event, EventKind, Instant, Session
from pmtui.session.edits import MILESTONES
from pmtui.session.paths import figure_words
from pmtui.session.text import cut, one_line
from pmtui.session.times import elapsed, local, occurs_twice, show_date, show_offset, show_time

KIND_STYLES: Final[dict[EventKind, str]] = {
    "alert": "notice", "decision": "notice", "action": "accent", "communication": "lucky", "change": "well",
    "observation": "dim", "other": "dim",
}  # fmt: skip

_LONG: Final = {**vocabulary.EVENT_KIND, "other": ""}
_SHORT: Final = {**_LONG, "communication": "comms", "observation": "seen"}


class Columns(NamedTuple):
    """The columns before the text."""

    gap: bool
    """Whether to show the time since the event before."""
    kind: int
    """Width of the kind's column in cells; 0: only a star on pinned events."""
    clock: int
    """Width of the time in cells: 5, or 8 where some event has seconds."""
    source: bool = False
    """Whether the source stands beside every event, and not only beside the selected one."""


def columns_for(width: int, *, seconds: bool) -> Columns:
    """Return the columns for a list of that width; they take at most half of it."""
    clock = 8 if seconds else 5
    # The columns before the text take at most half of the width.
    room = width - 2 * (clock - 5)
    if room >= 74:
        return Columns(gap=True, kind=13, clock=clock, source=room >= 124)
    return Columns(gap=room >= 60, kind=8 if room >= 40 else 0, clock=clock)


def has_seconds(events: tuple[Event, ...]) -> bool:
    """Whether any event's time has seconds."""
    return not {event.at[17:19] for event in events if event.at is not None} <= {"00"}


class EventRows:
    """Makes the rows of the timeline, and caches them."""

    def __init__(self) -> None:
        self._context: tuple[object, ...] = ()
        self._around: tuple[object, ...] = ()
        self._events: tuple[Event, ...] = ()
        self._groups: list[tuple[Row, ...]] = []
        """The rows of each event: its own, and before it the heading of a day that it begins."""
        self._kept: dict[str, tuple[Event, Instant | None, tuple[str, ...], str, Row]] = {}
        self._days: dict[Instant, date] = {}
        self._headings: dict[date, Row] = {}

    def rows(self, session: Session, events: tuple[Event, ...], columns: Columns) -> list[Row]:
        """Return the rows of the events in their order, with a heading for each day where there are several days."""
        context = (session.key_details.timezone, columns, people(session))
        if context != self._context:
            self._context, self._around = context, ()
            self._kept, self._days, self._headings = {}, {}, {}
        milestones = milestones_by_time(session)
        several = self._several_days(events)
        around = (milestones, session.evidence, several)
        first, last = 0, len(events)
        if around == self._around:
            first, last = _changed(self._events, events)
        tail = self._groups[len(self._groups) - (len(events) - last) :] if last < len(events) else []
        middle = self._make(session, events, first, last, several, dict(milestones))
        self._groups = [*self._groups[:first], *middle, *tail]
        self._events, self._around = events, around
        return [row for group in self._groups for row in group]

    def _make(
        self,
        session: Session,
        events: tuple[Event, ...],
        first: int,
        last: int,
        several: bool,
        milestones: dict[Instant | None, tuple[str, ...]],
    ) -> list[tuple[Row, ...]]:
        """Return the rows of `events[first:last]`."""
        zone, columns, _ = self._context
        before, last_day = self._just_before(events, first, several)
        made: list[tuple[Row, ...]] = []
        for event in events[first:last]:
            heading: tuple[Row, ...] = ()
            if several and event.at is not None and (day := self._days[event.at]) != last_day:
                heading, last_day = (self._heading(day),), day
            timed = event.at is not None and event.precision != "day"
            # The first event at a time shows the milestones.
            tags = milestones.get(event.at, ()) if timed and milestones and event.at != before else ()
            figures = figure_words(session, event.evidence) if event.evidence else ""
            kept = self._kept.get(event.id)
            if kept is None or kept[0] is not event or kept[1] != before or kept[2] != tags or kept[3] != figures:
                row = make_row(event, before, tags, figures, str(zone), cast(Columns, columns))
                kept = self._kept[event.id] = (event, before, tags, figures, row)
            made.append((*heading, kept[4]))
            before = event.at if timed else before
        return made

    def _just_before(self, events: tuple[Event, ...], first: int, several: bool) -> tuple[Instant | None, date | None]:
        """Return the last time of day before an event, and the last day that had a heading."""
        before: Instant | None = None
        day: date | None = None
        for n in range(first - 1, -1, -1):
            at = events[n].at
            if at is not None and several and day is None:
                day = self._days[at]
            if at is not None and events[n].precision != "day":
                before = at
                break
        return before, day

    def _several_days(self, events: tuple[Event, ...]) -> bool:
        days, zone = self._days, self._context[0]
        for event in events:
            if event.at is not None and event.at not in days:
                days[event.at] = local(event.at, str(zone)).date()
        return len({days[event.at] for event in events if event.at is not None}) > 1

    def _heading(self, day: date) -> Row:
        if day not in self._headings:
            self._headings[day] = Row(f"day {day}", show_date(day), "dim", fixed=True)
        return self._headings[day]


def _changed(old: tuple[Event, ...], new: tuple[Event, ...]) -> tuple[int, int]:
    """Return start and end of the new events whose rows must be made: those between equal beginnings and ends.

    The events after the change, up to the next one with a time, are included: their rows show the time since it.
    """
    shorter = min(len(old), len(new))
    front = list(map(is_, old, new))
    first = front.index(False) if False in front else shorter
    back = list(map(is_, reversed(old), reversed(new)))[: shorter - first]
    same = back.index(False) if False in back else len(back)
    last = len(new) - same
    while last < len(new):
        last += 1
        at, precision = new[last - 1].at, new[last - 1].precision
        if at is not None and precision != "day":
            # And one more: whether it begins a day and shows the milestones depends on the change before it.
            break
    return first, last


def milestones_by_time(session: Session) -> dict[Instant | None, tuple[str, ...]]:
    """Return the names of the milestones (`started`, `detected` …) by their time."""
    found: dict[Instant | None, tuple[str, ...]] = {}
    for name in MILESTONES:
        at = getattr(session.key_details, name)
        if at is not None:
            found[at] = (*found.get(at, ()), name.removesuffix("_at"))
    return found


def make_row(
    event: Event, before: Instant | None, tags: tuple[str, ...], figures: str, zone: str, columns: Columns
) -> Row:
    """Return the row of an event.

    Args:
        event: the event.
        before: the time of the event before it; None where there is none.
        tags: the names of the milestones at its time.
        figures: its figures in words.
        zone: the session's time zone.
        columns: the columns before the text.
    """
    below = [Span(f"known: {event.known}", "dim")] if event.known.strip() and event.kind == "decision" else []
    below += [Span(f"known now: {event.known_now}", "dim")] if event.known_now.strip() else []
    by, source = f"by {one_line(event.who)}" if event.who.strip() else "", one_line(event.source)
    beside = [text for text in (*((cut(by, 20), cut(source, 28)) if columns.source else ()), figures) if text]
    said = " · ".join(text for text in (by, f"source: {source}" if source else "") if text and not columns.source)
    text = event.text if event.text.strip() else "(no text)"
    return Row(
        event.id,
        text,
        "" if text == event.text else "dim",
        lead=tuple(_lead(event, before, zone, columns)),
        inline=tuple(_inline(event, tags, zone)),
        right=(Span("  ".join(beside), "dim"),) if beside else (),
        below=tuple(below),
        more=(Span(said, "dim"),) if said else (),
    )


def _lead(event: Event, before: Instant | None, zone: str, columns: Columns) -> Iterator[Span]:
    timed = event.at is not None and event.precision != "day"
    if columns.gap:
        since = elapsed(before, event.at) if timed and before is not None and event.at is not None else ""
        yield Span(f"{'' if since == 'at once' else since:>8} ", "dim")
    yield Span("~" if timed and event.precision == "about" else " ", "dim")
    yield Span(_clock(event, zone).ljust(columns.clock), "bold" if timed else "dim")
    if columns.kind:
        words = _LONG if columns.kind >= len("communication") else _SHORT
        yield Span(f"  {words[event.kind]:<{columns.kind}}", KIND_STYLES[event.kind])
    yield Span(f" {signs.PINNED} " if event.pinned else "   " if columns.kind else "  ", "notice")


def _clock(event: Event, zone: str) -> str:
    if event.at is None or event.precision == "day":
        return "  –"
    when = local(event.at, zone)
    return f"{when:%H:%M:%S}" if when.second else f"{when:%H:%M}"


def _inline(event: Event, tags: tuple[str, ...], zone: str) -> Iterator[Span]:
    """Yield what stands before the text: milestones, and parts of the time for which its column has no room."""
    for n, tag in enumerate(tags):
        yield from ((Span(" · ", "dim"),) if n else ())
        yield Span(tag, "accent bold")
    if tags:
        yield Span("  ")
    if said := list(_of_time(event, zone)):
        yield Span(f"({', '.join(said)}) ", "dim")


def _of_time(event: Event, zone: str) -> Iterator[str]:
    if event.at is None:
        yield "time not known"
        return
    when = local(event.at, zone)
    if event.precision == "day":
        yield "day only"
    elif occurs_twice(when):
        yield show_offset(when)
    if event.until is not None:
        yield f"until {show_time(event.until, zone, on=when.date())}"
