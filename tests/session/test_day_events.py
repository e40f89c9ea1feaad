"""Events that know only their day keep it, whatever becomes of the zone."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pmtui.session.day_events import day_only_changes
from pmtui.session.document import Event, KeyDetails, Session
from pmtui.session.edits import add_items, change_event, set_field
from pmtui.session.merge import merge
from pmtui.session.times import local, read_time

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
ZONES = ["Europe/London", "Pacific/Auckland", "America/Los_Angeles", "Pacific/Kiritimati", "Etc/GMT+12", "UTC"]


def session(*events: Event, zone: str = "Europe/London") -> Session:
    return Session(
        format="pmtui-session", version=2, id="s", created_at="2026-11-18T00:00:00Z",
        updated_at="2026-11-18T00:00:00Z", key_details=KeyDetails(timezone=zone), timeline=events,
    )  # fmt: skip


def day_event(day: date, zone: str, **more: Any) -> Event:
    typed = read_time(f"{day:%d-%m}-{day.year:04}", zone=zone, now=NOW, incident_date=None)
    return Event(id=f"{day} {zone}", at=typed.at, precision=typed.precision, **more)


def days(made: Session) -> list[date]:
    return [local(event.at or "", made.key_details.timezone).date() for event in made.timeline]


def test_new_years_eve_stays_new_years_eve_in_auckland() -> None:
    eve = date(2025, 12, 31)
    made = set_field(session(day_event(eve, "Europe/London")), "key_details.timezone", "Pacific/Auckland")
    assert days(made) == [eve]
    assert made.timeline[0].at == "2025-12-30T23:00:00Z"


@settings(max_examples=200, deadline=None)
@given(day=st.dates(date(1900, 1, 2), date(2200, 1, 1)), zones=st.lists(st.sampled_from(ZONES), min_size=2, max_size=5))
def test_any_number_of_changes_keeps_the_day_and_the_way_back_gives_the_same(day: date, zones: list[str]) -> None:
    exact = Event(id="exact", at="2026-11-18T14:02:00Z")
    about = Event(id="about", at="2026-11-18T14:02:00Z", precision="about")
    made = first = session(day_event(day, zones[0]), exact, about, zone=zones[0])
    for zone in zones[1:]:
        made = set_field(made, "key_details.timezone", zone)
        assert days(made)[0] == day
        assert made.timeline[1:] == (exact, about)
    assert set_field(made, "key_details.timezone", zones[0]) == first


@settings(max_examples=100, deadline=None)
@given(day=st.dates(date(1900, 1, 2), date(2200, 1, 1)), to=st.sampled_from(ZONES), other=st.booleans())
def test_a_day_that_one_noted_while_another_changed_the_zone_is_kept(day: date, to: str, other: bool) -> None:
    base = session(day_event(date(2026, 1, 1), "Europe/London"))
    moved = set_field(base, "key_details.timezone", to)
    noted = add_items(base, "timeline", [day_event(day, "Europe/London", text="noted")])
    made = merge(base, noted, moved) if other else merge(base, moved, noted)
    assert made.session.key_details.timezone == to
    assert set(days(made.session)) == {date(2026, 1, 1), day}
    assert made.parked == ()


def test_undoing_a_change_of_zone_keeps_the_days_that_were_noted_since() -> None:
    before = session(day_event(date(2026, 1, 1), "Europe/London"))
    after = set_field(before, "key_details.timezone", "Pacific/Auckland")
    now = add_items(after, "timeline", [day_event(date(2025, 12, 31), "Pacific/Auckland")])
    undone = merge(after, now, before, park=False).session
    assert undone.key_details.timezone == "Europe/London"
    assert days(undone) == [date(2026, 1, 1), date(2025, 12, 31)]


def test_an_event_of_which_only_the_day_is_known_stands_at_its_noon_in_the_zone() -> None:
    late = Event(id="e", at="2026-11-18T12:30:00Z", until="2026-11-18T14:00:00Z")
    assert day_only_changes(late, "Pacific/Auckland") == {
        "precision": "day",
        "at": "2026-11-18T23:00:00Z",
        "until": None,
    }
    days = day_only_changes(replace(late, until="2026-11-20T01:00:00Z"), "Europe/London")
    assert days == {"precision": "day", "at": "2026-11-18T12:00:00Z", "until": "2026-11-20T12:00:00Z"}


def test_a_milestone_does_not_go_to_the_noon_of_a_day() -> None:
    event = Event(id="e", at="2026-11-18T14:02:00Z")
    made = set_field(session(event), "key_details.started_at", event.at)
    day = change_event(made, "e", **day_only_changes(event, "Europe/London"))
    assert (day.timeline[0].at, day.key_details.started_at) == ("2026-11-18T12:00:00Z", event.at)
    assert change_event(day, "e", precision="exact", at=event.at) == made
