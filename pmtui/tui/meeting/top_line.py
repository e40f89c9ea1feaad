"""The text of the top line of a meeting: the review, the step, whether all is saved, and the time."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from pmtui.app.editing_session import EditingSession
from pmtui.app.meeting_clock import MeetingClock
from pmtui.app.review_text import STATUS
from pmtui.meeting.step import Step
from pmtui.session.text import cut
from pmtui.tui.widgets import clock_words
from pmtui.tui.widgets.status_bar import saved_words


def top_words(
    editing: EditingSession, clock: MeetingClock, steps: Sequence[Step], step: Step, width: int, *, narrow: bool
) -> tuple[Content, Content]:
    """Return the texts at the left and at the right.

    Args:
        editing: the review, and whether it is saved.
        clock: the time of the meeting.
        steps: the steps of the agenda.
        step: the step that is shown.
        width: the columns of the screen.
        narrow: whether the agenda and the guide have no columns of their own.
    """
    details = editing.session.key_details
    name = details.product or details.headline or "New review"
    if narrow:
        number = [each.name for each in steps].index(step.name) + 1
        where = f"{number}/{len(steps)} {step.title}"
        left, least = Content.assemble("  ", (where, "bold"), (f" · {cut(name, 40)}", "$dim")), cell_len(where)
    else:
        rest = f" · {cut(details.headline, 200)}" if details.product and details.headline else ""
        left, least = Content.assemble(" ", (cut(name, 60), "bold"), rest), cell_len(cut(name, 60))
    word, style = STATUS[editing.session.status]
    shown = "" if editing.session.status == "draft" else f"{word}  "
    time = clock_words.quiet_words(clock, narrow=width < 70) or clock_words.step_time(clock, step.name, narrow=narrow)
    around = Content.assemble("   ", time, "  ")
    room = width - least - 3 - len(shown) - around.cell_length
    saved = saved_words(editing.state, narrow=narrow, room=room)
    return left, Content.assemble((shown, f"${style}"), saved, around)
