"""Match the items of an edited report with those of the exported one, by their content and position."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

_ALIKE_IN_PLACE: Final = 0.4
"""How similar (0 to 1) two items must be that are at the same place between unchanged items."""
_ALIKE_ELSEWHERE: Final = 0.75
_MOST_COMPARED: Final = 20_000
"""At most so many pairs are compared word by word; with more, matching a rewritten list is useless anyway."""


class Traits(NamedTuple):
    """The content of an item by which it is matched."""

    text: str
    rest: tuple[Hashable, ...]
    """The values of its other fields."""


def matched(before: Sequence[Traits], after: Sequence[Traits]) -> dict[int, int]:
    """Return the index in `before` for each item of `after` that was there already."""
    found: dict[int, int] = {}
    free_before, free_after = set(range(len(before))), set(range(len(after)))

    def take(pairs: Iterable[tuple[int, int]]) -> None:
        for was, now in pairs:
            if was in free_before and now in free_after:
                found[now] = was
                free_before.discard(was)
                free_after.discard(now)

    take(_equal(before, after, free_before, free_after, lambda traits: traits))
    take(_equal(before, after, free_before, free_after, lambda traits: traits.text or object()))
    for was, now in _gaps(found, len(before), len(after)):
        take(_alike(before, after, was & free_before, now & free_after, _ALIKE_IN_PLACE))
    take(_alike(before, after, free_before, free_after, _ALIKE_ELSEWHERE))
    return found


def _equal(
    before: Sequence[Traits],
    after: Sequence[Traits],
    free_before: set[int],
    free_after: set[int],
    key: Callable[[Traits], Hashable],
) -> list[tuple[int, int]]:
    """Return pairs of indices with equal keys; of several equal items, the first with the first."""
    there: dict[Hashable, list[int]] = defaultdict(list)
    for n in sorted(free_before, reverse=True):
        there[key(before[n])].append(n)
    made = []
    for n in sorted(free_after):
        alike = there.get(key(after[n]))
        if alike:
            made.append((alike.pop(), n))
    return made


def _gaps(found: dict[int, int], before: int, after: int) -> Iterator[tuple[set[int], set[int]]]:
    """Yield the unmatched indices between adjacent matched items, on both sides."""
    last_was, last_now = -1, -1
    for now in (*sorted(found), after):
        was = found.get(now, before)
        if was > last_was:
            between = set(range(last_was + 1, was)), set(range(last_now + 1, now))
            if all(between):
                yield between
            last_was, last_now = was, now


def _alike(
    before: Sequence[Traits], after: Sequence[Traits], was: set[int], now: set[int], least: float
) -> list[tuple[int, int]]:
    """Return pairs that are similar enough, the most similar first; of equally similar ones those at the same place."""
    if len(was) * len(now) > _MOST_COMPARED:
        return []
    scored = [(_likeness(before[a], after[b]), -abs(a - b), a, b) for a in was for b in now]
    return [(a, b) for score, _, a, b in sorted(scored, reverse=True) if score >= least]


def _likeness(a: Traits, b: Traits) -> float:
    """Return the similarity from 0 to 1: mostly of the texts, partly the share of other non-empty fields that
    are equal.
    """
    texts = SequenceMatcher(None, a.text.casefold(), b.text.casefold(), autojunk=False).ratio()
    told = [(x, y) for x, y in zip(a.rest, b.rest, strict=True) if x or y]
    same = sum(x == y for x, y in told) / len(told) if told else texts
    return 0.7 * texts + 0.3 * same
