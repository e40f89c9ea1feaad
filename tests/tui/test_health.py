"""The screen of the practice's health, opened from the library: what waits leads to its place, and leaves as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

import pmtui.clipboard
from pmtui.clipboard import Copied
from pmtui.library.folder import Library
from pmtui.session.document import Action, KeyDetails, Session
from pmtui.tui.home.action_board import ActionBoardScreen
from pmtui.tui.home.health import HealthScreen
from pmtui.tui.home.screen import LibraryScreen
from pmtui.tui.meeting.screen import MeetingScreen
from tests.tui.conftest import OpenApp


async def test_what_waits_is_found_opened_and_told(
    run_app: OpenApp, library: Library, make_session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    def add(headline: str, **values: object) -> Session:
        details = KeyDetails(product="Checkout", headline=headline, incident_date=date(2026, 11, 2))
        session = make_session(key_details=details, **values)
        library.add(session)
        return session

    late = add("Cards refused", status="draft")
    drill = Action(id="b", text="Drill a restore", due=date(2026, 11, 8))
    alert = Action(id="a", text="Alert", due=date(2026, 11, 9))
    promised = add("Two charges", status="final", actions=(drill, alert))
    copied: list[str] = []

    def copy(text: str, **_: object) -> Copied:
        copied.append(text)
        return Copied("copied to the clipboard", sure=True)

    monkeypatch.setattr(pmtui.clipboard, "copy", copy)
    async with run_app(deadlines={"default": 5}) as sitting:
        await sitting.press("h")
        await sitting.until(lambda: "Past the day" in sitting.screen_text())
        health = sitting.app.screen
        assert isinstance(health, HealthScreen)
        assert "health · 2 reviews" in sitting.screen_text() and "Actions overdue  2" in sitting.screen_text()

        await sitting.press("c")
        await sitting.until(lambda: "copied to the clipboard" in sitting.screen_text())
        assert copied[0].startswith("Reviews on 20-11-2026: 2, 1 draft, 1 final")

        await sitting.press("down", "down", "down", "enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, ActionBoardScreen))
        board = sitting.app.screen
        assert isinstance(board, ActionBoardScreen)
        await sitting.until(lambda: board.list.row_id == f"{promised.id}/a")
        await sitting.press("x")
        await sitting.until(lambda: "1 overdue" in sitting.screen_text())
        await sitting.press("escape")
        await sitting.until(lambda: "Actions overdue  1" in sitting.screen_text())

        await sitting.press("home", "enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, MeetingScreen))
        assert sitting.session.id == late.id
        await sitting.press("ctrl+l")
        await sitting.until(lambda: sitting.app.screen is health)

        await sitting.press("slash", *"nothing")
        await sitting.until(lambda: "No review matches “nothing”" in sitting.screen_text())
        await sitting.press("escape", "escape", "escape")
        await sitting.until(lambda: isinstance(sitting.app.screen, LibraryScreen))
