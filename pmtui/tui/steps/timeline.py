"""The timeline: what happened, in its order, with the gaps, the milestones and the whole incident to scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from pmtui.app.editing_session import EditingSession
from pmtui.app.event_rows import Columns, EventRows, columns_for, has_seconds
from pmtui.meeting.gap_wording import unless_same
from pmtui.meeting.step import Items
from pmtui.meeting.timeline import KINDS
from pmtui.session import edits
from pmtui.session.document import Event, Session, StepName
from pmtui.session.edits import MILESTONES, EditRefused
from pmtui.session.milestones import is_about
from pmtui.session.order import in_order
from pmtui.session.shift_times import nudge_event, read_shift, shift_events
from pmtui.session.text import cut
from pmtui.session.times import elapsed, local, show_clock, show_date
from pmtui.tui.hints.guide import Aside
from pmtui.tui.input import keymap
from pmtui.tui.steps.base import StepView
from pmtui.tui.widgets.items import ItemsView
from pmtui.tui.widgets.picker import Picker, matcher
from pmtui.tui.widgets.rows import Row, Rows, Span
from pmtui.tui.widgets.scale import Scale

_RAILS: Final = ((116, 70), (90, 33), (0, 3))
"""Columns that agenda, guide and margins take of a screen, by its width: a first guess, mended by the first resize."""


class TimelineList(ItemsView):
    """The events in their order; a line typed below goes where its time is."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("timeline")]
    HINT: ClassVar[str] = "time first, or just the words · ~ about"

    def __init__(self, editing: EditingSession, part: Items, step: StepName) -> None:
        super().__init__(editing, part, step)
        self.scale = Scale()
        self._event_rows = EventRows()
        self._ordered = unless_same(in_order)
        self._by_id = unless_same(lambda items: {event.id: event for event in items})
        self._seconds = unless_same(has_seconds)
        self._columns: Columns | None = None

    def compose(self) -> ComposeResult:
        """Lay out the list, the scale of the incident, and the add line."""
        key = self.key_for("event.milestone")
        self.scale.hint = f"{key} on an event: it is when it started, was detected … or resolved"
        yield Static(classes="items-title")
        yield self.list
        yield self.scale
        if self.add is not None:
            yield self.add
            yield Static(self.HINT, markup=False, classes="hint")

    # --- content ---

    def items(self, session: Session) -> tuple[Event, ...]:
        """The events as the timeline's order has them."""
        return self._ordered(session.timeline, session.key_details.timezone)

    def item(self, item_id: str | None = None) -> Event | None:
        """The event under the cursor, or that one."""
        return self._by_id(self.items(self.editing.session)).get(item_id or self.item_id or "")

    def show(self, session: Session) -> None:
        """Redraw the rows and the scale of the incident."""
        super().show(session)
        self.scale.show(session.key_details, self.items(session))
        self._point()

    def make_rows(self, session: Session, items: Sequence[Any]) -> list[Row]:
        """A row for each event, and a heading for each day."""
        self._columns = self._columns_now(session)
        return self._event_rows.rows(session, tuple(items), self._columns) or [self.empty_row()]

    def _columns_now(self, session: Session) -> Columns:
        width = self.size.width
        if not width:
            screen = self.app.size.width
            width = screen - next(taken for least, taken in _RAILS if screen >= least)
        return columns_for(width, seconds=self._seconds(session.timeline))

    def on_resize(self) -> None:
        """Redraw the rows: the columns depend on the width."""
        if self._columns is not None and self._columns_now(self.editing.session) != self._columns:
            self._shown = None
            self.show(self.editing.session)

    @on(Rows.Moved)
    def pointed(self) -> None:
        """Highlight the selected event in the scale."""
        self._point()

    def _point(self) -> None:
        event = self.item()
        self.scale.point(event.at if event is not None else None)

    # --- acts ---

    def action_event_milestone(self) -> None:
        """Make the event one of the five milestones; the same one again takes it back."""
        event = self.item()
        if event is None:
            return
        if event.at is None or event.precision == "day":
            self.post_message(
                self.Said(f"this event has no time of day: {self.key_for('item.edit')} gives it one", wrong=True)
            )
            return
        details = self.editing.session.key_details
        entries = []
        for name in MILESTONES:
            at = getattr(details, name)
            here = "✓ this event: again takes it back" if at == event.at else ""
            about = "~" if is_about(self.editing.session, at) else ""
            aside = here or (f"now {about}{show_clock(at, details.timezone)}" if at else "")
            entries.append((name, name.removesuffix("_at"), aside))

        def chosen(name: str | None) -> None:
            if name is not None:
                word, back = name.removesuffix("_at"), getattr(self.editing.session.key_details, name) == event.at
                label = f"“{word}” taken back" if back else f"“{word}” taken from {self.named(event.id)}"
                now = self.item(event.id)
                if now is None:
                    self.post_message(self.Said("that event is gone: somebody else deleted it", wrong=True))
                    return
                self.do(lambda session: edits.set_milestone(session, name, now), label, event.id)

        self.app.push_screen(Picker(f"“{cut(event.text, 48)}” is when it was …", matcher(entries)), chosen)

    def action_event_pin(self) -> None:
        """Pin the events, or take the pin off where all are pinned."""
        found = self._chosen_events()
        pinned = not all(event.pinned for event in found)
        self._change_events(found, "pin on" if pinned else "pin off", pinned=pinned)

    def action_event_kind(self) -> None:
        """Choose the kind of the events."""
        found = self._chosen_events()
        if not found:
            return
        entries = [(str(c.value), c.label, "✓" if all(event.kind == c.value for event in found) else "") for c in KINDS]
        what = f"“{cut(found[0].text, 48)}”" if len(found) == 1 else f"{len(found)} events"

        def chosen(kind: str | None) -> None:
            if kind is not None:
                self._change_events(found, "kind of", kind=kind)

        self.app.push_screen(Picker(f"The kind of {what}", matcher(entries)), chosen)

    def action_event_shift(self) -> None:
        """Shift the times of the events by minutes that are typed."""
        found = [event for event in self._chosen_events() if event.at is not None and event.precision != "day"]
        if not found:
            self.post_message(
                self.Said(f"this event has no time of day: {self.key_for('item.edit')} gives it one", wrong=True)
            )
            return
        what = f"“{cut(found[0].text, 40)}”" if len(found) == 1 else f"{len(found)} events"
        ids = [event.id for event in found]  # while the minutes are typed, others may come and go

        def chosen(typed: str | None) -> None:
            if typed is not None:
                by = read_shift(typed)
                label = f"shift {what} by {typed}"
                self.list.selected.clear()
                self.do(lambda session: shift_events(session, ids, by), label, found[0].id)

        title = f"Shift {what} by minutes"
        source = self._shift_source(found[0])
        self.app.push_screen(Picker(title, source, placeholder="+5, -90 or -1h30"), chosen)

    def _say_timeless(self) -> None:
        key = self.key_for("item.edit")
        self.post_message(self.Said(f"this event has no time of day: {key} gives it one", wrong=True))

    def _shift_source(self, first: Event) -> Any:
        """One row: what the typed minutes come to."""
        zone = self.editing.session.key_details.timezone

        def source(query: str) -> list[Row]:
            if not query.strip():
                return [Row("", "Later with +, earlier with -; a number alone is later.", "dim", fixed=True)]
            try:
                by = read_shift(query)
                new = shift_events(self.editing.session, (first.id,), by).timeline
            except ValueError as wrong:
                return [Row("", str(wrong), "dim", fixed=True)]
            then = next((event for event in new if event.id == first.id), first)
            if then.at is None or first.at is None:
                return []
            words = f"{show_clock(first.at, zone)} → {show_clock(then.at, zone)}"
            return [Row(query.strip(), words, right=(Span(elapsed(first.at, then.at), "dim"),))]

        return source

    def action_item_edit(self) -> None:
        """Edit the event; of a decision, ask first what was known then where that is not written yet."""
        event = self.item()
        if event is not None:
            asked = event.kind == "decision" and not event.known.strip()
            self.post_message(self.Editing(self, event.id, "known" if asked else None))

    def _move(self, by: int) -> None:
        """Past its neighbour, where no time decides their order."""
        event = self.item()
        if event is None:
            return
        try:
            self.editing.do(
                lambda s: nudge_event(s, event.id, by < 0), self.moved_label(event.id), self.place(event.id)
            )
        except EditRefused as refused:
            self.post_message(self.Said(str(refused), wrong=True))

    def why_not(self, command_id: str) -> str:
        """Why an action cannot be done: most need a selected event."""
        if command_id.startswith("event.") and command_id != "event.add" and not self.item_id:
            return "there is no event yet"
        return super().why_not(command_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say whether an action can be done: most need an event, and times decide the order."""
        if action.startswith("event_") and action != "event_add":
            return bool(self.item_id)
        return action != "item_sort" and super().check_action(action, parameters)

    def _chosen_events(self) -> list[Event]:
        found = (self.item(event_id) for event_id in self.chosen())
        return [event for event in found if event is not None]

    def _change_events(self, found: list[Event], verb: str, **changes: Any) -> None:
        if not found:
            return
        what = f"“{cut(found[0].text, 20)}”" if len(found) == 1 else f"{len(found)} events"

        def change(session: Session) -> Session:
            for event in found:
                session = edits.change_event(session, event.id, **changes)
            return session

        self.list.selected.clear()
        self.do(change, f"{verb} {what}", found[0].id)


class TimelineView(StepView):
    """The timeline and what is to be said on the event that is selected."""

    sheets = ("timeline",)

    guide_from: ClassVar[int] = 116

    def make_list(self, part: Items) -> ItemsView:
        """The list of events."""
        made = TimelineList(self.editing, part, self.step.name)
        self.lists.append(made)
        self._count_about = unless_same(lambda events: sum(event.precision == "about" for event in events))
        return made

    @property
    def timeline(self) -> TimelineList:
        """The list."""
        return next(view for view in self.lists if isinstance(view, TimelineList))

    def subtitle(self, session: Session) -> str:
        """The day, the zone, how many, how sure."""
        details, count = session.key_details, len(session.timeline)
        day = details.incident_date
        if day is None and session.timeline and session.timeline[0].at is not None:
            day = local(session.timeline[0].at, details.timezone).date()
        words = [show_date(day)] if day is not None else []
        words.append(details.timezone)
        if count:
            about = self._count_about(session.timeline)
            words.append(f"{count} event{'s' if count > 1 else ''}" + (f", {about} ~" if about else ""))
        return " · ".join(words)

    def question(self) -> str:
        """What fits the selected event."""
        return self.asked_of_item()

    def asides(self, session: Session) -> Sequence[Aside]:
        """What to ask of a decision; what is missing."""
        event = self.timeline.item()
        asides: list[Aside] = []
        if event is not None and event.kind == "decision":
            asides.append(_decision_aside(event, self.timeline.key_for("item.edit")))
        return [*asides, *super().asides(session)]


def _decision_aside(event: Event, key: str) -> Aside:
    if event.known.strip():
        text = Content.assemble((cut(event.known, 200), ""), "\n", ("What else was possible?", ""))
    else:
        text = Content.assemble("What was known then?\nWhat else was possible?\n", (f"{key} writes it down", "$dim"))
    return Aside("For this decision", text)
