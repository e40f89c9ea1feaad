"""Times as people type them, and as they are shown."""

import contextlib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.session.document import Event
from pmtui.session.instants import to_datetime, to_instant
from pmtui.session.times import (
    TypedTime,
    elapsed,
    local,
    read_date,
    read_time,
    show_clock,
    show_time,
    show_typed,
    take_time,
)

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
LONDON = "Europe/London"


def read(text: str, *, incident: date | None = None, zone: str = LONDON, now: datetime = NOW) -> TypedTime:
    return read_time(text, zone=zone, now=now, incident_date=incident)


# --- reading ---


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("14:02", "2026-11-18T14:02:00Z", "exact"),
        ("9:05", "2026-11-18T09:05:00Z", "exact"),
        ("14:02:31", "2026-11-18T14:02:31Z", "exact"),
        ("~14:02", "2026-11-18T14:02:00Z", "about"),
        ("16:00", "2026-11-17T16:00:00Z", "exact"),
        ("18-11 14:02", "2026-11-18T14:02:00Z", "exact"),
        ("18-11 16:00", "2025-11-18T16:00:00Z", "exact"),
        ("~18-11 14:02", "2026-11-18T14:02:00Z", "about"),
        ("18-11 ~14:02", "2026-11-18T14:02:00Z", "about"),
        ("20-11 14:02", "2025-11-20T14:02:00Z", "exact"),
        ("01-07-2026 14:02", "2026-07-01T13:02:00Z", "exact"),
        ("2026-07-01 14:02", "2026-07-01T13:02:00Z", "exact"),
        ("2026-07-01T14:02", "2026-07-01T13:02:00Z", "exact"),
        ("yesterday 14:02", "2026-11-17T14:02:00Z", "exact"),
        ("Today 14:02", "2026-11-18T14:02:00Z", "exact"),
        ("2026-11-18T14:02:00Z", "2026-11-18T14:02:00Z", "exact"),
        ("2026-11-18t14:02:00.250z", "2026-11-18T14:02:00.25Z", "exact"),
        ("2026-11-18 14:02:00-05:00", "2026-11-18T19:02:00Z", "exact"),
        ("2026-11-18T14:02+01:00", "2026-11-18T13:02:00Z", "exact"),
        ("18-11-2026", "2026-11-18T12:00:00Z", "day"),
        ("2026-07-01", "2026-07-01T11:00:00Z", "day"),
        ("yesterday", "2026-11-17T12:00:00Z", "day"),
        ("now", "2026-11-18T15:00:00Z", "exact"),
        (" 14:02 ", "2026-11-18T14:02:00Z", "exact"),
    ],
)
def test_what_people_type(text: str, at: str, precision: str) -> None:
    assert read(text) == (at, precision, "", None)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("14:02", "2017-01-31T14:02:00Z"),
        ("23:59", "2017-01-31T23:59:00Z"),
        ("01-02 00:30", "2017-02-01T00:30:00Z"),
        ("31-12 23:00", "2016-12-31T23:00:00Z"),
        ("yesterday 14:02", "2026-11-17T14:02:00Z"),
        ("today 14:02", "2026-11-18T14:02:00Z"),
    ],
)
def test_on_the_date_of_the_incident(text: str, at: str) -> None:
    assert read(text, incident=date(2017, 1, 31)).at == at


@pytest.mark.parametrize(
    ("text", "at", "until"),
    [
        ("14:02-14:10", "2026-11-18T14:02:00Z", "2026-11-18T14:10:00Z"),
        ("14:02–14:10:30", "2026-11-18T14:02:00Z", "2026-11-18T14:10:30Z"),
        ("14:02 – 14:10", "2026-11-18T14:02:00Z", "2026-11-18T14:10:00Z"),
        ("23:50-00:10", "2026-11-17T23:50:00Z", "2026-11-18T00:10:00Z"),
        ("17-11 14:02-18-11 10:00", "2026-11-17T14:02:00Z", "2026-11-18T10:00:00Z"),
        ("31-12-2025 23:00–01-01 01:00", "2025-12-31T23:00:00Z", "2026-01-01T01:00:00Z"),
        ("16-11-2026 – 18-11-2026", "2026-11-16T12:00:00Z", "2026-11-18T12:00:00Z"),
    ],
)
def test_ranges(text: str, at: str, until: str) -> None:
    found = read(text)
    assert (found.at, found.until) == (at, until)


def test_the_last_such_moment_is_at_most_ten_minutes_ahead_of_now() -> None:
    assert read("15:00").at == "2026-11-18T15:00:00Z"
    assert read("15:10").at == "2026-11-18T15:10:00Z"
    assert read("15:10:01").at == "2026-11-17T15:10:01Z"


def test_a_leap_day_is_the_last_one() -> None:
    assert read("29-02 10:00").at == "2024-02-29T10:00:00Z"


def test_a_skipped_hour_moves_forward_and_says_so() -> None:
    found = read("29-03-2026 01:30")
    assert found.at == "2026-03-29T01:30:00Z"
    assert found.note == "01:30 was skipped by a clock change: read as 02:30"


def test_of_an_hour_that_occurs_twice_it_is_the_first_and_says_so() -> None:
    found = read("25-10-2026 01:30")
    assert found.at == "2026-10-25T00:30:00Z"
    assert found.note == "01:30 occurs twice: read as +01:00; else write 01:30 GMT"


def test_a_time_with_an_offset_is_never_in_doubt() -> None:
    assert read("2026-10-25T01:30:00+00:00") == ("2026-10-25T01:30:00Z", "exact", "", None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a time"),
        ("soon", "not a time: 'soon': write 14:02"),
        ("14", "not a time"),
        ("14.2", "not a time"),
        ("١٤:٠٢", "not a time"),
        ("24:00", "24:00 is no time: hours go to 23"),
        ("14:60", "14:60 is no time"),
        ("31-02 14:02", "31-02 is no date: there is no such day"),
        ("2026-13-01 14:02", "2026-13-01 is no date: day first"),
        ("11/18/2026 14:02", "11/18/2026 is no date: day first"),
        ("18-11-26 14:02", "18-11-26 is no date: write the year in full"),
        ("17:14am", "17:14am is no time"),
        ("14:02 CST", "CST is not read as a zone: write -06:00"),
        ("14:02 pager", "not a time: '14:02 pager'"),
        ("18-11 14:02 – 17-11 10:00", "ends before it begins"),
        ("0000-01-01T00:00:00Z", ""),
        ("0001-01-01T00:00:00+10:00", "outside the years"),
        ("x" * 500, "not a time"),
    ],
)
def test_what_is_no_time_is_said_in_one_line(text: str, says: str) -> None:
    with pytest.raises(ValueError) as caught:
        read(text)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 100


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789:-~– TZ+.yadestr", max_size=24))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert to_datetime(read(text).at)


# --- taking a time off a text ---


@pytest.mark.parametrize(
    "text",
    [
        "14 servers down",
        "4.2 rolled back",
        "3/4 of nodes",
        "18-11 nodes are affected",
        "yesterday it was fine",
        "today at 14:02 it broke",
        "1:1 with the vendor",
        "00:00:5e:00:53:01 flaps",
        "10:30, 11:45 and 12:00: alerts",
        "25:61 is no time",
        "14:02Zulu",
        "rolled back at 14:02",
        "",
        "  indented",
    ],
)
def test_what_is_not_surely_a_time_stays_in_the_text(text: str) -> None:
    assert take_time(text, zone=LONDON, now=NOW, incident_date=None)[:2] == (None, text)


@pytest.mark.parametrize(
    ("text", "at", "rest"),
    [
        ("14:02 pager rings", "2026-11-18T14:02:00Z", "pager rings"),
        ("~14:02 writes lock up", "2026-11-18T14:02:00Z", "writes lock up"),
        ("14:02: pager", "2026-11-18T14:02:00Z", "pager"),
        ("  14:02\tpager  twice ", "2026-11-18T14:02:00Z", "pager  twice "),
        ("14:02-14:10 down", "2026-11-18T14:02:00Z", "down"),
        ("14:02 - 3-4 servers", "2026-11-18T14:02:00Z", "3-4 servers"),
        ("14:02 - 25:00 is no time", "2026-11-18T14:02:00Z", "25:00 is no time"),
        ("2026-11-18 14:02 x", "2026-11-18T14:02:00Z", "x"),
        ("18-11 14:02 x", "2026-11-18T14:02:00Z", "x"),
        ("yesterday 14:02 x", "2026-11-17T14:02:00Z", "x"),
        ("2026-11-18T14:02:00Z x", "2026-11-18T14:02:00Z", "x"),
        ("18-11-2026 the backups were missing", "2026-11-18T12:00:00Z", "the backups were missing"),
        ("14:02 first line\nsecond line", "2026-11-18T14:02:00Z", "first line\nsecond line"),
    ],
)
def test_a_leading_time_is_taken_off(text: str, at: str, rest: str) -> None:
    found, left, _ = take_time(text, zone=LONDON, now=NOW, incident_date=None)
    assert found is not None
    assert (found.at, left) == (at, rest)


def test_a_time_alone_stays_as_the_text_too() -> None:
    found, left, _ = take_time("10:30", zone=LONDON, now=NOW, incident_date=None)
    assert found is not None
    assert (found.at, left) == ("2026-11-18T10:30:00Z", "10:30")


# --- dates ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18-11-2026", date(2026, 11, 18)),
        ("1-2-2026", date(2026, 2, 1)),
        ("2026-11-18", date(2026, 11, 18)),
        ("18-11", date(2026, 11, 18)),
        ("05-01", date(2026, 1, 5)),
        ("today", date(2026, 11, 18)),
        (" Yesterday ", date(2026, 11, 17)),
        ("tomorrow", date(2026, 11, 19)),
    ],
)
def test_dates(text: str, expected: date) -> None:
    assert read_date(text, date(2026, 11, 18)) == expected


@pytest.mark.parametrize("text", ["", "18/11/26", "31-02-2026", "2026-11", "soon", "14:02"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="date"):
        read_date(text, date(2026, 11, 18))


# --- showing ---


def test_clock_texts() -> None:
    assert show_clock("2026-11-18T14:02:00Z", LONDON) == "14:02"
    assert show_clock("2026-11-18T14:02:31Z", LONDON) == "14:02:31"
    assert show_clock("2026-07-01T14:02:00Z", LONDON, precision="about") == "~15:02"
    assert show_clock("2026-11-18T12:00:00Z", LONDON, precision="day") == ""
    assert show_clock("2026-11-18T14:02:00Z", LONDON, until="2026-11-18T14:10:00Z") == "14:02–14:10"
    assert show_clock("2026-11-18T14:02:00Z", LONDON, until="2026-11-19T14:10:00Z") == "14:02–19-11-2026 14:10"


def test_an_hour_that_occurs_twice_shows_its_offset() -> None:
    assert show_clock("2026-10-25T00:30:00Z", LONDON) == "01:30 +01:00"
    assert show_clock("2026-10-25T01:30:00Z", LONDON) == "01:30 +00:00"
    assert show_clock("2026-10-25T02:30:00Z", LONDON) == "02:30"


def test_dates_are_shown_on_other_days_than_the_one_given() -> None:
    at = "2026-11-18T14:02:00Z"
    assert show_time(at, LONDON, on=date(2026, 11, 18)) == "14:02"
    assert show_time(at, LONDON) == "18-11-2026 14:02"
    assert show_time(at, LONDON, precision="day", on=date(2026, 11, 18)) == "18-11-2026"


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(0, "at once"), (45, "+45 min"), (100, "+1 h 40"), (60, "+1 h"), (3060, "+2 days 3 h"), (-7, "-7 min")],
)
def test_elapsed(minutes: int, shown: str) -> None:
    assert elapsed(to_instant(NOW), to_instant(NOW + timedelta(minutes=minutes))) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (59, "at once"),
        (119, "+1 min"),
        (3599, "+59 min"),
        (48 * 3600 - 1, "+47 h 59"),
        (-59, "at once"),
        (-119, "-1 min"),
    ],
)
def test_only_minutes_that_have_passed_are_counted(seconds: int, shown: str) -> None:
    assert elapsed(to_instant(NOW), to_instant(NOW + timedelta(seconds=seconds))) == shown


ZONES = st.sampled_from([LONDON, "UTC", "America/New_York", "Asia/Kathmandu", "America/Havana", "Australia/Lord_Howe"])
MOMENTS = st.one_of(
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)),
    # Around the nights when clocks change.
    st.sampled_from([datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 11, 1, 4, tzinfo=UTC)]).flatmap(
        lambda night: st.integers(-200, 200).map(lambda m: night + timedelta(minutes=m))
    ),
)


@settings(max_examples=300, deadline=None)
@given(
    at=MOMENTS,
    length=st.none() | st.integers(0, 200_000),
    precision=st.sampled_from(["exact", "about", "day"]),
    zone=ZONES,
    incident=st.none() | st.just(date(2026, 10, 25)) | st.dates(),
)
def test_what_is_shown_for_editing_is_read_back_as_it_was(
    at: datetime, length: int | None, precision: str, zone: str, incident: date | None
) -> None:
    if precision == "day":
        at = datetime.combine(at.date(), datetime.min.time().replace(hour=12), UTC)
        at = local(to_instant(at), zone).replace(hour=12, minute=0, second=0, microsecond=0, fold=0)
    try:
        start = to_instant(at)
        until = None if length is None else to_instant(at + timedelta(seconds=length))
    except (OverflowError, ValueError):
        return
    event = Event(id="e", at=start, until=until, precision=precision)  # type: ignore[arg-type]
    shown = show_typed(event, zone, incident)
    found = read_time(shown, zone=zone, now=NOW, incident_date=incident)
    assert (found.at, found.precision, found.until) == (start, precision, until), shown


def test_an_event_is_edited_as_it_was_typed() -> None:
    event = Event(id="e", at="2026-11-18T14:02:00Z", precision="about")
    assert show_typed(event, LONDON, date(2026, 11, 18)) == "~14:02"
    assert show_typed(event, LONDON, None) == "18-11-2026 ~14:02"
    assert show_typed(Event(id="e"), LONDON, None) == ""
    logged = Event(id="e", at="2026-11-18T14:02:07.531Z", until="2026-11-18T14:03:00.25Z")
    assert show_typed(logged, LONDON, date(2026, 11, 18)) == "14:02:07.531–14:03:00.25"
