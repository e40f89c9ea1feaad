"""Three-way merge of one struct, such as an event or the key details, field by field."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from msgspec.structs import replace

from pmtui.session.document import Part
from pmtui.session.merging.conflicts import ConflictPlace, Conflicts
from pmtui.session.merging.order import merge_strings
from pmtui.session.merging.three_way import Sides

P = TypeVar("P", bound=Part)
Kind = Literal["text", "strings", "part", "greater", "counts", "texts", "value"]

_VALUES = {"timezone"}
"""Fields of type str that are chosen, not written."""
_TEXTS = {"group"}
"""Fields that hold written text although they may be null."""


@cache
def kinds(struct: type[Part]) -> dict[str, Kind]:
    """Return how each field of a struct is merged; ids and lists of items are left out."""
    found = {name: _kind(name, hint) for name, hint in get_type_hints(struct).items() if name != "id"}
    return {name: kind for name, kind in found.items() if kind}


def _kind(name: str, hint: Any) -> Kind | None:
    if get_origin(hint) is tuple:
        return "strings" if get_args(hint)[0] is str else None
    if get_origin(hint) is dict:
        return "texts" if get_args(hint)[1] is str else "counts"
    if isinstance(hint, type) and issubclass(hint, Part):
        return "part"
    if hint is int:
        return "greater"
    return "text" if (hint is str and name not in _VALUES) or name in _TEXTS else "value"


def merge_part(sides: Sides[P], place: ConflictPlace, conflicts: Conflicts) -> P:
    """Return the struct with the changes of both sides; where both changed a field, ours is kept and a conflict noted.

    The result is the object of ours or theirs where it equals that. Lists of items in the struct are taken from ours.

    Args:
        sides: the three versions. For an item that both sides added, base is the empty struct.
        place: the place of the struct.
        conflicts: collects the conflicts.
    """
    if resolved := sides.resolved():
        return resolved[0]
    made = {
        name: _field(kind, sides.field(name), place.at(name), conflicts)
        for name, kind in kinds(type(sides.ours)).items()
    }
    return same_or_new(sides.ours, sides.theirs, made)


def same_or_new(ours: P, theirs: P, made: dict[str, Any]) -> P:
    """Return a struct with these fields: the object of ours or theirs where it equals one of them."""
    for side in (ours, theirs):
        if all(getattr(side, name) is value or getattr(side, name) == value for name, value in made.items()):
            return side
    return replace(ours, **made)


def _field(kind: Kind, sides: Sides[Any], place: ConflictPlace, conflicts: Conflicts) -> Any:
    if resolved := sides.resolved():
        return resolved[0]
    if kind == "strings":
        return merge_strings(sides)
    if kind == "greater":
        conflicts.number(place, sides.ours, sides.theirs)
        return max(sides.ours, sides.theirs)
    if kind == "counts":
        return _counts(*sides)
    if kind == "texts":
        return _texts(sides, place, conflicts)
    if kind == "part":
        return merge_part(sides, place, conflicts)
    if kind == "text":
        conflicts.text(place, sides.theirs or "")
    else:
        conflicts.value(place, sides.theirs)
    return sides.ours


def _counts(before: dict[str, int], mine: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    """Merge minutes by step or ballots by voter: key by key; the greater number where both changed it."""
    made: dict[str, int] = {}
    for step in mine | other:
        old, a, b = before.get(step), mine.get(step), other.get(step)
        value = a if b == old else b if a == old else max(a or 0, b or 0)
        if value is not None:
            made[step] = value
    return made


def _texts(sides: Sides[dict[str, str]], place: ConflictPlace, conflicts: Conflicts) -> dict[str, str]:
    """Merge the team's own fields, name by name, each as a text."""
    made: dict[str, str] = {}
    for name in sides.ours | sides.theirs:
        texts = Sides(*(side.get(name) for side in sides))
        resolved = texts.resolved()
        if not resolved:
            conflicts.text(place.at(name), texts.theirs or "")
        value = resolved[0] if resolved else texts.ours
        if value is not None:
            made[name] = value
    return made
