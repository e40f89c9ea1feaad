"""Nothing is dropped: every word of a Markdown file is in the review, is one of its values, or is told of."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.intake import recognise
from pmtui.intake.markdown import read
from pmtui.intake.result import Intake, NotReadable
from pmtui.session.codec import decode, encode
from pmtui.session.text import cleaned
from tests.intake.random_postmortems import postmortems, words_of
from tests.intake.test_markdown import context, take

WORD = re.compile(r"[^\W\d_]{3,}")


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts(each)


def lost(intake: Intake, text: str) -> set[str]:
    """The words that neither stand in the review nor are told of as left out."""
    kept = " ".join(texts(msgspec.to_builtins(intake.session)))
    told = " ".join(row.text for row in intake.account if row.place is None)
    return words_of(text) - words_of(kept) - words_of(told)


@settings(max_examples=200, deadline=None)
@given(postmortems)
def test_every_word_is_kept_or_told_of_as_left_out(text: str) -> None:
    assert lost(read(text, context()), text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "**qmoodz:**",
        "| Time | qmoodz |\n| --- | --- |\n| 14:02 | page |",
        "| qmoodz | Owner |\n| --- | --- |",
        "qfirsz\nTimeline (qhintz)\n----",
        "All times in UTC, but qzonez",
        "**Date (qhintz):** 2022-06-02",
        "Date: 2022-06-02 qmoodz",
        "<ul><li><span title='qtipsz'>done</span></li></ul>",
        "[qnamez]: https://e.org 'a title'",
    ],
    ids=["empty field", "column", "empty table", "setext", "zone", "hint", "date", "tip", "definition"],
)
def test_what_a_form_does_not_know_is_not_taken_for_a_word_of_the_form(text: str) -> None:
    text = f"# Incident report\n\n## Timeline\n\n{text}\n\n## Root cause\n"
    assert lost(take(text), text.replace("qfirsz", "qfirsz ")) == set()


def test_a_placeholder_in_a_row_is_told_of_as_left_out() -> None:
    intake = take(
        "# Incident\n\n## Timeline\n\n| Time | Event |\n| --- | --- |\n| TBD | page |\n\n## Root cause\n\nTBD\n"
    )
    assert [(row.line, row.text) for row in intake.account if row.place is None] == [(7, "TBD"), (11, "TBD")]


def test_a_column_that_a_form_knows_is_no_word_of_the_review() -> None:
    table = "| Time (UTC) | Event | Who |\n| --- | --- | --- |\n| 14:02 | page | Ana |"
    intake = take(f"# Incident report\n\n## Timeline\n\n{table}\n\n## Root cause\n\nA disk.\n")
    assert not [row for row in intake.account if row.place is None]
    assert intake.session is not None
    assert not intake.session.summary.sections


@settings(max_examples=150, deadline=None)
@given(postmortems)
def test_what_was_read_is_a_session_that_can_be_kept(text: str) -> None:
    session = read(text, context()).session
    assert session is not None
    again, removed = decode(encode(session), now=session.created_at, new_id=lambda: "none is missing")
    assert (again, removed) == (session, 0)


@settings(max_examples=200, deadline=None)
@given(st.one_of(postmortems, st.text()), st.integers(0, 400), st.integers(0, 400))
def test_any_text_is_read_or_refused(text: str, start: int, end: int) -> None:
    try:
        intake = recognise.read(text[start:] + text[:end], context())
    except NotReadable:
        return
    assert intake is None or intake.session is None or cleaned(intake.session.summary.overview) is not None


@pytest.mark.parametrize(
    ("above", "text"),
    [
        ("", "<!-- " * 12_000),
        ("", "![" * 30_000),
        ("", "14:02 " + "_" * 60_000),
        ("<!-- -->" * 3_000, "a"),
        ("", "<ul><li>a" * 2_000 + "</li></ul>" * 2_000),
    ],
)
def test_what_never_ends_is_read_in_time_that_grows_with_its_length(above: str, text: str) -> None:
    began = time.process_time()
    take(f"{above}\n\n# Incident report\n\n## Timeline\n\n## Root cause\n\n## Evidence\n\n{text}\n")
    assert time.process_time() - began < 5
