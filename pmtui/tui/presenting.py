"""What each step shows on a projector: one thing at a time, large, and nothing that could shame who spoke."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final, NamedTuple

from textual.content import Content

from pmtui.meeting.hints import read_back
from pmtui.meeting.opening import GROUND_RULES
from pmtui.meeting.prompts import prompt_for
from pmtui.session import places
from pmtui.session.document import Event, Session, StepName, Why
from pmtui.session.instants import moment
from pmtui.session.measures import measure, say
from pmtui.session.order import in_order
from pmtui.session.places import chain
from pmtui.session.text import cut
from pmtui.session.times import elapsed, show_date, show_time
from pmtui.tui.widgets.items import ItemsView


class Scene(NamedTuple):
    """What a step's paragraphs are made of."""

    session: Session
    view: ItemsView | None
    """The step's list."""
    question: str
    """The one that stands."""
    width: int
    """Columns."""
    at: str | None = None
    """The id of the item that keys act on, where no field has the focus."""


Stage = Callable[[Scene], list[Content]]
"""Makes the paragraphs."""


def stage(name: StepName) -> Stage:
    """What the step shows."""
    return _STAGES.get(name, _list_of_items)


def _quiet(text: str) -> Content:
    return Content.styled(text, "$dim")


def _strong(text: str) -> Content:
    return Content.styled(text, "bold $accent")


def _opening(scene: Scene) -> list[Content]:
    rules = [Content(rule) for rule in GROUND_RULES]
    asked = [item.text for item in scene.session.parking_lot if item.kind == "question"]
    return [*rules, _strong("What do you want to know by the end?"), *(Content(f"– {text}") for text in asked[-4:])]


def _key_details(scene: Scene) -> list[Content]:
    details = scene.session.key_details
    day = show_date(details.incident_date) if details.incident_date else ""
    times = [
        Content.assemble((name.removesuffix("_at").ljust(14), "$dim"), (show_time(at, details.timezone), "bold"))
        for name in ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")
        if (at := getattr(details, name)) is not None
    ]
    head = " · ".join(part for part in (details.product, day, details.severity, details.reference) if part)
    return [
        _quiet(head),
        _strong(details.headline or "What would a customer have seen?"),
        *times,
        *_lengths(scene.session),
    ]


def _lengths(session: Session) -> list[Content]:
    found = measure(session.key_details)
    words = [
        f"{name} {say(length)}"
        for name, length in (("detected after", found.detect), ("resolved after", found.resolve))
        if length is not None
    ]
    return [_quiet(" · ".join(words))] if words else []


def _timeline(scene: Scene) -> list[Content]:
    zone = scene.session.key_details.timezone
    events = in_order(scene.session.timeline, zone)
    at = next((n for n, event in enumerate(events) if scene.view is not None and event.id == scene.view.item_id), None)
    if at is None:
        return [_strong("What was the first that happened?")]
    event, lines = events[at], []
    if at:
        before = events[at - 1]
        lines.append(_quiet(f"{_time(before, zone)}   {cut(before.text, scene.width - 20)}"))
        if before.at and event.at:
            lines.append(
                Content.assemble(
                    (_scale(events, before, event, scene.width), "$accent"),
                    (f" {elapsed(before.at, event.at)}", "$dim"),
                )
            )
    lines.append(Content.assemble((_time(event, zone), "bold $accent"), "   ", (event.kind, "$dim")))
    lines.append(Content.styled(event.text, "bold"))
    if event.kind == "decision":
        lines.append(_strong("What did we know then? What else was possible?"))
        lines += [Content(event.known)] if event.known else []
    else:
        lines.append(_quiet(prompt_for(event.text) or scene.question))
    if at + 1 < len(events):
        lines.append(_quiet(f"next  {_time(events[at + 1], zone)}"))
    return lines


def _time(event: Event, zone: str) -> str:
    if event.at is None:
        return "time not known"
    return show_time(event.at, zone, precision=event.precision, until=event.until)


def _scale(events: tuple[Event, ...], before: Event, event: Event, width: int) -> str:
    """A bar as long as the time between two events, the longest between any two being half the screen."""
    moments = [moment(e.at) for e in events if e.at is not None]
    longest = max(((b - a).total_seconds() for a, b in pairwise(moments)), default=0.0)
    if event.at is None or before.at is None or longest <= 0:
        return "╸"
    share = (moment(event.at) - moment(before.at)).total_seconds() / longest
    return "━" * max(round(share * width / 2), 1)


def _five_whys(scene: Scene) -> list[Content]:
    cause = scene.session.root_cause
    selected = scene.view.item() if scene.view is not None else None
    if not cause.problem and selected is None:
        return [_quiet("What happened,"), _strong("as one measured effect?")]
    path = read_back(scene.session, selected.id)[1:] if selected is not None else ()
    asked = selected.text if isinstance(selected, Why) else cause.problem
    answers = selected.whys if isinstance(selected, Why) else cause.whys
    lines = [_quiet("  ‹  ".join(cut(text, 60) for text in reversed(path)))] if path else []
    lines += [_quiet("How did it come about that"), _strong(f"{asked.rstrip(' .?!')}?")]
    for n, answer in enumerate(answers):
        sign = "└─ " if n == len(answers) - 1 else "├─ "
        words = {"root": "   ◆ root", "contributing": "   ● contributing"}.get(answer.verdict or "", "")
        style = "$dim strike" if answer.verdict == "ruled_out" else ""
        lines.append(Content.assemble((sign, "$dim"), (answer.text, style), (words, "bold $notice")))
    deep = len(chain(cause.whys, selected.id)) if selected is not None else 0
    return [*lines, _quiet(f"level {deep}")] if deep else lines


_COLOURS: Final = {"went_well": "$well", "went_wrong": "$wrong", "got_lucky": "$lucky", "learned": "$accent"}


def _lessons(scene: Scene) -> list[Content]:
    if scene.view is None:
        return [_strong(scene.question)]
    name = scene.view.part.section.rpartition(".")[2]
    lines = [
        Content.styled(scene.view.part.title, f"bold {_COLOURS.get(name, '$accent')}"),
        _quiet(scene.view.part.subtitle),
    ]
    group = ""
    for note in scene.view.items(scene.session):
        if (note.group or "") != group:
            group = note.group or ""
            lines.append(_quiet(group))
        # The one that is voted on, while no field has the focus.
        here = "▌ " if scene.at is not None and note.id == scene.at else "  "
        votes = Content.styled(f"{note.votes or '·':>2}  ", "bold" if note.votes else "$dim")
        lines.append(Content.assemble((here, "$accent"), votes, Content(note.text)))
    return lines


def _actions(scene: Scene) -> list[Content]:
    lines = [_strong(scene.question)]
    for action in scene.session.actions:
        sign = {"done": "✓ ", "dropped": "× "}.get(action.status, "○ ")
        due = show_date(action.due) if action.due else ""
        rest = "   " + " · ".join(part for part in (action.owner or "who?", due or "when?", action.ticket) if part)
        lines.append(Content.assemble(sign, (action.text, "bold"), (rest, "$dim")))
    return lines


def _summary(scene: Scene) -> list[Content]:
    return [
        _strong(scene.question),
        *(Content(part) for part in scene.session.summary.overview.split("\n\n") if part.strip()),
    ]


def _impact(scene: Scene) -> list[Content]:
    figures = [Content.assemble((f"{m.value}  ", "bold"), (m.name, "$dim")) for m in scene.session.impact.measures]
    return [
        _strong(scene.question),
        *([Content(scene.session.impact.statement)] if scene.session.impact.statement else []),
        *figures,
    ]


def _close(scene: Scene) -> list[Content]:
    left = [action for action in scene.session.actions if action.status == "open"]
    done = [Content.assemble("○ ", (action.text, "bold"), (f"   {action.owner}", "$dim")) for action in left]
    open_questions = [p for p in scene.session.parking_lot if p.kind == "question" and not p.answer.strip()]
    asked = [Content.assemble(p.text, (f"   {p.owner or 'who finds out?'}", "$dim")) for p in open_questions]
    return [
        _strong("What surprised us? Would you come again?"),
        *done,
        *([_quiet("Still open"), *asked] if asked else []),
    ]


def _list_of_items(scene: Scene) -> list[Content]:
    lines = [_strong(scene.question)]
    if scene.view is not None:
        items: tuple[Any, ...] = places.get(scene.session, scene.view.part.section)
        for item in items:
            ticked = getattr(item, "secured", None)
            sign = "" if ticked is None else "✓ " if ticked else "○ "
            lines.append(Content(sign + str(getattr(item, scene.view.part.main))))
    return lines


_STAGES: Final[dict[str, Stage]] = {
    "opening": _opening, "key_details": _key_details, "timeline": _timeline, "five_whys": _five_whys,
    "lessons": _lessons, "actions": _actions, "summary": _summary, "impact": _impact, "close": _close,
}  # fmt: skip
