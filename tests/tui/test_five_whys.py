"""The tree of whys by its keys: verdicts that can be taken back, and answers that move between the levels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pmtui.app.editing_session import Place
from pmtui.app.import_plan import same
from pmtui.app.item_parsing import PROBLEM
from pmtui.session.document import RootCause, Session, Why
from pmtui.session.paths import walk
from pmtui.tui.steps.item_window import ItemScreen
from pmtui.tui.widgets.rows import Rows

Make = Callable[..., Session]

TREE = RootCause(
    problem="Cards were refused",
    whys=(
        Why(id="a", text="It expired", whys=(Why(id="b", text="No alarm", whys=(Why(id="c", text="No owner"),)),)),
        Why(id="d", text="Nobody saw it"),
        Why(id="e", text="It was Friday"),
    ),
)


async def select(sitting: Any, answer: str) -> None:
    """Choose an answer in the tree, as a person who left the field does."""
    await sitting.meeting.go_to(Place("five_whys", answer))
    await sitting.press("escape")
    await sitting.meeting.go_to(Place("five_whys", answer))
    await sitting.until(lambda: sitting.meeting.view.whys.item_id == answer)


def verdicts(session: Session) -> dict[str, str | None]:
    return {why.id: why.verdict for _, why in walk(session.root_cause.whys) if why.verdict}


def outline(session: Session) -> list[tuple[int, str]]:
    return [(depth, why.id) for depth, why in walk(session.root_cause.whys)]


@pytest.mark.parametrize(
    ("key", "verdict"), [("f2", "root"), ("f3", "ruled_out"), ("b", "contributing"), ("n", "not_followed")]
)
async def test_a_verdict_is_given_by_a_key_and_taken_back_by_the_same(
    open_app: Any, make_session: Make, key: str, verdict: str
) -> None:
    async with open_app(make_session(root_cause=TREE), step="five_whys") as sitting:
        await select(sitting, "b")
        await sitting.press(key)
        assert verdicts(sitting.session) == {"b": verdict}
        await sitting.press(key)
        assert verdicts(sitting.session) == {}


async def test_another_verdict_takes_the_place_of_the_first(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(root_cause=TREE), step="five_whys") as sitting:
        await select(sitting, "d")
        await sitting.press("f2", "f3")
        assert verdicts(sitting.session) == {"d": "ruled_out"}


async def test_an_answer_moves_out_level_by_level_until_it_is_beside_the_first(
    open_app: Any, make_session: Make
) -> None:
    async with open_app(make_session(root_cause=TREE), step="five_whys") as sitting:
        await select(sitting, "c")
        await sitting.press("less_than_sign")
        assert outline(sitting.session) == [(1, "a"), (2, "b"), (2, "c"), (1, "d"), (1, "e")]
        await sitting.press("less_than_sign")
        assert sorted(outline(sitting.session)) == [(1, "a"), (1, "c"), (1, "d"), (1, "e"), (2, "b")]
        before = sitting.session
        await sitting.press("less_than_sign")
        assert same(sitting.session, before), "there is no level further out"


async def test_an_answer_moves_under_the_one_above_it(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(root_cause=TREE), step="five_whys") as sitting:
        await select(sitting, "e")
        await sitting.press("greater_than_sign")
        assert outline(sitting.session) == [(1, "a"), (2, "b"), (3, "c"), (1, "d"), (2, "e")]
        before = sitting.session
        await select(sitting, "a")
        await sitting.press("greater_than_sign")
        assert same(sitting.session, before), "above the first there is none"


async def test_an_answer_moves_under_one_that_is_picked_but_never_under_itself(
    open_app: Any, make_session: Make
) -> None:
    async with open_app(make_session(root_cause=TREE), step="five_whys") as sitting:
        await select(sitting, "b")
        await sitting.press("m")
        offered = [row.id for row in sitting.app.screen.query_one(Rows).rows]
        assert offered == [PROBLEM, "a", "d", "e"]
        await sitting.press("enter")
        assert outline(sitting.session) == [(1, "a"), (1, "d"), (1, "e"), (1, "b"), (2, "c")]


async def test_in_a_low_window_what_is_typed_below_the_tree_is_seen(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(root_cause=TREE), size=(60, 18), step="five_whys") as sitting:
        assert "Statement" not in sitting.screen_text()
        await sitting.press("tab", *"seenword")
        await sitting.until(lambda: "seenword" in sitting.screen_text())
        await sitting.until(lambda: sitting.session.root_cause.statement == "seenword")
        await sitting.press("shift+tab")
        await sitting.until(lambda: "seenword" not in sitting.screen_text())
        assert sitting.app.focused is sitting.meeting.view.whys.add


async def test_in_a_low_window_go_to_reaches_the_statement(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(root_cause=TREE), size=(60, 18), step="five_whys") as sitting:
        await sitting.meeting.go_to(Place("five_whys", None, "root_cause.statement"))
        await sitting.press(*"seenword")
        await sitting.until(lambda: "seenword" in sitting.screen_text())
        await sitting.until(lambda: sitting.session.root_cause.statement == "seenword")


async def test_nothing_moves_as_one_walks_the_tree_and_a_low_window_of_an_answer_shows_its_keys(
    open_app: Any, make_session: Make
) -> None:
    long = "Nobody saw that the certificate would expire, and no alarm was ever set up for it, in any of the regions"
    tree = RootCause(problem="Cards were refused", whys=(Why(id="a", text=long), Why(id="d", text="数据库" * 60)))
    async with open_app(make_session(root_cause=tree), size=(80, 24), step="five_whys") as sitting:
        at = sitting.meeting.view.whys.add.region.y
        for key in ("down", "down", "up", "escape"):
            await sitting.press(key)
            assert sitting.meeting.view.whys.add.region.y == at
        await sitting.meeting.go_to(Place("five_whys", "d"))
        await sitting.settled()
        assert "”?" in sitting.screen_text(), "the end of a question in wide characters"
        await sitting.pilot.resize_terminal(50, 15)
        await sitting.press("enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.until(lambda: "esc done" in sitting.screen_text())
