"""Compare by identity what a list is drawn from: sessions share the objects that did not change."""

from __future__ import annotations


class _Same:
    """Equals another if all parts are the same objects."""

    def __init__(self, *parts: object) -> None:
        self.parts = parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and all(map(same, self.parts, other.parts))

    __hash__ = None  # type: ignore[assignment]


def same_parts(*parts: object) -> object:
    """Return an object that equals another if all parts are the same objects."""
    return _Same(*parts)


def same(a: object, b: object) -> bool:
    """Return whether two values are the same object, or equal numbers or texts."""
    return a is b or (isinstance(a, (int, str, type(None))) and a == b)
