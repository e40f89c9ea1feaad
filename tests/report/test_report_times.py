"""Dates and times in a report say neither more nor less than is known."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from pmtui.report.dates import NBSP, day, event_time, moment_in, the_year
from pmtui.report.formats import export
from pmtui.report.markdown import render
from pmtui.report.tables import wide
from pmtui.session.document import Event
from pmtui.session.edits import set_field
from tests.report.rendered import page
from tests.strategies import empty

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("event", "zone", "shown"),
    [
        (Event(at="2026-11-18T14:02:00Z"), LONDON, "18 Nov 2026 14:02"),
        (Event(at="2026-07-18T14:02:31Z"), LONDON, "18 Jul 2026 15:02:31"),
        (Event(at="2026-11-18T14:02:00.25Z"), LONDON, "18 Nov 2026 14:02:00.25"),
        (Event(at="2026-11-18T14:02:00Z", precision="about"), LONDON, "about 18 Nov 2026 14:02"),
        (Event(at="2026-11-18T12:00:00Z", precision="day"), LONDON, "18 Nov 2026"),
        (
            Event(at="2026-11-18T12:00:00Z", until="2026-11-19T12:00:00Z", precision="day"),
            LONDON,
            "18 Nov 2026 – 19 Nov 2026",
        ),
        (
            Event(at="2026-11-18T12:00:00Z", until="2026-11-19T08:30:00Z", precision="day"),
            LONDON,
            "18 Nov 2026 – 19 Nov 2026 08:30",
        ),
        (Event(at="2026-11-18T14:02:00Z", until="2026-11-18T14:10:00Z"), LONDON, "18 Nov 2026 14:02–14:10 (8 min)"),
        (
            Event(at="2026-11-18T23:50:00Z", until="2026-11-19T00:10:00Z", precision="about"),
            LONDON,
            "about 18 Nov 2026 23:50 – 19 Nov 2026 00:10 (20 min)",
        ),
        (Event(), LONDON, "time not known"),
        (Event(until="2026-11-18T14:10:00Z"), LONDON, "time not known – 18 Nov 2026 14:10"),
        # The hour that occurs twice, and those beside it.
        (Event(at="2026-10-24T23:59:00Z"), LONDON, "25 Oct 2026 00:59"),
        (Event(at="2026-10-25T00:30:00Z"), LONDON, "25 Oct 2026 01:30 +01:00"),
        (Event(at="2026-10-25T01:30:00Z"), LONDON, "25 Oct 2026 01:30 +00:00"),
        (Event(at="2026-10-25T02:00:00Z"), LONDON, "25 Oct 2026 02:00"),
        (
            Event(at="2026-10-25T00:30:00Z", until="2026-10-25T01:10:00Z"),
            LONDON,
            "25 Oct 2026 01:30 +01:00 – 01:10 +00:00 (40 min)",
        ),
        # Where a zone has no such day, UTC is shown, and said.
        (Event(at="0001-01-01T00:00:00Z"), "America/New_York", "1 Jan 0001 00:00 +00:00"),
    ],
)
def test_a_time_shows_seconds_offsets_and_days_only_where_they_say_something(
    event: Event, zone: str, shown: str
) -> None:
    assert shown == event_time(event, zone).replace(NBSP, " ")


@pytest.mark.parametrize(
    ("event", "shown"),
    [
        (Event(at="2026-11-18T14:02:00Z", precision="about"), "about 18~Nov~14:02"),
        (Event(at="2026-11-18T12:00:00Z", precision="day"), "18~Nov"),
        (Event(at="2026-11-18T14:02:00Z", until="2026-11-18T14:10:00Z"), "18~Nov~14:02–14:10 (8~min)"),
        (Event(at="2026-11-18T23:50:00Z", until="2026-11-19T00:10:00Z"), "18~Nov~23:50 – 19~Nov~00:10 (20~min)"),
        (Event(at="2026-11-18T14:02:00Z", until="2026-11-18T14:00:00Z"), "18~Nov~14:02–14:00"),
    ],
)
def test_a_date_does_not_break_and_leaves_out_a_year_that_its_header_says(event: Event, shown: str) -> None:
    assert shown.replace("~", NBSP) == event_time(event, LONDON, year=False)


@pytest.mark.parametrize(
    ("times", "zone", "year"),
    [
        (("2026-11-18T14:02:00Z", "2026-12-31T23:59:00Z"), LONDON, "2026"),
        (("2026-11-18T14:02:00Z", "2027-01-01T00:01:00Z"), LONDON, ""),
        (("2026-12-31T23:59:00Z", "2027-01-01T00:01:00Z"), "America/New_York", "2026"),
        (("2026-12-31T23:59:00Z", "2027-01-01T00:01:00Z"), "Asia/Tokyo", "2027"),
        ((), LONDON, ""),
    ],
)
def test_the_year_of_all_events_is_that_of_their_zone(times: tuple[str, ...], zone: str, year: str) -> None:
    assert year == the_year([Event(at=at) for at in times], zone)
    if len(times) > 1:
        assert year == the_year([Event(), Event(at=times[0], until=times[1])], zone)


def test_times_in_the_details_have_their_year() -> None:
    assert moment_in("2026-10-25T01:30:05Z", LONDON) == "25 Oct 2026 01:30:05 +00:00".replace(" ", NBSP)
    assert (moment_in(None, LONDON), day(None), day(date(987, 1, 2))) == ("", "", f"2{NBSP}Jan{NBSP}0987")


def test_the_timeline_is_in_order_and_names_the_zone_once() -> None:
    session = set_field(empty(), "key_details.timezone", "America/New_York")
    events = (
        Event(id="b", at="2026-11-18T15:00:00Z", text="second"),
        Event(id="c", text="after the second"),
        Event(id="a", at="2026-11-18T14:00:00Z", text="first"),
        Event(id="d", at="2026-11-18T17:00:00Z", precision="day", text="some time that day"),
    )
    (table,) = page(render(replace(session, timeline=events))).under("Timeline").tables
    assert table == [
        ["Date and time (America/New_York, 2026)", wide("Event")],
        [f"18{NBSP}Nov{NBSP}09:00", "first"],
        [f"18{NBSP}Nov", "some time that day"],
        [f"18{NBSP}Nov{NBSP}10:00", "second"],
        ["time not known", "after the second"],
    ]


def test_decisions_that_look_alike_are_all_listed_so_that_one_knows_whose_it_was() -> None:
    twice = Event(id="a", at="2026-11-18T14:00:00Z", text="retry", kind="decision")
    events = (twice, replace(twice, id="b", known="it had helped"), replace(twice, id="c", text="other"))
    shown = page(render(replace(empty(), timeline=events)))
    assert [row[1:] for row in shown.under("Decisions").tables[0][1:]] == [["retry", ""], ["retry", "it had helped"]]


def test_pages_that_are_not_read_back_show_times_to_the_second() -> None:
    at = "2026-11-18T14:02:31.123456Z"
    session = set_field(empty(), "key_details.detected_at", at)
    session = replace(session, timeline=(Event(id="a", at=at, until="2026-11-18T14:05:00.5Z", text="alert"),))
    for name, template in (("markdown", "google-sre"), ("html", None)):
        shown = export(session, name, template=template)
        assert f"18{NBSP}Nov{NBSP}" in shown
        assert "14:02:31" in shown
        assert "14:02:31." not in shown
        assert "14:05:00." not in shown
    # The Markdown report is read back, and keeps every digit.
    assert "14:02:31.123456" in render(session)
