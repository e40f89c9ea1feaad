"""Slides of the steps that are mostly forms: opening, key details, summary, impact. Enter edits a field."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from pmtui import signs
from pmtui.app.editing_session import Place
from pmtui.app.row_layout import Row, Span
from pmtui.app.slides.slide import (
    Link,
    Scene,
    Slide,
    answered,
    asked,
    field_of,
    quiet,
    said,
    unmarked,
    words_of,
)
from pmtui.meeting.opening import GROUND_RULES
from pmtui.session.document import StepName
from pmtui.session.text import one_line
from pmtui.session.times import elapsed, show_date

_LABEL: Final = 16
"""The width of a label with the space behind it, in columns."""


# --- opening ---


def rules(scene: Scene) -> Slide:
    """Show the purpose of the meeting and the ground rules."""
    purpose, *others = GROUND_RULES
    details = scene.session.key_details
    name = " · ".join(part for part in (details.term, details.product) if part.strip())
    head = (quiet(one_line(name)), asked(purpose, gap=max(scene.air, 1)))
    return Slide(head, tuple(said(rule, gap=scene.air) for rule in others))


_ROLES: Final = ("facilitator", "scribe", "owner", "attendees")


def people_here(scene: Scene) -> Slide:
    """Show the roles and the attendees."""
    rows, links = _fields(scene, "opening", [f"key_details.{name}" for name in _ROLES])
    return Slide((asked("Who is here, and who does what?", gap=max(scene.air, 1)),), tuple(rows), links=links)


_LEFT: Final = 5
"""At most so many open actions of earlier reviews are shown."""


def left_open(scene: Scene) -> Slide | None:
    """Show what earlier reviews left open, similar reviews, and what reviews achieved; None where there is nothing."""
    found = scene.earlier
    rows = [
        Row(
            "",
            one_line(one.action.text),
            "bold",
            lead=(Span(f"{signs.OPEN} ", "dim"),),
            below=(Span(_who_and_when(one.action.owner, one.action.due, one.overdue), _late(one.overdue)),),
            gap=scene.air,
            fixed=True,
        )
        for one in found.left_open[:_LEFT]
    ]
    if len(found.left_open) > _LEFT:
        rows.append(quiet(f"and {len(found.left_open) - _LEFT} more", gap=scene.air))
    rows += [quiet(f"? {one_line(asked_then.parked.text)}", gap=scene.air) for asked_then in found.left_asked[:3]]
    for one in found.seen_before[:3]:
        day = show_date(one.incident_date) if one.incident_date else ""
        words = " ".join(part for part in ("Seen before?", day, one_line(one.headline)) if part)
        rows.append(said(words, gap=scene.air))
    if found.paid:
        rows.append(quiet(found.paid))
    return Slide((asked("What did earlier reviews leave open?", gap=max(scene.air, 1)),), tuple(rows)) if rows else None


def _who_and_when(owner: str, due: object, overdue: bool) -> str:
    when = f"{show_date(due)}" if due else "no date"  # type: ignore[arg-type]
    return f"{owner.strip() or 'no owner'} · {when}" + (" overdue" if overdue else "")


def _late(overdue: bool) -> str:
    return "danger" if overdue else "dim"


def questions(scene: Scene) -> Slide:
    """Show the questions of those present, with their answers."""
    rows = []
    for item in scene.list.items if scene.list is not None else ():
        answer = one_line(item.answer)
        finds = f"{one_line(item.owner)} finds out" if item.owner.strip() else ""
        rows.append(
            Row(
                item.id,
                one_line(item.text) or "(no text)",
                "bold",
                lead=(Span(f"{signs.TICK} " if answer else "? ", "well" if answer else "accent"),),
                below=(Span(answer or finds, "dim"),) if answer or finds else (),
                gap=scene.gap,
            )
        )
    return Slide(
        (asked("What do you want to know by the end?", gap=max(scene.air, 1)),), tuple(rows), adds="here", acts=True
    )


# --- key details ---

_MILESTONES: Final = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")


def key_details(scene: Scene) -> Slide:
    """Show the key details and the durations."""
    details = scene.session.key_details
    day = show_date(details.incident_date) if details.incident_date else ""
    facts = " · ".join(part for part in (one_line(details.product), day, details.severity, details.reference) if part)
    rows, links = _fields(scene, "key_details", [f"key_details.{name}" for name in _MILESTONES])
    for n, name in enumerate(_MILESTONES):
        at = getattr(details, name)
        if n and at is not None and details.started_at is not None and not rows[n].below:
            rows[n] = replace(rows[n], right=(Span(elapsed(details.started_at, at), "dim"),))
    path = "key_details.headline"
    links[path] = link_to("key_details", path)
    text = one_line(details.headline)
    headline = Row(path, text or links[path].fields[0].help, "accent bold" if text else "dim", gap=max(scene.air, 1))
    head = (quiet(facts, gap=scene.gap) if facts else asked(scene.heading),)
    own = [quiet(f"{name}: {one_line(text)}") for name, text in details.more.items() if text.strip()]
    return Slide(head, (headline, *rows, *own), links=links)


# --- summary ---


def overview(scene: Scene) -> Slide:
    """Show the overview of the summary."""
    path = "summary.overview"
    text = unmarked(scene.session.summary.overview).strip()
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    rows = [said(paragraph, gap=1) for paragraph in paragraphs]
    if not rows:
        rows = [quiet(field_of("summary", path).help)]
    return Slide((asked(scene.heading, gap=max(scene.air, 1)),), tuple(rows), links={"": link_to("summary", path)})


_SIX: Final = (
    ("Which services?", "services", ""),
    ("Outage or degraded?", "effect", ""),
    ("Was data lost?", "data_loss.answer", "data_loss.detail"),
    ("Did people step in?", "human_intervention.answer", "human_intervention.detail"),
    ("Sustained or not?", "pattern", ""),
    ("Happened before?", "recurrence.answer", "recurrence.detail"),
)


def six_questions(scene: Scene) -> Slide:
    """Show the six short questions of the summary with their answers."""
    rows, links = [], {}
    for label, *names in _SIX:
        fields = tuple(field_of("summary", f"summary.{name}") for name in names if name)
        words = ": ".join(text for field in fields if (text := words_of(scene.session, field)))
        row_id = fields[0].path
        rows.append(answered(label, words, row_id, scene, column=22))
        links[row_id] = Link(Place("summary", None, row_id), fields)
    return Slide((asked("Six short questions", gap=max(scene.air, 1)),), tuple(rows), links=links)


# --- impact ---


def impact(scene: Scene) -> Slide:
    """Show the impact statement and the measures."""
    path = "impact.statement"
    text = unmarked(scene.session.impact.statement).strip()
    field = field_of("impact", path)
    statement = Row(path, text or field.help, "" if text else "dim", gap=1)
    column = min(max((len(one.name) for one in scene.session.impact.measures), default=0) + 3, scene.width // 2)
    rows = []
    for one in scene.session.impact.measures:
        row = answered(one_line(one.name), one_line(one.value), one.id, scene, column=column)
        rows.append(row)
    return Slide(
        (asked(scene.heading, gap=max(scene.air, 1)),),
        (statement, *rows),
        adds="here",
        acts=True,
        links={path: link_to("impact", path)},
    )


# --- fields ---


def link_to(name: StepName, path: str) -> Link:
    """Return the link to a field of a step's form."""
    return Link(Place(name, None, path), (field_of(name, path),))


def _fields(scene: Scene, name: StepName, paths: list[str]) -> tuple[list[Row], dict[str, Link]]:
    """Return a row for each field, and the links from these rows to the fields."""
    links = {path: link_to(name, path) for path in paths}
    rows = [
        answered(link.fields[0].label, words_of(scene.session, link.fields[0]), path, scene, column=_LABEL)
        for path, link in links.items()
    ]
    return rows, links
