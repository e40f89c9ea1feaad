"""The board: notes as a room gives them to one person at the keys, their votes, and the quiet minutes before."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from pmtui.app.item_parsing import lone_initials, note_entry, split_initials
from pmtui.meeting.step import Items
from pmtui.meeting.steps import step
from pmtui.session.document import Note, Session
from pmtui.tui.projector.screen import PresentScreen
from pmtui.tui.steps.item_window import ItemScreen
from pmtui.tui.steps.votes import VoteTyping
from pmtui.tui.widgets.editor import Editor

Make = Callable[..., Session]

WENT_WELL = next(part for part in step("lessons").parts if isinstance(part, Items))


@pytest.mark.parametrize(
    ("typed", "text", "who"),
    [
        ("The team stayed calm @JL", "The team stayed calm", "JL"),
        ("two\nlines @AK ", "two\nlines", "AK"),
        ("typed in a hurry @jl", "typed in a hurry", "JL"),
        ("a name of four @Łukÿ", "a name of four", "Łukÿ"),
        ("mail ops@JL", "mail ops@JL", ""),
        ("asked in @incident", "asked in @incident", ""),
        ("half past @5", "half past @5", ""),
        ("@JL", "@JL", ""),
        ("calm @JL and quick", "calm @JL and quick", ""),
    ],
)
def test_initials_are_the_letters_after_a_last_at(typed: str, text: str, who: str) -> None:
    assert split_initials(typed) == (text, who)


def test_initials_are_of_the_note_that_they_end() -> None:
    made = note_entry(WENT_WELL, ["calm", "shared @AK", "quick", "kind @JL"], "MO")
    assert [(note.text, note.author) for note in made.items] == [
        ("calm", "MO"), ("shared", "AK"), ("quick", "MO"), ("kind", "JL"),
    ]  # fmt: skip


def test_initials_alone_say_whose_the_next_are() -> None:
    assert [lone_initials(text) for text in ("@JL", "@", "@incident", "calm @JL")] == ["JL", "", None, None]


def notes(*texts: str) -> tuple[Note, ...]:
    return tuple(Note(id=text, text=text) for text in texts)


async def test_a_scribe_types_for_the_room(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), step="lessons") as sitting:
        await sitting.until(lambda: isinstance(sitting.app.focused, Editor))
        await sitting.press(*"calm @jl", "enter", *"shared", "enter", "tab", *"dumps", "enter")
        lessons = sitting.session.lessons
        assert [(note.text, note.author) for note in lessons.went_well] == [("calm", "JL"), ("shared", "")]
        assert [(note.text, note.author) for note in lessons.went_wrong] == [("dumps", "")]
        assert "from JL" not in sitting.screen_text()
        sitting.app.focused.take_paste("late\nlater @AK\nlast")
        await sitting.until(lambda: len(sitting.session.lessons.went_wrong) == 4)
        assert [note.author for note in sitting.session.lessons.went_wrong] == ["", "", "AK", ""]


async def test_initials_alone_stay_until_they_are_taken_away(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), step="lessons") as sitting:
        await sitting.until(lambda: isinstance(sitting.app.focused, Editor))
        await sitting.press(*"@jl", "enter", *"calm", "enter", *"kind @AK", "enter", *"quick", "enter")
        assert [note.author for note in sitting.session.lessons.went_well] == ["JL", "AK", "JL"]
        assert "from JL · @: nobody" in sitting.screen_text()
        await sitting.press(*"@", "enter", *"late", "enter")
        assert [note.author for note in sitting.session.lessons.went_well] == ["JL", "AK", "JL", ""]


def test_votes_go_up_to_three_digits_and_one_more_begins_anew() -> None:
    typing, votes = VoteTyping(), 0
    for digit in "1234":
        votes = typing.press("a", votes, digit)
    assert votes == 4
    assert [typing.press("b", 0, "9"), typing.press("b", 9, "9"), typing.press("b", 99, "9")] == [9, 99, 999]


async def test_votes_are_typed_as_numbers_and_nothing_without_votes_is_dropped(
    open_app: Any, make_session: Make
) -> None:
    session = make_session(**{"lessons.went_wrong": notes("a", "b", "c"), "lessons.got_lucky": notes("d")})
    async with open_app(session, step="lessons") as sitting:
        await sitting.until(lambda: isinstance(sitting.app.focused, Editor))
        await sitting.press("tab", "f2", "1", "down", "1", "2", "enter", "0", "right", "3")
        votes = {note.text: note.votes for note in sitting.session.lessons.went_wrong}
        assert votes == {"a": 1, "b": 12, "c": 0}
        assert sitting.session.lessons.got_lucky[0].votes == 3
        await sitting.press("left", "S")
        assert [note.text for note in sitting.session.lessons.went_wrong] == ["b", "a", "c"]
        assert " · c" in sitting.screen_text()
        await sitting.press("end", "4", "down", "5", "0", "backspace", "backspace")
        assert sitting.session.lessons.went_wrong[2].votes == 0
        await sitting.press("home", "4", "5", "backspace")
        assert sitting.session.lessons.went_wrong[0].votes == 4
        await sitting.press("u")
        assert sitting.session.lessons.went_wrong[0].votes == 12, "a number is one act for undo"
        await sitting.press("enter")
        assert isinstance(sitting.app.screen, ItemScreen), "without a number before it, Enter edits"


async def test_quiet_minutes_are_half_the_steps_time_and_block_nothing(open_app: Any, make_session: Make) -> None:
    session = make_session(**{"key_details.severity": "SEV2"})
    async with open_app(session, size=(80, 24), step="lessons") as sitting:
        meeting_clock, start = sitting.meeting.meeting_clock, time.monotonic()
        meeting_clock.monotonic = lambda: start + gone
        gone = 1.0
        await sitting.press("f5")
        assert "4:00 quiet writing" in sitting.screen_text()
        for _ in range(14):
            gone += 10
            meeting_clock.tick()
        await sitting.press(*"calm", "enter", "escape", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        assert "1:40 quiet writing" in sitting.screen_text()
        assert sitting.session.lessons.went_well[0].text == "calm"
        gone += 100
        meeting_clock.tick()
        sitting.app.screen.show()
        await sitting.settled()
        assert "quiet time is over" in sitting.screen_text()
        await sitting.press("f5")
        assert "4:00 quiet writing" in sitting.screen_text()
        await sitting.press("f5")
        assert "quiet" not in sitting.screen_text()


async def test_votes_are_typed_before_the_eyes_of_the_room(open_app: Any, make_session: Make) -> None:
    session = make_session(**{"lessons.went_well": notes("a", "b")})
    async with open_app(session, size=(80, 24), step="lessons") as sitting:
        await sitting.press("escape", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        await sitting.press("f2", "2", "down", "9", "down", "5")
        await sitting.until(lambda: [note.votes for note in sitting.session.lessons.went_well] == [2, 5])
        await sitting.until(lambda: "▌  5  b" in sitting.screen_text())


async def test_two_quick_tabs_turn_two_columns_of_a_small_window(open_app: Any, make_session: Make) -> None:
    """Seen on a busy machine: the second key came before the first column was drawn, and the focus went back."""
    async with open_app(make_session(), size=(80, 24), step="lessons") as sitting:
        sitting.meeting.view.turn(1)
        sitting.meeting.settle_focus()
        sitting.meeting.view.turn(1)
        sitting.meeting.settle_focus()
        await sitting.press(*"By chance", "enter")
        assert [note.text for note in sitting.session.lessons.got_lucky] == ["By chance"]
