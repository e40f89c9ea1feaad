"""Match the items of an imported text with those that a review has, so that a merge adds none twice.

A Markdown postmortem has no ids, and each reading of it makes new ones: an item that is there already gets its id.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from msgspec.structs import replace

from pmtui.session import paths
from pmtui.session.document import Item, Session, Why
from pmtui.session.sections import SECTIONS, Section

_NAMED_BY: Final = {"timeline": ("at", "text"), "actions": ("text",), "parking_lot": ("text",)}
"""By section: the fields in which two items must agree to be the same one, where it is not all of their texts."""

_References = dict[str, str]
"""The known id for each id of the text's items."""


def with_known_ids(ours: Session, theirs: Session) -> Session:
    """Return `theirs` with the ids of `ours` for items that both have; an event that both have is the one of `ours`.

    Args:
        ours: the review in the library.
        theirs: the review that was read from a text.
    """
    known: _References = {}
    _match_whys(ours.root_cause.whys, theirs.root_cause.whys, known)
    for section in SECTIONS:
        if not section.tree:
            _match(section, ours, theirs, known)
    events = {event.id: event for event in ours.timeline}
    for section in SECTIONS:
        items = tuple(_renamed(item, known) for item in paths.get(theirs, section.path))
        if section.path == "timeline":
            items = tuple(events.get(item.id, item) for item in items)
        theirs = paths.put(theirs, section.path, items)
    return theirs


def _match(section: Section, ours: Session, theirs: Session, known: _References) -> None:
    """Note which items of a list are there already; each is taken once."""
    there = defaultdict[tuple[Any, ...], list[str]](list)
    for item in paths.get(ours, section.path):
        there[_key(section, item)].append(item.id)
    for item in paths.get(theirs, section.path):
        if ids := there.get(_key(section, item)):
            known[item.id] = ids.pop(0)


def _key(section: Section, item: Item) -> tuple[Any, ...]:
    return tuple(getattr(item, name) for name in _NAMED_BY.get(section.path, section.texts))


def _match_whys(ours: tuple[Why, ...], theirs: tuple[Why, ...], known: _References) -> None:
    """Note which answers are there already: those with the same text below the same why."""
    there = {why.text: why for why in reversed(ours)}
    for why in theirs:
        if same := there.pop(why.text, None):
            known[why.id] = same.id
            _match_whys(same.whys, why.whys, known)


def _renamed(item: Any, known: _References) -> Any:
    """Return an item with the known ids for its own and for those that it refers to."""
    changes: dict[str, Any] = {"id": known.get(item.id, item.id)}
    if hasattr(item, "evidence"):
        changes["evidence"] = tuple(known.get(each, each) for each in item.evidence)
    for name in {"of", "source"} & set(item.__struct_fields__):
        changes[name] = known.get(getattr(item, name), getattr(item, name))
    if isinstance(item, Why):
        changes["whys"] = tuple(_renamed(why, known) for why in item.whys)
    return replace(item, **changes)
