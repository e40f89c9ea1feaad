"""The clock of a meeting: it runs for the step on the screen, plans timeboxes, and saves the minutes of each step."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from msgspec.structs import replace

from pmtui.app.editing_session import EditingSession, Place
from pmtui.meeting import agenda
from pmtui.meeting.step import Step
from pmtui.session.document import Session, Sitting, StepName
from pmtui.session.edits import EditRefused
from pmtui.session.instants import to_datetime, to_instant

SAME_SITTING: Final = timedelta(hours=4)
"""A meeting that is opened again within this time is the same sitting; later it is a new one."""

A_MEETING: Final = 5 * 60
"""In seconds: a shorter visit is no meeting, and its minutes are not saved."""

SHORTEST_QUIET: Final = 2 * 60
"""In seconds: the shortest time for quiet writing."""

LINGERS: Final = 15
"""In seconds: how long the screen shows that quiet writing is over."""


class MeetingClock:
    """Counts the time of a meeting, step by step.

    Args:
        editing: the session that gets the minutes.
        steps: the steps of the agenda.
        length: minutes of the meeting; None: as usual for the severity.
        own: the team's own minutes by step name.
        sittings: the team's earlier meetings, newest first, from which timeboxes are learned.
        monotonic: returns a monotonic time in seconds.
    """

    def __init__(
        self,
        editing: EditingSession,
        steps: Sequence[Step],
        *,
        length: int | None = None,
        own: Mapping[str, int] | None = None,
        sittings: Iterable[Sitting] = (),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.editing = editing
        self.monotonic = monotonic
        session = editing.session
        now = editing.now().replace(microsecond=0)
        going_on = _going_on(session, to_instant(now))
        self.held_at = going_on.held_at if going_on and going_on.held_at else to_instant(now)
        self.again = bool(session.meeting) and going_on is None
        """Whether the review has an earlier sitting, and this is a new one."""
        self.steps, self.own = steps, own
        self.length = length or agenda.length_for(session.key_details.severity)
        planned = agenda.plan(steps, self.length, sittings, own)
        self.state = agenda.begin(steps, planned, going_on.minutes if going_on else None)
        self.quiet: float | None = None
        """Seconds left for quiet writing; None where there is none.

        For `LINGERS` seconds after the end it is negative.
        """

    def enter(self, step: StepName) -> None:
        """Count the time for this step from now on."""
        self._count(agenda.enter(self.state, step, self.monotonic()))

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Change the steps of the agenda. New steps get no timebox; the time used so far stays."""
        known = {box.step: box for box in self.state.boxes}
        self.steps = steps
        boxes = tuple(known.get(step.name, agenda.Timebox(step.name, None)) for step in steps)
        self.state = replace(self.state, boxes=boxes)

    def learn_from(self, sittings: Iterable[Sitting]) -> None:
        """Plan the timeboxes anew from earlier meetings (newest first); the time used so far stays."""
        planned = agenda.plan(self.steps, self.length, sittings, self.own)
        boxes = tuple(
            replace(box, planned_seconds=planned[box.step] * 60 if box.step in planned else None)
            for box in self.state.boxes
        )
        self.state = replace(self.state, boxes=boxes)

    def tick(self) -> str | None:
        """Count the time since the last tick. Returns a notice where some of it was not counted, else None."""
        before = agenda.minutes(self.state)
        self._count(agenda.tick(self.state, self.monotonic()))
        if self.state.used_seconds >= A_MEETING and agenda.minutes(self.state) != before:
            self.save_minutes()
        said = agenda.missing_notice(self.state)
        self.state = agenda.clear_missing(self.state)
        return said

    def toggle(self) -> bool:
        """Pause the clock or resume it; returns whether it runs now."""
        turn = agenda.resume if self.state.paused else agenda.pause
        self._count(turn(self.state, self.monotonic()))
        return not self.state.paused

    def extend(self, step: StepName) -> None:
        """Give the step two more minutes."""
        self.state = agenda.extend(self.state, step)

    def toggle_quiet(self, step: StepName) -> int:
        """Begin quiet writing for half of the step's timebox, or end it. Returns its minutes; 0 where it ended."""
        self._count(agenda.tick(self.state, self.monotonic()))
        if self.is_quiet:
            self.quiet = None
            return 0
        box = agenda.box(self.state, step)
        planned = (box.planned_seconds if box is not None else None) or 0
        self.quiet = float(max(planned // 120 * 60, SHORTEST_QUIET))
        return int(self.quiet) // 60

    @property
    def is_quiet(self) -> bool:
        """Whether it is time for quiet writing."""
        return self.quiet is not None and self.quiet > 0

    def _count(self, after: agenda.MeetingTime) -> None:
        """Take over a new state, and count the same time for quiet writing: pauses and gaps do not count there
        either.
        """
        if self.quiet is not None:
            left = self.quiet - (after.used_seconds - self.state.used_seconds)
            self.quiet = left if left > -LINGERS else None
        self.state = after

    def save_minutes(self) -> None:
        """Save the minutes in the session, without an entry for undo."""
        with contextlib.suppress(EditRefused):
            self.editing.do(lambda session: agenda.record(session, self.state, self.held_at), "", Place("close"))


def _going_on(session: Session, now: str) -> Sitting | None:
    """Return the sitting that this meeting continues; None where it is a new one."""
    last = session.meeting[-1] if session.meeting else None
    if last is None or last.held_at is None:
        return None
    ended = to_datetime(last.held_at) + timedelta(minutes=sum(last.minutes.values()))
    return last if to_datetime(now) - ended < SAME_SITTING else None
