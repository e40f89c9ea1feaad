"""What earlier reviews say at the opening: what they left open, and what they paid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec

from pmtui.session.document import Action, Parked, Session
from pmtui.session.measures import measure, say


class LeftOpen(msgspec.Struct, frozen=True):
    """An action of an earlier review that is not done."""

    session_id: str
    product: str
    action: Action
    overdue: bool
    incident_date: date | None = None
    headline: str = ""


class LeftAsked(msgspec.Struct, frozen=True):
    """A topic that an earlier review parked and did not settle, or a question that nobody answered."""

    session_id: str
    incident_date: date | None
    parked: Parked


class SeenBefore(msgspec.Struct, frozen=True):
    """An earlier review that is alike, and why."""

    session_id: str
    incident_date: date | None
    headline: str
    why: str
    """`same product · tag expired-certificate · “renewed”`."""


class Earlier(msgspec.Struct, frozen=True):
    """All of it; overdue actions first, the newest review first."""

    left_open: tuple[LeftOpen, ...] = ()
    left_asked: tuple[LeftAsked, ...] = ()
    seen_before: tuple[SeenBefore, ...] = ()
    paid: str = ""
    """In one line what reviews have paid so far; empty where there is nothing to say yet."""


def earlier(session: Session, others: Iterable[Session], today: date) -> Earlier:
    """Look back from a session on other ones (of any product; newest first)."""
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
    """Those whose words the review does not have in its own parking lot yet."""
    have = {_words(parked) for parked in session.parking_lot}
    return [one for one in left if _words(one.parked) not in have]


def _left_asked(alike: Iterable[Session]) -> Iterator[LeftAsked]:
    """What was asked twice counts as the newest review left it."""
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
    """`12 actions done · resolved in 40 min where it was 2 h 10`."""
    done = sum(action.status == "done" for other in alike for action in other.actions)
    parts = [f"{done} action{'s' if done != 1 else ''} done"] if done else []
    known = [length for other in alike if (length := measure(other.key_details).resolve) is not None]
    if len(known) >= 4:
        half = len(known) // 2
        now, before = _middle(known[:half]), _middle(known[half:])
        if now < before * 0.9:
            parts.append(f"resolved in {say(now)} where it was {say(before)}")
    return " · ".join(parts)


def _middle(lengths: list[timedelta]) -> timedelta:
    from statistics import median  # only where there are several reviews to tell of

    return timedelta(seconds=median(length.total_seconds() for length in lengths))
