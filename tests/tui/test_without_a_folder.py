"""The app on a store that is no folder: from the list into a meeting, and back."""

from __future__ import annotations

from pathlib import Path

from pmtui.library.ids import new_session
from pmtui.settings import Settings
from pmtui.tui.app import PmtuiApp
from tests.memory_store import MemoryStore
from tests.tui.conftest import NOW, Sitting


async def test_a_review_is_opened_written_and_left_where_no_file_is(tmp_path: Path) -> None:
    store = MemoryStore()
    entry = store.create(new_session(product="Checkout", headline="Card payments refused"))
    app = PmtuiApp(store, None, Settings(path=tmp_path / "config.toml"), now=lambda: NOW)
    async with app.run_test(size=(120, 36)) as pilot:
        sitting = Sitting(app, pilot)
        await sitting.until(lambda: len(app.screen_stack) > 1 and "Card payments refused" in sitting.screen_text())
        assert "memory:reviews" in sitting.screen_text()
        await sitting.press("enter")
        await sitting.until(lambda: app.editing is not None and app.screen is sitting.meeting)
        await sitting.go("timeline")
        await sitting.press(*"rang", "enter")
        await sitting.until(lambda: [event.text for event in store.read(entry).timeline] == ["rang"])
        await app.close_session()
        await sitting.until(lambda: "memory:reviews" in sitting.screen_text())
        assert store.bookmark(entry.id) == "timeline" and app.editing is None
    assert list(tmp_path.iterdir()) == [], "nothing was written to a disk"
