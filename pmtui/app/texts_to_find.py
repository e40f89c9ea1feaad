"""Every text of a review with its place, for whoever looks for one."""

from __future__ import annotations

from typing import Final, NamedTuple

from pmtui.app.editing_session import Place
from pmtui.meeting.steps import STEPS, step_of
from pmtui.session.document import Session
from pmtui.session.own_fields import PATH as OWN_FIELDS
from pmtui.session.paths import all_items, get
from pmtui.session.sections import section
from pmtui.session.text import one_line

_WORDS: Final = ("line", "text", "names")
"""The kinds of fields that hold a person's words."""


class Text(NamedTuple):
    """A text on one line, where it is, and what that is called."""

    place: Place
    words: str
    called: str


def texts(session: Session) -> list[Text]:
    """The texts of the forms in the order of the steps, then those of all items."""
    found = [
        Text(Place(step.name, None, field.path), words, field.short_name)
        for step in STEPS
        for field in step.fields
        if field.kind in _WORDS and (words := _words(get(session, field.path)))
    ]
    found += [
        Text(Place("key_details", None, OWN_FIELDS + name), one_line(words), name)
        for name, words in session.key_details.more.items()
    ]
    for path, item in all_items(session):
        held = [value for name in section(path).texts if (value := getattr(item, name))]
        called = section(path).name.replace("_", " ")
        found.append(Text(Place(step_of(path).name, item.id), one_line(" · ".join(held)), called))
    return found


def _words(value: object) -> str:
    """What a field holds, on one line; of a list of names all of them."""
    return one_line(", ".join(map(str, value)) if isinstance(value, tuple) else str(value or ""))
