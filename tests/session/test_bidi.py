"""Marks of direction: what they do to a line ends with the field that holds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.session.bidi import isolated

MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plain", "plain"),
        ("עברית", "עברית"),
        ("a\u202eb", "\u2068a\u202eb\u2069"),
        ("a\u2067b", "\u2068a\u2067b\u2069\u2069"),
        ("a\u2069b", "\u2068\u2068a\u2069b\u2069"),
        ("a\u202e\nb", "\u2068a\u202e\u2069\nb"),
    ],
)
def test_a_line_with_marks_stands_in_an_isolate(typed: str, shown: str) -> None:
    assert shown == isolated(typed)


@given(st.text(st.sampled_from(f"ab{MARKS}"), max_size=12))
def test_the_isolate_is_closed_at_its_end_and_nowhere_before(line: str) -> None:
    depth = 0
    shown = isolated(line)
    for n, char in enumerate(shown):
        depth += (char in "\u2066\u2067\u2068") - (char == "\u2069")
        assert depth > 0 or n == len(shown) - 1 or shown == line
    assert depth == 0
    assert line in shown
