"""Base, ours and theirs of anything: what a three-way merge goes by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")
U = TypeVar("U")


class Sides(NamedTuple, Generic[T]):
    """Three versions of one thing."""

    base: T
    """What both started from."""
    ours: T
    """What stands where both changed the same."""
    theirs: T

    def each(self, change: Callable[[T], U]) -> Sides[U]:
        """The same done to all three."""
        return Sides(change(self.base), change(self.ours), change(self.theirs))

    def field(self, name: str) -> Sides[Any]:
        """One attribute of all three."""
        return Sides(getattr(self.base, name), getattr(self.ours, name), getattr(self.theirs, name))

    def settled(self) -> tuple[T] | None:
        """The side that alone was changed, or what is alike on both, in a tuple; None where both changed it.

        Told by identity first, so that a long section that nobody touched costs nothing.
        """
        base, ours, theirs = self
        if ours is theirs or theirs is base or ours == theirs:
            return (ours,)
        if ours is base:
            return (theirs,)
        if theirs == base:
            return (ours,)
        return (theirs,) if ours == base else None
