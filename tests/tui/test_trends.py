"""The screen of trends, opened from the library: what the reviews say together, filtered as one types."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pmtui.library.folder import Library
from pmtui.session.document import KeyDetails, Session
from pmtui.tui.home.screen import LibraryScreen
from pmtui.tui.home.trends import TrendsScreen
from tests.tui.conftest import OpenApp


async def test_trends_are_drawn_filtered_and_counted_again(
    run_app: OpenApp,
    library: Library,
    make_session: Callable[..., Session],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def add(product: str, month: int) -> None:
        library.add(
            make_session(key_details=KeyDetails(product=product, incident_date=date(2026, month, 2), tags=("dns",)))
        )

    for month in range(5, 11):
        add("Checkout" if month < 8 else "Search", month)
    async with run_app() as sitting:
        await sitting.press("t")
        await sitting.until(lambda: "Incidents by month" in sitting.screen_text())
        assert "trends · 6 reviews" in sitting.screen_text() and "tag dns" in sitting.screen_text()
        assert "Few" not in sitting.screen_text()

        await sitting.press("slash", *"product:check")
        await sitting.until(lambda: "Few: 3 reviews" in sitting.screen_text())
        await sitting.press(*"zz")
        await sitting.until(lambda: "No review matches “product:checkzz”" in sitting.screen_text())
        await sitting.press("escape", "escape")
        await sitting.until(lambda: "trends · 6 reviews" in sitting.screen_text())

        monkeypatch.chdir(tmp_path)
        await sitting.press("s", "enter")
        await sitting.until(lambda: "saved in" in sitting.screen_text())
        assert "6 reviews" in (tmp_path / "trends.svg").read_text()

        add("Login", 11)
        await sitting.press("r")
        await sitting.until(lambda: "trends · 7 reviews" in sitting.screen_text())
        assert isinstance(sitting.app.screen, TrendsScreen)
        await sitting.press("escape")
        await sitting.until(lambda: isinstance(sitting.app.screen, LibraryScreen))
