"""The rows of the timeline: time in its own column, what it is in words and colour, the text under itself.

A row is made of its event and of little around it: the time before, the milestones at its time, its figures. Rows are
kept as long as those are the same, so that a change among thousands makes its neighbours anew and nothing else.
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
    """What stands before the text."""

    gap: bool
    """The time since the event before."""
    kind: int
    """Width of the kind's column; 0: only a star where the event is pinned."""
    clock: int
    """Width of the time: 5, or 8 where some event has seconds."""
    source: bool = False
    """Whether each event's source stands beside it, and not of the selected one alone."""


def columns_for(width: int, *, seconds: bool) -> Columns:
    """As many columns as leave the text its room in a list of that width."""
    clock = 8 if seconds else 5
    # What stands before the text takes no more than half.
    room = width - 2 * (clock - 5)
    if room >= 74:
        return Columns(gap=True, kind=13, clock=clock, source=room >= 124)
    return Columns(gap=room >= 60, kind=8 if room >= 40 else 0, clock=clock)


def has_seconds(events: tuple[Event, ...]) -> bool:
    """Whether any time is known to the second."""
    return not {event.at[17:19] for event in events if event.at is not None} <= {"00"}


class EventRows:
    """Makes the rows, and keeps them while what they are made of is the same."""

    def __init__(self) -> None:
        self._context: tuple[object, ...] = ()
        self._around: tuple[object, ...] = ()
        self._events: tuple[Event, ...] = ()
        self._groups: list[tuple[Row, ...]] = []
        """The rows of each event: itself, and the heading of a day that begins with it."""
        self._kept: dict[str, tuple[Event, Instant | None, tuple[str, ...], str, Row]] = {}
        self._days: dict[Instant, date] = {}
        self._headings: dict[date, Row] = {}

    def rows(self, session: Session, events: tuple[Event, ...], columns: Columns) -> list[Row]:
        """The rows of the events in their order; a heading before each day where there are several."""
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
        """The rows of `events[first:last]`."""
        zone, columns, _ = self._context
        before, last_day = self._just_before(events, first, several)
        made: list[tuple[Row, ...]] = []
        for event in events[first:last]:
            heading: tuple[Row, ...] = ()
            if several and event.at is not None and (day := self._days[event.at]) != last_day:
                heading, last_day = (self._heading(day),), day
            timed = event.at is not None and event.precision != "day"
            # The first event of a time has its tags.
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
        """The last time of day before an event, and the last day that had a heading."""
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
    """The part of the new events that is to be made: what is the same at the front and at the end is left out.

    What follows the change knows the time before it, up to the next event that has one: that is made too.
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
            # One more: whether it begins a day, and whether the tags of its time are its, hangs on this one alone.
            break
    return first, last


def milestones_by_time(session: Session) -> dict[Instant | None, tuple[str, ...]]:
    """The names of the milestones (`started`, `detected` …) at each time that has any."""
    found: dict[Instant | None, tuple[str, ...]] = {}
    for name in MILESTONES:
        at = getattr(session.key_details, name)
        if at is not None:
            found[at] = (*found.get(at, ()), name.removesuffix("_at"))
    return found


def make_row(
    event: Event, before: Instant | None, tags: tuple[str, ...], figures: str, zone: str, columns: Columns
) -> Row:
    """One event; `before` is the time of the one before it, `tags` are the milestones at its time."""
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
    """What stands before the text: milestones, set apart from it, and what the time's column has no room for."""
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
