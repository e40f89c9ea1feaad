"""Three-way merge of the order of a list: the order of ours, with the additions and moves of theirs applied.

A move is described by the pairs of ids whose order it reversed, compared with base. A move of theirs is applied unless
it would restore a pair that ours reversed. So merging the result with either side again changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import Final

from pmtui.session.merging.three_way import Sides
from pmtui.session.subsequence import longest_increasing

_MANY_MOVES: Final = 100
"""With more moved items (a list sorted anew), each is put after its predecessor without comparing pairs."""


def merge_order(sides: Sides[Sequence[str]], remaining: Collection[str]) -> list[str]:
    """Return the remaining ids in order.

    Args:
        sides: the ids of the group in each version, without duplicates.
        remaining: the ids after the merge; ids that are in no version come last.
    """
    ours = [key for key in sides.ours if key in remaining]
    # Usually nothing moved, and comparing two lists is much cheaper than filtering a long one.
    theirs = ours if sides.theirs == sides.ours else [key for key in sides.theirs if key in remaining]
    base = theirs if sides.base == sides.theirs else [key for key in sides.base if key in remaining]
    if len(ours) == len(remaining) and theirs in (base, ours):
        return ours
    if len(theirs) == len(remaining) and ours == base:
        return theirs
    line = _LinkedOrder(ours)
    _apply_theirs(line, base, theirs)
    for side in (base, list(remaining)):
        line.insert_missing(side)
    return line.order()


def merge_strings(sides: Sides[tuple[str, ...]]) -> tuple[str, ...]:
    """Merge lists without duplicates as ordered sets: removed where one side removed, added where one side added."""
    before, mine, other = sides.each(set)
    remaining = dict.fromkeys(
        key for key in chain(sides.ours, sides.theirs) if (key in mine and key in other) or key not in before
    )
    return tuple(merge_order(sides.each(list), remaining))


class _LinkedOrder:
    """A doubly linked list of ids, so that an insertion costs the same anywhere."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.next: dict[str | None, str | None] = {None: None}
        self.previous: dict[str | None, str | None] = {None: None}
        at: str | None = None
        for key in keys:
            self.put_after(at, key)
            at = key

    def put_after(self, at: str | None, key: str) -> None:
        """Insert a new id after another, or first (None).

        The list is circular with None between its end and its start.
        """
        follower = self.next[at]
        self.next[at], self.previous[key] = key, at
        self.next[key], self.previous[follower] = follower, key

    def take_out(self, key: str) -> None:
        previous, follower = self.previous.pop(key), self.next.pop(key)
        self.next[previous], self.previous[follower] = follower, previous

    def insert_missing(self, keys: Sequence[str]) -> None:
        """Insert each id of `keys` that is missing after its predecessor in `keys`."""
        previous: str | None = None
        for key in keys:
            if key not in self.next:
                self.put_after(previous, key)
            previous = key

    def order(self) -> list[str]:
        made: list[str] = []
        at = self.next[None]
        while at is not None:
            made.append(at)
            at = self.next[at]
        return made

    def __contains__(self, key: str) -> bool:
        return key in self.next


def _moved(base: list[str], order: list[str]) -> set[str]:
    """Return the ids outside a longest increasing subsequence in base's order; both lists have the same ids."""
    first, last = 0, len(base)
    while first < last and base[first] == order[first]:
        first += 1
    while last > first and base[last - 1] == order[last - 1]:
        last -= 1
    rank = {key: at for at, key in enumerate(base[first:last])}
    middle = order[first:last]
    run = longest_increasing([rank[key] for key in middle])
    return {key for at, key in enumerate(middle) if at not in run}


def _apply_theirs(line: _LinkedOrder, base: list[str], theirs: list[str]) -> None:
    """Insert what theirs added and move what only theirs moved, until nothing changes any more."""
    pairs = _Pairs(base, theirs)
    while _apply_once(line, pairs):
        pass


def _apply_once(line: _LinkedOrder, pairs: _Pairs) -> bool:
    """Apply theirs once; return whether that may have made another move possible."""
    base, theirs = pairs.base, pairs.theirs
    common = [key for key in base if key in theirs and key in line]
    known = set(common)
    moved = _moved(common, [key for key in theirs if key in known])
    both = moved & _moved(common, [key for key in line.order() if key in known]) if moved else set()
    moved -= both
    added = done = False
    left = bool(both)
    previous: str | None = None
    for key in theirs:
        if key not in line:
            line.put_after(previous, key)
            added |= key in base
        elif key in moved and len(moved) > _MANY_MOVES:
            line.take_out(key)
            line.put_after(previous, key)
        elif key in moved:
            went = pairs.move(line, key, previous)
            done |= went is True
            left |= went is None
        previous = key
    return added or (done and left)


class _Pairs:
    """Which of two ids comes first in base and in theirs."""

    def __init__(self, base: list[str], theirs: list[str]) -> None:
        self.base = {key: at for at, key in enumerate(base)}
        self.theirs = {key: at for at, key in enumerate(theirs)}

    def move(self, line: _LinkedOrder, key: str, after: str | None) -> bool | None:
        """Move an id so that its pairs have the order of theirs.

        Returns:
            True if it moved; False if its pairs had that order already; None if it stays, since the move would restore
            a pair that ours reversed.
        """
        order = line.order()
        window = self._window(order, key)
        if window is None:
            return False
        lowest, highest = window
        if lowest > highest:
            return None
        wanted = 0 if after is None else order.index(after) + 1
        at = min(max(wanted, lowest), highest)
        line.take_out(key)
        line.put_after(next((other for other in reversed(order[:at]) if other != key), None), key)
        return True

    def _window(self, order: list[str], key: str) -> tuple[int, int] | None:
        """Return the first and last place where an id may go; None if none of its pairs must be reversed."""
        here, in_base, in_theirs = order.index(key), self.base[key], self.theirs[key]
        lowest, highest, news = 0, len(order), False
        for at, other in enumerate(order):
            if at == here or (other_base := self.base.get(other)) is None:
                continue
            before, now = in_base < other_base, here < at
            if now == before:
                other_theirs = self.theirs.get(other)
                if other_theirs is None:
                    continue
                before = in_theirs < other_theirs
                news |= before != now
            else:
                before = now
            if not before:
                lowest = at + 1
            elif at < highest:
                highest = at
        return (lowest, highest) if news else None
