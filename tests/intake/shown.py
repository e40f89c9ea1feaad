"""What a report shows of a session, so that it can be compared with what was read back from one."""

from __future__ import annotations

from datetime import UTC
from functools import cache
from typing import Any

import cmarkgfm
from cmarkgfm.cmark import Options
from msgspec.structs import replace

from pmtui.report.actions import actions_in_order
from pmtui.report.blocks import block
from pmtui.session import document as doc
from pmtui.session.document import Session
from pmtui.session.instants import to_instant
from pmtui.session.order import sort_events
from pmtui.session.times import local


def shown(session: Session) -> Session:
    """The session without what its report leaves out; block Markdown as it is rendered, ids by place."""
    figures = {item.id: f"figure {n}" for n, item in enumerate(session.evidence, 1)}

    def refs(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(figures[each] for each in ids if each in figures))

    def event(each: doc.Event) -> doc.Event:
        return replace(
            each, id="", pinned=False, evidence=refs(each.evidence), precision=each.precision if each.at else "exact"
        )

    def why(each: doc.Why) -> doc.Why:
        return replace(each, id="", evidence=refs(each.evidence), whys=tuple(map(why, each.whys)))

    def notes(them: tuple[doc.Note, ...]) -> tuple[doc.Note, ...]:
        return tuple(doc.Note(id="", text=each.text) for each in them if each.text)

    details, summary, lessons = session.key_details, session.summary, session.lessons
    return Session(
        format=session.format, version=session.version, id=session.id, status=session.status, created_at="",
        updated_at="",
        key_details=replace(details, attendees=filled(details.attendees), tags=filled(details.tags),
                            more={name: text for name, text in details.more.items() if text}),
        summary=replace(
            summary, overview=rendered(summary.overview), services=filled(summary.services),
            related_tickets=filled(summary.related_tickets), recurrence=replace(summary.recurrence, of=()),
            sections=tuple(
                replace(each, id="", text=rendered(each.text)) for each in summary.sections if block(each.text)
            ),
        ),
        impact=doc.Impact(
            statement=rendered(session.impact.statement),
            measures=tuple(replace(each, id="") for each in session.impact.measures if each.name or each.value),
        ),
        root_cause=replace(
            session.root_cause, statement=rendered(session.root_cause.statement),
            whys=tuple(map(why, session.root_cause.whys)),
        ),
        timeline=tuple(map(event, sort_events(session.timeline, details.timezone))),
        resources=tuple(replace(each, id="") for each in session.resources if each.text or each.location),
        actions=tuple(replace(each, id="", source=None) for each in actions_in_order(session.actions)),
        lessons=doc.Lessons(
            learned=notes(lessons.learned), went_well=notes(lessons.went_well), went_wrong=notes(lessons.went_wrong),
            got_lucky=notes(lessons.got_lucky),
        ),
        evidence=tuple(
            replace(each, id="", body=each.body if each.kind in ("log", "chat") else rendered(each.body))
            for each in session.evidence
        ),
        further_reading=tuple(replace(each, id="") for each in session.further_reading if each.title or each.url),
        parking_lot=tuple(
            replace(each, id="", author="", of=None)
            for each in session.parking_lot
            if each.kind != "conflict" and not each.settled and (each.text or each.answer or each.owner)
        ),
    )  # fmt: skip


def normal(session: Session) -> Session:
    """The session with what knows only its day at noon, as it is stored."""
    zone = session.key_details.timezone

    def event(each: doc.Event) -> doc.Event:
        if each.precision != "day" or each.at is None:
            return each
        noon = local(each.at, zone).replace(hour=12, minute=0, second=0, microsecond=0, fold=0)
        return replace(each, at=to_instant(noon.astimezone(UTC)))

    return replace(session, timeline=tuple(map(event, session.timeline)))


def filled(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


@cache
def rendered(text: str) -> str:
    return cmarkgfm.github_flavored_markdown_to_html(block(text), Options.CMARK_OPT_UNSAFE)


def differences(a: Any, b: Any, path: str = "") -> list[str]:
    """Where two sessions differ: a line for each field."""
    if a == b:
        return []
    if isinstance(a, doc.Part) and isinstance(b, doc.Part):
        return [
            line
            for name in a.__struct_fields__
            for line in differences(getattr(a, name), getattr(b, name), f"{path}.{name}")
        ]
    if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b):
        return [line for n, (x, y) in enumerate(zip(a, b, strict=True)) for line in differences(x, y, f"{path}[{n}]")]
    return [f"{path}: {a!r} is read as {b!r}"]
