"""A row draws the text of a field that nobody entered yet: no cell changes when the field is made, nor what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from rich.style import Style
from textual import events
from textual.widgets.text_area import Selection

from pmtui.app.editing_session import Place
from pmtui.session.document import Event, KeyDetails, Session
from pmtui.session.edits import set_field
from pmtui.tui import theme
from pmtui.tui.steps.item_window import ItemScreen, open_item_window
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.field_row import FieldRow
from tests.tui.conftest import OpenApp, Sitting

Make = Callable[..., Session]

LONG = "Card payments were refused for forty-seven minutes, 支払いが拒否されました, and nobody saw it"
DETAILS = KeyDetails(
    product="Checkout", headline=LONG, team="Café “Nord” 👩", tags=("cards", "eu-west"), severity="SEV-1"
)


def cells(sitting: Sitting) -> list[list[tuple[object, ...]]]:
    """What is seen in each cell of the screen below its first line, which has the clock."""
    strips = sitting.app.screen._compositor.render_strips()[1:]
    return [[_seen(character, segment.style) for segment in strip for character in segment.text] for strip in strips]


def _seen(character: str, style: Style | None) -> tuple[object, ...]:
    if style is None:
        return (character,)
    return (character, style.bgcolor) if character.isspace() else (character, style.bgcolor, style.color, style.bold)


def row(sitting: Sitting, path: str) -> FieldRow:
    return next(row for row in sitting.meeting.view.field_rows() if row.slot.field.path == f"key_details.{path}")


def set_elsewhere(sitting: Sitting, row: FieldRow, value: str) -> None:
    """Set the value of a field, not in the field."""
    path = row.slot.field.path
    sitting.meeting.editing.do(lambda session: set_field(session, path, value), "it", row.slot.place)


async def make_all(sitting: Sitting, rows: Iterable[FieldRow]) -> None:
    """Make all fields that are not there yet."""
    idle = [one for one in rows if one.is_idle]
    assert idle
    for one in idle:
        assert one.ensure_field().is_attached
    await sitting.settled()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (50, 15), (200, 60)], ids=str)
async def test_no_cell_changes_when_the_fields_are_made(
    open_app: OpenApp, make_session: Make, size: tuple[int, int]
) -> None:
    session = make_session(key_details=DETAILS, timeline=(Event(id="e1", text="Alert fired", who="Priya"),))
    async with open_app(session, size=size, step="key_details") as sitting:
        await sitting.meeting.go_to(Place("key_details", None, "key_details.reference"))
        sitting.app.theme = next(one.name for one in theme.THEMES if one.name != sitting.app.theme)
        await sitting.settled()
        before = cells(sitting)
        await make_all(sitting, sitting.meeting.view.field_rows())
        assert cells(sitting) == before
        await sitting.go("timeline")
        view = sitting.meeting.view.lists[0]
        open_item_window(view, "e1", None)
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen) and sitting.app.screen.is_mounted)
        await sitting.settled()
        window = sitting.app.screen
        assert isinstance(window, ItemScreen)
        before = cells(sitting)
        await make_all(sitting, window.form.rows)
        assert cells(sitting) == before


async def test_a_field_is_made_for_whoever_comes_by_key_by_mouse_or_by_the_program(
    open_app: OpenApp, make_session: Make
) -> None:
    async with open_app(make_session(key_details=DETAILS), step="key_details") as sitting:
        product, headline, team = (row(sitting, path) for path in ("product", "headline", "team"))
        assert product.is_idle and headline.is_idle and team.is_idle
        set_elsewhere(sitting, product, "Payments")
        await sitting.settled()
        assert product.is_idle and product.entered == "Payments", "what others write is seen, and makes no field"
        assert "Payments" in sitting.screen_text()

        # The mouse: the cursor stands where it was pressed, and what it is drawn over is selected.
        down, up = (24 + 5, 0), (24 + 13, 0)
        region = headline.region
        await send_mouse(sitting, events.MouseMove, region.x + 30, region.y)
        assert headline.styles.pointer == "text"
        for kind, (x, y) in ((events.MouseDown, down), (events.MouseMove, up), (events.MouseUp, up)):
            await send_mouse(sitting, kind, region.x + x, region.y + y)
        field = headline.ensure_field()
        assert isinstance(field, Editor) and sitting.app.focused is field
        assert field.selection == Selection((0, 5), (0, 13)) and field.selected_text == LONG[5:13]
        assert sitting.app.mouse_captured is None
        await sitting.press("delete")
        assert field.text == LONG[:5] + LONG[13:]
        await sitting.press("ctrl+z")
        assert field.text == LONG

        # Keys: the next field and the one before, with the cursor at the end of the text.
        await sitting.press("shift+tab")
        field = product.ensure_field()
        assert isinstance(field, Editor) and sitting.app.focused is field
        assert (
            sitting.app.cursor_position
            == field.cursor_screen_offset
            == (field.region.x + 2 + len("Payments"), field.region.y)
        )
        await sitting.press("tab", "tab", "shift+tab", "shift+tab", "!")
        assert product.entered == "Payments!"
        await sitting.until(lambda: sitting.session.key_details.product == "Payments!")
        assert team.is_idle


async def test_a_text_of_several_lines_that_comes_from_elsewhere_has_a_field(
    open_app: OpenApp, make_session: Make
) -> None:
    async with open_app(make_session(key_details=DETAILS), step="key_details") as sitting:
        team = row(sitting, "team")
        assert team.is_idle
        set_elsewhere(sitting, team, "Nord\nSouth")
        await sitting.until(lambda: team.entered == "Nord\nSouth")
        assert not team.is_idle and team.ensure_field().is_attached


async def send_mouse(sitting: Sitting, kind: type[events.MouseEvent], x: int, y: int) -> None:
    """Send one event of the mouse, as the driver does."""
    event: Any = kind(None, x, y, 0, 0, 1, False, False, False, x, y)
    event.set_sender(sitting.app)
    assert sitting.app._driver is not None
    sitting.app._driver.send_message(event)
    await sitting.settled()
