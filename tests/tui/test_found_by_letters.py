"""A few letters find the place that was meant: the row that Enter takes."""

from __future__ import annotations

import pytest

from pmtui.session.document import Action, Note, Resource
from tests.tui.conftest import OpenApp, Sitting


async def type_into(sitting: Sitting, key: str, text: str) -> str:
    """What Enter would take: the id of the row under the cursor."""
    await sitting.press(key)
    await sitting.until(lambda: type(sitting.app.screen).__name__ == "Picker")
    picker = sitting.app.screen
    await sitting.press(*["space" if character == " " else character for character in text])
    await sitting.until(lambda: picker.field.text == text)
    await sitting.settled()
    return str(picker.list.row_id)


async def test_a_list_is_found_by_its_name_and_then_its_step_s(make_session, open_app: OpenApp) -> None:
    async with open_app(make_session(), step="timeline") as sitting:
        assert await type_into(sitting, "ctrl+g", "What went wrong well") == "field:lessons:lessons.went_wrong"


@pytest.mark.parametrize("text", ["OPS-99", "dba on call", "monitoring"])
async def test_an_item_is_found_by_what_stands_beside_its_text(make_session, open_app: OpenApp, text: str) -> None:
    action = Action(id="a1", text="Alert 30 days before expiry", ticket="OPS-99", owner="DBA on call")
    resource = Resource(id="r1", text="Dashboards", location="monitoring")
    note = Note(id="n1", text="the page came at once")
    session = make_session(actions=(action,), resources=(resource,), **{"lessons.went_well": (note,)})
    async with open_app(session, step="timeline") as sitting:
        await sitting.press("escape")
        found = await type_into(sitting, "slash", text)
        assert found == ("item:r1" if text == "monitoring" else "item:a1")
