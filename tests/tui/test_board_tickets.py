"""Tickets from the board, by programs that scripts play: shown before they run, kept, and asked how they get on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from pmtui.app.ticket_push import UNKNOWN
from pmtui.library.folder import Library
from pmtui.session.document import Action, KeyDetails, Session
from pmtui.tui.home.action_board import ActionBoardScreen
from pmtui.tui.widgets.picker import Picker
from tests.tui.conftest import OpenApp

STATES = '[{"number": 7, "state": "CLOSED", "stateReason": "COMPLETED", "closedAt": "2026-11-19T10:00:00Z"}]'


async def test_a_ticket_is_made_and_its_state_comes_back(
    run_app: OpenApp,
    library: Library,
    make_session: Callable[..., Session],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alert, drill = Action(id="a", text="Alert before", due=date(2026, 11, 1)), Action(id="b", text="Drill a restore")
    session = make_session(key_details=KeyDetails(product="Checkout"), actions=(alert, drill))
    library.add(session)
    tracker = tmp_path / "gh"
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    def plays(body: str) -> None:
        tracker.write_text(f"#!/bin/sh\n{body}\n")
        tracker.chmod(0o755)

    def kept(item_id: str = "a") -> Action:
        entry = library.by_id(session.id)
        assert entry is not None
        return next(action for action in library.read(entry).actions if action.id == item_id)

    async with run_app() as sitting:
        sitting.app.notes.now = iter(range(0, 10_000, 10)).__next__  # each note was read for long
        await sitting.press("a")
        await sitting.until(lambda: "Alert before" in sitting.screen_text())
        board = sitting.app.screen
        assert isinstance(board, ActionBoardScreen)
        assert "ticket" not in sitting.screen_text().splitlines()[-1], "no key for what nothing does"
        await sitting.press("p")
        await sitting.until(lambda: "no command makes tickets: write [tickets]" in sitting.screen_text())
        assert board.why_not("board.sync") == "no command asks the tracker"

        push, sync = ("gh", "create", "{text}"), ("gh", "list")
        sitting.app.settings = replace(sitting.app.settings, ticket_push=push, ticket_sync=sync)
        plays("echo not logged in >&2; exit 4")
        await sitting.press("p")
        await sitting.until(lambda: "gh create 'Alert before'" in sitting.screen_text())
        assert "Make tickets of all 2 open actions" in sitting.screen_text()
        await sitting.press("enter")
        await sitting.until(lambda: "not logged in" in sitting.screen_text())
        assert kept() == alert, "none was made, and it is as it was"

        plays("echo https://github.com/acme/shop/issues/7")
        await sitting.press("p")
        await sitting.until(lambda: isinstance(sitting.app.screen, Picker) and bool(sitting.app.screen.list.row_id))
        await sitting.press("enter")
        await sitting.until(lambda: "made: 7" in sitting.screen_text())
        assert kept().ticket == "7" and not board.progress.last, "a number is not taken back: the ticket would stay"
        await sitting.press("p")
        await sitting.until(lambda: "it has 7" in sitting.screen_text())

        plays(f"echo '{STATES}'")
        await sitting.press("y")
        await sitting.until(lambda: "the tracker says otherwise of 1 action: y shows them" in sitting.screen_text())
        await sitting.press("y")
        await sitting.until(lambda: "open to done, done 19-11-2026" in sitting.screen_text())
        assert kept().status == "open"
        await sitting.press("enter")
        await sitting.until(lambda: "1 action changed as the tracker says" in sitting.screen_text())
        assert (kept().status, kept().done_at) == ("done", date(2026, 11, 19))
        await sitting.press("y")
        await sitting.until(lambda: "actions that have one of them: 1" in sitting.screen_text())
        await sitting.press("u")
        await sitting.until(lambda: kept().status == "open")

        plays("echo it is made, I forgot the number")
        await sitting.press("down", "p")
        await sitting.until(lambda: isinstance(sitting.app.screen, Picker) and bool(sitting.app.screen.list.row_id))
        await sitting.press("enter")
        await sitting.until(lambda: "named no ticket" in sitting.screen_text())
        assert kept("b").ticket == UNKNOWN
        await sitting.press("p")
        await sitting.until(lambda: "One was perhaps made before" in sitting.screen_text())
