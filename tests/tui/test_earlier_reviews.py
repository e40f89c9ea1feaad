"""What earlier reviews left open is in the guide of the opening."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from pmtui.library.folder import Library
from pmtui.session.document import Action, Event, KeyDetails, Parked, Session
from pmtui.tui.home.screen import LibraryScreen
from pmtui.tui.meeting.earlier_actions import EarlierActions
from pmtui.tui.widgets.offer import OfferScreen

Make = Callable[..., Session]


async def test_the_opening_shows_what_earlier_reviews_left_open(
    open_app: Any, make_session: Make, library: Library
) -> None:
    overdue = Action(id="a", text="Alert 30 days ahead", owner="Sam", due=date(2026, 11, 1))
    library.add(
        make_session(
            **{"key_details.product": "Checkout", "key_details.headline": "Two charges", "actions": (overdue,)}
        )
    )
    async with open_app(make_session(**{"key_details.product": "Checkout"}), size=(160, 36)) as sitting:
        await sitting.until(lambda: "Alert 30 days ahead" in sitting.screen_text())
        assert "due 01-11-2026" in sitting.screen_text()
        assert "Two charges" in sitting.screen_text()


async def test_one_that_was_seen_before_is_a_recurrence_by_a_key_until_undo(
    open_app: Any, make_session: Make, library: Library
) -> None:
    before = make_session(key_details=KeyDetails(product="Login", headline="Sign-in loops", tags=("certificates",)))
    library.add(before)
    here = make_session(key_details=KeyDetails(product="Checkout", tags=("certificates",)))
    async with open_app(here, size=(160, 36)) as sitting:
        await sitting.until(lambda: "f4 says that it was" in sitting.screen_text())
        assert "tag certificates" in sitting.screen_text()
        await sitting.press("f4", "enter")
        await sitting.until(lambda: sitting.session.summary.recurrence.of == (before.id,))
        await sitting.until(lambda: "“Sign-in loops” · ctrl+z takes it back" in sitting.screen_text())
        await sitting.until(lambda: "f4 says that it was" not in sitting.screen_text())
        await sitting.press("ctrl+z")
        await sitting.until(lambda: sitting.session.summary.recurrence.answer is None)


async def test_what_earlier_reviews_say_is_offered_in_empty_fields(
    open_app: Any, make_session: Make, library: Library
) -> None:
    before = KeyDetails(product="Checkout", team="Payments", attendees=("Ada K.", "Tom A."))
    library.add(make_session(key_details=before))
    event = Event(id="e", at="2026-11-18T14:02:00Z", text="refused")
    async with open_app(make_session(timeline=(event,)), step="key_details") as sitting:
        await sitting.until(lambda: "→ Checkout" in sitting.screen_text())
        await sitting.press("right", "tab", "tab")
        assert "→ 18-11-2026" in sitting.screen_text()
        await sitting.press("right", "tab")
        details = sitting.session.key_details
        assert (details.product, details.incident_date) == ("Checkout", date(2026, 11, 18))
        await sitting.go("opening")
        await sitting.press("right", "tab", *"to", "right", "tab")
        details = sitting.session.key_details
        assert (details.attendees, details.facilitator) == (("Ada K.", "Tom A."), "Tom A.")


async def test_what_earlier_reviews_left_unanswered_is_taken_by_a_key(
    open_app: Any, make_session: Make, library: Library
) -> None:
    lot = (Parked(id="a", text="Rate limits"), Parked(id="b", text="Since when?", kind="question"))
    library.add(make_session(**{"key_details.product": "Checkout", "parking_lot": lot}))
    async with open_app(make_session(**{"key_details.product": "Checkout"}), step="opening") as sitting:
        said = "Earlier reviews left 2 questions open: h shows them, f3 in its list takes a question"
        await sitting.until(lambda: said in sitting.screen_text())
        assert "Names with commas between them." in sitting.screen_text(), "the help of the field has its own line"
        await sitting.press("escape", "h")
        await sitting.until(lambda: "Since when?" in sitting.screen_text())
        await sitting.press("h")
        sitting.app.screen.set_focus(sitting.meeting.view.lists[0].add)
        await sitting.press("f3")
        await sitting.until(lambda: isinstance(sitting.app.screen, OfferScreen))
        await sitting.press(*"since", "enter", "enter")
        await sitting.until(lambda: not isinstance(sitting.app.screen, OfferScreen))
        assert [(one.text, one.kind) for one in sitting.session.parking_lot] == [
            ("Since when?", "question"), ("Rate limits", "question"),
        ]  # fmt: skip
        await sitting.until(lambda: "Earlier reviews left" not in sitting.screen_text())


async def test_what_was_left_open_is_done_dropped_had_back_and_opened(
    open_app: Any, make_session: Make, library: Library
) -> None:
    alert = Action(id="a", text="Alert 30 days ahead", owner="Sam", due=date(2026, 11, 1))
    drill = Action(id="b", text="Drill a restore")
    asked = (Parked(id="q", text="Since when?", kind="question"),)
    content = {"key_details.product": "Checkout", "actions": (alert, drill), "parking_lot": asked, "status": "final"}
    left = make_session(**content)
    library.add(left)

    def kept() -> list[tuple[str, str]]:
        entry = library.by_id(left.id)
        assert entry is not None
        return [(action.status, action.description) for action in library.read(entry).actions]

    here = make_session(**{"key_details.product": "Checkout", "key_details.headline": "Two charges"})
    async with open_app(here, step="opening") as sitting:
        said = "Earlier reviews left 2 actions, 1 question: f2 shows them, f3 in its list asks one"
        await sitting.until(lambda: said in sitting.screen_text())
        await sitting.press("f2")
        await sitting.until(lambda: isinstance(sitting.app.screen, EarlierActions))
        await sitting.press("x")
        await sitting.until(lambda: kept()[0][0] == "done")
        await sitting.until(lambda: "Done: “Alert 30 days ahead” · u takes it back" in sitting.screen_text())
        await sitting.press("u")
        await sitting.until(lambda: kept()[0][0] == "open")
        await sitting.press("down", "f3", *"no time", "enter")
        await sitting.until(lambda: kept()[1] == ("dropped", "no time"))
        await sitting.press("escape")
        await sitting.until(lambda: "Earlier reviews left 1 action, 1 question" in sitting.screen_text())
        await sitting.press("f2")
        await sitting.until(lambda: isinstance(sitting.app.screen, EarlierActions))
        await sitting.press("enter")
        await sitting.until(lambda: sitting.meeting.editing.session.id == left.id)
        await sitting.until(lambda: sitting.meeting.name_now == "actions")
        await sitting.until(lambda: "ctrl+l, then enter, goes back to “Two charges”" in sitting.screen_text())
        await sitting.press("ctrl+l")
        await sitting.until(lambda: isinstance(sitting.app.screen, LibraryScreen))
        await sitting.until(lambda: getattr(sitting.app.screen.entry, "id", "") == here.id)
        await sitting.press("enter")
        await sitting.until(lambda: sitting.app.editing is not None and sitting.app.editing.session.id == here.id)
