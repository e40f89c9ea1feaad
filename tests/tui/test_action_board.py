"""The board of actions, opened from the library: found, ticked, dropped, given another day and owner, had back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date

import pytest

from pmtui.index.location import index_path, open_index
from pmtui.library.errors import LibraryError
from pmtui.library.folder import Library
from pmtui.session import edits
from pmtui.session.document import Action, KeyDetails, Session
from pmtui.tui.home.action_board import ActionBoardScreen
from pmtui.tui.meeting.screen import MeetingScreen
from tests.tui.conftest import OpenApp


async def test_what_was_promised_is_seen_to_on_one_board(
    run_app: OpenApp, library: Library, make_session: Callable[..., Session]
) -> None:
    alert = Action(id="a", text="Alert 30 days ahead", owner="Sam", due=date(2026, 11, 1), ticket="OPS-99")
    drill = Action(id="b", text="Drill a restore", owner="Priya N.")
    two = make_session(key_details=KeyDetails(product="Checkout", headline="Two charges"), actions=(alert, drill))
    prices = make_session(key_details=KeyDetails(product="Search"), actions=(Action(id="a", text="Check prices"),))
    for session in (two, prices):
        library.add(session)

    def kept(item_id: str) -> Action:
        entry = library.by_id(two.id)
        assert entry is not None
        return next(action for action in library.read(entry).actions if action.id == item_id)

    async with run_app() as sitting:
        await sitting.press("a")
        await sitting.until(lambda: "Alert 30 days ahead" in sitting.screen_text())
        board = sitting.app.screen
        assert isinstance(board, ActionBoardScreen)
        assert "01-11-2026  overdue" in sitting.screen_text() and "1 overdue · 3 open" in sitting.screen_text()

        await sitting.press("x")
        await sitting.until(lambda: kept("a").status == "done")
        await sitting.until(lambda: "✓ 01-11-2026  done" in sitting.screen_text())
        await sitting.press("u")
        await sitting.until(lambda: kept("a") == alert)
        await sitting.press("equals_sign", *"in 2 weeks", "enter")
        await sitting.until(lambda: kept("a").due == date(2026, 12, 4))
        await sitting.press("at", *"pri", "enter")
        await sitting.until(lambda: kept("a").owner == "Priya N.")
        await sitting.until(lambda: "overdue" not in sitting.screen_text().splitlines()[4])

        await sitting.press("d", *"no ti", "escape", "d", *"me", "enter")
        await sitting.until(lambda: kept("a").status == "dropped")
        assert kept("a").description == "no time", "what was begun was there again"
        await sitting.until(lambda: "it is dropped" in board.why_not("board.tick"))
        await sitting.press("d")
        await sitting.until(lambda: kept("a").status == "open")
        await sitting.press("u")
        await sitting.until(lambda: kept("a").status == "dropped")

        entry = library.by_id(prices.id)
        assert entry is not None
        library.change(entry, lambda session: edits.change_item(session, "actions", "a", text="Compare prices"))
        await sitting.press("r")
        await sitting.until(lambda: "Compare prices" in sitting.screen_text())
        assert "OPS-99" not in sitting.screen_text()

        await sitting.press("slash", *"restore", "enter", "enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, MeetingScreen))
        await sitting.until(lambda: sitting.meeting.name_now == "actions")
        await sitting.press("ctrl+l")
        await sitting.until(lambda: sitting.app.screen is board)
        assert board.field.text == "restore" and "Compare" not in sitting.screen_text()
        await sitting.press("escape", "escape")
        await sitting.until(lambda: not isinstance(sitting.app.screen, ActionBoardScreen))

        await sitting.press("a")
        await sitting.until(lambda: "Compare prices" in sitting.screen_text())
        await sitting.press("u")
        await sitting.until(lambda: kept("a").status == "open")
        await sitting.until(lambda: "OPS-99" in sitting.screen_text())


@pytest.mark.parametrize("key", ["a", "t", "N"])
async def test_a_damaged_index_of_a_library_that_is_gone_ends_no_screen(
    run_app: OpenApp, library: Library, make_session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    def gone() -> dict[str, object]:
        raise LibraryError("the library: the drive is gone: plug it in")

    library.add(make_session(key_details=KeyDetails(product="Checkout")))
    with closing(open_index(library)) as index:
        index.refresh()
    path = index_path(library.place)
    assert path is not None
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE held SET facts = x'00ff'")
    async with run_app() as sitting:
        monkeypatch.setattr(Library, "states", lambda _: gone())
        await sitting.press(key)
        await sitting.until(lambda: "the drive is gone: plug it in" in sitting.screen_text())
        await sitting.press("escape")
        await sitting.until(lambda: "1 review" in sitting.screen_text())
