"""By when a review should be final, and how that is said."""

from __future__ import annotations

from datetime import date

import pytest

from pmtui.app.review_preview import preview
from pmtui.app.review_rows import columns, line
from pmtui.app.row_layout import lay_out
from pmtui.library.entries import Entry
from pmtui.meeting.deadlines import due_on, in_words
from pmtui.session.document import KeyDetails, Session, Status

DAYS = {"sev1": 5, "default": 14}
TODAY = date(2026, 11, 20)


def review(status: Status = "draft", **details: object) -> Session:
    made = KeyDetails(**{"incident_date": date(2026, 11, 10), **details})  # type: ignore[arg-type]
    return Session(
        format="pmtui-session", version=2, status=status, key_details=made, created_at="2026-11-12T09:00:00Z"
    )


def test_its_severity_says_how_long_it_may_take_and_its_review_date_goes_before_that() -> None:
    assert due_on(review(severity="SEV1"), DAYS) == date(2026, 11, 15)
    assert due_on(review(severity="minor"), DAYS) == date(2026, 11, 24)
    assert due_on(review(incident_date=None), DAYS) == date(2026, 11, 26)
    assert due_on(review(severity="SEV1", review_date=date(2026, 12, 1)), DAYS) == date(2026, 12, 1)
    assert due_on(review("final", severity="SEV1"), DAYS) is None
    assert due_on(review(severity="SEV2"), {"sev1": 5}) is None


@pytest.mark.parametrize(
    ("due", "words"),
    [(22, "due in 2 days"), (21, "due in 1 day"), (20, "due today"), (19, "1 day late"), (17, "3 days late")],
)
def test_a_deadline_is_told_in_days(due: int, words: str) -> None:
    assert in_words(date(2026, 11, due), TODAY) == words


@pytest.mark.parametrize(("width", "says"), [(100, "5 days late"), (80, "late"), (72, "late"), (50, "late")])
def test_the_list_says_it_beside_the_headline(width: int, says: str) -> None:
    about = preview(review(severity="SEV1", headline="Payments refused"), TODAY, DAYS)
    entry = Entry("a.json", "id", "draft", "Checkout", "Payments refused", severity="SEV1")
    (spans,) = lay_out(line(entry, about, columns(width, [entry]), width), width)
    text = "".join(span.text for span in spans)
    assert "Payments refused" in text
    assert says in text and ("days" in text) == ("days" in says)
    assert ("draft" in text) == (width >= 80), "where there is no room for both, it is said in place of the status"


def test_what_is_years_late_is_said_in_years() -> None:
    assert in_words(date(2017, 2, 24), TODAY) == "9 years late"
    assert in_words(date(TODAY.year - 1, TODAY.month, TODAY.day), TODAY) == "365 days late"
