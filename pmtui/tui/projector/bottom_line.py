"""The text of the line below a slide: the step, what the keys do, the clock, and whether all is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.content import Content
from textual.screen import Screen

from pmtui import signs
from pmtui.app.slides.slide import Slide
from pmtui.tui.input.keymap import key_of
from pmtui.tui.projector.cards import NARROW
from pmtui.tui.projector.presented_meeting import PresentedMeeting
from pmtui.tui.widgets import clock_words
from pmtui.tui.widgets.status_bar import saved_words

_ROOM: Final = 17
"""The columns for the number of values that are missing or not added: `✓ · 2 not added`."""


def right_words(meeting: PresentedMeeting, width: int) -> Content:
    """Return the clock, and whether the review is saved."""
    clock, narrow = meeting.meeting_clock, width < NARROW
    time = clock_words.quiet_words(clock, narrow=narrow) or clock_words.step_time(clock, meeting.name_now, narrow=True)
    saved = saved_words(meeting.editing.state, narrow=True, room=0 if narrow else _ROOM)
    return Content.assemble(time, "   ", saved, "  ")


def left_words(meeting: PresentedMeeting, place: str, ways: Sequence[str], room: int) -> Content:
    """Return the step and the place in it, then as many of the keys (`ways`) as fit into `room` columns."""
    steps = [step.name for step in meeting.steps]
    where = f" {meeting.step.title}  {steps.index(meeting.name_now) + 1}/{len(steps)}"
    left = begun = f"{where}   {place}".rstrip()
    for way in ways:
        if len(left) + len(way) + 3 <= room:
            left += f"{'   ' if left == begun else ' · '}{way}"
    return Content.styled(left, "$dim")


def typing_ways(width: int, *, closes: bool) -> list[str]:
    """Return what the keys do while somebody types; `closes`: Escape closes the line."""
    leave = "esc closes" if closes else "esc leaves the field"
    return [leave, "enter adds"] if width >= NARROW else ["esc leaves", "enter adds"]


def ways(screen: Screen[None], slide: Slide, row: str | None, *, more: bool, last: bool) -> list[str]:
    """Return what the keys do now, the most important first.

    Args:
        screen: the screen that has the keys.
        slide: the slide that is shown.
        row: the id of the row under the cursor.
        more: whether the slide can be scrolled down.
        last: whether the step is the last one.
    """
    found = [f"{signs.MORE} space{': more' * (screen.app.size.width >= NARROW)}"] if more else []
    found.append(f"{signs.UP_DOWN} walk")
    if row in slide.links:
        found.append("enter edits")
    if slide.adds != "no":
        found.append(f"{key_of(screen, 'item.add')} adds")
    found += [] if last else [f"{key_of(screen, 'step.next')} next"]
    return [*found, f"{key_of(screen, 'present.toggle')} leaves"]
