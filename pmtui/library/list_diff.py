"""Diff two versions of a list, so that a save writes only the rows that changed.

Two versions mostly differ in one range. Items that are the same object in both are not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, compress, count, repeat
from operator import is_not
from typing import Any, NamedTuple

from pmtui.session.document import Session
from pmtui.session.paths import get
from pmtui.session.sections import sections_of_table


class ChangedRange(NamedTuple):
    """The differing range within one group of siblings."""

    group: str | None
    """The id of their parent, or the name of their list; None if the table has no groups."""
    before: tuple[Any, ...]
    after: tuple[Any, ...]
    moved: bool
    """Whether items were added, removed or moved; if not, `before` and `after` are the edited items only, in pairs."""
    low: str | None = None
    """The id of the item directly before the range, in both versions."""
    high: str | None = None
    """The id of the item directly after the range, in both versions."""


def changed_ranges(table: str, old: Session, new: Session) -> list[ChangedRange]:
    """Return the differing ranges of a table of items between two versions of a session."""
    made: list[ChangedRange] = []
    for each in sections_of_table(table):
        before, after = get(old, each.path), get(new, each.path)
        if each.tree:
            made += _in_tree(None, before, after)
        elif changed := _changed_range(each.name if each.grouped_by else None, before, after):
            made.append(changed)
    return made


def first_difference(a: Iterable[object], b: Iterable[object]) -> int:
    """Return the number of leading items that are the same objects in both; fast for thousands."""
    return next(compress(count(), map(is_not, chain(a, [object()]), chain(b, repeat(object())))))


def _changed_range(group: str | None, before: tuple[Any, ...], after: tuple[Any, ...]) -> ChangedRange | None:
    if before is after:
        return None
    shorter = min(len(before), len(after))
    first = first_difference(before, after)
    if first == len(before) == len(after):
        return None
    behind = min(first_difference(reversed(before), reversed(after)), shorter - first)
    was, now = before[first : len(before) - behind], after[first : len(after) - behind]
    if len(was) == len(now) and all(a.id == b.id for a, b in zip(was, now, strict=True)):
        edited = [n for n, (a, b) in enumerate(zip(was, now, strict=True)) if a is not b]
        return ChangedRange(group, tuple(was[n] for n in edited), tuple(now[n] for n in edited), moved=False)
    low = before[first - 1].id if first else None
    high = before[-behind].id if behind else None
    return ChangedRange(group, was, now, True, low, high)


def _in_tree(group: str | None, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[ChangedRange]:
    changed = _changed_range(group, before, after)
    if changed is None:
        return
    yield changed
    was = {why.id: why.whys for why in changed.before}
    now = {why.id: why.whys for why in changed.after}
    for key in was | now:
        yield from _in_tree(key, was.get(key, ()), now.get(key, ()))
