"""The neutral form for one key: only where what is said stays the same."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.meeting.rephrase import neutral_form
from pmtui.meeting.wording import TextKind, flags


def taken(text: str, where: TextKind = "note") -> str | None:
    """The text with the first neutral form that there is."""
    for flag in flags(text, where=where):
        if (change := neutral_form(text, flag)) is not None:
            return change.apply(text)
    return None


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ("Data directory removed, mistakenly on db1", "Data directory removed, on db1"),
        ("Obviously, the disk was full", "The disk was full"),
        ("Clearly the disk was full", "The disk was full"),
        ("It was, of course, the cache", "It was the cache"),
        ("The dump was deleted by mistake", "The dump was deleted"),
        ("The index was deleted by mistake, then restored", "The index was deleted, then restored"),
        ("Accidentally deleted the primary's directory", "Deleted the primary's directory"),
        ("An obviously broken link was shared", "A broken link was shared"),
        ("It was a recklessly ambitious plan", "It was an ambitious plan"),
        ("We just needed to restart it", "We needed to restart it"),
        ("The dump failed yet again", "The dump failed again"),
    ],
)
def test_a_judgement_that_adds_no_fact_is_left_out(said: str, becomes: str) -> None:
    assert taken(said) == becomes


def test_the_culprit_of_an_answer_is_a_cause() -> None:
    assert taken("The culprit was the cron job", "why") == "The cause was the cron job"


@pytest.mark.parametrize(
    "text",
    [
        "The restore was poorly documented",  # without the adverb it would say the opposite
        "The region was wrongly configured",
        "It was not simply a full disk",
        "He worked quickly and carelessly",
        "She was too hasty",
        "We should have tested the restore",
        "It was human error",
        "Carelessly.",
        "an accidentally used key",  # a or an: only the sound would tell
    ],
)
def test_where_something_would_be_lost_there_is_only_advice(text: str) -> None:
    assert flags(text)
    assert taken(text) is None


def _sentences() -> list[tuple[TextKind, str]]:
    with Path(__file__).with_name("wording.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(where, text) for where, _, text in rows[1:]]  # type: ignore[misc]


@given(st.sampled_from(_sentences()), st.sampled_from(["", "Then ", "an ", "It was "]), st.sampled_from(["", ", ok."]))
@settings(max_examples=150, deadline=None)
def test_each_neutral_form_leaves_less_to_flag_and_one_space_between_words(
    sentence: tuple[TextKind, str], before: str, after: str
) -> None:
    where, text = sentence
    text = before + text + after
    for _ in range(20):
        now = taken(text, where)
        if now is None:
            return
        assert len(flags(now, where=where)) < len(flags(text, where=where))
        assert now.count("  ") <= text.count("  ")
        assert now.strip()
        text = now
    raise AssertionError("it never came to an end")
