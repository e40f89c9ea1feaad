"""The meeting's clock, with a clock of our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from pmtui.app.editing_session import EditingSession
from pmtui.app.meeting_clock import MeetingClock
from pmtui.library.folder import Library
from pmtui.meeting.steps import STEPS
from pmtui.session.document import Session, Sitting
from pmtui.tui.widgets import clock_words

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Clock:
    """Seconds that go forward when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def run(self, meeting_clock: MeetingClock, seconds: float) -> None:
        for _ in range(int(seconds // 10)):
            self.now += 10
            meeting_clock.tick()


def editing_session(library: Library, session: Session) -> EditingSession:
    library.add(session)
    return EditingSession(library.open(session.id), lambda: None, lambda: NOW)


def test_an_hour_is_noted_by_step_and_undo_knows_nothing_of_it(
    library: Library, make_session: Callable[..., Session]
) -> None:
    clock = Clock()
    editing = editing_session(library, make_session())
    meeting_clock = MeetingClock(editing, STEPS, length=60, monotonic=clock)
    meeting_clock.enter("opening")
    clock.run(meeting_clock, 5 * 60)
    meeting_clock.enter("timeline")
    clock.run(meeting_clock, 20 * 60)
    assert editing.session.meeting == (Sitting(held_at="2026-11-20T09:00:00Z", minutes={"opening": 5, "timeline": 20}),)
    assert editing.undo() is None
    assert "20:00" in str(clock_words.step_time(meeting_clock, "timeline", narrow=False))
    assert "25 of 60 min" in str(clock_words.meeting_time(meeting_clock, 25)[1])


def test_a_short_look_leaves_no_trace(library: Library, make_session: Callable[..., Session]) -> None:
    clock = Clock()
    editing = editing_session(library, make_session())
    meeting_clock = MeetingClock(editing, STEPS, monotonic=clock)
    meeting_clock.enter("opening")
    clock.run(meeting_clock, 4 * 60)
    assert editing.session.meeting == ()
    assert not editing.opened.dirty


def test_a_lid_closed_for_an_hour_is_no_meeting_time(library: Library, make_session: Callable[..., Session]) -> None:
    clock = Clock()
    meeting_clock = MeetingClock(editing_session(library, make_session()), STEPS, monotonic=clock)
    meeting_clock.enter("timeline")
    clock.run(meeting_clock, 60)
    clock.now += 3600
    assert "60 min were not counted" in str(meeting_clock.tick())
    assert meeting_clock.tick() is None
    clock.run(meeting_clock, 60)
    assert meeting_clock.state.used_seconds == 120


def test_a_restart_goes_on_and_the_next_day_is_another_sitting(
    library: Library, make_session: Callable[..., Session]
) -> None:
    earlier = Sitting(held_at="2026-11-20T08:30:00Z", minutes={"timeline": 20})
    going_on = MeetingClock(editing_session(library, make_session(meeting=(earlier,))), STEPS)
    assert (going_on.held_at, going_on.again, going_on.state.used_seconds) == ("2026-11-20T08:30:00Z", False, 1200)
    yesterday = Sitting(held_at="2026-11-19T08:30:00Z", minutes={"timeline": 20})
    second = MeetingClock(editing_session(library, make_session(meeting=(yesterday,))), STEPS)
    assert (second.again, second.state.used_seconds) == (True, 0)
