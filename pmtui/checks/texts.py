"""Walk over every text of a session that a person wrote, or replace them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final, NamedTuple, get_args, get_origin, get_type_hints

from msgspec.structs import replace

from pmtui.meeting.steps import STEPS, step_of
from pmtui.session.document import Item, KeyDetails, Part, Session, StepName
from pmtui.session.sections import FORMS, SECTIONS

_NO_WORDS: Final = frozenset({"id", "format", "timezone", "evidence", "of", "path", "created_at", "updated_at"})
"""Attributes that hold ids, references, time zones or file names, and no words of a person."""


class Text(NamedTuple):
    """A text and its place, with step, field and item as in `Gap`."""

    step: StepName
    field: str
    item_id: str | None
    text: str


def texts(session: Session) -> Iterator[Text]:
    """Yield every text that is not empty, in the order of the document."""
    for form in FORMS:
        for path, text in _of_part(getattr(session, form), form):
            yield Text(_step_of_field(path), path, None, text)
    for each in SECTIONS:
        step = step_of(each.path).name
        for item in _items(session, each.path):
            for field, text in _of_part(item, ""):
                yield Text(step, field, item.id, text)


def with_texts(session: Session, change: Callable[[str], str]) -> Session:
    """Return the session with `change` applied to every text; parts that stay the same are the same objects."""
    changed: Session = _changed(session, change)
    return changed


def _of_part(part: Part, path: str) -> Iterator[tuple[str, str]]:
    """Yield path and text for each text of a struct, without those of the items in its lists."""
    for name, kind in _fields(type(part)):
        value, at = getattr(part, name), f"{path}.{name}" if path else name
        if kind == "text" and value:
            yield at, value
        elif kind == "list":
            yield from ((at, text) for text in value if text)
        elif kind == "dict":
            yield from ((f"{at}.{key}", text) for key, text in value.items() if text)
        elif kind == "part":
            yield from _of_part(value, at)


def _items(session: Session, path: str) -> Iterator[Item]:
    from pmtui.session.paths import items_of

    return items_of(session, path)


def _changed(part: Any, change: Callable[[str], str]) -> Any:
    new: dict[str, Any] = {}
    of: type[Part] = type(part)
    for name, kind in _fields(of):
        value = getattr(part, name)
        if kind == "text":
            other: Any = change(value) if value else value
        elif kind == "list":
            other = tuple(dict.fromkeys(map(change, value)))
        elif kind == "dict":
            other = {key: change(text) for key, text in value.items()}
        elif kind == "part":
            other = _changed(value, change)
        else:
            other = tuple(_changed(item, change) for item in value)
            if all(a is b for a, b in zip(value, other, strict=True)):
                continue
        if other is not value and other != value:
            new[name] = other
    return replace(part, **new) if new else part


@cache
def _fields(kind: type[Part]) -> tuple[tuple[str, str], ...]:
    """Return the attributes of a struct that hold words, each with its shape: text, list, dict, part or items."""
    known = ((name, _how(hint)) for name, hint in get_type_hints(kind).items() if name not in _NO_WORDS)
    found = [(name, how) for name, how in known if how]
    if issubclass(kind, Session):
        found.append(("evidence", "items"))
    return tuple(found)


def _how(hint: Any) -> str:
    if hint is str:
        return "text"
    if get_origin(hint) is dict and get_args(hint)[1] is str:
        return "dict"
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return "list" if inner is str else "items" if isinstance(inner, type) and issubclass(inner, Item) else ""
    return "part" if isinstance(hint, type) and issubclass(hint, Part) else ""


_STEPS: Final[dict[str, StepName]] = {field.path: step.name for step in STEPS for field in step.fields}


def _step_of_field(path: str) -> StepName:
    """Return the step that shows a field; the team's own fields are in the key details."""
    part = path.partition(".")[0]
    return _STEPS.get(path) or _PARTS[part]


_PARTS: Final[dict[str, StepName]] = {
    "key_details": "key_details",
    "summary": "summary",
    "impact": "impact",
    "root_cause": "five_whys",
}
assert FORMS.keys() == _PARTS.keys() and FORMS["key_details"] is KeyDetails
