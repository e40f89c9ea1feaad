"""Lines in which something was typed that was not added yet: where they stand and what they say."""

from __future__ import annotations

from msgspec import Struct

from pmtui.app.editing_session import Place
from pmtui.app.unread_values import UnreadValues
from pmtui.library.drafts import QUICK_LINE, QUICK_LINES, FieldKey
from pmtui.meeting.step import Items
from pmtui.meeting.steps import STEPS
from pmtui.session.document import StepName


class OpenLine(Struct, frozen=True):
    """A line with words that were not added."""

    place: Place
    """Its step; the field is the list's section, or `QUICK_LINE`."""
    title: str
    text: str


def open_lines(unread: UnreadValues) -> tuple[OpenLine, ...]:
    """The lines with words that were not added, in the order in which they were begun."""
    return tuple(_open_line(key, text) for key in unread.lines if (text := unread.text(key)) is not None)


def _open_line(key: FieldKey, text: str) -> OpenLine:
    if key.field in QUICK_LINES:
        step: StepName = "timeline" if key.section == "timeline" else "evidence"
        return OpenLine(Place(step, None, QUICK_LINE), "Event" if step == "timeline" else f"Parked {key.item}", text)
    step, title = next((found for found in _homes(key)), ("opening", key.section or ""))
    return OpenLine(Place(step, None, key.section), title, text)


def _homes(key: FieldKey) -> list[tuple[StepName, str]]:
    """The steps with a list of the line's section, and how the list is called there; the tree of whys is none."""
    if key.section == "root_cause.whys":
        return [("five_whys", "Five whys")]
    return [
        (step.name, part.title)
        for step in STEPS
        for part in step.parts
        if isinstance(part, Items)
        and part.section == key.section
        and (part.section != "parking_lot" or dict(part.defaults).get("kind") == key.item)
    ]
