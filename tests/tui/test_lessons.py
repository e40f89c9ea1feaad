"""The columns of the board: where they stand, what their notes can become; what a room gives them is told elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.content import Content
from textual.widgets import Static

from pmtui.session.document import Note, Session
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.steps.item_window import ItemScreen
from pmtui.tui.widgets.picker import Picker

Make = Callable[..., Session]


def note(name: str, votes: int = 0, group: str | None = None) -> Note:
    return Note(id=name, text=name, votes=votes, group=group)


def column(sitting: Any, name: str) -> ItemList:
    return next(view for view in sitting.meeting.view.lists if view.part.section == f"lessons.{name}")


def shown(sitting: Any, name: str) -> list[str]:
    return [row.text for row in column(sitting, name).list.rows]


FULL = {
    "lessons.went_well": (note("calm"), note("shared", votes=3)),
    "lessons.went_wrong": (note("no dump", 1, "backups"), note("no runbook"), note("no restore", 4, "backups")),
    "lessons.got_lucky": (note("evening"),),
}


async def test_the_columns_stand_side_by_side_where_there_is_room(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(**FULL), step="lessons") as sitting:
        await sitting.until(lambda: "What went wrong" in sitting.screen_text())
        regions = [column(sitting, name).region for name in ("went_well", "went_wrong", "got_lucky", "learned")]
        assert regions[0].y == regions[1].y == regions[2].y < regions[3].y
        assert regions[0].right <= regions[1].x
        assert regions[1].right <= regions[2].x
        await sitting.press("tab")
        assert column(sitting, "went_wrong").add is sitting.app.focused
        after = [column(sitting, name).region for name in ("went_well", "went_wrong", "got_lucky", "learned")]
        assert after == regions  # nothing jumps


def marked(tabs: Static) -> str:
    """The list that the names of a step's lists show as the one in view."""
    words = tabs.content
    assert isinstance(words, Content)
    return " ".join(words.plain[span.start : span.end] for span in words.spans if "bold" in str(span.style))


@pytest.mark.parametrize("size", [(80, 24), (50, 15)])
async def test_one_column_at_a_time_names_the_others(open_app: Any, make_session: Make, size: tuple[int, int]) -> None:
    async with open_app(make_session(**FULL), size=size, step="lessons") as sitting:
        tabs = sitting.meeting.view.query_one(".tabs", Static)
        assert str(tabs.render()).split() == ["Well", "2", "Wrong", "3", "Lucky", "1", "Learned", "·"]
        assert marked(tabs) == "Well 2"
        assert "no runbook" not in sitting.screen_text()
        await sitting.press("tab")
        await sitting.until(lambda: "no runbook" in sitting.screen_text())
        assert "shared" not in sitting.screen_text()
        assert marked(tabs) == "Wrong 3"
        assert column(sitting, "went_wrong").add is sitting.app.focused
        await sitting.press("shift+tab")
        await sitting.until(lambda: "shared" in sitting.screen_text())


async def test_grouped_notes_stand_together_under_their_groups_name(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(**FULL), step="lessons") as sitting:
        assert shown(sitting, "went_wrong") == ["no runbook", "backups", "no dump", "no restore"]


async def test_a_note_is_put_into_a_group_by_a_few_letters(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(**FULL), step="lessons") as sitting:
        await sitting.press("tab", "escape", "home", "f3", "b", "enter")
        assert [each.group for each in sitting.session.lessons.went_wrong] == ["backups"] * 3
        await sitting.press("f3")
        screen = sitting.app.screen
        assert isinstance(screen, Picker)
        screen.field.insert("night shift")
        await sitting.until(lambda: screen.list.row_id == "night shift")
        await sitting.press("enter")
        assert shown(sitting, "went_wrong")[-2:] == ["night shift", "no runbook"]


async def test_a_note_moves_to_the_next_column_and_undo_brings_it_back(open_app: Any, make_session: Make) -> None:
    made = make_session(**FULL, **{"lessons.learned": (note("alarms help"),)})
    async with open_app(made, step="lessons") as sitting:
        await sitting.press("escape", "m")
        assert [each.id for each in sitting.session.lessons.went_wrong][-1] == "calm"
        assert [each.id for each in sitting.session.lessons.went_well] == ["shared"]
        await sitting.until(lambda: "Moved to “What went wrong”" in sitting.said)
        await sitting.press("u")
        assert sitting.session.lessons == made.lessons
        await sitting.press("right", "right", "right", "m")
        went_well = [each.id for each in sitting.session.lessons.went_well]
        assert went_well[-1] == "alarms help", "behind the last column comes the first"


async def test_the_column_is_ordered_by_votes(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(**FULL), step="lessons") as sitting:
        await sitting.press("escape", "S")
        assert [each.id for each in sitting.session.lessons.went_well] == ["shared", "calm"]


async def test_a_note_moves_among_those_of_its_group(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(**FULL), step="lessons") as sitting:
        await sitting.press("tab", "escape", "end", "K")
        assert shown(sitting, "went_wrong") == ["no runbook", "backups", "no restore", "no dump"]
        await sitting.press("K")  # beyond its group's end
        assert shown(sitting, "went_wrong") == ["no runbook", "backups", "no restore", "no dump"]


async def test_an_action_made_from_a_note_points_at_it(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(**FULL), step="lessons") as sitting:
        await sitting.press("tab", "f4")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        assert [each.source for each in sitting.session.actions] == ["no runbook"]


async def test_every_line_of_a_paste_is_a_note(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), step="lessons") as sitting:
        add = column(sitting, "went_well").add
        assert add is not None
        add.take_paste("calm\n\n[b]shared[/b]\n")
        await sitting.until(lambda: len(sitting.session.lessons.went_well) == 2)
        assert shown(sitting, "went_well") == ["calm", "[b]shared[/b]"]
