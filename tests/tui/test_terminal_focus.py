"""What stands in a field stays as it was typed while somebody looks at another window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual import events

from pmtui.app.editing_session import Place
from pmtui.session.document import Session
from pmtui.tui.widgets.editor import Editor
from tests.pressing import settled
from tests.tui.conftest import OpenApp, Sitting


async def look_away(sitting: Sitting) -> None:
    """The terminal loses the focus, and gets it back a while later."""
    sitting.app.post_message(events.AppBlur())
    await sitting.until(lambda: not sitting.app.app_focus and sitting.app.focused is None)
    await settled(sitting.pilot)
    sitting.app.post_message(events.AppFocus())
    await sitting.until(lambda: sitting.app.app_focus and sitting.app.focused is not None)
    await settled(sitting.pilot)


@pytest.mark.parametrize(
    ("path", "before", "after", "whole"),
    [
        ("key_details.attendees", "Anna, ", "Bob", "Anna, Bob"),
        ("summary.services", "checkout-api, ", "billing", "checkout-api, billing"),
        ("key_details.incident_date", "18-1", "1", "18-11"),
        ("key_details.started_at", "1", "4:02", "14:02"),
    ],
)
async def test_typing_goes_on_where_it_was_left_for_another_window(
    open_app: OpenApp, make_session: Callable[..., Session], path: str, before: str, after: str, whole: str
) -> None:
    async with open_app(make_session(), step="key_details") as sitting:
        await sitting.meeting.go_to(Place("summary" if path.startswith("summary") else "key_details", None, path))
        field = sitting.app.focused
        assert isinstance(field, Editor)
        await sitting.press("ctrl+a", "delete", *before)
        await look_away(sitting)
        assert sitting.app.focused is field
        assert field.text == before
        await sitting.press(*after)
        assert field.text == whole


async def test_a_field_that_is_left_after_another_window_shows_what_was_understood(
    open_app: OpenApp, make_session: Callable[..., Session]
) -> None:
    async with open_app(make_session(), step="key_details") as sitting:
        await sitting.meeting.go_to(Place("key_details", None, "key_details.attendees"))
        field = sitting.app.focused
        assert isinstance(field, Editor)
        await sitting.press(*"Anna, ")
        await look_away(sitting)
        await sitting.press("tab")
        await sitting.until(lambda: field.text == "Anna")
        assert sitting.session.key_details.attendees == ("Anna",)
