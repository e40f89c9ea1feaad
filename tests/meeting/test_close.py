"""The show of hands at the close: numbers in a row."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pmtui.meeting.close import hands_in_words, hands_of, read_hands
from pmtui.session.document import Session
from pmtui.session.edits import set_show_of_hands


@pytest.mark.parametrize(
    ("typed", "asked", "learned", "again"),
    [("9 7 8", 9, 7, 8), ("9, 7, 8", 9, 7, 8), ("9/7", 9, 7, None), ("- 7 0", None, 7, 0), ("-", None, None, None)],
)
def test_numbers_in_a_row_are_the_hands(
    make_session: Callable[..., Session], typed: str, asked: int | None, learned: int | None, again: int | None
) -> None:
    (sitting,) = set_show_of_hands(make_session(), "2026-11-20T09:00:00Z", **read_hands(typed)).meeting
    assert (sitting.asked, sitting.learned, sitting.again) == (asked, learned, again)


@pytest.mark.parametrize("typed", ["", "many", "9 7 8 6", "9 10", "-1"])
def test_what_is_no_count_says_how_to_write_it(typed: str) -> None:
    with pytest.raises(ValueError, match=r"as in 9 7 8|no more hands"):
        read_hands(typed)


def test_hands_are_said_in_words(make_session: Callable[..., Session]) -> None:
    counted = set_show_of_hands(make_session(), "2026-11-20T09:00:00Z", asked=9, again=8)
    assert hands_in_words(hands_of(counted)) == "9 asked · 8 would come again"
    assert hands_in_words(hands_of(make_session())) == ""
