"""The notations of times that people write, with the traps: each line of time_notations.tsv is a case."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.session.times import TypedTime, local, read_time, take_time

LONDON = "Europe/London"
NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 18)


def cases() -> list[list[str]]:
    lines = Path(__file__).with_name("time_notations.tsv").read_text().splitlines()
    cells = [line.split("\t") for line in lines if not line.startswith("# ")]
    return [[unescaped(cell) for cell in (*row, *[""] * (4 - len(row)))] for row in cells]


def unescaped(cell: str) -> str:
    for name in ("\\u202f", "\\u00a0", "\\t"):
        cell = cell.replace(name, name.encode().decode("unicode_escape"))
    return cell


def shown(typed: TypedTime | None) -> str:
    if typed is None:
        return "-"
    times = [at for at in (typed.at, typed.until) if at is not None]
    if typed.precision == "day":
        times = [local(at, LONDON).date().isoformat() for at in times]
    return ("~" if typed.precision == "about" else "") + "/".join(times)


@pytest.mark.parametrize(("typed", "time", "left", "said"), cases())
def test_what_people_write_before_their_words(typed: str, time: str, left: str, said: str) -> None:
    taken = take_time(typed, zone=LONDON, now=NOW, incident_date=TODAY, started="2026-11-18T13:30:00Z")
    assert (shown(taken.typed), taken.text, taken.note) == (time, typed if left == "=" else left, said)


def test_the_table_is_long() -> None:
    assert len(cases()) >= 200


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("14:02", "2026-11-18T14:02:00Z"),
        ("[14:02]", "2026-11-18T14:02:00Z"),
        ("2pm", "2026-11-18T14:00:00Z"),
        ("2:05 pm", "2026-11-18T14:05:00Z"),
        ("14.02", "2026-11-18T14:02:00Z"),
        ("~13.50", "~2026-11-18T13:50:00Z"),
        ("about 13:45", "~2026-11-18T13:45:00Z"),
        ("14h07", "2026-11-18T14:07:00Z"),
        ("14:52 UTC", "2026-11-18T14:52:00Z"),
        ("14:02 CET", "2026-11-18T13:02:00Z"),
        ("10 min ago", "2026-11-18T14:50:00Z"),
        ("half an hour ago", "2026-11-18T14:30:00Z"),
        ("T+05 min", "2026-11-18T13:35:00Z"),
        ("T+5", "2026-11-18T13:35:00Z"),
        ("t-5", "2026-11-18T13:25:00Z"),
        ("now", "2026-11-18T15:00:00Z"),
        ("NOW", "2026-11-18T15:00:00Z"),
        ("14:02-now", "2026-11-18T14:02:00Z/2026-11-18T15:00:00Z"),
        ("18-11", "2026-11-18"),
        ("18 Nov", "2026-11-18"),
        ("18 Nov - 14:02", "2026-11-18T14:02:00Z"),
        ("18-11: 14:02", "2026-11-18T14:02:00Z"),
        ("friday", "2026-11-13"),
        ("yesterday", "2026-11-17"),
        ("2 pm - 2:30 pm", "2026-11-18T14:00:00Z/2026-11-18T14:30:00Z"),
    ],
)
def test_a_field_reads_them_too(text: str, time: str) -> None:
    assert shown(read_time(text, zone=LONDON, now=NOW, incident_date=TODAY, started="2026-11-18T13:30:00Z")) == time


def test_what_counts_from_the_start_waits_until_that_has_a_time() -> None:
    taken = take_time("T+5m pager rings", zone=LONDON, now=NOW, incident_date=TODAY)
    assert taken.typed is None and taken.text == "T+5m pager rings"
    assert taken.note == "T+ counts from the start of the incident, which has no time yet: kept as words"
    with pytest.raises(ValueError, match="which has no time yet: write 14:02"):
        read_time("T+5m", zone=LONDON, now=NOW, incident_date=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "1452",
        "14:02 x",
        "[14:02",
        "14:02 -",
        "soon",
        "14",
        "in 2 weeks",
        "14:02 PT",
        "18-11-2026 soon",
        "18 Nov to 14:02",
    ],
)
def test_a_field_refuses_half_a_time(text: str) -> None:
    with pytest.raises(ValueError):
        read_time(text, zone=LONDON, now=NOW, incident_date=TODAY)


# --- zones that the review's own zone uses ---


@pytest.mark.parametrize(
    ("zone", "typed", "at"),
    [
        ("America/New_York", "18-11-2026 14:02 UTC", "2026-11-18T14:02:00Z"),
        ("America/New_York", "18-11-2026 14:02", "2026-11-18T19:02:00Z"),
        ("America/Chicago", "18-11-2026 14:02 CST", "2026-11-18T20:02:00Z"),
        ("Asia/Shanghai", "18-11-2026 14:02 CST", "2026-11-18T06:02:00Z"),
        ("Asia/Kolkata", "18-11-2026 14:02 IST", "2026-11-18T08:32:00Z"),
        ("Europe/Dublin", "18-07-2026 14:02 IST", "2026-07-18T13:02:00Z"),
        ("Australia/Sydney", "18-11-2026 14:02 AEDT", "2026-11-18T03:02:00Z"),
        ("Asia/Manila", "18-11-2026 14:02 PST", "2026-11-18T06:02:00Z"),
        ("Pacific/Auckland", "18-11-2026 14:02 NZDT", "2026-11-18T01:02:00Z"),
    ],
)
def test_an_abbreviation_is_first_the_reviews_own(zone: str, typed: str, at: str) -> None:
    assert read_time(typed, zone=zone, now=NOW, incident_date=None).at == at


@settings(max_examples=300, deadline=None)
@given(
    parts=st.lists(
        st.sampled_from(["14:02", "2", "99", "-", " – ", " ", ":", " pm", "~", "Nov ", "18", "2026", "/", "fri ",
                         "last ",
                         "now", " ago", "10 min", "h02", " UTC", " CST", "Z", "+01:00", "T", "[", "]", "|", "ſ", "\n",
                         "9999", "words", "31-12-9999", "1-1-0001", "٣"]),
        max_size=8,
    ),
    incident=st.sampled_from([None, TODAY, date(1, 1, 1), date(9999, 12, 31)]),
)  # fmt: skip
def test_whatever_stands_before_the_words_nothing_fails_and_nothing_is_lost(
    parts: list[str], incident: date | None
) -> None:
    text = "".join(parts)
    taken = take_time(text, zone=LONDON, now=NOW, incident_date=incident)
    assert taken.text.strip() in text
    assert "\n" not in taken.note
    assert taken.typed is not None or taken.text == text
