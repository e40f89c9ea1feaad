"""The actions by their keys: dropped and taken up again, short term and long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from pmtui.app.editing_session import Place
from pmtui.session.document import Action, KeyDetails, Session, Why
from pmtui.tui.steps.item_window import ItemScreen

Make = Callable[..., Session]

ACTIONS = (Action(id="a", text="Renew by a job"), Action(id="b", text="Alert a week before"))


async def select(sitting: Any, action: str) -> None:
    await sitting.press("escape")
    await sitting.meeting.go_to(Place("actions", action))
    await sitting.until(lambda: sitting.meeting.view.actions.item_id == action)


async def test_an_action_is_dropped_with_its_reason_and_taken_up_again(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(actions=(*ACTIONS, Action(id="c", text="Say so"))), step="actions") as sitting:
        await select(sitting, "b")
        await sitting.press("f3")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen) and sitting.app.screen.is_mounted)
        await sitting.press(*"Too much", "escape", "escape")
        await sitting.until(lambda: not isinstance(sitting.app.screen, ItemScreen))
        assert sitting.meeting.view.actions.item_id == "c", "the selection stays where one looks"
        first, second, _ = sitting.session.actions
        assert (first.status, second.status, second.description) == ("open", "dropped", "Too much")
        await select(sitting, "b")
        await sitting.press("f3")
        assert {each.status for each in sitting.session.actions} == {"open"}
        assert not isinstance(sitting.app.screen, ItemScreen), "nobody is asked why it goes on"


async def test_the_term_of_an_action_turns_with_each_key(open_app: Any, make_session: Make) -> None:
    async with open_app(make_session(actions=ACTIONS), step="actions") as sitting:
        await select(sitting, "b")
        before = sitting.session.actions[1].horizon
        await sitting.press("f2")
        assert [each.horizon for each in sitting.session.actions] != [before, before]
        assert sitting.session.actions[0].horizon == before
        await sitting.press("f2")
        assert [each.horizon for each in sitting.session.actions] == [before, before]


async def test_one_line_holds_an_action_and_gives_its_words_back(open_app: Any, make_session: Make) -> None:
    details = KeyDetails(attendees=("Priya", "Tom A."), timezone="Europe/London")
    async with open_app(make_session(key_details=details, actions=()), step="actions") as sitting:
        await sitting.press(*"Measure CPU time 18-12 WAF-1202 !P1 @pr", "right")
        assert "→ owner Priya · due Fri 18-12-2026 · WAF-1202" in sitting.screen_text()
        await sitting.press("enter")
        (action,) = sitting.session.actions
        assert (action.text, action.owner, action.ticket) == ("Measure CPU time", "Priya", "WAF-1202")
        assert action.kind is None
        await sitting.press("ctrl+z")
        assert sitting.session.actions[0].text == "Measure CPU time 18-12 WAF-1202 !P1 @Priya"
        assert sitting.session.actions[0].owner == ""
        await sitting.press("ctrl+y")
        assert sitting.session.actions == (action,)
        await sitting.press("ctrl+z", "ctrl+z", "f6", *"14:02 rules rolled back @t", "right")
        assert "who acted Tom A." in sitting.screen_text()
        await sitting.press("enter")
        assert sitting.session.actions == ()
        assert (sitting.session.timeline[-1].text, sitting.session.timeline[-1].who) == ("rules rolled back", "Tom A.")


async def test_words_that_are_typed_on_in_the_window_fill_what_is_empty(open_app: Any, make_session: Make) -> None:
    kept = Action(id="a", text="Ask the desk @Priya")
    there = Action(id="b", text="Ship it", priority="P1")
    async with open_app(make_session(actions=(kept, there)), step="actions") as sitting:
        sitting.meeting.view.lists[0].go_to("a")
        await sitting.press("ctrl+o", "enter", "escape")
        assert sitting.session.actions[0] == kept, "left there on purpose"
        sitting.meeting.view.lists[0].go_to("b")
        await sitting.press("ctrl+o", *" @Priya 18-12-2026", "enter", "escape")
        action = sitting.session.actions[1]
        assert (action.text, action.owner, action.due, action.priority) == (
            "Ship it",
            "Priya",
            date(2026, 12, 18),
            "P1",
        )


async def test_an_action_is_linked_to_its_root_from_either_side(open_app: Any, make_session: Make) -> None:
    root = Why(id="r", text="Nobody was told", verdict="root")
    made = make_session(actions=ACTIONS, **{"root_cause.problem": "Refused", "root_cause.whys": (root,)})
    async with open_app(made, size=(160, 36), step="actions") as sitting:
        await select(sitting, "b")
        await sitting.press("l", *"nobody", "enter")
        assert [each.source for each in sitting.session.actions] == [None, "r"]
        await sitting.go("five_whys")
        await sitting.press("escape", "home", "down")
        assert sitting.meeting.view.whys.item_id == "r"
        await sitting.press("l", *"renew", "enter")
        assert [each.source for each in sitting.session.actions] == ["r", "r"]
        assert "Its actions" in sitting.screen_text()
        await sitting.press("l", *"alert", "enter")
        assert [each.source for each in sitting.session.actions] == ["r", None]
        await sitting.press("f4", *"Tell the desk @Priya", "enter")
        told = sitting.session.actions[-1]
        assert (told.text, told.owner, told.source) == ("Tell the desk", "Priya", "r"), (
            "its window reads as the add line"
        )
        await sitting.press("ctrl+z")
        assert sitting.session.actions[-1].text == "Tell the desk @Priya"
