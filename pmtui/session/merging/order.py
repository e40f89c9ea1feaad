"""The order of a list that two people changed: ours, with what theirs added or moved put where it stands in theirs.

A move is told as the pairs that it turned round, compared with base. What theirs moved is moved here too, as long as
no pair that ours turned round is turned back; so merging again with either side finds nothing left to do.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import Final

from pmtui.session.merging.three_way import Sides

_MANY_MOVES: Final = 100
"""Above so many moved items (a list sorted anew) they are put behind their predecessors without looking at pairs."""


def merge_order(sides: Sides[Sequence[str]], remaining: Collection[str]) -> list[str]:
    """The ids that remain, in order.

    Args:
        sides: the group's order in each version, ids unique.
        remaining: what the group holds after the merge; whatever is in no version comes last.
    """
    ours = [key for key in sides.ours if key in remaining]
    # Mostly nobody moved anything, and comparing is much cheaper than going through a long list again.
    theirs = ours if sides.theirs == sides.ours else [key for key in sides.theirs if key in remaining]
    base = theirs if sides.base == sides.theirs else [key for key in sides.base if key in remaining]
    if len(ours) == len(remaining) and theirs in (base, ours):
        return ours
    if len(theirs) == len(remaining) and ours == base:
        return theirs
    line = _Line(ours)
    _take_over(line, base, theirs)
    for side in (base, list(remaining)):
        line.insert_missing(side)
    return line.order()


def merge_strings(sides: Sides[tuple[str, ...]]) -> tuple[str, ...]:
    """Lists that hold each string once, as sets with an order: what one side took out is out, what one put in is in."""
    before, mine, other = sides.each(set)
    remaining = dict.fromkeys(
        key for key in chain(sides.ours, sides.theirs) if (key in mine and key in other) or key not in before
    )
    return tuple(merge_order(sides.each(list), remaining))


def longest_run(ranks: Sequence[int]) -> set[int]:
    """The positions of a longest rising run among distinct numbers: those that need not have moved."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, rank in enumerate(ranks):
        length = bisect_left(ends, rank)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(rank)
            last.append(at)
        else:
            ends[length], last[length] = rank, at
    run: set[int] = set()
    at = last[-1] if last else -1
    while at >= 0:
        run.add(at)
        at = before[at]
    return run


class _Line:
    """Ids in a row; each knows the next, so that putting one behind another costs the same anywhere."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.next: dict[str | None, str | None] = {None: None}
        self.previous: dict[str | None, str | None] = {None: None}
        at: str | None = None
        for key in keys:
            self.put_after(at, key)
            at = key

    def put_after(self, at: str | None, key: str) -> None:
        """Put a new id behind another, or first (None). The line is a ring, None being where it begins and ends."""
        follower = self.next[at]
        self.next[at], self.previous[key] = key, at
        self.next[key], self.previous[follower] = follower, key

    def take_out(self, key: str) -> None:
        previous, follower = self.previous.pop(key), self.next.pop(key)
        self.next[previous], self.previous[follower] = follower, previous

    def insert_missing(self, keys: Sequence[str]) -> None:
        """Put those that are not there yet behind what stands before them in `keys`."""
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
    """What stands outside a longest run in base's order; both hold the same ids."""
    first, last = 0, len(base)
    while first < last and base[first] == order[first]:
        first += 1
    while last > first and base[last - 1] == order[last - 1]:
        last -= 1
    rank = {key: at for at, key in enumerate(base[first:last])}
    middle = order[first:last]
    run = longest_run([rank[key] for key in middle])
    return {key for at, key in enumerate(middle) if at not in run}


def _take_over(line: _Line, base: list[str], theirs: list[str]) -> None:
    """Put in what theirs added and move what theirs alone moved, until there is nothing left to do."""
    pairs = _Pairs(base, theirs)
    while _go_through(line, pairs):
        pass


def _go_through(line: _Line, pairs: _Pairs) -> bool:
    """Once through theirs; whether that may have made another move possible."""
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
    """Which of two ids comes first, in base and in theirs."""

    def __init__(self, base: list[str], theirs: list[str]) -> None:
        self.base = {key: at for at, key in enumerate(base)}
        self.theirs = {key: at for at, key in enumerate(theirs)}

    def move(self, line: _Line, key: str, after: str | None) -> bool | None:
        """Move an id so that its pairs are turned round as in theirs.

        True when it moved, False when it stood so already, None when moving it would turn back a pair that ours
        turned round: then it stays.
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
        """Between which places in the order an id may go; None where it has no pair left to turn round."""
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
