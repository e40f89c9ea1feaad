"""Nothing is dropped: every word of a Markdown file is in the review, is one of its values, or is told of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.intake import recognise
from pmtui.intake.markdown import read
from pmtui.intake.markdown.headings import meaning
from pmtui.intake.result import NotReadable
from pmtui.session.codec import decode, encode
from pmtui.session.text import cleaned
from tests.intake.random_postmortems import postmortems
from tests.intake.test_markdown import context

WORD = re.compile(r"[^\W\d_]{3,}")
FORM = {word for text in ("python", "amp", "org", "https") for word in WORD.findall(text)}


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


@settings(max_examples=150, deadline=None)
@given(postmortems)
def test_every_word_is_kept_or_accounted_for(text: str) -> None:
    intake = read(text, context())
    assert intake.session is not None
    kept = {word for each in texts(msgspec.to_builtins(intake.session)) for word in WORD.findall(each)}
    told = {word for row in intake.account if row.place is None for word in WORD.findall(row.text)}
    for row in intake.account:
        lost = {word for word in WORD.findall(row.text) if word not in kept | told | FORM}
        # What became a value is no text any more: a heading's name, a column's, a time, a state.
        assert lost <= VALUES or meaning(row.text.strip("#*- :\n")).exact, (row, lost)


VALUES = {
    word
    for text in [
        "Summary",
        "Timeline",
        "Root",
        "Cause",
        "whys",
        "Contributing",
        "factors",
        "What",
        "went",
        "well",
        "Where",
        "got",
        "lucky",
        "Lessons",
        "learned",
        "Action",
        "items",
        "Impact",
        "Scope",
        "Trigger",
        "Detection",
        "Response",
        "Open",
        "questions",
        "Evidence",
        "References",
        "Attendees",
        "Stats",
        "Remediation",
        "completed",
        "all",
        "times",
        "UTC",
        "Date",
        "Author",
        "Severity",
        "Status",
        "Duration",
        "Owner",
        "Due",
        "Mood",
        "Started",
        "Why",
        "Feb",
        "Nov",
        "PST",
        "about",
        "now",
        "HH",
        "mm",
        "Incident",
        "report",
        "cause",
    ]
    for word in WORD.findall(text)
}


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
