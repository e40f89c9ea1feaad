"""Statistics over reviews: how many incidents, how long they took, what recurs, and whether actions get done."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct

from pmtui.app.action_board import is_overdue
from pmtui.index.facts import Facts
from pmtui.index.words import words
from pmtui.session.durations import Durations, incident_durations

FEW = 5
"""Figures over fewer incidents than this are marked as such."""


class Spread(Struct, frozen=True):
    """How long something took, in minutes, over `of` incidents for which it is known; None: for none."""

    median: float | None
    p90: float | None
    """The 90th percentile."""
    of: int


class Quarter(Struct, frozen=True):
    """How long the incidents of a quarter of a year took."""

    detect: Range
    resolve: Range


class Range(Struct, frozen=True):
    """How long something took, in minutes: the 10th percentile, median and 90th percentile over `of` incidents."""

    p10: float | None
    median: float | None
    p90: float | None
    of: int


class Share(Struct, frozen=True):
    """A number out of a total."""

    count: int
    of: int


class Trends(Struct, frozen=True):
    """The statistics of a set of reviews."""

    reviews: int
    by_status: dict[str, int]
    by_month: dict[str, int]
    """The number of incidents by month, as `2026-11`; months without incidents are left out."""
    by_severity: dict[str, int]
    detect: Spread
    acknowledge: Spread
    mitigate: Spread
    resolve: Spread
    by_quarter: dict[str, Quarter]
    """By quarter, as `2026-Q4`; quarters without a known duration are left out."""
    recurred: Share
    """Reviews that name an earlier occurrence, out of those that say whether there was one."""
    tags: dict[str, int]
    """Tags of more than one review, the most frequent first."""
    causes: dict[str, int]
    """Root causes that more than one review found, compared by their words."""
    actions: dict[str, int]
    """By status; `overdue` ones are also counted as open."""
    in_time: Share
    """Actions done by their due date, out of done actions that have one."""
    causes_acted_on: Share
    """Root causes with a finished action that came from them."""
    learned: Share
    """Show of hands: how many learned something, out of those asked."""
    again: Share
    """Show of hands: how many would come again, out of those asked."""


def trends(reviews: Sequence[Facts], today: date) -> Trends:
    """Return the statistics of these reviews; `today` decides which actions are overdue."""
    lengths = [incident_durations(review.details) for review in reviews]
    actions = [action for review in reviews for action in review.actions if action.text.strip()]
    by_status = Counter(action.status for action in actions)
    dated = [a for a in actions if a.status == "done" and a.due is not None and a.done_at is not None]
    said = [review.recurs for review in reviews if review.recurs in ("yes", "no")]
    hands = [sitting for review in reviews for sitting in review.meeting if sitting.asked]
    asked = sum(sitting.asked or 0 for sitting in hands)
    acted = [_acted_on(review) for review in reviews]
    return Trends(
        reviews=len(reviews),
        by_status=dict(Counter(review.status for review in reviews)),
        by_month=dict(sorted(Counter(f"{review.day.year:04}-{review.day.month:02}" for review in reviews).items())),
        by_severity=_counted(each for review in reviews if (each := review.details.severity.strip())),
        detect=_spread(length.detect for length in lengths),
        acknowledge=_spread(length.acknowledge for length in lengths),
        mitigate=_spread(length.mitigate for length in lengths),
        resolve=_spread(length.resolve for length in lengths),
        by_quarter=_quarters(reviews, lengths, today),
        recurred=Share(said.count("yes"), len(said)),
        tags=_repeated(
            tag for review in reviews for tag in {_plain(tag): tag.casefold() for tag in review.details.tags}.values()
        ),
        causes=_repeated(
            cause for review in reviews for cause in {_plain(root): root for root in review.roots}.values()
        ),
        actions={
            "open": by_status["open"],
            "overdue": sum(is_overdue(action, today) for action in actions),
            "done": by_status["done"],
            "dropped": by_status["dropped"],
        },
        in_time=Share(sum(a.done_at <= a.due for a in dated if a.done_at and a.due), len(dated)),
        causes_acted_on=Share(sum(one.count for one in acted), sum(one.of for one in acted)),
        learned=Share(sum(sitting.learned or 0 for sitting in hands), asked),
        again=Share(sum(sitting.again or 0 for sitting in hands), asked),
    )


def _quarters(reviews: Sequence[Facts], lengths: Sequence[Durations], today: date) -> dict[str, Quarter]:
    """Return the durations by quarter up to the current one, the earliest first."""
    found: dict[str, list[Durations]] = {}
    for review, length in zip(reviews, lengths, strict=True):
        if review.day <= today and (length.detect is not None or length.resolve is not None):
            found.setdefault(f"{review.day.year:04}-Q{(review.day.month + 2) // 3}", []).append(length)
    return {
        name: Quarter(_range(each.detect for each in found[name]), _range(each.resolve for each in found[name]))
        for name in sorted(found)
    }


def month_number(name: str) -> int:
    """Return a month such as `2026-11` as a number that grows by one each month: year * 12 + month, January being 0."""
    return int(name[:4]) * 12 + int(name[5:7]) - 1


def last_months(by_month: Mapping[str, int], today: date, most: int) -> tuple[list[tuple[int, int]], str]:
    """Return the months of a chart, each with its number of incidents; and in words how many lie outside.

    Args:
        by_month: as in `Trends`.
        today: the current date; the chart ends with its month.
        most: at most so many months; it begins with the first incident, but shows a year where there is room.
    """
    counts = {month_number(name): count for name, count in by_month.items()}
    end = today.year * 12 + today.month - 1
    first = min((n for n in counts if n <= end), default=end)
    begin = max(end + 1 - most, min(first, end - 11))
    shown = [(n, counts.get(n, 0)) for n in range(begin, end + 1)]
    other = sum(counts.values()) - sum(count for _, count in shown)
    when = "at other times" if any(n > end for n in counts) else "in the months before"
    return shown, f"and {other:,} {when}" if other else ""


def last_quarters(by_quarter: Mapping[str, Quarter], most: int) -> list[str]:
    """Return the names of the last quarters up to the last known one, without gaps, at most `most`."""
    known = [int(name[:4]) * 4 + int(name[6]) - 1 for name in by_quarter]
    begin = max(min(known, default=0), max(known, default=-1) + 1 - most)
    return [f"{n // 4:04}-Q{n % 4 + 1}" for n in range(begin, max(known, default=-1) + 1)]


def _spread(lengths: Iterable[timedelta | None]) -> Spread:
    found = _range(lengths)
    return Spread(found.median, found.p90, found.of)


def _range(lengths: Iterable[timedelta | None]) -> Range:
    minutes = [length.total_seconds() / 60 for length in lengths if length is not None]
    if not minutes:
        return Range(None, None, None, 0)
    tenths = statistics.quantiles(minutes, n=10, method="inclusive") if len(minutes) > 1 else minutes * 9
    return Range(_short(tenths[0]), _short(statistics.median(minutes)), _short(tenths[8]), len(minutes))


def _short(minutes: float) -> float:
    rounded = round(minutes, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _repeated(names: Iterable[str]) -> dict[str, int]:
    """Return the names that occur more than once, with their numbers."""
    return {name: count for name, count in _counted(name for name in names if _plain(name)).items() if count > 1}


def _counted(names: Iterable[str]) -> dict[str, int]:
    """Return how often each name occurs, the most frequent first; the first of several spellings is shown."""
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for name in names:
        plain = _plain(name) or name
        counts[plain] += 1
        shown.setdefault(plain, name)
    return {shown[plain]: count for plain, count in counts.most_common()}


@lru_cache(4096)
def _plain(text: str) -> str:
    return " ".join(words(text))


def _acted_on(review: Facts) -> Share:
    done = {action.source for action in review.actions if action.status == "done"}
    return Share(sum(root in done for root in review.root_ids), len(review.root_ids))
