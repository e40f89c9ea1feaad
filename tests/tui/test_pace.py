"""The meeting's clock, with a clock of our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from pmtui.library.folder import Library
from pmtui.meeting.steps import STEPS
from pmtui.session.document import Session, Sitting
from pmtui.tui.desk import Desk
from pmtui.tui.pace import Pace

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Clock:
    """Seconds that go forward when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def run(self, pace: Pace, seconds: float) -> None:
        for _ in range(int(seconds // 10)):
            self.now += 10
            pace.tick()


def at_the_desk(library: Library, session: Session) -> Desk:
    library.add(session)
    return Desk(library.open(session.id), lambda: None, lambda: NOW)


def test_an_hour_is_noted_by_step_and_undo_knows_nothing_of_it(
    library: Library, make_session: Callable[..., Session]
) -> None:
    clock = Clock()
    desk = at_the_desk(library, make_session())
    pace = Pace(desk, STEPS, length=60, monotonic=clock)
    pace.enter("opening")
    clock.run(pace, 5 * 60)
    pace.enter("timeline")
    clock.run(pace, 20 * 60)
    assert desk.session.meeting == (Sitting(held_at="2026-11-20T09:00:00Z", minutes={"opening": 5, "timeline": 20}),)
    assert desk.undo() is None
    assert "20:00" in str(pace.clock("timeline", narrow=False))
    assert "25 of 60 min" in str(pace.footing()[1])


def test_a_short_look_leaves_no_trace(library: Library, make_session: Callable[..., Session]) -> None:
    clock = Clock()
    desk = at_the_desk(library, make_session())
    pace = Pace(desk, STEPS, monotonic=clock)
    pace.enter("opening")
    clock.run(pace, 4 * 60)
    assert desk.session.meeting == ()
    assert not desk.opened.dirty


def test_a_lid_closed_for_an_hour_is_no_meeting_time(library: Library, make_session: Callable[..., Session]) -> None:
    clock = Clock()
    pace = Pace(at_the_desk(library, make_session()), STEPS, monotonic=clock)
    pace.enter("timeline")
    clock.run(pace, 60)
    clock.now += 3600
    assert "60 min were not counted" in str(pace.tick())
    assert pace.tick() is None
    clock.run(pace, 60)
    assert pace.state.used_seconds == 120


def test_a_restart_goes_on_and_the_next_day_is_another_sitting(
    library: Library, make_session: Callable[..., Session]
) -> None:
    earlier = Sitting(held_at="2026-11-20T08:30:00Z", minutes={"timeline": 20})
    going_on = Pace(at_the_desk(library, make_session(meeting=(earlier,))), STEPS)
    assert (going_on.held_at, going_on.again, going_on.state.used_seconds) == ("2026-11-20T08:30:00Z", False, 1200)
    yesterday = Sitting(held_at="2026-11-19T08:30:00Z", minutes={"timeline": 20})
    second = Pace(at_the_desk(library, make_session(meeting=(yesterday,))), STEPS)
    assert (second.again, second.state.used_seconds) == (True, 0)
