"""Wording: what is flagged, what is left alone, and how sure one may be of it."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.meeting.opening import GROUND_RULES
from pmtui.meeting.step import Form, Items
from pmtui.meeting.steps import STEPS
from pmtui.meeting.wording import OFFERS, SAYS, TextKind, flags

ROOM = ("Sam P.", "Priya N.", "Jonas Weber", "Marcus", "Will R.")


def sentences() -> list[tuple[TextKind, str, str]]:
    with Path(__file__).with_name("wording.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(where, kind, text) for where, kind, text in rows[1:]]  # type: ignore[misc]


def flagged(text: str, where: TextKind = "note", names: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(text[flag.start : flag.end], flag.kind) for flag in flags(text, where=where, names=names)]


def test_of_two_hundred_sentences_the_blaming_half_is_found_and_the_innocent_half_left_alone() -> None:
    rows = sentences()
    blaming = [row for row in rows if row[1] != "-"]
    innocent = [row for row in rows if row[1] == "-"]
    assert len(blaming) >= 100
    assert len(innocent) >= 100
    missed = [text for where, _, text in blaming if not flags(text, where=where, names=ROOM)]
    false_alarms = [text for where, _, text in innocent if flags(text, where=where, names=ROOM)]
    assert len(missed) <= 0.03 * len(blaming), missed
    assert len(false_alarms) <= 0.02 * len(innocent), false_alarms


def test_the_class_fits_in_nearly_every_sentence() -> None:
    blaming = [row for row in sentences() if row[1] != "-"]
    other = [
        text
        for where, kind, text in blaming
        if kind not in {flag.kind for flag in flags(text, where=where, names=ROOM)}
    ]
    assert len(other) <= 0.05 * len(blaming), other


def test_what_is_flagged_says_why_and_offers_another_way() -> None:
    (flag,) = flags("Data directory removed, mistakenly on db1", where="event")
    assert (flag.start, flag.end, flag.kind) == (24, 34, "judging")
    assert flag.says == "judges"
    assert flag.offer
    assert set(OFFERS) == set(SAYS)


@pytest.mark.parametrize(
    "text",
    [
        'She said "you should have asked"',
        "Support wrote “this is a disaster”",
        "Ran `careless.sh` on db1",
        "```\nhuman error\n```\nrestarted",
        "> obviously broken, wrote the customer",
        "See https://example.com/human-error for more",
        "The script's log says 'operator error' twice",
    ],
)
def test_other_peoples_words_and_code_are_left_alone(text: str) -> None:
    assert flagged(text) == []


def test_an_apostrophe_is_no_quotation_mark() -> None:
    assert flagged("The team's review didn't bother with the users' mistakes, it was careless") != []


@pytest.mark.parametrize(
    ("where", "expected"), [("action", 0), ("note", 1), ("why", 1), ("event", 1), ("statement", 1)]
)
def test_a_name_becomes_a_role_anywhere_but_in_an_action(where: TextKind, expected: int) -> None:
    assert expected == len(flags("Ask Jonas for the list", where=where, names=ROOM))


def test_names_are_matched_as_names() -> None:
    assert flagged("Will it fail again at noon", names=ROOM) == []
    assert flagged("After that Will restarted it", names=ROOM) == [("Will", "name")]
    assert flagged("the same page for sam-04.example", names=ROOM) == []
    assert flagged("Jonas Weber and Priya looked on", names=ROOM) == [("Jonas Weber", "name"), ("Priya", "name")]


def test_a_team_among_the_attendees_is_no_name() -> None:
    assert flagged("Payments team joined", names=("Payments team", "ops@example.com", "")) == []


def test_an_initial_is_no_name() -> None:
    assert flagged("A page rang for J", names=("A Berg", "J Lee")) == []


def test_of_two_hints_on_the_same_words_the_longer_is_shown() -> None:
    assert flagged("Priya forgot to renew it", "why") == [("forgot to", "negation")]


def test_some_words_blame_in_one_place_alone() -> None:
    assert flagged("The culprit was a full disk", "note") == []
    assert flagged("The culprit was a full disk", "why") == [("culprit", "person")]
    assert flagged("Say clearly and simply what the alert means", "action") == []
    assert flagged("It was simply the clock", "note") == [("simply", "hindsight")]
    assert flagged("A certificate overlooked for a year", "note") == [("overlooked", "negation")]


def test_what_would_have_been_worse_may_be_said_where_we_got_lucky() -> None:
    text = "A larger batch would have removed the backups too"
    assert flagged(text, "lucky") == []
    assert flagged(text, "why") == [("would have removed", "counterfactual")]


def test_an_action_may_say_what_should_be() -> None:
    assert flagged("The tool should ask before it deletes", "action") == []


def test_what_the_app_says_itself_would_not_be_flagged() -> None:
    said = [*GROUND_RULES, *OFFERS.values()]
    for step in STEPS:
        said.append(step.purpose)
        for part in step.parts:
            said += [field.help + " " + field.example for field in part.fields]
            if isinstance(part, Items):
                said += [part.subtitle, part.example, *part.offered]
            assert isinstance(part, (Form, Items))
    assert [(text, flagged(text, "statement")) for text in said if flagged(text, "statement")] == []


def test_a_line_takes_less_than_a_millisecond() -> None:
    lines = [text for _, _, text in sentences()]
    for text in lines[:5]:
        flags(text, names=ROOM)
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        for text in lines:
            flags(text, names=ROOM)
        best = min(best, (time.process_time() - begun) / len(lines))
    assert best < 0.001


def test_a_long_text_without_a_break_does_not_hang() -> None:
    runs = ("a", "the ", "we had ", "'", "“", '"a', "x/", "a.b-", "`a ", "was deleted ", "improve ", "no obvious ")
    for run in runs:
        for where in ("event", "action"):
            begun = time.process_time()
            flags(run * (6_000 // len(run)), where=where, names=ROOM)  # type: ignore[arg-type]
            assert time.process_time() - begun < 1, run


@given(st.text(max_size=200) | st.lists(st.sampled_from([t for _, _, t in sentences()]), max_size=3).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_flags_lie_in_the_text_in_order_and_never_overlap(text: str) -> None:
    found = flags(text, names=ROOM)
    edges = [edge for flag in found for edge in (flag.start, flag.end)]
    assert edges == sorted(edges)
    assert all(0 <= flag.start < flag.end <= len(text) for flag in found)
