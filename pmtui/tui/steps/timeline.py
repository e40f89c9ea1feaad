"""The timeline: the events in order, with gaps and milestones, and the incident to scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, Final

from textual.content import Content

from pmtui import signs
from pmtui.app.editing_session import EditingSession
from pmtui.app.event_rows import Columns, EventRows, columns_for, has_seconds
from pmtui.app.screen_columns import COLUMNS, screen_columns
from pmtui.meeting.gap_wording import cached_by_identity
from pmtui.meeting.step import Items, Step
from pmtui.session import edits
from pmtui.session.document import Event, Session
from pmtui.session.edits import MILESTONES
from pmtui.session.milestones import is_approximate
from pmtui.session.order import sort_events
from pmtui.session.shift_times import nudge_event, read_shift, shift_events
from pmtui.session.text import cut
from pmtui.session.times import elapsed, local, show_clock, show_date
from pmtui.tui.hints.guide import Aside
from pmtui.tui.input.acts import Act
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.lists.item_rows import empty_row
from pmtui.tui.lists.list_parts import AddLineParts, ListParts
from pmtui.tui.lists.usual_acts import USUAL, key_of, moved_label, needs_row, without
from pmtui.tui.steps import event_fields
from pmtui.tui.steps.base import StepView, question_of_item, set_widest
from pmtui.tui.steps.event_fields import chosen_events, named, needs_event
from pmtui.tui.steps.import_events import import_events
from pmtui.tui.widgets.identity import same_parts
from pmtui.tui.widgets.picker import Picker, matcher
from pmtui.tui.widgets.rows import Row, Span
from pmtui.tui.widgets.scale import Scale

# --- the rows, and the scale below them ---


WIDEST: Final = 140
"""The most columns of a row: about ninety for the text, the rest for time, kind and source."""


class TimelineRows:
    """The rows of the events, with a heading for each day."""

    def __init__(self, part: Items, screen_width: Callable[[], int]) -> None:
        self.part, self.screen_width = part, screen_width
        self._event_rows = EventRows()
        self._ordered = cached_by_identity(sort_events)
        self._seconds = cached_by_identity(has_seconds)

    def items(self, session: Session) -> tuple[Event, ...]:
        """Return the events in the order of the timeline."""
        return self._ordered(session.timeline, session.key_details.timezone)

    def made_of(self, session: Session, width: int) -> object:
        """Return the events, figures, milestones, zone, and the columns."""
        return same_parts(session.timeline, session.evidence, session.key_details), self._columns(session, width)

    def rows(self, session: Session, items: Sequence[Event], width: int) -> list[Row]:
        """Return a row for each event, and a heading for each day."""
        return self._event_rows.rows(session, tuple(items), self._columns(session, width)) or [empty_row(self.part)]

    def _columns(self, session: Session, width: int) -> Columns:
        width = width or screen_columns(self.screen_width(), wants=COLUMNS).step
        return columns_for(width, seconds=self._seconds(session.timeline))


def show_scale(scale: Scale, timeline: ItemList) -> None:
    """Draw the incident to scale."""
    if not timeline.is_attached:
        return
    if not scale.hint:
        key = key_of(timeline, "event.milestone")
        scale.hint = f"{key} on an event: it is when it started, was detected … or resolved"
    session = timeline.editing.session
    scale.show(session.key_details, timeline.items(session))
    point_scale(scale, timeline)


def point_scale(scale: Scale, timeline: ItemList) -> None:
    """Highlight the selected event in the scale."""
    event = timeline.item()
    scale.point(event.at if event is not None else None)


# --- the commands ---


def _say_timeless(timeline: ItemList) -> None:
    timeline.say(f"this event has no time of day: {key_of(timeline, 'item.edit')} gives it one", wrong=True)


def pick_milestone(timeline: ItemList) -> None:
    """Make the event one of the five milestones; choosing the same again removes it."""
    event = timeline.item()
    if event is None:
        return
    if event.at is None or event.precision == "day":
        _say_timeless(timeline)
        return
    editing = timeline.editing
    details = editing.session.key_details
    entries = []
    for name in MILESTONES:
        at = getattr(details, name)
        here = f"{signs.TICK} this event: again takes it back" if at == event.at else ""
        about = "~" if is_approximate(editing.session, at) else ""
        aside = here or (f"now {about}{show_clock(at, details.timezone)}" if at else "")
        entries.append((name, name.removesuffix("_at"), aside))

    def chosen(name: str | None) -> None:
        if name is not None:
            word, back = name.removesuffix("_at"), getattr(editing.session.key_details, name) == event.at
            label = f"“{word}” taken back" if back else f"“{word}” taken from {timeline.named(event.id)}"
            now = timeline.item(event.id)
            if now is None:
                timeline.say("that event is gone: somebody else deleted it", wrong=True)
                return
            timeline.do(lambda session: edits.set_milestone(session, name, now), label, event.id)

    timeline.app.push_screen(Picker(f"“{cut(event.text, 48)}” is when it was …", matcher(entries)), chosen)


def shift(timeline: ItemList) -> None:
    """Ask for a number of minutes, and shift the times of the events by it."""
    found = [event for event in chosen_events(timeline) if event.at is not None and event.precision != "day"]
    if not found:
        _say_timeless(timeline)
        return
    what = named(found, 40)
    ids = [event.id for event in found]  # while the minutes are typed, others may come and go

    def chosen(typed: str | None) -> None:
        if typed is not None:
            by = read_shift(typed)
            label = f"shift {what} by {typed}"
            timeline.list.selected.clear()
            timeline.do(lambda session: shift_events(session, ids, by), label, found[0].id)

    source = partial(_shift_rows, timeline.editing, found[0])
    timeline.app.push_screen(Picker(f"Shift {what} by minutes", source, placeholder="+5, -90 or -1h30"), chosen)


def _shift_rows(editing: EditingSession, first: Event, query: str) -> list[Row]:
    """Return one row that says what the typed minutes mean."""
    zone = editing.session.key_details.timezone
    if not query.strip():
        return [Row("", "Later with +, earlier with -; a number alone is later.", "dim", fixed=True)]
    try:
        by = read_shift(query)
        new = shift_events(editing.session, (first.id,), by).timeline
    except ValueError as wrong:
        return [Row("", str(wrong), "dim", fixed=True)]
    then = next((event for event in new if event.id == first.id), first)
    if then.at is None or first.at is None:
        return []
    words = f"{show_clock(first.at, zone)} {signs.RIGHT} {show_clock(then.at, zone)}"
    return [Row(query.strip(), words, right=(Span(elapsed(first.at, then.at), "dim"),))]


def opens_on(event: Event | None) -> str | None:
    """Return the field that an event's window opens on; for a decision, what was known then, if it is empty."""
    return "known" if event is not None and event.kind == "decision" and not event.known.strip() else None


def nudge(up: bool, timeline: ItemList) -> None:
    """Move the event past its neighbour, if no time decides their order."""
    event = timeline.item()
    if event is not None:
        timeline.do(lambda s: nudge_event(s, event.id, up), moved_label(timeline, event.id), event.id)


ACTS: Final[tuple[Act[ItemList], ...]] = (
    *without(USUAL, "item.sort"),  # times decide the order
    *event_fields.ACTS,
    Act("item.up", partial(nudge, True), needs_row),
    Act("item.down", partial(nudge, False), needs_row),
    Act("event.milestone", pick_milestone, needs_event),
    Act("event.shift", shift, needs_event),
    Act("event.import", import_events),
)


# --- the step ---


class TimelineView(StepView):
    """The timeline, and paragraphs on the event under the cursor."""

    sheets = ("timeline",)
    wants_columns: ClassVar[int] = COLUMNS

    def __init__(self, editing: EditingSession, step: Step) -> None:
        super().__init__(editing, step)
        self._count_about = cached_by_identity(lambda events: sum(event.precision == "about" for event in events))

    def list_parts(self, part: Items) -> ListParts[ItemList]:
        """Return the parts of the list of events."""
        scale = Scale()
        return ListParts(
            part,
            ACTS,
            keys="timeline",
            rows=TimelineRows(part, lambda: self.app.size.width),
            add_line=AddLineParts(hint="time first, or just the words · ~ about"),
            under=scale,
            shown=partial(show_scale, scale),
            cursor_moved=partial(point_scale, scale),
            window_field=opens_on,
        )

    def make_list(self, part: Items) -> ItemList:
        """Its rows may be wider than text: much of them are columns."""
        made = super().make_list(part)
        set_widest(made, WIDEST)
        return made

    @property
    def timeline(self) -> ItemList:
        """The list."""
        return self.lists[0]

    def subtitle(self, session: Session) -> str:
        """Return the day, the zone, the number of events, and how precise their times are."""
        details, count = session.key_details, len(session.timeline)
        day = details.incident_date
        if day is None and session.timeline and session.timeline[0].at is not None:
            day = local(session.timeline[0].at, details.timezone).date()
        words = [show_date(day)] if day is not None else []
        words.append(details.timezone)
        if count:
            about = self._count_about(session.timeline)
            sure = f", {about:,} about the time" if about else ""
            words.append(f"{count:,} event{'s' if count > 1 else ''}{sure}")
        return " · ".join(words)

    def question(self) -> str:
        """Return the question that fits the event under the cursor."""
        return question_of_item(self)

    def asides(self, session: Session) -> Sequence[Aside]:
        """Return paragraphs: what to ask about a decision, and what is missing."""
        event = self.timeline.item()
        asides: list[Aside] = []
        if event is not None and event.kind == "decision":
            asides.append(_decision_aside(event, key_of(self.timeline, "item.edit")))
        return [*asides, *super().asides(session)]


def _decision_aside(event: Event, key: str) -> Aside:
    if event.known.strip():
        now = f"Known now: {cut(event.known_now, 200)}" if event.known_now.strip() else "And what is known now?"
        text = Content.assemble((cut(event.known, 200), ""), "\n", ("What else was possible?", ""), "\n", (now, "$dim"))
    else:
        text = Content.assemble("What was known then?\nWhat else was possible?\n", (f"{key} writes it down", "$dim"))
    return Aside("For this decision", text)
