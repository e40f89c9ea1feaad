"""Facts: what lists, boards and trends need of a session, small enough to read ten thousand at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

import msgspec

from pmtui.session.document import Action, Answered, Instant, KeyDetails, Parked, Session, Sitting, Status
from pmtui.session.paths import walk

_PARKED = ("topic", "question")


class Facts(msgspec.Struct, frozen=True, omit_defaults=True):
    """A session without its long texts."""

    id: str
    file: str
    status: Status
    created_at: Instant
    updated_at: Instant
    details: KeyDetails
    recurs: Answered | None = None
    recurs_of: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    """The texts of the root causes, in the order of the tree."""
    root_ids: tuple[str, ...] = ()
    contributing: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    """Who or what acts in the timeline, without duplicates."""
    authors: tuple[str, ...] = ()
    """Authors of notes and parked thoughts, and owners of questions, without duplicates."""
    actions: tuple[Action, ...] = ()
    meeting: tuple[Sitting, ...] = ()
    left_asked: tuple[Parked, ...] = ()
    """Parked topics that are not settled, and questions without an answer."""
    has: tuple[str, ...] = ()
    """The sections that are not empty, by their names for the filter `has:`."""

    @property
    def day(self) -> date:
        """Return the date of the incident, or else the day on which the review was created."""
        return self.details.incident_date or date.fromisoformat(self.created_at[:10])


def facts_of(session: Session, file: str) -> Facts:
    """Return the facts of a session that is stored under the name `file`."""
    whys = [why for _, why in walk(session.root_cause.whys)]
    roots = [why for why in whys if why.verdict == "root"]
    return Facts(
        id=session.id,
        file=file,
        status=session.status,
        created_at=session.created_at,
        updated_at=session.updated_at,
        details=session.key_details,
        recurs=session.summary.recurrence.answer,
        recurs_of=session.summary.recurrence.of,
        roots=tuple(why.text for why in roots),
        root_ids=tuple(why.id for why in roots),
        contributing=tuple(why.text for why in whys if why.verdict == "contributing"),
        services=session.summary.services,
        actors=_without_duplicates(event.who for event in session.timeline),
        authors=_without_duplicates(_authors(session)),
        actions=session.actions,
        meeting=session.meeting,
        left_asked=tuple(one for one in session.parking_lot if _is_open(one)),
        has=tuple(_non_empty_sections(session)),
    )


def _authors(session: Session) -> Iterator[str]:
    lessons = session.lessons
    for note in chain(lessons.learned, lessons.went_well, lessons.went_wrong, lessons.got_lucky):
        yield note.author
    for parked in session.parking_lot:
        yield parked.author
        yield parked.owner


def _without_duplicates(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name.strip()))


def _is_open(parked: Parked) -> bool:
    return parked.kind in _PARKED and bool(parked.text.strip()) and not parked.settled and not parked.answer.strip()


def _non_empty_sections(session: Session) -> list[str]:
    return [name for name, value in sections(session).items() if value]


def sections(session: Session) -> dict[str, object]:
    """Return name for the filter `has:` → the content of that section."""
    whys = [why for _, why in walk(session.root_cause.whys)]
    lessons = session.lessons
    return {
        "summary": session.summary.overview,
        "impact": session.impact.statement or session.impact.measures,
        "timeline": session.timeline,
        "decision": any(event.kind == "decision" for event in session.timeline),
        "resources": session.resources,
        "whys": whys,
        "root": session.root_cause.statement or any(why.verdict == "root" for why in whys),
        "contributing": any(why.verdict == "contributing" for why in whys),
        "actions": session.actions,
        "open": any(action.status == "open" for action in session.actions),
        "learned": lessons.learned,
        "well": lessons.went_well,
        "wrong": lessons.went_wrong,
        "lucky": lessons.got_lucky,
        "evidence": session.evidence,
        "reading": session.further_reading,
        "parked": session.parking_lot,
        "meeting": session.meeting,
    }
