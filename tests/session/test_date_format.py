"""Days are shown as the team writes them, and what is shown is read as the same day; reports have their own way."""

from collections.abc import Iterator
from datetime import date

import pytest

from pmtui.report.dates import title_day
from pmtui.session.date_format import DATE_FORMATS, use_date_format
from pmtui.session.document import Event
from pmtui.session.times import read_date, show_date, show_time, show_typed

DAY = date(2026, 1, 9)


@pytest.fixture(params=DATE_FORMATS)
def shown(request: pytest.FixtureRequest) -> Iterator[str]:
    use_date_format(request.param)
    yield {"dd-mm-yyyy": "09-01-2026", "dd/mm/yyyy": "09/01/2026", "yyyy-mm-dd": "2026-01-09"}[request.param]
    use_date_format(DATE_FORMATS[0])


def test_a_day_is_shown_and_read_as_the_same_day(shown: str) -> None:
    assert show_date(DAY) == shown
    assert len(shown) == 10
    assert read_date(shown, date(2026, 11, 27)) == DAY
    assert title_day(DAY) == "09-01-2026"


def test_a_time_with_its_day_too(shown: str) -> None:
    at = "2026-01-09T14:02:00Z"
    assert show_time(at, "UTC") == f"{shown} 14:02"
    assert show_typed(Event(id="e", at=at), "UTC", None) == f"{shown} 14:02"
    assert show_typed(Event(id="e", at="2026-01-09T12:00:00Z", precision="day"), "UTC", None) == shown
