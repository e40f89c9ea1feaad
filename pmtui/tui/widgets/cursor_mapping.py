"""Find the place of the cursor in a text that another program has changed."""

from __future__ import annotations

from typing import Final

from textual.widgets.text_area import Location

LONG: Final = 4_000_000
"""Characters before times characters after, from which a change is not compared word by word."""


def carried(at: int, old: str, new: str) -> int:
    """Return the index in the new text that corresponds to an index in the old text."""
    before = _common(old, new)
    after = _common(old[before:][::-1], new[before:][::-1])
    if at <= before:
        return at
    if at >= len(old) - after:
        return at + len(new) - len(old)
    return before + _within(at - before, old[before : len(old) - after], new[before : len(new) - after])


def carried_location(location: Location, old: str, new: str) -> Location:
    """Return the location in the new text that corresponds to one in the old text, each as a line and a column."""
    row, column = location
    index = carried(sum(len(line) + 1 for line in old.split("\n")[:row]) + column, old, new)
    return new.count("\n", 0, index), index - new.rfind("\n", 0, index) - 1


def _common(one: str, other: str) -> int:
    """Return the number of characters that both begin with."""
    if one.startswith(other) or other.startswith(one):
        return min(len(one), len(other))
    return next(n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)


def _within(at: int, old: str, new: str) -> int:
    if len(old) * len(new) > LONG:
        return min(at, len(new))
    from difflib import SequenceMatcher  # deferred: two programs rarely edit the same field

    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if i1 <= at < i2:
            return j1 + at - i1 if tag == "equal" else min(j1 + at - i1, j2)
    return len(new)
