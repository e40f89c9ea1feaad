"""What a second reading found: text that was changed, lost or doubled, and acts that hit another item than was meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pmtui.session.document import Session
from pmtui.tui.desk import Place

Make = Callable[..., Session]


async def test_a_list_of_names_is_typed_with_a_pause_behind_the_comma(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), step="summary") as sitting:
        await sitting.meeting.go_to(Place("summary", None, "summary.services"))
        await sitting.press(*"Shop,", "space")
        await sitting.until(lambda: sitting.session.summary.services == ("Shop",))
        await sitting.until(lambda: not sitting.meeting.desk.state.typing)
        await sitting.press("b")
        await sitting.until(lambda: sitting.session.summary.services not in ((), ("Shop",)))
        assert sitting.session.summary.services == ("Shop", "b")


async def test_a_time_is_typed_with_a_pause_in_it_and_stands_whole_on_leaving(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), step="key_details") as sitting:
        await sitting.meeting.go_to(Place("key_details", None, "key_details.started_at"))
        await sitting.press(*"18-11")
        await sitting.until(lambda: sitting.session.key_details.started_at == "2026-11-18T12:00:00Z")
        await sitting.press(*"-2025 14:02")
        await sitting.until(lambda: sitting.session.key_details.started_at == "2025-11-18T14:02:00Z")
        assert sitting.app.focused.text == "18-11-2025 14:02"
        field = sitting.app.focused
        await sitting.press("backspace")
        assert field.text == "18-11-2025 14:0"
        await sitting.press("2", "enter")
        await sitting.until(lambda: sitting.app.focused is not field)
        assert sitting.session.key_details.started_at == "2025-11-18T14:02:00Z"


async def test_a_value_is_shown_as_it_was_understood_once_the_field_is_left(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), step="summary") as sitting:
        await sitting.meeting.go_to(Place("summary", None, "summary.services"))
        field = sitting.app.focused
        await sitting.press(*"a;b")
        await sitting.until(lambda: sitting.session.summary.services == ("a", "b"))
        await sitting.until(lambda: not sitting.meeting.desk.state.typing)
        assert field.text == "a;b"
        await sitting.press("tab")
        await sitting.until(lambda: field.text == "a, b")
