"""The actions and dates of a review where people look at them: a spreadsheet, a calendar."""

from __future__ import annotations

import csv
import re
from datetime import date
from io import StringIO

import pytest
from msgspec.structs import replace

from pmtui.report.formats import export, format_of
from pmtui.session.document import Action, KeyDetails, Session
from tests.report.test_report_timeline import checkout
from tests.strategies import empty


def rows(session: Session) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(export(session, "csv"), newline="")))


def test_the_actions_are_a_table_with_the_numbers_of_the_report() -> None:
    actions = (
        Action(id="b", horizon="long", text="Alert, 30 days\nbefore expiry", kind="detect"),
        Action(id="a", text="Renew", owner="Bo", due=date(2026, 12, 1), ticket="OPS-9", status="done"),
    )
    first, second = rows(replace(empty(), actions=actions))
    assert first["Number"] == "1" and first["Due"] == "2026-12-01" and first["Status"] == "done" and first["Id"] == "a"
    assert second["Action"] == "Alert, 30 days\nbefore expiry" and second["Term"] == "long"
    assert export(empty(), "csv").count("\n") == 1
    assert (format_of("actions.csv"), format_of("dates.ICS")) == ("csv", "ics")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-2", "@SUM(A1)", "\tx", " =cmd|x", "a=b", "'a", ""])
def test_a_spreadsheet_calculates_nothing_that_somebody_typed(text: str) -> None:
    (row,) = rows(replace(empty(), actions=(Action(id="a", text=text),)))
    assert row["Action"] == (text if text in ("a=b", "'a", "") else f"'{text}")


def entries(ics: str) -> list[dict[str, str]]:
    """The entries of a calendar, read as RFC 5545 says: unfolded, then each property with its text."""
    assert all(len(line.encode()) <= 75 for line in ics.split("\r\n"))
    assert "\n" not in ics.replace("\r\n", "")
    lines = ics.replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in ("END",):
            found[-1][name.partition(";")[0]] = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)
    return found


def test_the_review_and_open_actions_are_days_of_a_calendar() -> None:
    text = "Rotate; then, é" + "ß" * 90 + " \\ and\nmore"
    actions = (
        Action(id="act-1", text=text, owner="Bo", due=date(2026, 12, 31), ticket="OPS-9", description="a\nb"),
        Action(id="done", text="x", due=date(2026, 12, 1), status="done"),
        Action(id="no date", text="y"),
    )
    details = KeyDetails(product="Checkout", review_date=date(2026, 11, 20))
    session = replace(empty("0199"), key_details=details, actions=actions, updated_at="2026-11-20T09:00:00.25Z")
    review, action = entries(export(session, "ics", ticket_url="https://jira.example.com/browse/{}"))
    assert (review["UID"], review["DTSTART"], review["SUMMARY"]) == ("0199", "20261120", "Learning review: Checkout")
    assert (action["UID"], action["DTSTART"], action["DTEND"]) == ("act-1", "20261231", "20270101")
    assert action["SUMMARY"] == " ".join(text.split()) + " (Bo)"
    assert action["DESCRIPTION"] == "Learning review: Checkout\nTicket: OPS-9\na\nb"
    assert action["URL"] == "https://jira.example.com/browse/OPS-9"
    assert action["DTSTAMP"] == "20261120T090000Z"
    turned = replace(session, key_details=KeyDetails(product="Check\u202eout", review_date=date(2026, 11, 20)))
    assert entries(export(turned, "ics"))[0]["SUMMARY"] == "Learning review: \u2068Check\u202eout\u2069"
    later = replace(session, updated_at="2026-11-20T10:00:00Z")
    assert int(entries(export(later, "ics"))[1]["SEQUENCE"]) > int(action["SEQUENCE"])
    assert entries(export(checkout(), "ics"))
    assert entries(export(empty(), "ics")) == []
