"""Typed in the app: sections of the team's own, who acted, what is known now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pmtui.report.markdown import render
from pmtui.session.document import Event, Session
from pmtui.tui.steps.item_window import ItemScreen

Make = Callable[..., Session]


async def test_a_section_is_added_written_moved_deleted_and_taken_back(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(), step="summary") as sitting:
        (own,) = sitting.meeting.view.lists
        sitting.app.screen.set_focus(own.add)
        await sitting.press(*"Trigger: one rule", "enter", *"Detection", "enter", "escape", "enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        assert sitting.app.screen.place.field == "text"
        await sitting.press(*"- a customer", "ctrl+j", *"- then an alert", "escape")
        titles = lambda: [(own.title, own.text) for own in sitting.session.summary.sections]  # noqa: E731
        assert titles() == [("Trigger", "one rule"), ("Detection", "- a customer\n- then an alert")]
        assert "### Detection\n\n- a customer\n- then an alert" in render(sitting.session)
        await sitting.press("K")
        assert [title for title, _ in titles()] == ["Detection", "Trigger"]
        await sitting.press("delete")
        assert [title for title, _ in titles()] == ["Trigger"]
        await sitting.press("u", "u")
        assert [title for title, _ in titles()] == ["Trigger", "Detection"]
        assert "Detection" in sitting.screen_text()


async def test_who_acted_and_what_is_known_now_are_typed_in_the_window_and_shown_to_the_room(
    open_app: Any, make_session: Make
) -> None:
    made = make_session(
        timeline=(Event(id="a", at="2026-11-18T14:00:00Z", text="fail over", kind="decision", known="both alike"),)
    )
    async with open_app(made, step="timeline") as sitting:
        await sitting.press("escape", "enter")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        form = sitting.app.screen.form
        for path, words in (("known_now", "the disk was full"), ("who", "on-call")):
            sitting.app.screen.set_focus(form.row_of(path).ensure_field())
            await sitting.press(*words)
        await sitting.press("escape")
        (event,) = sitting.session.timeline
        assert (event.known, event.known_now, event.who) == ("both alike", "the disk was full", "on-call")
        await sitting.press("v")
        await sitting.until(lambda: "What do we know now?" in sitting.screen_text())
        seen = sitting.screen_text()
        assert seen.index("both alike") < seen.index("What do we know now?") < seen.index("the disk was full")
        assert "decision   on-call" in seen
