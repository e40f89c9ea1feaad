"""The real cursor of the terminal stands where the typing or the selection is, for Braille lines and screen readers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pmtui.library.folder import Library
from pmtui.session.document import Event, KeyDetails, OwnSection, Session, Why
from pmtui.tui.widgets.editor import Editor
from tests.tui.conftest import OpenApp, Sitting


def at_cursor(sitting: Sitting) -> str:
    """What stands on the screen from the real cursor on."""
    at = sitting.app.cursor_position
    lines = sitting.screen_text().split("\n")
    return lines[at.y][at.x :] if at.y < len(lines) else ""


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
        await sitting.pilot.resize_terminal(100, 18)
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


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (50, 15)], ids=str)
async def test_the_line_that_is_typed_stays_in_sight_however_long_the_text_and_low_the_window(
    open_app: OpenApp, make_session: Callable[..., Session], size: tuple[int, int]
) -> None:
    # At 50 columns the bar beside a text that is scrolled leaves one less for the words, and the last line is another.
    long = "\n".join(f"line {n}" for n in range(29)) + "\nof the public account, which many people wrote: line 29"
    sections = (OwnSection(id="s1", title="Detection", text="By a customer"),)
    session = make_session(**{"summary.overview": long, "summary.sections": sections, "impact.statement": long})
    async with open_app(session, step="summary", size=size) as sitting:
        for step in ("summary", "impact"):
            await sitting.go(step)
            field = next(one for one in sitting.app.screen.query(Editor) if one.text == long and one.region)
            field.focus()
            await sitting.settled()
            at = sitting.app.cursor_position
            assert sitting.screen_text().split("\n")[at.y][: at.x].endswith("line 29"), step
            await sitting.press(*"seen")
            at = sitting.app.cursor_position
            assert sitting.screen_text().split("\n")[at.y][: at.x].endswith("line 29seen"), step
        await sitting.pilot.resize_terminal(50, 15)
        await sitting.settled()
        at = sitting.app.cursor_position
        assert sitting.screen_text().split("\n")[at.y][: at.x].endswith("line 29seen"), "narrower"
