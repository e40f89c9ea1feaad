"""How long things took, and what is said where the times cannot be right."""

from datetime import timedelta

import pytest

from pmtui.session.document import KeyDetails
from pmtui.session.durations import format_duration, incident_durations


def details(**times: str) -> KeyDetails:
    return KeyDetails(**{f"{name}_at": f"2026-11-18T{clock}:00Z" for name, clock in times.items()})


def test_everything_is_measured_from_the_start() -> None:
    found = incident_durations(
        details(started="14:02", detected="14:09", acknowledged="14:12", mitigated="14:49", resolved="17:02")
    )
    assert [length and format_duration(length) for length in found[:5]] == [
        "7 min",
        "10 min",
        "47 min",
        "3 h",
        "47 min",
    ]
    assert found.notes == ()


def test_an_outage_that_nobody_saw_mitigated_lasts_until_it_is_resolved() -> None:
    assert incident_durations(details(started="14:00", resolved="15:30")).outage == timedelta(minutes=90)


def test_without_a_start_nothing_is_known() -> None:
    assert incident_durations(details(detected="14:09", resolved="17:00")) == (None, None, None, None, None, ())


def test_an_end_before_its_beginning_is_no_length_and_is_said() -> None:
    found = incident_durations(details(started="14:00", resolved="13:00"))
    assert found.resolve is None
    assert found.outage is None
    assert found.notes == ("resolved before it started",)


def test_orders_that_cannot_be_are_named() -> None:
    found = incident_durations(
        details(started="14:00", detected="14:20", acknowledged="14:10", mitigated="15:00", resolved="14:30")
    )
    assert found.notes == ("acknowledged before it was detected", "resolved before it was mitigated")


def test_something_may_be_mitigated_before_anybody_noticed() -> None:
    assert incident_durations(details(started="14:00", detected="14:20", mitigated="14:10")).notes == ()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 min"),
        (45, "45 s"),
        (60, "1 min"),
        (59 * 60, "59 min"),
        (59 * 60 + 59, "59 min"),
        (3600, "1 h"),
        (3 * 3600, "3 h"),
        (18 * 3600 + 300, "18 h 05"),
        (48 * 3600, "2 days"),
        (51 * 3600, "2 days 3 h"),
        (-420, "-7 min"),
        (-45, "-45 s"),
        (-5400, "-1 h 30"),
    ],
)
def test_lengths_in_words(seconds: int, words: str) -> None:
    assert format_duration(timedelta(seconds=seconds)) == words
