"""The timeline's order: one rule for every screen and report."""

from datetime import UTC, datetime, timedelta
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.session.document import Event
from pmtui.session.instants import sort_key, to_instant
from pmtui.session.order import sort_events

ZONE = "Europe/London"


def event(name: str, at: str | None = None, precision: str = "exact") -> Event:
    full = f"2026-{at}:00Z" if at and at.count(":") == 1 else at
    return Event(id=name, at=full, precision=precision)  # type: ignore[arg-type]


def names(*events: Event, zone: str = ZONE) -> str:
    return " ".join(each.id for each in sort_events(events, zone))


def test_events_stand_by_time_and_equal_times_as_they_were_added() -> None:
    assert names(event("b", "11-18T14:05"), event("a", "11-18T14:02"), event("c", "11-18T14:05")) == "a b c"


def test_half_a_second_comes_after_the_whole() -> None:
    assert names(event("b", "2026-11-18T14:02:00.5Z"), event("a", "2026-11-18T14:02:00Z")) == "a b"


def test_an_event_without_a_time_follows_the_one_before_it_in_the_list() -> None:
    assert (
        names(event("late", "11-18T15:00"), event("x"), event("y"), event("early", "11-18T14:00")) == "early late x y"
    )


def test_events_without_a_time_at_the_head_stay_there() -> None:
    assert names(event("x"), event("b", "11-18T15:00"), event("a", "11-18T14:00")) == "x a b"


def test_a_day_stands_after_the_one_that_it_follows_on_that_day() -> None:
    assert (
        names(
            event("a", "11-18T09:00"),
            event("other", "11-19T09:00"),
            event("day", "11-18T12:00", "day"),
            event("b", "11-18T10:00"),
        )
        == "a day b other"
    )


def test_a_day_that_follows_nothing_on_it_is_first_in_it() -> None:
    assert names(event("day", "11-18T12:00", "day"), event("b", "11-18T00:00"), event("a", "11-17T23:59")) == "a day b"


def test_an_event_without_a_time_comes_before_a_day_at_the_same_place() -> None:
    assert (
        names(event("a", "11-18T09:00"), event("x"), event("n", "11-19T09:00"), event("day", "11-18T12:00", "day"))
        == "a x day n"
    )


def test_days_are_those_of_the_zone() -> None:
    timed = event("night", "2026-11-18T23:30:00Z")
    day = event("day", "2026-11-19T12:00:00Z", "day")
    assert names(timed, day, zone="UTC") == "night day"
    late = event("late", "2026-11-19T01:00:00Z")
    assert names(timed, late, day, zone="Europe/Berlin") == "night late day"
    assert names(day, timed, zone="Europe/Berlin") == "day night"


START = datetime(2026, 10, 24, 20, tzinfo=UTC)
INSTANTS = st.integers(0, 40).map(lambda n: to_instant(START + timedelta(minutes=97 * n)))
EVENTS = st.lists(st.tuples(st.none() | INSTANTS, st.sampled_from(["exact", "about", "day", "day"])), max_size=12).map(
    lambda rows: tuple(event(str(n), at, precision) for n, (at, precision) in enumerate(rows))
)
ZONES = st.sampled_from(["UTC", "Europe/London", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"])


@settings(max_examples=200, deadline=None)
@given(EVENTS, ZONES)
def test_laws(events: tuple[Event, ...], zone: str) -> None:
    ordered = sort_events(events, zone)
    assert sorted(each.id for each in ordered) == sorted(each.id for each in events)
    assert sort_events(ordered, zone) == ordered
    timed = [sort_key(each.at) for each in ordered if each.at and each.precision != "day"]
    assert timed == sorted(timed)
    before = dict(zip([each.id for each in events[1:]], [each.id for each in events], strict=False))
    shown = [each.id for each in ordered]
    for n, each in enumerate(ordered):
        if each.at is None:
            assert shown[:n][-1:] == ([before[each.id]] if each.id in before else [])


def test_five_thousand_events_take_no_time() -> None:
    events = tuple(
        event(str(n), to_instant(START + timedelta(minutes=n * 7919 % 5000)), "day" if n % 10 == 0 else "exact")
        for n in range(5000)
    )
    started = process_time()
    sort_events(events, ZONE)
    assert process_time() - started < 1
