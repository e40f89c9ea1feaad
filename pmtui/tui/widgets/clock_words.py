"""The texts of the clock: the time of the step, of quiet writing, and of the whole meeting."""

from __future__ import annotations

from math import ceil
from typing import Final

from textual.content import Content

from pmtui import signs
from pmtui.app.meeting_clock import MeetingClock
from pmtui.meeting import agenda
from pmtui.session.document import StepName

_BLOCKS: Final = 18


def step_time(meeting_clock: MeetingClock, step: StepName, *, narrow: bool) -> Content:
    """Return `4:12 of 10 min`; amber once the time is over."""
    box = agenda.box(meeting_clock.state, step)
    if box is None:
        return Content("")
    minutes, seconds = divmod(int(box.used_seconds), 60)
    over = box.left_seconds is not None and box.left_seconds < 0
    style = "bold $notice" if over else "$dim" if meeting_clock.state.paused else "bold"
    planned = "" if box.planned_seconds is None else f"{box.planned_seconds // 60}"
    rest = f"/{planned}" if narrow else f" of {planned} min"
    paused = (" paused" if not narrow else f" {signs.PAUSE}") if meeting_clock.state.paused else ""
    return Content.assemble((f"{minutes}:{seconds:02}", style), ((rest if planned else "") + paused, "$dim"))


def quiet_words(meeting_clock: MeetingClock, *, narrow: bool) -> Content | None:
    """Return `1:40 quiet writing`, or for a moment that it is over; None if there is no quiet writing."""
    if meeting_clock.quiet is None:
        return None
    if meeting_clock.quiet <= 0:
        return Content.styled("quiet time is over", "$dim")
    minutes, seconds = divmod(ceil(meeting_clock.quiet), 60)
    what = " quiet" if narrow else " quiet writing"
    return Content.assemble((f"{minutes}:{seconds:02}", "bold $notice"), (what, "$dim"))


def meeting_time(meeting_clock: MeetingClock, width: int) -> tuple[Content, ...]:
    """Return the time of the meeting as one or two lines of text and one of blocks; the width is in columns."""
    length = max(meeting_clock.state.length_seconds, 1)
    blocks = min(_BLOCKS, max(width - 2, 1))
    done = min(int(meeting_clock.state.used_seconds / length * blocks), blocks)
    # Somebody who has just begun is neither early nor late.
    young = meeting_clock.state.used_seconds < 60
    words = f"{meeting_clock.state.length_seconds // 60} min planned" if young else agenda.drift(meeting_clock.state)
    return (
        Content(""),
        *(Content.styled(f" {line}", "$dim") for line in words.split(" · ")),
        Content.styled(" " + signs.FILLED * done + signs.UNFILLED * (blocks - done), "$dim"),
    )
