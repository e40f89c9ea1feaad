"""Add lines and the quick-add line with text that was typed and not added yet."""

from __future__ import annotations

from msgspec import Struct

from pmtui.app.editing_session import Place
from pmtui.app.unread_values import UnreadValues
from pmtui.library.drafts import QUICK_LINE, QUICK_LINES, FieldKey
from pmtui.meeting.step import Items
from pmtui.meeting.steps import STEPS
from pmtui.session.document import StepName


class OpenLine(Struct, frozen=True):
    """A line with text that was not added."""

    place: Place
    """Where the line is: its step, and as field the section of its list or `QUICK_LINE`."""
    title: str
    text: str


def open_lines(unread: UnreadValues) -> tuple[OpenLine, ...]:
    """Return the lines with text that was not added, the oldest first."""
    return tuple(_open_line(key, text) for key in unread.lines if (text := unread.text(key)) is not None)


def _open_line(key: FieldKey, text: str) -> OpenLine:
    if key.field in QUICK_LINES:
        step: StepName = "timeline" if key.section == "timeline" else "evidence"
        return OpenLine(Place(step, None, QUICK_LINE), "Event" if step == "timeline" else f"Parked {key.item}", text)
    step, title = next((found for found in _homes(key)), ("opening", key.section or ""))
    return OpenLine(Place(step, None, key.section), title, text)


def _homes(key: FieldKey) -> list[tuple[StepName, str]]:
    """Return the steps with a list of the line's section, and the title of that list; empty for the tree of whys."""
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
