"""What the opening shows of earlier, similar reviews: open actions, unsettled topics, and what reviews achieved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec

from pmtui.session.document import Action, Parked, Session
from pmtui.session.durations import format_duration, incident_durations


class LeftOpen(msgspec.Struct, frozen=True):
    """An open action of an earlier review."""

    session_id: str
    product: str
    action: Action
    overdue: bool
    incident_date: date | None = None
    headline: str = ""


class LeftAsked(msgspec.Struct, frozen=True):
    """A topic of an earlier review that is not settled, or a question that nobody answered."""

    session_id: str
    incident_date: date | None
    parked: Parked


class SeenBefore(msgspec.Struct, frozen=True):
    """An earlier review that is similar, and why."""

    session_id: str
    incident_date: date | None
    headline: str
    why: str
    """What they have in common: `same product · tag expired-certificate · “renewed”`."""


class Earlier(msgspec.Struct, frozen=True):
    """What there is to show of earlier reviews. Overdue actions come first; topics and reviews are newest first."""

    left_open: tuple[LeftOpen, ...] = ()
    left_asked: tuple[LeftAsked, ...] = ()
    seen_before: tuple[SeenBefore, ...] = ()
    paid: str = ""
    """One line on what earlier reviews achieved; empty where there is nothing to say."""


def earlier(session: Session, others: Iterable[Session], today: date) -> Earlier:
    """Collect what earlier reviews with the same product or a common tag left open.

    Args:
        session: the review that is being opened.
        others: the other reviews of any product, newest first.
        today: the current date, which decides what is overdue.

    Returns:
        The findings; `seen_before` stays empty here (`app/similar_reviews.py` fills it).
    """
    alike = [other for other in others if other.id != session.id and _alike(session, other)]
    left = [
        LeftOpen(
            other.id,
            other.key_details.product,
            action,
            action.due is not None and action.due < today,
            other.key_details.incident_date,
            other.key_details.headline,
        )
        for other in alike
        for action in other.actions
        if action.status == "open" and action.text.strip()
    ]
    left.sort(key=lambda one: (not one.overdue, one.action.due or date.max))
    return Earlier(tuple(left), tuple(_left_asked(alike)), paid=_paid(alike))


def not_taken(left: Iterable[LeftAsked], session: Session) -> list[LeftAsked]:
    """Return those topics that the review's own parking lot does not hold yet, compared by their words."""
    have = {_words(parked) for parked in session.parking_lot}
    return [one for one in left if _words(one.parked) not in have]


def _left_asked(alike: Iterable[Session]) -> Iterator[LeftAsked]:
    """Yield unsettled topics and questions; of one that several reviews asked, the newest review decides."""
    seen: set[str] = set()
    for other in alike:
        new = [parked for parked in other.parking_lot if parked.kind in ("topic", "question") and parked.text.strip()]
        for parked in new:
            if _words(parked) not in seen and not parked.settled and not parked.answer.strip():
                yield LeftAsked(other.id, other.key_details.incident_date, parked)
        seen.update(map(_words, new))


def _words(parked: Parked) -> str:
    return " ".join(parked.text.casefold().split())


def _same_product(a: Session, b: Session) -> bool:
    one, other = a.key_details.product.strip().casefold(), b.key_details.product.strip().casefold()
    return bool(one) and one == other


def _alike(a: Session, b: Session) -> bool:
    tags, others = ({tag.casefold() for tag in session.key_details.tags} for session in (a, b))
    return _same_product(a, b) or bool(tags & others)


def _paid(alike: list[Session]) -> str:
    """Return `12 actions done · resolved in 40 min where it was 2 h 10`, or less; empty where neither is known."""
    done = sum(action.status == "done" for other in alike for action in other.actions)
    parts = [f"{done} action{'s' if done != 1 else ''} done"] if done else []
    known = [length for other in alike if (length := incident_durations(other.key_details).resolve) is not None]
    if len(known) >= 4:
        half = len(known) // 2
        now, before = _middle(known[:half]), _middle(known[half:])
        if now < before * 0.9:
            parts.append(f"resolved in {format_duration(now)} where it was {format_duration(before)}")
    return " · ".join(parts)


def _middle(lengths: list[timedelta]) -> timedelta:
    from statistics import median  # deferred: needed only with several reviews

    return timedelta(seconds=median(length.total_seconds() for length in lengths))
