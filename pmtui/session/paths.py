"""Access to the parts of a session: sections and fields by path, items by id.

The path of a *section* or *field* is dotted, as in the document: `timeline`, `lessons.went_well`, `root_cause.whys`,
`key_details.product`, `summary.data_loss.answer`. After `key_details.more.` follows the whole name of a field of the
team's own, which may contain dots.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from operator import attrgetter
from typing import Any, Final, TypeVar

from msgspec.structs import replace

from pmtui.session.document import Item, Part, Session, Why
from pmtui.session.sections import SECTIONS, section, sections_of_table

P = TypeVar("P", bound=Part)

LISTS: Final = tuple(each.path for each in SECTIONS if not each.tree)
"""The sections that are flat lists of items. The whys are a tree, and the items of `meeting` have no ids."""

_LISTS_FIRST: Final = sorted(SECTIONS, key=lambda each: each.tree)

_id: Final = attrgetter("id")
_lists: Final = attrgetter(*LISTS)

LESSON_LISTS: Final = tuple(each.name for each in sections_of_table("lessons"))
"""The lists of notes, by their names in the document."""


def get(session: Session, path: str) -> Any:
    """Return the value at a dotted path; for a field of the team's own that is missing, an empty string."""
    value: Any = session
    while path:
        if isinstance(value, dict):
            return value.get(path, "")
        name, _, path = path.partition(".")
        value = getattr(value, name)
    return value


def put(part: P, path: str, value: Any) -> P:
    """Return the session (or part) with the value set at a dotted path; the same object if nothing changes.

    Setting a field of the team's own to an empty string removes it.
    """
    name, _, rest = path.partition(".")
    old = getattr(part, name)
    if rest and isinstance(old, dict):
        new = old | {rest: value} if value else {key: text for key, text in old.items() if key != rest}
    else:
        new = put(old, rest, value) if rest else value
    return part if new is old or new == old else replace(part, **{name: new})


def all_items(session: Session) -> Iterator[tuple[str, Item]]:
    """Yield every item with the path of its section, in document order, the whys last."""
    for each in _LISTS_FIRST:
        for item in items_of(session, each.path):
            yield each.path, item


def all_ids(session: Session) -> list[str]:
    """Return the ids of the session and of all items, the whys last."""
    ids = [session.id]
    for each in _LISTS_FIRST:
        items = get(session, each.path)
        ids += [why.id for _, why in walk(items)] if each.tree else [item.id for item in items]
    return ids


def has_any(session: Session, ids: Set[str]) -> bool:
    """Whether the session or an item has one of these ids; fast for thousands of ids."""
    return (
        session.id in ids
        or any(not ids.isdisjoint(map(_id, items)) for items in _lists(session) if items)
        or any(why.id in ids for _, why in walk(session.root_cause.whys))
    )


def items_of(session: Session, path: str) -> Iterator[Item]:
    """Yield the items of a section in order; those of a tree depth first, parents before their answers."""
    items = get(session, path)
    return (why for _, why in walk(items)) if section(path).tree else iter(items)


def find(session: Session, item_id: str) -> tuple[str, Item] | None:
    """Return the path of its section and the item with this id, or None."""
    return next((found for found in all_items(session) if found[1].id == item_id), None)


def walk(whys: tuple[Why, ...], depth: int = 1) -> Iterator[tuple[int, Why]]:
    """Yield every why with its level (from 1), depth first, parents before their answers."""
    for why in whys:
        yield depth, why
        yield from walk(why.whys, depth + 1)


def path_to_why(whys: tuple[Why, ...], why_id: str) -> tuple[Why, ...]:
    """Return the whys from the first level down to the one with this id, both included; empty if it does not exist."""
    for why in whys:
        if why.id == why_id:
            return (why,)
        if below := path_to_why(why.whys, why_id):
            return (why, *below)
    return ()


def figure_number(session: Session, evidence_id: str) -> int | None:
    """Return n of "Fig. n" (the place in the list, from 1); None if no figure has this id."""
    return next((n for n, e in enumerate(session.evidence, 1) if e.id == evidence_id), None)


def figures(session: Session, evidence_ids: tuple[str, ...]) -> tuple[int, ...]:
    """Return the numbers of the figures that exist, sorted."""
    return tuple(n for n, e in enumerate(session.evidence, 1) if e.id in evidence_ids)


def figure_words(session: Session, evidence: tuple[str, ...]) -> str:
    """Return `Fig. 1, 3`, or an empty string."""
    numbers = figures(session, evidence)
    return f"Fig. {', '.join(map(str, numbers))}" if numbers else ""
