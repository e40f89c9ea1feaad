"""The step has the room first, at every width of the screen."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pmtui.app.screen_columns import COLUMNS, screen_columns

WIDTHS = range(30, 221)


@pytest.mark.parametrize("wants", [0, COLUMNS], ids=["text", "columns"])
@pytest.mark.parametrize("guide", [True, False], ids=["with the guide", "without it"])
def test_a_wider_screen_never_makes_the_step_narrower(guide: bool, wants: int) -> None:
    for less, more in pairwise(screen_columns(width, guide=guide, wants=wants) for width in WIDTHS):
        assert less.step <= more.step
        assert less.agenda <= more.agenda
        assert less.guide <= more.guide
    assert screen_columns(120, guide=guide, wants=wants).step >= 84


@pytest.mark.parametrize("wants", [0, COLUMNS], ids=["text", "columns"])
@pytest.mark.parametrize("guide", [True, False], ids=["with the guide", "without it"])
def test_the_parts_fit_on_the_screen(guide: bool, wants: int) -> None:
    for width in WIDTHS:
        parts = screen_columns(width, guide=guide, wants=wants)
        assert parts.agenda + parts.body + parts.guide <= width
        assert parts.guide == 0 or parts.agenda + parts.body + parts.guide == width


def test_the_guide_comes_once_there_is_room_for_both() -> None:
    assert [screen_columns(width).guide > 0 for width in (120, 149, 150, 200)] == [False, False, True, True]
    assert screen_columns(200).step > screen_columns(150).step


def test_columns_come_before_the_guide() -> None:
    steps = [screen_columns(width, wants=COLUMNS) for width in (120, 140, 149, 169, 170, 200)]
    assert [one.step for one in steps] == [92, 112, 112, 112, 112, 128]
    assert [one.guide for one in steps] == [0, 0, 0, 0, 30, 44]
