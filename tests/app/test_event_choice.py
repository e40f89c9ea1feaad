"""The events of a file before they are taken: filtered, chosen, added in one edit."""

from datetime import UTC, date, datetime

import pytest

from pmtui.app.event_choice import events_in
from pmtui.intake.result import NotReadable
from pmtui.session.document import KeyDetails, Session

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SESSION = Session(
    format="pmtui-session", version=2, id="1", key_details=KeyDetails(incident_date=date(2026, 11, 18), timezone="UTC")
)


def test_all_are_chosen_at_first_and_a_filter_limits_what_all_means(tmp_path):
    file = tmp_path / "events.csv"
    file.write_text("time,event,who\n14:02,alert,monitor\n14:03,lunch,Bo\n14:05,roll back,Ana\n")
    choice = events_in(file, SESSION, NOW)
    assert choice.heading == "CSV table: 3 of 3 events chosen"
    assert [row.text for row in choice.rows("BO")] == ["lunch"]
    choice.toggle_all("bo")
    choice.toggle(choice.rows("alert")[0].id)
    made = choice.taken()
    assert [event.text for event in made.items] == ["roll back"]
    added = made.edit(SESSION)
    assert [(event.at, event.who, event.source) for event in added.timeline] == [
        ("2026-11-18T14:05:00Z", "Ana", "events.csv")
    ]
    choice.toggle_all("")
    assert len(choice.taken().items) == 3
    assert "there already: not added twice" in events_in(file, added, NOW).notes
    choice.toggle_all("")
    assert choice.taken() is None


def test_what_holds_no_events_is_said(tmp_path):
    file = tmp_path / "novel.txt"
    file.write_text("It was the best of times.\n")
    with pytest.raises(NotReadable, match=r"novel.txt is no timeline data"):
        events_in(file, SESSION, NOW)
    with pytest.raises(NotReadable, match="No such file"):
        events_in(tmp_path / "none", SESSION, NOW)
