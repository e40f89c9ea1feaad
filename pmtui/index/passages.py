"""The passages of a session: every text with its place, for searching and for showing what was found."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from pmtui.meeting.steps import STEPS, step_of
from pmtui.session.document import Session, StepName
from pmtui.session.own_fields import PATH as OWN_FIELDS
from pmtui.session.paths import all_items, get
from pmtui.session.sections import section
from pmtui.session.text import one_line

Weight = Literal["title", "causes", "body"]
"""How much a match counts: in the name of the incident, in its causes, anywhere else."""

_WORDS: Final = ("line", "text", "names")
"""The kinds of fields with text that people write."""
_TITLES: Final = ("key_details.product", "key_details.headline", "key_details.tags", "key_details.reference")
_CAUSES: Final = ("root_cause.", "lessons.went_wrong")


class Passage(msgspec.Struct, frozen=True, array_like=True):
    """A text on one line, its place, and a label for the place."""

    step: StepName
    item_id: str | None
    field: str
    """The path of a form's field; empty for an item."""
    called: str
    text: str
    weight: Weight = "body"


def passages(session: Session) -> list[Passage]:
    """Return the texts of the forms in the order of the steps, then those of all items."""
    found = [
        Passage(step.name, None, field.path, field.short_name, text, _weight(field.path))
        for step in STEPS
        for field in step.fields
        if field.kind in _WORDS and (text := _text(get(session, field.path)))
    ]
    found += [
        Passage("key_details", None, OWN_FIELDS + name, name, one_line(text))
        for name, text in session.key_details.more.items()
    ]
    for path, item in all_items(session):
        held = [value for name in section(path).texts if (value := getattr(item, name))]
        if held:
            called = section(path).name.replace("_", " ")
            text = one_line(" · ".join(held))
            found.append(Passage(step_of(path).name, item.id, "", called, text, _weight(path)))
    return found


def _weight(path: str) -> Weight:
    if path in _TITLES:
        return "title"
    return "causes" if path.startswith(_CAUSES) else "body"


def _text(value: object) -> str:
    return one_line(", ".join(map(str, value)) if isinstance(value, tuple) else str(value or ""))
