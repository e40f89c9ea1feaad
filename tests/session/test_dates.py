"""Dates as people type them: what is due lies ahead, what happened lies behind."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.session.times import read_date, show_date

WEDNESDAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("text", "back", "forward"),
    [
        ("18-11-2026", WEDNESDAY, WEDNESDAY),
        ("2026-11-18", WEDNESDAY, WEDNESDAY),
        ("18/11/2026", WEDNESDAY, WEDNESDAY),
        ("18 Nov 2026", WEDNESDAY, WEDNESDAY),
        ("18\u00a0Nov\u00a02026", WEDNESDAY, WEDNESDAY),
        ("18\u202fNov", WEDNESDAY, WEDNESDAY),
        ("Nov 18, 2026", WEDNESDAY, WEDNESDAY),
        ("Wed 18 Nov", WEDNESDAY, WEDNESDAY),
        ("18-11", WEDNESDAY, WEDNESDAY),
        ("17-11", date(2026, 11, 17), date(2027, 11, 17)),
        ("19 Nov", date(2025, 11, 19), date(2026, 11, 19)),
        ("05-01", date(2026, 1, 5), date(2027, 1, 5)),
        ("29-02", date(2024, 2, 29), date(2028, 2, 29)),
        ("Fri 19 Nov", date(2021, 11, 19), date(2027, 11, 19)),
        ("today", WEDNESDAY, WEDNESDAY),
        ("Yesterday", date(2026, 11, 17), date(2026, 11, 17)),
        ("tomorrow", date(2026, 11, 19), date(2026, 11, 19)),
        ("friday", date(2026, 11, 13), date(2026, 11, 20)),
        ("Fri", date(2026, 11, 13), date(2026, 11, 20)),
        ("wednesday", date(2026, 11, 11), date(2026, 11, 25)),
        ("monday", date(2026, 11, 16), date(2026, 11, 23)),
        ("next friday", date(2026, 11, 27), date(2026, 11, 27)),
        ("next\u00a0monday", date(2026, 11, 23), date(2026, 11, 23)),
        ("next wednesday", date(2026, 11, 25), date(2026, 11, 25)),
        ("last friday", date(2026, 11, 13), date(2026, 11, 13)),
        ("in 2 weeks", date(2026, 12, 2), date(2026, 12, 2)),
        ("in\u00a02\u00a0weeks", date(2026, 12, 2), date(2026, 12, 2)),
        ("in 3 days", date(2026, 11, 21), date(2026, 11, 21)),
        ("in a week", date(2026, 11, 25), date(2026, 11, 25)),
        ("in 3 months", date(2027, 2, 18), date(2027, 2, 18)),
    ],
)
def test_dates(text: str, back: date, forward: date) -> None:
    assert read_date(text, WEDNESDAY) == back
    assert read_date(text, WEDNESDAY, forward=True) == forward


def test_a_month_is_as_long_as_it_is() -> None:
    assert read_date("in 1 month", date(2026, 1, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("soon", "not a date: 'soon': write 18-11-2026, 18 Nov or today"),
        ("11/18/2026", "11/18/2026 is no date: day first, then the month, as in 18-11"),
        ("31-02-2026", "31-02-2026 is no date: there is no such day"),
        ("Tue 18 Nov 2026", "Tue 18 Nov 2026 is no date: that is a Wednesday"),
        ("18-11-2026 14:02", "not a date"),
        ("", "not a date"),
        ("in 9999 years", "lies outside the years 1 to 9999"),
    ],
)
def test_what_is_no_date_is_said_in_one_short_line(text: str, says: str) -> None:
    with pytest.raises(ValueError) as caught:
        read_date(text, WEDNESDAY, forward=True)
    assert says in str(caught.value)
    assert len(str(caught.value)) <= 70


@given(day=st.dates(), today=st.dates(), forward=st.booleans())
def test_a_date_that_is_shown_is_read_as_the_same(day: date, today: date, forward: bool) -> None:
    assert read_date(show_date(day), today, forward=forward) == day


@given(text=st.text(alphabet="0123456789-/. ,novfriaextdwksy\u00a0", max_size=16), forward=st.booleans())
def test_whatever_is_typed_is_read_or_refused(text: str, forward: bool) -> None:
    try:
        assert read_date(text, WEDNESDAY, forward=forward)
    except ValueError as error:
        assert "\n" not in str(error)
