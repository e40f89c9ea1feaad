"""On which day a bare time is, in a review of today, of yesterday, of long ago, and in lines below each other."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.session.document import Event, KeyDetails, Session
from pmtui.session.instants import to_datetime, to_instant
from pmtui.session.times import is_current, read_time, reading_context, take_time

LONDON = "Europe/London"
TODAY = date(2026, 11, 18)
YESTERDAY = date(2026, 11, 17)


def at(text: str, now: str, incident: date | None, newest: str | None = None, zone: str = LONDON) -> str:
    when = datetime.fromisoformat(now)
    return read_time(text, zone=zone, now=when, incident_date=incident, newest=newest).at[:16]


def test_without_a_date_it_is_the_last_such_moment_and_our_clock_may_be_ten_minutes_late() -> None:
    assert at("12:21", "2026-11-18T12:19:00Z", None) == "2026-11-18T12:21"
    assert at("12:29", "2026-11-18T12:19:00Z", None) == "2026-11-18T12:29"
    assert at("12:30", "2026-11-18T12:19:00Z", None) == "2026-11-17T12:30"
    assert at("00:03", "2026-11-17T23:58:00Z", None) == "2026-11-18T00:03"


def test_a_review_of_long_ago_has_all_its_bare_times_on_its_date() -> None:
    assert at("14:02", "2026-11-18T12:19:00Z", date(2019, 7, 2)) == "2019-07-02T13:02"
    assert at("14:02", "2026-11-18T12:19:00Z", date(2019, 7, 2), "2019-07-03T10:00:00Z") == "2019-07-02T13:02"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("03:10 UTC", "2026-10-02T03:10"),
        ("12:00 UTC", "2026-10-01T12:00"),
        ("05:10 CET", "2026-10-01T04:10"),
        ("23:10", "2026-10-02T03:10"),
        ("01:10 -04:00", "2026-10-01T05:10"),
    ],
)
def test_a_time_in_a_written_zone_is_on_the_incidents_date_in_the_zone_of_the_session(
    typed: str, expected: str
) -> None:
    incident = date(2026, 10, 1)
    assert at(typed, "2026-11-18T12:00:00Z", incident, zone="America/New_York") == expected
    assert at(typed, "2026-10-02T08:00:00Z", incident, zone="America/New_York") == expected


@pytest.mark.parametrize(
    ("typed", "now", "incident", "newest", "expected"),
    [
        # Dated yesterday, and midnight has passed.
        ("00:10", "2026-11-18T00:30", YESTERDAY, "2026-11-17T23:50:00Z", "2026-11-18T00:10"),
        ("23:52", "2026-11-18T00:30", YESTERDAY, "2026-11-17T23:50:00Z", "2026-11-17T23:52"),
        ("23:52", "2026-11-18T00:30", YESTERDAY, "2026-11-18T00:10:00Z", "2026-11-17T23:52"),
        ("14:02", "2026-11-18T15:00", YESTERDAY, "2026-11-17T14:00:00Z", "2026-11-17T14:02"),
        # Dated today, while it goes on.
        ("12:21", "2026-11-18T12:19", TODAY, "2026-11-18T11:00:00Z", "2026-11-18T12:21"),
        ("23:50", "2026-11-18T00:30", TODAY, "2026-11-18T00:10:00Z", "2026-11-17T23:50"),
        # No event yet: the incident's date, but for what was a moment ago.
        ("00:10", "2026-11-18T00:30", YESTERDAY, None, "2026-11-18T00:10"),
        ("14:02", "2026-11-18T15:30", YESTERDAY, None, "2026-11-17T14:02"),
        ("15:02", "2026-11-18T15:30", YESTERDAY, None, "2026-11-18T15:02"),
        ("14:02", "2026-11-18T15:30", TODAY, None, "2026-11-18T14:02"),
        ("23:50", "2026-11-18T00:30", TODAY, None, "2026-11-17T23:50"),
        # What led to it weeks before does not draw the times of the incident to itself.
        ("14:02", "2026-11-18T15:30", TODAY, "2026-10-01T09:00:00Z", "2026-11-18T14:02"),
    ],
)
def test_a_review_of_these_days_follows_its_newest_event(
    typed: str, now: str, incident: date, newest: str | None, expected: str
) -> None:
    assert at(typed, f"{now}:00+00:00", incident, newest) == expected


@given(
    clock=st.times(),
    now=st.datetimes(datetime(2026, 11, 17), datetime(2026, 11, 18, 23, 59), timezones=st.just(UTC)),
    back=st.none() | st.integers(0, 36 * 60),
    incident=st.none() | st.sampled_from([TODAY, YESTERDAY]),
)
def test_what_goes_on_is_not_read_as_later_than_a_clock_may_be_wrong(
    clock: datetime, now: datetime, back: int | None, incident: date | None
) -> None:
    newest = None if back is None else to_instant(now - timedelta(minutes=back))
    if incident is not None and newest is None:
        return
    if not is_current(incident, LONDON, now):
        return
    typed = read_time(f"{clock:%H:%M}", zone=LONDON, now=now, incident_date=incident, newest=newest)
    assert to_datetime(typed.at) <= now + timedelta(minutes=10)


def test_the_newest_event_is_asked_of_the_session() -> None:
    events = (
        Event(id="a", at="2026-11-18T00:10:00Z"),
        Event(id="b", at="2026-11-17T23:50:00Z"),
        Event(id="c", at="2026-11-18T12:00:00Z", precision="day"),
        Event(id="d"),
    )
    session = Session(
        format="pmtui-session", version=2, id="s", created_at="2026-11-18T00:00:00Z",
        updated_at="2026-11-18T00:00:00Z", key_details=KeyDetails(timezone=LONDON, incident_date=YESTERDAY),
        timeline=events,
    )  # fmt: skip
    assert reading_context(session, datetime(2026, 11, 18, 0, 30, tzinfo=UTC))["newest"] == "2026-11-18T00:10:00Z"


def read_lines(lines: list[str], incident: date | None) -> list[str | None]:
    now, above, found = datetime(2026, 11, 18, 15, 0, tzinfo=UTC), None, []
    for line in lines:
        typed = take_time(line, zone=LONDON, now=now, incident_date=incident, above=above).typed
        above = typed.at if typed else above
        found.append(typed.at[:16] if typed else None)
    return found


def test_lines_run_over_midnight_as_often_as_they_do() -> None:
    lines = ["22:00 a", "23:50 b", "00:10 c", "no time", "00:05 d", "11:00 e", "22:00 f", "00:30 g"]
    assert read_lines(lines, date(2019, 1, 30)) == [
        "2019-01-30T22:00", "2019-01-30T23:50", "2019-01-31T00:10", None, "2019-01-31T00:05", "2019-01-31T11:00",
        "2019-01-31T22:00", "2019-02-01T00:30",
    ]  # fmt: skip


def test_a_line_a_little_before_the_one_above_stays_on_its_day() -> None:
    assert read_lines(["14:10 a", "14:02 b", "02:11 c", "02:09 d"], date(2019, 1, 30)) == [
        "2019-01-30T14:10", "2019-01-30T14:02", "2019-01-30T02:11", "2019-01-30T02:09",
    ]  # fmt: skip


def test_a_line_with_its_date_carries_those_below_along() -> None:
    assert read_lines(["03-02-2019 09:00 a", "09:05 b", "08:50 c"], date(2019, 1, 30)) == [
        "2019-02-03T09:00", "2019-02-03T09:05", "2019-02-03T08:50",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("incident", "current"), [(None, True), (TODAY, True), (YESTERDAY, True), (date(2026, 11, 16), False)]
)
def test_which_reviews_go_on(incident: date | None, current: bool) -> None:
    assert is_current(incident, LONDON, datetime(2026, 11, 18, 0, 30, tzinfo=UTC)) == current
