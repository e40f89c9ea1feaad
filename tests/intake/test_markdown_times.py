"""Times as people write them in postmortems: each event has its day, its time and its zone."""

from __future__ import annotations

import pytest

from tests.intake.test_markdown import session_of, take

TOP = "# Postmortem: tills stood still\n\nDate: 2026-03-04\n\n## Timeline\n\n"


def events(text: str) -> list[tuple[str | None, str]]:
    return [(event.at, event.text) for event in session_of(text).timeline]


@pytest.mark.parametrize(
    ("line", "at", "text"),
    [
        ("`14:02` - alert fires", "2026-03-04T14:02:00Z", "alert fires"),
        ("`2:05 PM`: alert fires", "2026-03-04T14:05:00Z", "alert fires"),
        ("13:55 PM: alert fires", "2026-03-04T13:55:00Z", "alert fires"),
        ("13:55 hours alert fires", "2026-03-04T13:55:00Z", "alert fires"),
        ("1355 UTC alert fires", "2026-03-04T13:55:00Z", "alert fires"),
        ("2026-03-05 1355 UTC alert fires", "2026-03-05T13:55:00Z", "alert fires"),
        ("12:45 PM UTC Saturday Mar 7th : alert fires", "2026-03-07T12:45:00Z", "alert fires"),
        ("10:00 - 5th Mar 2026 - alert fires", "2026-03-05T10:00:00Z", "alert fires"),
        ("14:02 ::::: alert fires", "2026-03-04T14:02:00Z", "alert fires"),
        ("14:02 6 Mar deploys were queued", "2026-03-04T14:02:00Z", "6 Mar deploys were queued"),
        ("1402 orders were lost", None, "1402 orders were lost"),
        ("`till-7` lost its lock", None, "`till-7` lost its lock"),
    ],
)
def test_a_time_is_read_however_it_is_written(line, at, text):
    assert events(f"{TOP}- {line}\n- 23:59 all is well\n")[0] == (at, text)


@pytest.mark.parametrize("note", ["_All times in EEST_", "> (all times in EEST)", "> All times in EEST"])
def test_a_note_of_the_zone_counts_in_italics_and_in_a_quote(note):
    session = session_of(f"{TOP}{note}\n\n- 14:02 alert fires\n")
    assert session.key_details.timezone == "Etc/GMT-3"
    assert session.timeline[0].at == "2026-03-04T11:02:00Z"
    assert not session.summary.sections


def test_an_abbreviation_behind_all_times_is_their_zone():
    session = session_of(f"{TOP}- 14:02 GST: alert fires\n- 14:10 GST: tills are back\n")
    assert session.key_details.timezone == "Etc/GMT-4"
    assert [(e.at, e.text) for e in session.timeline] == [
        ("2026-03-04T10:02:00Z", "alert fires"),
        ("2026-03-04T10:10:00Z", "tills are back"),
    ]


def test_an_abbreviation_behind_some_times_alone_is_a_word():
    assert events(f"{TOP}- 14:02 ET phones home\n- 14:10 tills are back\n")[0][1] == "ET phones home"


def test_days_beside_the_timeline_date_the_times_below_them():
    text = f"{TOP}## March 4\n\n### 20:15\n\nalert fires\n\n## March 5\n\n00:10\nticket\n\n00:20\ntills are back\n"
    assert events(text + "\n## March 9 outage\n\nWas another.\n") == [
        ("2026-03-04T20:15:00Z", "alert fires"),
        ("2026-03-05T00:10:00Z", "ticket"),
        ("2026-03-05T00:20:00Z", "tills are back"),
    ]
    assert [each.title for each in session_of(text).summary.sections] == []


def test_a_timeline_is_known_by_its_heading_though_more_stands_behind_it():
    text = TOP.replace("Timeline", "Timeline (all times UTC) 4 March 2026 to 6 March 2026. All times are approximate")
    assert events(f"{text}4 March 2026 - a build breaks\n\n14:02: alert fires\n")[1] == (
        "2026-03-04T14:02:00Z",
        "alert fires",
    )


def test_dates_with_their_month_first_are_kept_as_words_and_said():
    text = "# Tills postmortem\n\n## Timeline\n\n- 04/23/2026 - a report\n- 05/03/2026 - a fix\n"
    text += "- 4 May 2026 14:02 UTC up\n"
    intake = take(text)
    assert intake.session is not None
    assert [(each.at, each.text) for each in intake.session.timeline] == [
        (None, "04/23/2026 - a report"),
        (None, "05/03/2026 - a fix"),
        ("2026-05-04T14:02:00Z", "up"),
    ]
    assert "dates such as 04/23/2026 are kept as words: here the day comes before the month" in intake.notes
    other = session_of(text.replace("04/23", "23/04"))
    assert [each.at for each in other.timeline][:2] == ["2026-04-23T12:00:00Z", "2026-03-05T12:00:00Z"]


@pytest.mark.parametrize("heading", ["Timeline (AEST — UTC+10)", "Timeline (all times in AEST)"])
def test_a_zone_behind_a_heading_is_no_text_of_its_own(heading):
    details = session_of(TOP.replace("Timeline", heading) + "- 14:02 alert\n").key_details
    assert (details.timezone, details.more) == ("Etc/GMT-10", {})
