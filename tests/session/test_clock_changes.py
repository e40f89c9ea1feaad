"""Times around the changes of the clocks, both ways, in zones that change by an hour and by half of one."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.session.document import Event
from pmtui.session.instants import to_datetime, to_instant
from pmtui.session.times import local, read_time, show_instant, show_typed

NOW = datetime(2026, 11, 20, tzinfo=UTC)
ZONES = {
    "Europe/London": ("29-03-2026", "25-10-2026"),
    "America/New_York": ("08-03-2026", "01-11-2026"),
    "Australia/Lord_Howe": ("04-10-2026", "05-04-2026"),
    "Pacific/Auckland": ("27-09-2026", "05-04-2026"),
}
"""The days on which clocks go forward and back."""

SKIPPED = {
    "Europe/London": ("01:30", "02:30"),
    "America/New_York": ("02:30", "03:30"),
    "Australia/Lord_Howe": ("02:10", "02:40"),
    "Pacific/Auckland": ("02:30", "03:30"),
}
DOUBLED = {
    "Europe/London": ("01:05", "BST", "GMT"),
    "America/New_York": ("01:05", "EDT", "EST"),
    "Australia/Lord_Howe": ("01:45", "+11:00", "+10:30"),
    "Pacific/Auckland": ("02:05", "NZDT", "NZST"),
}


@pytest.mark.parametrize("zone", ZONES)
def test_what_the_clocks_skip_moves_forward_and_it_is_said(zone: str) -> None:
    typed, shown = SKIPPED[zone]
    found = read_time(f"{ZONES[zone][0]} {typed}", zone=zone, now=NOW, incident_date=None)
    assert f"{local(found.at, zone):%H:%M}" == shown
    assert found.note == f"{typed} was skipped by a clock change: read as {shown}"


@pytest.mark.parametrize("zone", ZONES)
def test_what_occurs_twice_is_the_first_and_the_message_says_how_to_write_the_other(zone: str) -> None:
    typed, first, second = DOUBLED[zone]
    day = ZONES[zone][1]

    def read(text: str) -> tuple[datetime, str]:
        found = read_time(f"{day} {text}", zone=zone, now=NOW, incident_date=None)
        return to_datetime(found.at), found.note

    plain, note = read(typed)
    assert note.endswith(f"else write {typed} {second}")
    assert read(f"{typed} {first}") == (plain, "")
    other, said = read(f"{typed} {second}")
    assert said == ""
    assert other - plain == timedelta(minutes=30 if zone == "Australia/Lord_Howe" else 60)
    for when in (plain, other):
        offset = when.astimezone(ZoneInfo(zone)).isoformat()[-6:]
        assert read(f"{typed}{offset}") == (when, "") or offset.startswith("-")
        assert read(f"{typed} {offset}") == (when, "")
    assert len(note) <= 60


@settings(max_examples=300, deadline=None)
@given(zone=st.sampled_from(list(ZONES)), back=st.booleans(), minutes=st.integers(-300, 300), seconds=st.integers(0, 1))
def test_whatever_is_shown_is_read_as_the_same_instant(zone: str, back: bool, minutes: int, seconds: int) -> None:
    day = datetime.strptime(ZONES[zone][back], "%d-%m-%Y")
    when = day.replace(hour=2, tzinfo=ZoneInfo(zone)).astimezone(UTC) + timedelta(minutes=minutes, seconds=seconds)
    at = to_instant(when)
    shown = show_instant(at, zone)
    assert "T" not in shown, "people do not read UTC"
    assert read_time(shown, zone=zone, now=NOW, incident_date=None).at == at
    until = to_instant(when + timedelta(minutes=45))
    event = Event(id="e", at=at, until=until, precision="about")
    found = read_time(show_typed(event, zone, day.date()), zone=zone, now=NOW, incident_date=day.date())
    assert (found.at, found.until, found.precision) == (at, until, "about")


@settings(max_examples=200, deadline=None)
@given(zone=st.sampled_from(list(ZONES)), back=st.booleans(), clock=st.times())
def test_every_local_time_is_read_as_one_that_the_clocks_show_or_the_change_is_said(
    zone: str, back: bool, clock: datetime
) -> None:
    typed = f"{clock:%H:%M:%S}"
    found = read_time(f"{ZONES[zone][back]} {typed}", zone=zone, now=NOW, incident_date=None)
    assert f"{local(found.at, zone):%H:%M:%S}" == typed or "was skipped" in found.note
