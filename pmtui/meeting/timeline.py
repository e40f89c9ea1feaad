"""The step `timeline`: what happened and when, as it looked at the time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from pmtui.meeting import vocabulary
from pmtui.meeting.gap_wording import LazyIterable, cached_by_identity, quoted
from pmtui.meeting.step import Choice, Field, Gap, Items, Parsed, Step
from pmtui.session.document import Event, Evidence, Instant, Session
from pmtui.session.instants import sort_key

KINDS: Final = vocabulary.choices(vocabulary.EVENT_KIND)

PRECISIONS: Final = (
    Choice("exact", "exact"),
    Choice("about", "about"),
    Choice("day", "only the day is known"),
)


def _gaps(session: Session) -> Iterable[Gap]:
    if not session.timeline:
        return (Gap(step="timeline", code="no-timeline", text="The timeline is empty"),)
    return _all_gaps(session.timeline, session.evidence, session.key_details.started_at)


@cached_by_identity
def _all_gaps(timeline: tuple[Event, ...], evidence: tuple[Evidence, ...], started: Instant | None) -> Iterable[Gap]:
    figures = {figure.id for figure in evidence}
    return LazyIterable(_each_gap(timeline, figures, started))


def _each_gap(timeline: tuple[Event, ...], figures: set[str], started: Instant | None) -> Iterator[Gap]:
    yield from _starts_late(timeline, started)
    for event in timeline:
        yield from _event_gaps(event, figures)


def _starts_late(timeline: tuple[Event, ...], started: Instant | None) -> Iterator[Gap]:
    if started is None:
        return
    begin = sort_key(started)
    known = [event for event in timeline if event.at is not None]
    if not known or any(sort_key(event.at or "") <= begin for event in known):
        return
    if min((sort_key(event.at or ""), event.precision) for event in known)[1] != "day":
        words = "The timeline begins after the incident did: what led up to it?"
        yield Gap(step="timeline", code="timeline-starts-late", text=words)


def _event_gaps(event: Event, figures: set[str]) -> Iterator[Gap]:
    missing: list[tuple[str, str, str, str]] = []
    if not event.text.strip():
        missing.append(("text", "event-no-text", "is an event without words", "events are without words"))
    if not event.evidence and not event.source.strip():
        missing.append(("source", "event-no-source", "has no source", "events have no source"))
    if event.kind == "decision" and not event.known.strip():
        missing.append(
            ("known", "decision-no-known", "is a decision: what was known then?", "decisions: what was known then?")
        )
    if event.until and event.at and sort_key(event.until) < sort_key(event.at):
        missing.append(("until", "event-ends-early", "ends before it begins", "events end before they begin"))
    if not figures.issuperset(event.evidence):
        missing.append(
            (
                "evidence",
                "event-dead-figure",
                "shows a figure that is not there",
                "events show a figure that is not there",
            )
        )
    for field, code, words, many in missing:
        text, heading = f"{quoted(event.text)} {words}", "Sources" if field == "source" else ""
        yield Gap(step="timeline", code=code, text=text, item_id=event.id, field=field, many=many, heading=heading)


_KINDS: Final = frozenset(choice.value for choice in KINDS) - {"other"}
"""Kinds of events: such a word and a colon before a text set its kind, as in `14:02 decision: fail over`."""


def _events(texts: Sequence[str], session: Session, now: datetime) -> Parsed:
    """Parse lines into events: a time, a kind, the text. The note confirms what was read, or says what could not be."""
    # Deferred: the timeline is shown without what reads times.
    from pmtui.meeting.chat_copy import join_heads
    from pmtui.session.times import reading_context, take_time

    context = reading_context(session, now)
    made: list[dict[str, Any]] = []
    remark, above = "", None
    for text, who in join_heads(texts):
        typed, rest, note = take_time(text, **context, above=above)
        remark = remark or note
        values: dict[str, Any] = {"who": who} if who else {}
        if typed is not None:
            values |= {"at": typed.at, "precision": typed.precision, "until": typed.until}
            above = typed.at if typed.precision != "day" else above
        kind, separator, words = rest.partition(": ")
        if separator and words.strip() and kind.lower() in _KINDS:
            values["kind"], rest = kind.lower(), words.strip()
        made.append({"text": rest, **values})
    said = _noted(made[0], context["zone"]) if len(made) == 1 else _counted(made)
    # For one line the note on its time says everything; for several, their number comes first.
    told = f"{said}; {remark}" if remark and (len(made) > 1 or made[0].get("at")) else remark or said
    return Parsed(made, told)


def _noted(event: dict[str, Any], zone: str) -> str:
    if event.get("at") is None:
        return "noted, its time is not known"
    from pmtui.session.times import show_noted

    return f"noted {show_noted(event['at'], zone, precision=event['precision'], until=event['until'])}"


def _counted(events: list[dict[str, Any]]) -> str:
    without = sum(event.get("at") is None for event in events)
    return f"{len(events)} added" + (f", {without} without a time" if without else "")


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
                Field("text", "Event", wording="event", help="What could be seen; a role rather than a name."),
                Field(
                    "at", "Time", kind="time", help="~ before it for about; empty where nobody knows.", example="14:02"
                ),
                Field("until", "Until", kind="time", help="Where it went on for a while.", example="14:20"),
                Field("precision", "How sure", kind="choice", choices=PRECISIONS),
                Field("kind", "Kind", kind="choice", choices=KINDS),
                Field(
                    "known",
                    "Known then",
                    wording="event",
                    kind="text",
                    help="For a decision: what was known, what was not, and what else was possible.",
                ),
                Field(
                    "known_now",
                    "Known now",
                    wording="event",
                    kind="text",
                    help="For a decision: what is known today, so that hindsight has a place of its own.",
                ),
                Field("who", "Who acted", help="A role or a system rather than a name.", example="on-call engineer"),
                Field("source", "Source", help="Where one can look it up.", example="chat #inc-204"),
                Field("evidence", "Figures", kind="figures"),
                Field("pinned", "Talk about it", kind="tick", help="A moment to stop at in the meeting."),
            ),
            columns=("at", "kind", "source"),
            parse=_events,
            last_words=(("name", "who"),),
        ),
    ),
    gaps=_gaps,
    filled=lambda session: bool(session.timeline),
    count=lambda session: len(session.timeline) or None,
)
