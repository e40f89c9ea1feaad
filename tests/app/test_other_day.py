"""An incident that goes past midnight: the other day is offered in the timeline, for a milestone, and over a time."""

from datetime import UTC, date, datetime

import pytest

from pmtui.app.completion import Completion, of_field, of_line
from pmtui.app.event_changes import event_times, read_event_time
from pmtui.app.known_words import KnownWords
from pmtui.meeting.steps import list_of, step
from pmtui.session.document import Event, KeyDetails, Session

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
LATE = Event(id="late", at="2018-10-21T23:19:00Z", text="jobs are stopped")
NEXT = Event(id="next", at="2018-10-22T16:45:00Z", text="a backlog is left")


def night(*events: Event, day: date = date(2018, 10, 21), **details: object) -> Session:
    known = KeyDetails(incident_date=day, timezone="UTC", attendees=("Priya Nair",), **details)  # type: ignore[arg-type]
    return Session(format="pmtui-session", version=2, id="now", key_details=known, timeline=events)


def line(text: str, session: Session) -> Completion:
    return of_line(list_of("timeline"), text, session, KnownWords(()), NOW)


@pytest.mark.parametrize(
    ("last", "typed", "whole", "shown"),
    [
        (LATE, "0:41 restore begins", "22-10-2018 0:41 restore begins", "22 Oct 2018 00:41 UTC"),
        (LATE, "about 00:41 restore", "22-10-2018 about 00:41 restore", "about 22 Oct 2018 00:41 UTC"),
        (LATE, "23:58-0:10 a call", "", ""),  # it begins on the day that it is read on
        (LATE, "23:21 more", "", ""),
        (LATE, "22 Oct 0:41 restore", "", ""),  # the day is said
        (LATE, "the 0:41 train", "", ""),
        (NEXT, "23:03 status green", "22-10-2018 23:03 status green", "22 Oct 2018 23:03 UTC"),
        (NEXT, "4:20 pm alert", "22-10-2018 4:20 pm alert", "22 Oct 2018 16:20 UTC"),
        (NEXT, "19 Oct The works begin", "19-10-2018 The works begin", "19 Oct 2018"),
        (NEXT, "19 Oct", "", ""),
        (LATE, "around 23 the console hangs", "around 23:00 the console hangs", "about 21 Oct 2018 23:00 UTC"),
        (LATE, "around 40 hooks fail", "", ""),
        (LATE, "23 the console hangs", "", ""),
        (NEXT, "Friday deploy froze", "", ""),
        (NEXT, "3/4 of the requests fail", "", ""),
        (NEXT, "23:03 status green @Pri", '23:03 status green @"Priya Nair"', "Priya Nair"),
    ],
)
def test_the_day_nearest_to_the_last_event_is_offered(last: Event, typed: str, whole: str, shown: str) -> None:
    assert line(typed, night(last)) == (whole, shown)


def test_in_a_review_of_these_days_and_in_one_without_a_date_nothing_else_is_offered() -> None:
    assert line("0:41 restore begins", night(LATE, day=NOW.date())) == Completion()
    assert line("0:41 restore begins", night()) == Completion()


def test_a_milestone_is_offered_on_the_day_after_the_one_before_and_without_its_about() -> None:
    fields = {field.path: field for part in step("key_details").parts for field in part.fields}
    session = night(started_at="2018-10-21T22:52:00Z", mitigated_at="2018-10-22T11:12:00Z")

    def field(name: str, typed: str) -> Completion:
        return of_field(fields[f"key_details.{name}"], None, typed, session, KnownWords(()), NOW)

    assert field("resolved_at", "23:03") == ("22-10-2018 23:03", "22 Oct 2018 23:03 UTC")
    assert field("mitigated_at", "11:12") == ("22-10-2018 11:12", "22 Oct 2018 11:12 UTC")
    assert field("detected_at", "about 22:54") == ("21-10-2018 22:54", "21 Oct 2018 22:54 UTC")
    assert field("detected_at", "22:54") == field("resolved_at", "21-10 23:03") == field("resolved_at", "x") == ("", "")


def test_a_time_typed_over_an_event_is_on_its_own_day_and_a_day_keeps_its_time() -> None:
    session = night(LATE, NEXT)

    def read(typed: str) -> list[str]:
        times = event_times(session, NEXT, typed, NOW)
        return [read_event_time(session, NEXT, each, NOW)[1] for each in times]

    assert read("~17:00") == ["about 22 Oct 2018 17:00 UTC · +15 min", "about 21 Oct 2018 17:00 UTC · -23 h 45"]
    assert read("21-10") == ["21 Oct 2018 16:45 UTC · -24 h", "21 Oct 2018"]
    assert read("22-10 17:00") == ["22 Oct 2018 17:00 UTC · +15 min"]
    assert event_times(session, LATE, "23:20", NOW) == ("23:20",)
