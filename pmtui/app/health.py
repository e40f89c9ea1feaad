"""The health of a team's review practice: what is late or incomplete, and what went well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from pmtui.app.action_board import BoardAction, board
from pmtui.app.trends import FEW, Share
from pmtui.index.facts import Facts
from pmtui.meeting.deadlines import days_in_words, final_by, in_words
from pmtui.meeting.vocabulary import STATUS
from pmtui.session.bidi import isolated
from pmtui.session.document import StepName
from pmtui.session.text import cut, one_line
from pmtui.session.times import show_date

ABANDONED: Final = 14
"""In days: a draft that was not changed for so long counts as abandoned."""
SOON: Final = 7
"""In days: how soon after its incident a review should take place."""
RECENT: Final = 90
"""In days: incidents of this period show how the practice is now."""
LATELY: Final = 30
"""In days: what was done in this period is praised."""
_MOST: Final = 10
"""At most so many lines of one kind are listed; the others are counted."""

_SECTIONS: Final[Mapping[str, tuple[StepName, tuple[str, ...]]]] = {
    "summary": ("summary", ("summary",)),
    "impact": ("impact", ("impact",)),
    "timeline": ("timeline", ("timeline",)),
    "root cause": ("five_whys", ("root",)),
    "actions": ("actions", ("actions",)),
    "lessons": ("lessons", ("learned", "well", "wrong", "lucky")),
}
"""What a final review should have: the step that asks for it, and its words for the filter `has:`."""


TITLES: Final[Mapping[str, str]] = {
    "late": "Past the day they should be final",
    "abandoned": "Left lying",
    "incomplete": "Final, with sections missing",
    "overdue": "Actions overdue",
    "praise": "To praise",
}
"""The headings, by field of `Health`."""
NOTHING: Final = "Nothing to see to."


class ReviewNote(NamedTuple):
    """A review, and what is to be done about it."""

    review: Facts
    said: str
    brief: str
    """The same in short, below a heading of `TITLES`: `667 days`, `no impact, lessons`."""
    step: StepName | None = None
    """The step at which to do something; None where it is no particular one."""


class Praised(NamedTuple):
    """Something that went well, and the review where it did; None: in several."""

    said: str
    review: Facts | None = None


class Health(NamedTuple):
    """The findings; each list begins with the most urgent."""

    by_status: Mapping[str, int]
    late: tuple[ReviewNote, ...]
    """Reviews that are past their deadline."""
    abandoned: tuple[ReviewNote, ...]
    """Other drafts that nobody changed for `ABANDONED` days."""
    incomplete: tuple[ReviewNote, ...]
    """Final reviews with empty sections."""
    overdue: tuple[BoardAction, ...]
    soon: Share
    """Recent incidents reviewed within `SOON` days, out of those whose time has passed or whose review is known."""
    praise: tuple[Praised, ...]


def health(reviews: Sequence[Facts], today: date, deadlines: Mapping[str, int]) -> Health:
    """Return the health of the practice that these reviews show.

    Args:
        reviews: the newest incident first.
        today: the current date.
        deadlines: days within which a review is due, as in `pmtui.meeting.deadlines`.
    """
    due = [(final_by(r.status, r.details, r.created_at, deadlines), r) for r in reviews]
    late = sorted(((day, r) for day, r in due if day is not None and day < today), key=lambda one: one[0])
    late_ids = {review.id for _, review in late}
    idle = [(_day(r.updated_at), r) for r in reviews if r.status != "final" and r.id not in late_ids]
    abandoned = sorted(((day, r) for day, r in idle if (today - day).days >= ABANDONED), key=lambda one: one[0])
    return Health(
        by_status={status: many for status in STATUS if (many := sum(r.status == status for r in reviews))},
        late=tuple(ReviewNote(review, said := in_words(day, today), said) for day, review in late),
        abandoned=tuple(
            ReviewNote(review, f"unchanged for {brief}", brief)
            for day, review in abandoned
            if (brief := days_in_words((today - day).days))
        ),
        incomplete=tuple(
            ReviewNote(r, f"no {', no '.join(lacks)}", f"no {', '.join(lacks)}", _SECTIONS[lacks[0]][0])
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
    """Whether the review met within `SOON` days; None where that is not known, or there is still time."""
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
    """Return `Checkout: Card payments refused (18-11-2026)`, on one line."""
    details = review.details
    named = [isolated(cut(text, 60)) for text in (details.product, details.headline) if text.strip()]
    return f"{': '.join(named) or review.file} ({show_date(review.day)})"


# --- as text ---


def as_text(found: Health, today: date, query: str = "") -> str:
    """Return the findings as plain text for a chat or mail, the most urgent first; `query` is the filter that
    was used.
    """
    reviews = sum(found.by_status.values())
    counted = ", ".join(f"{many} {STATUS[status]}" for status, many in found.by_status.items())
    few = " (few: read it with care)" if 0 < reviews < FEW else ""
    of = f" ({query.strip()})" if query.strip() else ""
    lines = [f"Reviews on {show_date(today)}{of}: {reviews}{f', {counted}' if counted else ''}{few}"]
    lines += _section("late", [_said(seen) for seen in found.late])
    lines += _section("abandoned", [_said(seen) for seen in found.abandoned])
    lines += _section("incomplete", [_said(seen) for seen in found.incomplete])
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


def _said(seen: ReviewNote) -> str:
    owner = isolated(one_line(seen.review.details.owner))
    return f"{name_of(seen.review)}: {seen.said}{f' (owner: {owner})' if owner else ''}"


def _well(each: Praised) -> str:
    return f"{name_of(each.review)}: {each.said}" if each.review else each.said


def _promised(each: BoardAction) -> str:
    action = each.action
    about = [isolated(one_line(text)) for text in (action.ticket, action.owner) if text.strip()]
    since = f"due {show_date(action.due)}" if action.due else ""
    return f"{isolated(cut(action.text, 80))} ({', '.join((*about, since))}), from {name_of(each.review)}"
