"""Fields of the team's own in the key details."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pmtui.library.folder import Library
from pmtui.report.markdown import render
from pmtui.session.document import Session
from pmtui.session.edits import set_field
from pmtui.settings import OwnField
from pmtui.tui.widgets.editor import Editor


async def test_a_field_of_our_own_is_gone_to_typed_offered_and_reported(
    run_app: Any, library: Library, make_session: Callable[..., Session]
) -> None:
    session = make_session(**{"key_details.more": {"Region (EU)": "west"}})
    library.add(session)
    own = (OwnField("Cost centre", "Who pays", ("4711", "4712")),)
    async with run_app(session.id, size=(80, 24), fields=own) as sitting:
        await sitting.press("ctrl+g", *"cost c", "enter")
        await sitting.until(
            lambda: isinstance(sitting.app.focused, Editor) and sitting.meeting.name_now == "key_details"
        )
        await sitting.until(lambda: "Cost centre" in sitting.screen_text())
        assert [row.slot.field.label for row in sitting.meeting.view.field_rows()][-2:] == [
            "Cost centre",
            "Region (EU)",
        ]
        await sitting.press("down", "down", "tab")
        more = {"Region (EU)": "west", "Cost centre": "4712"}
        assert sitting.session.key_details.more == more
        assert "| Cost centre | 4712 |" in render(sitting.session)
        await sitting.press("escape", "v")
        await sitting.until(lambda: "Cost centre: 4712" in sitting.screen_text())
        await sitting.press("v")
        editing = sitting.meeting.editing
        editing.do(lambda now: set_field(now, "key_details.more.Tier", "1"), "tier", editing_place(sitting))
        await sitting.until(lambda: any(row.slot.field.label == "Tier" for row in sitting.meeting.view.field_rows()))
        await sitting.press("escape", "u", "u")
        assert sitting.session.key_details.more == {"Region (EU)": "west"}


def editing_place(sitting: Any) -> Any:
    return next(iter(sitting.meeting.view.field_rows())).slot.place
