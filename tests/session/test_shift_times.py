"""Events shifted together, and moved where no time decides their order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pmtui.session.document import Event, KeyDetails, Session
from pmtui.session.edits import EditRefused
from pmtui.session.order import sort_events
from pmtui.session.shift_times import nudge_event, read_shift, shift_events


def session(*events: Event, **details: Any) -> Session:
    return Session(
        format="pmtui-session", version=2, id="s", created_at="", updated_at="", timeline=events,
        key_details=KeyDetails(**details),
    )  # fmt: skip


def event(name: str, clock: str | None = None, **more: Any) -> Event:
    return Event(id=name, at=f"2026-11-18T{clock}:00Z" if clock else None, text=name, **more)


def order(made: Session) -> str:
    return " ".join(each.id for each in sort_events(made.timeline, "UTC"))


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("+5", 5), ("5", 5), ("-90", -90), ("-1h30", -90), ("2h", 120), ("+1:30", 90), (" - 45 min", -45), ("−3", -3)],
)
def test_minutes_are_typed_as_people_say_them(typed: str, minutes: int) -> None:
    assert read_shift(typed) == timedelta(minutes=minutes)


@pytest.mark.parametrize("typed", ["", "soon", "h", "5x", "1:2", "+-5", "1.5h"])
def test_what_is_no_length_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\+5"):
        read_shift(typed)


def test_a_shift_moves_times_and_ends_and_leaves_the_rest() -> None:
    day = event("day", "12:00", precision="day")
    before = session(event("a", "14:00", until="2026-11-18T14:10:00Z"), event("b"), event("c", "15:00"), day)
    after = shift_events(before, ["a", "b", "day"], timedelta(minutes=-75))
    assert [(e.at, e.until) for e in after.timeline[:3]] == [
        ("2026-11-18T12:45:00Z", "2026-11-18T12:55:00Z"), (None, None), ("2026-11-18T15:00:00Z", None),
    ]  # fmt: skip
    assert after.timeline[3] is day


def test_a_milestone_goes_with_its_event_unless_another_has_its_time() -> None:
    both = {"started_at": "2026-11-18T14:00:00Z", "detected_at": "2026-11-18T15:00:00Z"}
    before = session(event("a", "14:00"), event("b", "15:00"), event("c", "15:00"), **both)
    after = shift_events(before, ["a", "b"], timedelta(minutes=1)).key_details
    assert (after.started_at, after.detected_at) == ("2026-11-18T14:01:00Z", "2026-11-18T15:00:00Z")


def test_a_shift_out_of_the_calendar_is_refused_and_changes_nothing() -> None:
    with pytest.raises(EditRefused, match="9999"):
        shift_events(session(event("a", "14:00")), ["a"], timedelta(days=3_650_000))


def test_an_event_without_a_time_goes_anywhere() -> None:
    made = session(event("a", "14:00"), event("b", "15:00"), event("x"))
    made = nudge_event(made, "x", up=True)
    assert order(made) == "a x b"
    made = nudge_event(made, "x", up=True)
    assert order(made) == "x a b"
    assert nudge_event(made, "x", up=True) is made
    assert order(nudge_event(made, "x", up=False)) == "a x b"


def test_events_of_one_time_change_places_and_take_along_what_follows_them() -> None:
    made = session(event("a", "14:00"), event("x"), event("b", "14:00"), event("y"), event("c", "15:00"))
    assert order(nudge_event(made, "b", up=True)) == "b y a x c"
    assert order(nudge_event(made, "a", up=False)) == "b y a x c"


def test_where_time_decides_it_says_so() -> None:
    made = session(event("a", "14:00"), event("b", "15:00"), event("d", "12:00", precision="day"))
    for name, up in (("a", False), ("b", True)):
        with pytest.raises(EditRefused, match="time decides"):
            nudge_event(made, name, up=up)


def test_what_has_a_day_stays_in_it() -> None:
    dinner = replace(event("dinner"), at="2026-11-17T20:00:00Z")
    made = session(dinner, event("d", "12:00", precision="day"), event("a", "14:00"))
    assert order(made) == "dinner d a"
    with pytest.raises(EditRefused, match="time decides"):
        nudge_event(made, "d", up=True)
    assert order(nudge_event(made, "d", up=False)) == "dinner a d"


EVENTS = st.lists(
    st.tuples(st.sampled_from([None, "14:00", "14:00", "15:00", "16:00"]), st.sampled_from(["exact", "about", "day"])),
    min_size=1,
    max_size=7,
)


@settings(max_examples=200, deadline=None)
@given(EVENTS, st.integers(0, 6), st.booleans())
def test_a_move_changes_no_time_and_a_move_back_restores_the_order(
    drawn: list[tuple[str | None, str]], at: int, up: bool
) -> None:
    made = session(*(event(f"e{n}", clock, precision=sure) for n, (clock, sure) in enumerate(drawn)))
    name = f"e{at % len(drawn)}"
    try:
        moved = nudge_event(made, name, up)
    except EditRefused:
        return
    assert sorted(moved.timeline, key=lambda e: e.id) == sorted(made.timeline, key=lambda e: e.id)
    if moved is not made and order(moved) != order(made):
        assert order(nudge_event(moved, name, not up)) == order(made)


@settings(max_examples=100, deadline=None)
@given(EVENTS, st.integers(-3000, 3000))
def test_a_shift_and_its_opposite_are_nothing(drawn: list[tuple[str | None, str]], minutes: int) -> None:
    made = session(*(event(f"e{n}", clock, precision=sure) for n, (clock, sure) in enumerate(drawn)))
    names = [e.id for e in made.timeline[::2]]
    there = shift_events(made, names, timedelta(minutes=minutes))
    assert shift_events(there, names, timedelta(minutes=-minutes)) == made
