"""Change fields of events by a key, without their window: the time of one; kind, source and actor of the selected."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from pmtui import signs
from pmtui.app.event_changes import EventText, change_events, event_times, read_event_time, said_before
from pmtui.meeting.timeline import KINDS
from pmtui.session.document import Event
from pmtui.session.text import cut, one_line
from pmtui.session.times import show_typed
from pmtui.tui.input.acts import Act
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.lists.usual_acts import key_of
from pmtui.tui.widgets.picker import Picker, matcher
from pmtui.tui.widgets.rows import Row, Span

NOTHING: Final = "\0nothing"
"""The id of the row that empties the field."""
_ASKED: Final[dict[EventText, str]] = {"source": "Where one can look up", "who": "Who or what did"}


def needs_event(timeline: ItemList) -> bool | str:
    """Return True if there is an event under the cursor, else the reason."""
    return bool(timeline.item_id) or "there is no event yet"


def chosen_events(timeline: ItemList) -> list[Event]:
    """Return the selected events, else the one under the cursor."""
    return [timeline.item(event_id) for event_id in timeline.chosen()]


def named(found: Sequence[Event], width: int = 48) -> str:
    """Return the events in a few words, for a message."""
    return f"“{cut(found[0].text, width)}”" if len(found) == 1 else f"{len(found)} events"


def change_chosen(timeline: ItemList, found: Sequence[Event], verb: str, **changes: Any) -> None:
    """Change fields of events as one edit; they stay selected for the next change."""
    if not found:
        return
    ids = [event.id for event in found]
    done = timeline.do(lambda session: change_events(session, ids, **changes), f"{verb} {named(found, 20)}", ids[0])
    if done and timeline.list.selected:
        key = key_of(timeline, "item.select_all")
        timeline.say(f"Changed {named(found, 20)}, still marked · {key} takes the marks off")


def pin(timeline: ItemList) -> None:
    """Pin the events, or unpin them if all are pinned."""
    found = chosen_events(timeline)
    pinned = not all(event.pinned for event in found)
    change_chosen(timeline, found, "pin on" if pinned else "pin off", pinned=pinned)


def pick_kind(timeline: ItemList) -> None:
    """Choose the kind of the events."""
    found = chosen_events(timeline)
    if not found:
        return
    entries = [
        (str(c.value), c.label, signs.TICK if all(event.kind == c.value for event in found) else "") for c in KINDS
    ]

    def chosen(kind: str | None) -> None:
        if kind is not None:
            change_chosen(timeline, found, "kind of", kind=kind)

    timeline.app.push_screen(Picker(f"The kind of {named(found)}", matcher(entries)), chosen)


def pick_text(name: EventText, timeline: ItemList) -> None:
    """Ask for the source or the actor of the events; those of other events are suggested."""
    found = chosen_events(timeline)
    if not found:
        return

    def chosen(taken: str | None) -> None:
        if taken is not None:
            change_chosen(timeline, found, f"{name} of", **{name: "" if taken == NOTHING else taken})

    source = partial(_text_rows, said_before(timeline.editing.session, name), any(getattr(e, name) for e in found))
    placeholder = "slack #inc-204" if name == "source" else "a role, a system, a name"
    timeline.app.push_screen(Picker(f"{_ASKED[name]} {named(found)}", source, placeholder=placeholder), chosen)


def _text_rows(before: Sequence[str], has_some: bool, query: str) -> list[Row]:
    """Return the typed value, then those of other events; if nothing is typed, the most frequent first."""
    typed, words = one_line(query), query.casefold().split()
    rows = [Row(typed, typed, right=(Span("as typed", "dim"),))] if typed else []
    rows += [Row(each, each) for each in before if each != typed and all(word in each.casefold() for word in words)]
    return [*rows, Row(NOTHING, "nothing", "dim")] if has_some and not typed else rows


def ask_time(timeline: ItemList) -> None:
    """Ask for another time of the event; it moves to its place, and the cursor with it."""
    event = timeline.item()
    if event is None:
        return
    details = timeline.editing.session.key_details

    def chosen(typed: str | None) -> None:
        if typed is None:
            return
        changes, said = read_event_time(timeline.editing.session, event, typed, timeline.editing.now())
        label = f"time of {timeline.named(event.id)}"
        if timeline.do(lambda session: change_events(session, (event.id,), **changes), label, event.id):
            timeline.show(timeline.editing.session)
            timeline.go_to(event.id)
            timeline.say(said)

    now = show_typed(event, details.timezone, details.incident_date) or "not known"
    source = partial(_time_rows, timeline, event)
    timeline.app.push_screen(Picker(f"{named((event,), 40)}: {now}, in truth …", source, placeholder="14:07"), chosen)


def _time_rows(timeline: ItemList, event: Event, query: str) -> list[Row]:
    """Return rows for the typed time; if it may have another meaning, that comes first."""
    if not query.strip():
        return [Row("", "A time as in the timeline: 14:07, ~14:07, 18-11 14:07, 14:07-14:20.", "dim", fixed=True)]
    session, now, typed = timeline.editing.session, timeline.editing.now(), query.strip()
    try:
        found = [
            (each, read_event_time(session, event, each, now)[1]) for each in event_times(session, event, typed, now)
        ]
    except ValueError as wrong:
        return [Row("", str(wrong), "dim", fixed=True)]
    return [Row(each, words) for each, words in found]


ACTS: Final[tuple[Act[ItemList], ...]] = (
    Act("event.time", ask_time, needs_event),
    Act("event.pin", pin, needs_event),
    Act("event.kind", pick_kind, needs_event),
    Act("event.source", partial(pick_text, "source"), needs_event),
    Act("event.who", partial(pick_text, "who"), needs_event),
)
