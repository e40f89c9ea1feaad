"""The timeline: what happened, as it looked from within."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pmtui.meeting.need import quoted
from pmtui.meeting.step import Choice, Field, Gap, Items, Step
from pmtui.session.document import Event, Session
from pmtui.session.instants import sort_key
from pmtui.session.places import figure_number

KINDS: Final = (
    Choice("alert", "alert"),
    Choice("action", "action"),
    Choice("decision", "decision"),
    Choice("communication", "communication"),
    Choice("change", "change"),
    Choice("observation", "observation"),
    Choice("other", "other"),
)

PRECISIONS: Final = (
    Choice("exact", "exact"),
    Choice("about", "about"),
    Choice("day", "only the day is known"),
)


def _gaps(session: Session) -> Iterable[Gap]:
    if not session.timeline:
        yield Gap(step="timeline", text="The timeline is empty")
        return
    yield from _starts_late(session)
    for event in session.timeline:
        yield from _event_gaps(session, event)


def _starts_late(session: Session) -> Iterable[Gap]:
    started = session.key_details.started_at
    times = [(sort_key(event.at), event) for event in session.timeline if event.at is not None]
    if started is None or not times:
        return
    first, event = min(times, key=lambda pair: pair[0])
    if first > sort_key(started) and event.precision != "day":
        yield Gap(step="timeline", text="The timeline begins after the incident did: what led up to it?")


def _event_gaps(session: Session, event: Event) -> Iterable[Gap]:
    name = quoted(event.text)
    if not event.text.strip():
        yield Gap(step="timeline", text="An event has no text", item_id=event.id, field="text")
    if not event.source.strip() and not event.evidence:
        yield Gap(step="timeline", text=f"{name} has no source", item_id=event.id, field="source")
    if event.kind == "decision" and not event.known.strip():
        words = f"{name}: what was known at this decision?"
        yield Gap(step="timeline", text=words, item_id=event.id, field="known")
    if event.at and event.until and sort_key(event.until) < sort_key(event.at):
        yield Gap(step="timeline", text=f"{name} ends before it begins", item_id=event.id, field="until")
    if any(figure_number(session, figure) is None for figure in event.evidence):
        words = f"{name} shows a figure that is not there"
        yield Gap(step="timeline", text=words, item_id=event.id, field="evidence")


STEP: Final = Step(
    name="timeline",
    title="Timeline",
    minutes=(10, 20, 32),
    purpose=(
        "Read it in silence first, three minutes. Then: what is missing, and what looked different from where you sat? "
        "This is where most is learned."
    ),
    prompts=(
        "How did you first hear of it?",
        "What were you looking at, and what did you think was happening?",
        "What did you expect to happen next?",
        "Which options did you see, and what pulled you towards that one?",
        "Who knew something that the others did not?",
        "Which idea turned out wrong? Keep it: it shows how it looked.",
        "What signal was there before anybody looked?",
        "Who or what was hard to reach?",
        "What would have halved the time until it was noticed?",
    ),
    parts=(
        Items(
            section="timeline",
            title="Timeline",
            noun="event",
            subtitle="what could be seen, by whom, when",
            example="14:02 the first payment is refused",
            fields=(
                Field("text", "Event", kind="text", help="What could be seen; a role rather than a name."),
                Field(
                    "at", "Time", kind="time", help="~ before it for about; empty where nobody knows.", example="14:02"
                ),
                Field("until", "Until", kind="time", help="Where it went on for a while.", example="14:20"),
                Field("precision", "How sure", kind="choice", choices=PRECISIONS),
                Field("kind", "Kind", kind="choice", choices=KINDS),
                Field(
                    "known",
                    "Known then",
                    kind="text",
                    help="For a decision: what was known, what was not, and what else was possible.",
                ),
                Field("source", "Source", help="Where one can look it up.", example="chat #inc-204"),
                Field("evidence", "Figures", kind="figures"),
                Field("pinned", "Talk about it", kind="tick", help="A moment to stop at in the meeting."),
            ),
            columns=("at", "kind", "source"),
        ),
    ),
    gaps=_gaps,
    filled=lambda session: bool(session.timeline),
    count=lambda session: len(session.timeline) or None,
)
