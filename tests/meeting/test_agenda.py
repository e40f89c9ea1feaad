"""The meeting's time: how it is planned, counted and kept. No clock runs here: the tests say what time it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pmtui.meeting import agenda
from pmtui.meeting.agenda import MeetingTime
from pmtui.meeting.steps import STEPS
from pmtui.session.document import STEP_NAMES, Session, Sitting

HELD = "2026-11-20T10:00:00Z"
EMPTY = Session(format="pmtui-session", version=2, id="s")


def hour() -> MeetingTime:
    return agenda.begin(STEPS, agenda.plan(STEPS, 60))


def ticks(running: MeetingTime, start: float, seconds: float, every: float = 1.0) -> MeetingTime:
    now = start
    while now < start + seconds:
        now = min(now + every, start + seconds)
        running = agenda.tick(running, now)
    return running


def used(running: MeetingTime, step: str) -> float:
    return next(box.used_seconds for box in running.boxes if box.step == step)


def test_beside_a_step_stand_the_next_one_and_the_one_before_in_the_teams_own_order() -> None:
    mine = agenda.order(["timeline", "close", "lessons"]).steps
    assert agenda.beside(mine, "timeline") == ("close", "lessons")
    assert agenda.beside(mine, "lessons") == ("timeline", "close")


# --- planning ---


@pytest.mark.parametrize(
    ("severity", "length"),
    [("SEV1", 90), ("Sev-2", 60), ("sev 3", 30), ("P5", 30), ("", 60), ("critical", 90), ("minor", 30), ("odd", 60)],
)
def test_the_severity_suggests_how_long(severity: str, length: int) -> None:
    assert length == agenda.length_for(severity)


@pytest.mark.parametrize(("length", "column"), [(30, 0), (60, 1), (90, 2)])
def test_a_preset_gives_each_step_exactly_its_own_minutes(length: int, column: int) -> None:
    expected = {step.name: step.minutes[column] for step in STEPS if step.minutes[column]}
    assert expected == agenda.plan(STEPS, length)


@given(st.sets(st.sampled_from(STEP_NAMES), min_size=1), st.integers(5, 240))
@settings(max_examples=80, deadline=None)
def test_whatever_is_dropped_the_plan_fills_the_meeting(names: set[str], length: int) -> None:
    steps = agenda.order(sorted(names)).steps
    planned = agenda.plan(steps, length)
    timed = any(step.minutes[i] for step in steps for i in range(3))
    assert sum(planned.values()) in ({length} if timed and planned else {0, length})
    assert set(planned) <= names
    assert all(minutes > 0 for minutes in planned.values())


def test_a_teams_own_minutes_stand_and_the_others_share_the_rest() -> None:
    planned = agenda.plan(STEPS, 60, own={"timeline": 30, "opening": 0})
    assert planned["timeline"] == 30
    assert "opening" not in planned
    assert sum(planned.values()) == 60


def test_earlier_meetings_teach_where_the_time_goes() -> None:
    timeline = agenda.plan(STEPS, 60)["timeline"]
    long_ones = [Sitting(held_at=None, minutes={"timeline": 40, "actions": 10, "close": 10}) for _ in range(3)]
    learned = agenda.plan(STEPS, 60, long_ones)
    assert learned["timeline"] > timeline
    assert sum(learned.values()) == 60
    assert agenda.plan(STEPS, 60) == agenda.plan(STEPS, 60, long_ones[:1])  # once is no habit
    short = [Sitting(held_at=None, minutes={"timeline": 4})] * 3
    assert agenda.plan(STEPS, 60) == agenda.plan(STEPS, 60, short)  # a short look is no meeting


def test_a_team_orders_and_drops_steps_and_hears_of_names_that_do_not_exist() -> None:
    order = agenda.order(["Close", "timeline", "five whys", "lunch", "timeline"])
    assert [step.name for step in order.steps] == ["close", "timeline", "five_whys"]
    assert order.unknown == ("lunch",)
    assert agenda.order(None).steps == STEPS
    assert agenda.order(["lunch"]).steps == STEPS
    assert agenda.order([]).steps == STEPS


# --- counting ---


def test_time_belongs_to_the_step_that_is_open() -> None:
    running = agenda.enter(hour(), "opening", 100)
    running = agenda.enter(ticks(running, 100, 90), "timeline", 200)
    running = agenda.leave(ticks(running, 200, 30), 240)
    assert used(running, "opening") == 100
    assert used(running, "timeline") == 40
    assert running.used_seconds == 140
    assert not any(box.running for box in running.boxes)


def test_going_back_goes_on_counting_where_it_was() -> None:
    running = agenda.enter(hour(), "opening", 0)
    running = agenda.enter(running, "timeline", 60)
    running = agenda.enter(running, "opening", 100)
    running = agenda.tick(running, 130)
    assert used(running, "opening") == 90
    assert [box.step for box in running.boxes if box.running] == ["opening"]


def test_a_pause_is_not_counted_however_often_it_ticks() -> None:
    running = agenda.pause(agenda.enter(hour(), "timeline", 0), 60)
    running = ticks(running, 60, 500)
    assert used(running, "timeline") == 60
    assert agenda.drift(running).endswith("paused")
    running = agenda.tick(agenda.resume(running, 600), 630)
    assert used(running, "timeline") == 90
    assert agenda.missing_notice(running) is None


def test_a_closed_lid_is_no_meeting_time_and_it_is_said_once() -> None:
    running = ticks(agenda.enter(hour(), "timeline", 0), 0, 60)
    running = agenda.tick(running, 60 + 25 * 60)
    assert used(running, "timeline") == 60
    assert agenda.missing_notice(running) == "25 min were not counted: nothing ran here meanwhile"
    running = agenda.clear_missing(agenda.tick(running, 60 + 25 * 60 + 5))
    assert used(running, "timeline") == 65
    assert agenda.missing_notice(running) is None


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    running = agenda.tick(agenda.enter(hour(), "timeline", 100), 130)
    assert used(agenda.tick(running, 50), "timeline") == 30


def test_the_room_extends_a_step_as_it_likes() -> None:
    running = agenda.extend(agenda.enter(hour(), "opening", 0), "opening")
    box = agenda.box(running, "opening")
    assert box is not None
    assert box.planned_seconds == (5 + 2) * 60, "two more minutes are two"
    box = agenda.box(agenda.extend(agenda.tick(running, 30), "evidence", 600), "evidence")
    assert box is not None
    assert box.planned_seconds == 600
    assert agenda.box(running, "lunch") is None  # type: ignore[arg-type]


def test_a_step_over_its_time_counts_on_and_nothing_moves() -> None:
    running = ticks(agenda.enter(hour(), "opening", 0), 0, 400, every=60)
    box = agenda.box(running, "opening")
    assert box is not None
    assert (box.left_seconds, box.running) == (-100, True)
    assert running.current == "opening"


# --- saying ---


def test_one_line_says_how_the_meeting_stands_against_its_plan() -> None:
    running = agenda.enter(hour(), "opening", 0)
    assert agenda.drift(running) == "0 of 60 min · on time"
    running = ticks(running, 0, 10 * 60, every=60)
    assert agenda.drift(running) == "10 of 60 min · about 5 min longer"
    early = agenda.enter(hour(), "opening", 0)
    early = agenda.enter(early, "summary", 60)
    assert agenda.drift(early) == "1 of 60 min · 26 min in hand"
    back = agenda.enter(early, "opening", 61)
    assert agenda.drift(back) == "1 of 60 min · on time"


# --- keeping ---


def test_whole_minutes_are_kept_by_step() -> None:
    running = agenda.enter(hour(), "opening", 0)
    running = agenda.enter(ticks(running, 0, 100), "timeline", 100)
    running = agenda.enter(ticks(running, 100, 29), "close", 129)
    assert agenda.minutes(running) == {"opening": 2}


def test_a_sitting_is_recorded_once_and_brought_up_to_date() -> None:
    earlier = replace(EMPTY, meeting=(Sitting(held_at="2026-11-19T10:00:00Z", minutes={"timeline": 9}),))
    running = ticks(agenda.enter(hour(), "opening", 0), 0, 60)
    assert agenda.record(earlier, hour(), HELD) is earlier
    first = agenda.record(earlier, running, HELD)
    assert agenda.record(first, running, HELD) is first
    later = agenda.record(first, ticks(running, 60, 120), HELD)
    assert [sitting.minutes for sitting in later.meeting] == [{"timeline": 9}, {"opening": 3}]


def test_a_restart_in_the_middle_of_a_sitting_goes_on_from_what_was_kept() -> None:
    again = agenda.begin(STEPS, agenda.plan(STEPS, 60), used={"timeline": 14})
    again = ticks(agenda.enter(again, "timeline", 5000), 5000, 60)
    assert agenda.minutes(again) == {"timeline": 15}


@given(
    st.lists(
        st.tuples(st.sampled_from(["tick", "pause", "resume", "leave", *STEP_NAMES]), st.floats(0, 119)), max_size=40
    )
)
@settings(max_examples=80, deadline=None)
def test_no_second_is_counted_twice_or_lost(acts: list[tuple[str, float]]) -> None:
    running, now, expected = hour(), 0.0, 0.0
    for act, seconds in acts:
        now += seconds
        if running.current is not None and not running.paused and running.ticked_at is not None:
            expected += seconds
        enters = act in STEP_NAMES
        running = agenda.enter(running, act, now) if enters else getattr(agenda, act)(running, now)  # type: ignore[arg-type]
    assert running.used_seconds == pytest.approx(expected)
    assert sum(box.running for box in running.boxes) == (running.current is not None and not running.paused)


@pytest.mark.parametrize(("minutes", "words"), [(25, "25 min"), (119, "119 min"), (120, "2 h"), (200, "3 h")])
def test_hours_that_were_not_counted_are_said_in_hours(minutes: int, words: str) -> None:
    running = agenda.tick(ticks(agenda.enter(hour(), "timeline", 0), 0, 60), 60 + minutes * 60)
    assert agenda.missing_notice(running) == f"{words} were not counted: nothing ran here meanwhile"
