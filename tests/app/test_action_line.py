"""One line holds an action: its last words say who, until when, how urgent, and the ticket."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from pmtui.app.item_parsing import entry, parked
from pmtui.meeting.steps import list_of
from pmtui.session.document import KeyDetails, Session

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)  # a Wednesday
DETAILS = KeyDetails(attendees=("Priya", "Tom A.", "Ada Kovács"), timezone="Europe/London")
SESSION = Session(format="pmtui-session", version=2, id="s", key_details=DETAILS)
FIELDS = ("text", "owner", "due", "ticket", "priority")


def action(line: str, ticket_pattern: str = "") -> tuple[Any, ...]:
    made = entry(list_of("actions"), [line], session=SESSION, after=None, now=NOW, ticket_pattern=ticket_pattern)
    return tuple(getattr(made.items[0], name) for name in FIELDS)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Measure CPU time of every rule @Priya 18-12 WAF-1202 !P1",
            ("Measure CPU time of every rule", "Priya", date(2026, 12, 18), "WAF-1202", "P1"),
        ),
        ("Test it !p2 OPS-99 next friday @Priya", ("Test it", "Priya", date(2026, 11, 27), "OPS-99", "P2")),
        ('Test it @"Tom A." in\u00a02\u00a0weeks', ("Test it", "Tom A.", date(2026, 12, 2), "", "")),
        ("Test it @“Tom A.”", ("Test it", "Tom A.", None, "", "")),
        # a name of somebody present needs no quotation marks
        ("Test it @tom a. !P1", ("Test it", "Tom A.", None, "", "P1")),
        ("Test it @Ada  Kovács", ("Test it", "Ada Kovács", None, "", "")),
        ("Test it @Eva Kovács", ("Test it @Eva Kovács", "", None, "", "")),
        ("mail ops@Tom A.", ("mail ops@Tom A.", "", None, "", "")),
        ("Test it @प्रिया 18\u202fDec\u202f2026", ("Test it", "प्रिया", date(2026, 12, 18), "", "")),
        ("Test it 2026-12-18 @PRIYA", ("Test it", "Priya", date(2026, 12, 18), "", "")),
        # each kind once
        ("Ask @Ada @Priya", ("Ask @Ada", "Priya", None, "", "")),
        ("Move 18-12 to 19-12", ("Move 18-12 to", "", date(2026, 12, 19), "", "")),
        # never the whole line
        ("@Priya 18-12", ("@Priya", "", date(2026, 12, 18), "", "")),
        ("OPS-99", ("OPS-99", "", None, "", "")),
        ("next friday", ("next friday", "", None, "", "")),
        ('@"Tom A."', ('@"Tom A."', "", None, "", "")),
        # what a ticket is not
        ("Write all files in UTF-8", ("Write all files in UTF-8", "", None, "", "")),
        ("Read dates of ISO-8601", ("Read dates of ISO-8601", "", None, "", "")),
        ("Follow RFC-3339", ("Follow RFC-3339", "", None, "", "")),
        ("Sign with sha-256", ("Sign with sha-256", "", None, "", "")),
        ("Patch CVE-2024-3094", ("Patch CVE-2024-3094", "", None, "", "")),
        # what only looks like one of them
        ("Mail ops@example.org", ("Mail ops@example.org", "", None, "", "")),
        ("Upgrade @babel/core", ("Upgrade @babel/core", "", None, "", "")),
        ("Somebody looks 24/7", ("Somebody looks 24/7", "", None, "", "")),
        ("Write down what broke last friday", ("Write down what broke last friday", "", None, "", "")),
        ("Do it now !!", ("Do it now !!", "", None, "", "")),
        ("@Priya tests it", ("@Priya tests it", "", None, "", "")),
        ("Restart db-2", ("Restart db-2", "", None, "", "")),
    ],
)
def test_the_last_words_of_an_action_fill_its_fields(line: str, expected: tuple[Any, ...]) -> None:
    assert action(line) == expected


def test_a_date_that_is_none_stays_and_is_said() -> None:
    made = entry(list_of("actions"), ["Test it 18-13"], session=SESSION, after=None, now=NOW)
    assert made.items[0].text == "Test it 18-13"
    assert made.items[0].kind is None
    assert "18-13 is no date" in made.note


def test_a_team_has_its_own_tickets() -> None:
    assert action("Test it #1202", r"#\d+") == ("Test it", "", None, "#1202", "")
    assert action("Test it OPS-1", r"#\d+") == ("Test it OPS-1", "", None, "", "")
    assert action("Test it ISO-7", r"ISO-\d+")[3] == "ISO-7"


def test_what_was_understood_is_said_and_undone_by_itself() -> None:
    made = entry(list_of("actions"), ["Test it OPS-9 @Priya 18-12"], session=SESSION, after=None, now=NOW)
    assert made.understood == "owner Priya · due Fri 18-12-2026 · OPS-9"
    (add, _), (take_off, _) = made.acts
    as_typed = add(SESSION)
    assert as_typed.actions[0].text == "Test it OPS-9 @Priya 18-12"
    assert as_typed.actions[0].owner == ""
    assert take_off(as_typed) == made.edit(SESSION)
    assert made.edit(SESSION).actions == made.items


def test_several_lines_are_kept_to_the_word() -> None:
    made = entry(list_of("actions"), ["Test it @Priya", "Ship it 18-12"], session=SESSION, after=None, now=NOW)
    assert [item.text for item in made.items] == ["Test it @Priya", "Ship it 18-12"]


def test_a_name_at_the_end_fills_who_of_an_event_and_owner_of_a_question() -> None:
    event = entry(list_of("timeline"), ["14:02 rules rolled back @WAF-team"], session=SESSION, after=None, now=NOW)
    assert (event.items[0].text, event.items[0].who) == ("rules rolled back", "WAF-team")
    assert event.items[0].at is not None
    dated = entry(list_of("timeline"), ["rules rolled back 18-11-2026"], session=SESSION, after=None, now=NOW)
    assert dated.items[0].text == "rules rolled back 18-11-2026"
    question = entry(parked("question"), ["Who was paged? @Tom"], session=SESSION, after=None, now=NOW)
    assert (question.items[0].text, question.items[0].owner) == ("Who was paged?", "Tom")
    topic = entry(parked("topic"), ["The pager @Tom"], session=SESSION, after=None, now=NOW)
    assert topic.items[0].text == "The pager @Tom"
