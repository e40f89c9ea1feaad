"""Rename a product, team, tag, person or cause wherever a review uses it, and undo that.

Only whole values are renamed; the same words within a text stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, get_args

import msgspec
from msgspec.structs import replace

from pmtui.session.document import Session, Why
from pmtui.session.paths import LESSON_LISTS, get, items_of, put, walk

NameKind = Literal["product", "team", "customer", "tag", "service", "person", "cause"]
KINDS: Final[tuple[NameKind, ...]] = get_args(NameKind)

_FIELDS: Final[Mapping[NameKind, tuple[str, ...]]] = {
    "product": ("key_details.product",),
    "team": ("key_details.team",),
    "customer": ("key_details.customer",),
    "tag": ("key_details.tags",),
    "service": ("summary.services",),
    "person": tuple(f"key_details.{name}" for name in ("attendees", "facilitator", "scribe", "owner")),
    "cause": (),
}
_WHYS: Final = "root_cause.whys"
_OF_ITEMS: Final[Mapping[NameKind, tuple[tuple[str, str], ...]]] = {
    "person": (
        ("actions", "owner"),
        ("timeline", "who"),
        *((f"lessons.{name}", "author") for name in LESSON_LISTS),
        ("parking_lot", "author"),
        ("parking_lot", "owner"),
    ),
    "cause": ((_WHYS, "text"),),
}
"""Section and field of the items that hold a name."""


IN_ONE_PLACE: Final = frozenset(kind for kind in KINDS if len(_FIELDS[kind]) == 1)
"""The kinds of name that a review has in one place at most."""


class Change(msgspec.Struct, frozen=True, array_like=True):
    """One place where a name was changed."""

    section: str
    """Empty for a field of the session itself."""
    item_id: str
    field: str
    before: str | tuple[str, ...]
    after: str | tuple[str, ...]


def rename(session: Session, kind: NameKind, old: str, new: str) -> tuple[Session, tuple[Change, ...]]:
    """Rename in all places; return the new session and the changes, empty if the name does not occur.

    Args:
        session: a session of any status, final too.
        kind: the kind of name.
        old: the current name; white space around the stored value is ignored.
        new: the new name. A list that has both names keeps one.
    """
    changes = []
    for section, item_id, field, value in _places(session, kind):
        after = _renamed(value, old.strip(), new)
        if after != value:
            changes.append(Change(section, item_id, field, value, after))
    return _set(session, [(change, change.after) for change in changes]), tuple(changes)


def undo_rename(session: Session, changes: Iterable[Change]) -> tuple[Session, int]:
    """Undo a renaming where the place is unchanged since; return the session and the number of places that are not.

    In a list that was changed since, the new name is replaced by the old one, and the rest stays.
    """
    wanted: list[tuple[Change, Any]] = []
    left = 0
    now = {(section, item_id, field): value for section, item_id, field, value in _named(session, changes)}
    for change in changes:
        value = now.get((change.section, change.item_id, change.field))
        if value == change.after:
            wanted.append((change, change.before))
        elif isinstance(value, tuple) and (back := _revert_in_list(value, change)) != value:
            wanted.append((change, back))
        else:
            left += 1
    return _set(session, wanted), left


# --- helpers ---


def _places(session: Session, kind: NameKind) -> Iterator[tuple[str, str, str, Any]]:
    """Yield section, item id, field and value of every place where a name of this kind can be."""
    for path in _FIELDS[kind]:
        yield "", "", path, get(session, path)
    for section, field in _OF_ITEMS.get(kind, ()):
        for item in items_of(session, section):
            yield section, item.id, field, getattr(item, field)


def _named(session: Session, changes: Iterable[Change]) -> Iterator[tuple[str, str, str, Any]]:
    """Yield the same for the places of changes that still exist."""
    fields: dict[str, set[str]] = defaultdict(set)
    for change in changes:
        fields[change.section].add(change.field)
    for path in fields.pop("", ()):
        yield "", "", path, get(session, path)
    for section, names in fields.items():
        for item in items_of(session, section):
            for field in names:
                yield section, item.id, field, getattr(item, field)


def _renamed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(new if each.strip() == old else each for each in value))
    return new if value.strip() == old else value


def _revert_in_list(value: tuple[str, ...], change: Change) -> tuple[str, ...]:
    """Return a list that was changed since the renaming, with its removed values added and its added value removed."""
    lost = [name for name in change.before if name not in change.after]
    brought = [name for name in change.after if name not in change.before]
    if not brought:  # the list had both names
        return tuple(dict.fromkeys((*value, *lost)))
    if not all(name in value for name in brought):
        return value
    return tuple(dict.fromkeys(each for name in value for each in (lost if name in brought else [name])))


def _set(session: Session, values: Sequence[tuple[Change, Any]]) -> Session:
    """Set a value at the place of each change."""
    by_item: dict[str, dict[str, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
    for change, value in values:
        if change.section:
            by_item[change.section][change.item_id][change.field] = value
        else:
            session = put(session, change.field, value)
    for section, items in by_item.items():
        if section == _WHYS:
            made: Any = _whys(session.root_cause.whys, items)
        else:
            found = get(session, section)
            made = tuple(replace(item, **items[item.id]) if item.id in items else item for item in found)
        session = put(session, section, made)
    return session


def _whys(whys: tuple[Why, ...], items: Mapping[str, dict[str, Any]]) -> tuple[Why, ...]:
    """Return the tree with fields of some whys set; branches without them stay the same objects."""
    return tuple(
        replace(why, whys=_whys(why.whys, items), **items.get(why.id, {}))
        if any(below.id in items for _, below in walk((why,)))
        else why
        for why in whys
    )
