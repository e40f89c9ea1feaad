"""Say where a finding stands, in the words of the screen: `Timeline, event 3: Source`."""

from __future__ import annotations

from pmtui.meeting.step import Gap
from pmtui.meeting.steps import list_of, step
from pmtui.session.document import Session
from pmtui.session.own_fields import PATH
from pmtui.session.paths import find, items_of


def place_words(session: Session, gap: Gap) -> str:
    """Return the step, for an item its noun and number in the list, and the label of the field."""
    title = step(gap.step).title
    found = find(session, gap.item_id) if gap.item_id is not None else None
    if found is None:
        label = _label(gap)
        return f"{title}: {label}" if label else title
    section, item = found
    number = next(n for n, each in enumerate(items_of(session, section), 1) if each is item)
    part = list_of(section)
    label = next((field.label for field in part.fields if field.path == gap.field and field.path != part.main), "")
    noun = "Fig." if part.numbered else part.noun
    return f"{title}, {noun} {number}" + (f": {label}" if label else "")


def _label(gap: Gap) -> str:
    if gap.field is None:
        return ""
    if gap.field.startswith(PATH):
        return gap.field.removeprefix(PATH)
    return next((field.label for field in step(gap.step).fields if field.path == gap.field), "")
