"""The health of the practice, for whoever keeps it alive: what to see to, and what to praise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from pmtui.app.action_board import BoardAction, board
from pmtui.app.trends import FEW, Share
from pmtui.index.facts import Facts
from pmtui.meeting.deadlines import days_in_words, final_by, in_words
from pmtui.meeting.vocabulary import STATUS
from pmtui.session.direction import isolated
from pmtui.session.document import StepName
from pmtui.session.text import cut, one_line
from pmtui.session.times import show_date

LYING: Final = 14
"""A draft that nobody changed for so many days lies."""
SOON: Final = 7
"""Days within which an incident should be reviewed."""
RECENT: Final = 90
"""Incidents of so many days say how the practice is now."""
LATELY: Final = 30
"""What was done within so many days is praised."""
_MOST: Final = 10
"""Lines of one kind; there is a count of the others."""

_SECTIONS: Final[Mapping[str, tuple[StepName, tuple[str, ...]]]] = {
    "summary": ("summary", ("summary",)),
    "impact": ("impact", ("impact",)),
    "timeline": ("timeline", ("timeline",)),
    "root cause": ("five_whys", ("root",)),
    "actions": ("actions", ("actions",)),
    "lessons": ("lessons", ("learned", "well", "wrong", "lucky")),
}
"""What a final review should hold: the step that asks for it, and by which words of `has:` it is known."""


TITLES: Final[Mapping[str, str]] = {
    "late": "Past the day they should be final",
    "lying": "Left lying",
    "lacking": "Final, with sections missing",
    "overdue": "Actions overdue",
    "praise": "To praise",
}
"""The headings, by the field of `Health` that stands below each."""
NOTHING: Final = "Nothing to see to."


class Seen(NamedTuple):
    """A review and what there is to say of it."""

    review: Facts
    said: str
    brief: str
    """The same under its heading of `TITLES`: `667 days`, `no impact, lessons`."""
    step: StepName | None = None
    """The step at which something is to be done; None: no certain one."""


class Praised(NamedTuple):
    """What went well, and the review in which it did; None: not in one alone."""

    said: str
    review: Facts | None = None


class Health(NamedTuple):
    """What was found; the most urgent first in each list."""

    by_status: Mapping[str, int]
    late: tuple[Seen, ...]
    """Reviews past the day by which they should be final."""
    lying: tuple[Seen, ...]
    """Other reviews that are not final and that nobody changed for long."""
    lacking: tuple[Seen, ...]
    """Final reviews in which sections are empty."""
    overdue: tuple[BoardAction, ...]
    soon: Share
    """Recent incidents that were reviewed within a week, of those of which it is known or the week is over."""
    praise: tuple[Praised, ...]


def health(reviews: Sequence[Facts], today: date, deadlines: Mapping[str, int]) -> Health:
    """Look through the reviews of a library.

    Args:
        reviews: the newest incident first.
        today: what is due before it is late.
        deadlines: in how many days a review is due, as in `pmtui.meeting.deadlines`.
    """
    due = [(final_by(r.status, r.details, r.created_at, deadlines), r) for r in reviews]
    late = sorted(((day, r) for day, r in due if day is not None and day < today), key=lambda one: one[0])
    late_ids = {review.id for _, review in late}
    idle = [(_day(r.updated_at), r) for r in reviews if r.status != "final" and r.id not in late_ids]
    lying = sorted(((day, r) for day, r in idle if (today - day).days >= LYING), key=lambda one: one[0])
    return Health(
        by_status={status: many for status in STATUS if (many := sum(r.status == status for r in reviews))},
        late=tuple(Seen(review, said := in_words(day, today), said) for day, review in late),
        lying=tuple(
            Seen(review, f"unchanged for {brief}", brief)
            for day, review in lying
            if (brief := days_in_words((today - day).days))
        ),
        lacking=tuple(
            Seen(r, f"no {', no '.join(lacks)}", f"no {', '.join(lacks)}", _SECTIONS[lacks[0]][0])
            for r in reviews
            if (lacks := _lacks(r))
        ),
        overdue=tuple(board(reviews, today, overdue_only=True)),
        soon=_soon(reviews, today),
        praise=tuple(_praise(reviews, today)),
    )


def _lacks(review: Facts) -> list[str]:
    if review.status != "final":
        return []
    return [name for name, (_, words) in _SECTIONS.items() if not any(word in review.has for word in words)]


def _soon(reviews: Iterable[Facts], today: date) -> Share:
    within = [
        known
        for review in reviews
        if review.details.incident_date is not None
        and 0 <= (today - review.day).days <= RECENT
        and (known := _was_soon(review, today)) is not None
    ]
    return Share(sum(within), len(within))


def _was_soon(review: Facts, today: date) -> bool | None:
    """Whether it was met about within a week; None where that is not known, or there is still time."""
    met = [_day(sitting.held_at) for sitting in review.meeting if sitting.held_at]
    if met:
        return (min(met) - review.day).days <= SOON
    return None if review.status == "final" or (today - review.day).days <= SOON else False


def _praise(reviews: Sequence[Facts], today: date) -> Iterator[Praised]:
    since = today - timedelta(days=LATELY)
    done = [a for r in reviews for a in r.actions if a.status == "done" and a.done_at and since <= a.done_at <= today]
    if done:
        dated = [action for action in done if action.due]
        in_time = sum(action.done_at <= action.due for action in dated if action.done_at and action.due)
        said = f"; {in_time} of {len(dated)} by the day they were due" if dated else ""
        many = f"{len(done)} action{'s were' if len(done) != 1 else ' was'}"
        yield Praised(f"{many} done in the last {LATELY} days{said}")
    for review in reviews:
        finished = [a.done_at for a in review.actions if a.status == "done" and a.done_at]
        if finished and since <= max(finished) <= today and all(a.status != "open" for a in review.actions):
            yield Praised("no action is left open", review)
    for review in reviews:
        for sitting in review.meeting:
            asked, learned = sitting.asked or 0, sitting.learned or 0
            if sitting.held_at and since <= _day(sitting.held_at) <= today and asked and learned * 5 >= asked * 4:
                yield Praised(f"{learned} of {asked} learned something", review)


def _day(at: str) -> date:
    return date.fromisoformat(at[:10])


def name_of(review: Facts) -> str:
    """`Checkout: Card payments refused (18-11-2026)`, on one line."""
    details = review.details
    named = [isolated(cut(text, 60)) for text in (details.product, details.headline) if text.strip()]
    return f"{': '.join(named) or review.file} ({show_date(review.day)})"


# --- as text ---


def as_text(found: Health, today: date, query: str = "") -> str:
    """What a chat or a mail is sent: plain lines, those that ask for something first; `query` left these reviews."""
    reviews = sum(found.by_status.values())
    counted = ", ".join(f"{many} {STATUS[status]}" for status, many in found.by_status.items())
    few = " (few: read it with care)" if 0 < reviews < FEW else ""
    of = f" ({query.strip()})" if query.strip() else ""
    lines = [f"Reviews on {show_date(today)}{of}: {reviews}{f', {counted}' if counted else ''}{few}"]
    lines += _section("late", [_said(seen) for seen in found.late])
    lines += _section("lying", [_said(seen) for seen in found.lying])
    lines += _section("lacking", [_said(seen) for seen in found.lacking])
    lines += _section("overdue", [_promised(each) for each in found.overdue])
    if reviews and len(lines) == 1:
        lines += ["", NOTHING]
    if found.soon.of:
        of = f"incidents of the last {RECENT} days{', few' if found.soon.of < FEW else ''}"
        lines += ["", f"Reviewed within a week: {found.soon.count} of {found.soon.of} ({of})"]
    lines += _section("praise", [_well(each) for each in found.praise])
    return "\n".join(lines) + "\n"


def _section(kind: str, said: Sequence[str]) -> list[str]:
    more = [f"- and {len(said) - _MOST} more"] if len(said) > _MOST else []
    return ["", f"{TITLES[kind]} ({len(said)})", *(f"- {one}" for one in said[:_MOST]), *more] if said else []


def _said(seen: Seen) -> str:
    owner = isolated(one_line(seen.review.details.owner))
    return f"{name_of(seen.review)}: {seen.said}{f' (owner: {owner})' if owner else ''}"


def _well(each: Praised) -> str:
    return f"{name_of(each.review)}: {each.said}" if each.review else each.said


def _promised(each: BoardAction) -> str:
    action = each.action
    about = [isolated(one_line(text)) for text in (action.ticket, action.owner) if text.strip()]
    since = f"due {show_date(action.due)}" if action.due else ""
    return f"{isolated(cut(action.text, 80))} ({', '.join((*about, since))}), from {name_of(each.review)}"
