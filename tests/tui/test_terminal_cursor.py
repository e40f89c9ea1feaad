"""The real cursor of the terminal stands where the typing or the selection is, for Braille lines and screen readers."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.library.folder import Library
from pmtui.session.document import Event, KeyDetails, Session, Why
from tests.tui.conftest import OpenApp, Sitting


def at_cursor(sitting: Sitting) -> str:
    """What stands on the screen from the real cursor on."""
    at = sitting.app.cursor_position
    return sitting.screen_text().split("\n")[at.y][at.x :]


async def test_the_real_cursor_follows_fields_choices_lists_trees_and_the_list_of_reviews(
    run_app: OpenApp, library: Library, make_session: Callable[..., Session]
) -> None:
    session = make_session(
        key_details=KeyDetails(product="Checkout", headline="Payments refused", audience="business"),
        timeline=tuple(Event(id=f"e{n}", text=f"event number {n}") for n in range(40)),
        **{"root_cause.whys": (Why(id="w1", text="The certificate expired", whys=(Why(id="w2", text="Nobody saw"),)),)},
    )
    library.add(session)
    async with run_app(session.id, size=(100, 24)) as sitting:
        await sitting.go("key_details")
        field = sitting.app.focused
        await sitting.press("x", "y")
        assert field is not None and sitting.app.cursor_position == field.cursor_screen_offset  # type: ignore[attr-defined]
        await sitting.press("ctrl+g", *"audience", "enter")
        await sitting.until(lambda: at_cursor(sitting).startswith("● business"))
        await sitting.go("timeline")
        assert "event number" not in at_cursor(sitting), "typing goes into the line below"
        await sitting.press("escape", "home", *["down"] * 30)
        assert "event number 30" in at_cursor(sitting)
        await sitting.go("five_whys")
        await sitting.press("escape", "end")
        assert "Nobody saw" in at_cursor(sitting)
        await sitting.press("ctrl+l")
        await sitting.until(lambda: "Payments refused" in at_cursor(sitting))
