"""The three versions of a three-way merge: base, ours and theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")
U = TypeVar("U")


class Sides(NamedTuple, Generic[T]):
    """The three versions of a value."""

    base: T
    """The version that both sides started from."""
    ours: T
    """The version that is kept where both sides changed the same."""
    theirs: T

    def each(self, change: Callable[[T], U]) -> Sides[U]:
        """Apply a function to all three versions."""
        return Sides(change(self.base), change(self.ours), change(self.theirs))

    def field(self, name: str) -> Sides[Any]:
        """Return one attribute of all three versions."""
        return Sides(getattr(self.base, name), getattr(self.ours, name), getattr(self.theirs, name))

    def resolved(self) -> tuple[T] | None:
        """Return the merged value in a 1-tuple if at most one side changed it or both agree; None if they conflict.

        Objects are compared by identity first, so unchanged long sections cost nothing.
        """
        base, ours, theirs = self
        if ours is theirs or theirs is base or ours == theirs:
            return (ours,)
        if ours is base:
            return (theirs,)
        if theirs == base:
            return (ours,)
        return (theirs,) if ours == base else None
