"""Filling in the quieter steps: one key for an answer, the usual items taken one by one, actions at a glance."""

from __future__ import annotations

import asyncio
from datetime import date

from pmtui.session.document import STEP_NAMES, Action, Measure, Parked, Resource
from pmtui.tui.widgets.choice import ChoiceField
from pmtui.tui.widgets.offer import OfferScreen

TIMES = {
    "key_details.started_at": "2026-11-18T14:02:00Z",
    "key_details.detected_at": "2026-11-18T14:09:00Z",
    "key_details.resolved_at": "2026-11-18T14:49:00Z",
}


async def test_steps_that_are_asked_for_faster_than_they_are_drawn(open_app, make_session):
    session = make_session(actions=ACTIONS, parking_lot=(Parked(id="q", text="How long?", kind="question"),))
    async with open_app(session) as sitting:
        await asyncio.gather(*(sitting.meeting.open_step(name) for name in (*STEP_NAMES, "close", "actions")))
        assert sitting.meeting.name_now == "actions"
        shown = [view.step.name for view in sitting.meeting.views.values() if view.display]
        assert shown == ["actions"]
        await sitting.until(lambda: "Renew by a job" in sitting.screen_text())


# --- summary ---


async def test_a_question_takes_one_key_and_tab_leads_to_its_detail(open_app, make_session):
    async with open_app(make_session(), step="summary") as sitting:
        row = next(
            row for row in sitting.meeting.view.field_rows() if row.slot.field.path == "summary.data_loss.answer"
        )
        row.ensure_field().focus()
        await sitting.press("1", "tab", *"carts", "tab")
        loss = sitting.session.summary.data_loss
        assert (loss.answer, loss.detail) == ("yes", "carts")
        assert "1 of 6 questions answered" in sitting.screen_text()


async def test_every_answer_has_a_key(open_app, make_session):
    async with open_app(make_session(), step="summary") as sitting:
        row = next(
            row for row in sitting.meeting.view.field_rows() if row.slot.field.path == "summary.data_loss.answer"
        )
        row.ensure_field().focus()
        got = []
        for key in ("1", "2", "3", "1", "right", "left", "left", "space", "backspace"):
            await sitting.press(key)
            got.append(sitting.session.summary.data_loss.answer)
        assert got == ["yes", "no", "unknown", "yes", "no", "yes", "yes", "no", None]


async def test_a_choice_on_two_lines_is_clicked_where_it_stands(open_app, make_session):
    async with open_app(make_session(), size=(50, 20), step="summary") as sitting:
        row = next(row for row in sitting.meeting.view.field_rows() if row.slot.field.path == "summary.pattern")
        choice = row.ensure_field()
        assert isinstance(choice, ChoiceField)
        row.scroll_visible(animate=False)
        await sitting.settled()
        assert choice.size.height == 2
        await sitting.pilot.click(choice, offset=(4, 1))
        await sitting.until(lambda: sitting.session.summary.pattern == "intermittent")


# --- the usual items ---


async def test_the_usual_resources_are_taken_one_after_the_other(open_app, make_session):
    async with open_app(make_session(resources=(Resource(id="r", text="Database logs"),)), step="resources") as sitting:
        await sitting.press("f3")
        await sitting.until(lambda: isinstance(sitting.app.screen, OfferScreen))
        await sitting.press("enter", "enter", *"snap", "enter", "escape")
        texts = [resource.text for resource in sitting.session.resources]
        assert texts == ["Database logs", "Application logs", "Web server or proxy logs", "Snapshots and backups"]
        assert sitting.app.screen is sitting.meeting
        await sitting.press("f5")
        assert sitting.session.resources[-1].secured
        await sitting.until(lambda: "1 of 4 secured" in sitting.screen_text())


async def test_all_of_the_usual_ones_are_one_act(open_app, make_session):
    async with open_app(make_session(), step="resources") as sitting:
        await sitting.press("f3")
        await sitting.until(lambda: isinstance(sitting.app.screen, OfferScreen))
        await sitting.press("end", "down", *["down"] * 20, "enter")
        await sitting.until(lambda: sitting.app.screen is sitting.meeting)
        assert len(sitting.session.resources) > 10
        await sitting.press("ctrl+z")
        assert sitting.session.resources == ()


async def test_the_duration_is_offered_with_what_the_times_say(open_app, make_session):
    session = make_session(**TIMES, **{"impact.statement": "No payments"})
    async with open_app(session, step="impact") as sitting:
        await sitting.press("f3")
        await sitting.until(lambda: isinstance(sitting.app.screen, OfferScreen))
        await sitting.until(lambda: "47 min, from the times" in sitting.screen_text())
        await sitting.press("enter", "enter", "escape")
        found = [(measure.name, measure.value) for measure in sitting.session.impact.measures]
        assert found == [("Duration", "47 min"), ("Time to detect", "7 min")]


async def test_a_measure_is_typed_as_name_and_value(open_app, make_session):
    session = make_session(**{"impact.statement": "x", "impact.measures": (Measure(id="m", name="Calls"),)})
    async with open_app(session, step="impact") as sitting:
        await sitting.press(*"Orders lost: 1,240", "enter")
        made = sitting.session.impact.measures[-1]
        assert (made.name, made.value) == ("Orders lost", "1,240")
        assert "no number yet" in sitting.screen_text()


# --- actions ---

ACTIONS = (
    Action(id="a", text="Alert earlier", owner="Jo", due=date(2026, 11, 20), ticket="OPS-9"),
    Action(id="b", text="Renew by a job", owner="Sam", due=date(2026, 11, 15)),
    Action(id="c", text="Buy a second gateway", status="dropped", description="It costs too much"),
)


async def test_what_is_overdue_says_so_and_why_something_was_dropped_too(open_app, make_session):
    async with open_app(make_session(actions=ACTIONS), step="actions") as sitting:
        rows = {row.id: row for row in sitting.meeting.view.lists[0].list.rows}
        assert any(span.style.startswith("danger") and "overdue" in span.text for span in rows["b"].right)
        assert not any("overdue" in span.text for span in rows["a"].right), "it is due today"
        assert rows["c"].style == "struck"
        await sitting.press("escape", "end")
        await sitting.until(lambda: "because: It costs too much" in sitting.screen_text())


async def test_columns_stand_below_each_other_where_it_is_wide(open_app, make_session):
    async with open_app(make_session(actions=ACTIONS[:2]), size=(170, 40), step="actions") as sitting:
        await sitting.until(lambda: "Jo   " in sitting.screen_text())
        lines = sitting.screen_text().split("\n")
        jo = next(line for line in lines if "Alert earlier" in line)
        sam = next(line for line in lines if "Renew by a job" in line)
        assert jo.index("Jo") == sam.index("Sam")
        assert jo.index("20-11-2026") == sam.index("15-11-2026")


async def test_done_is_noted_with_its_day_and_taken_back(open_app, make_session):
    async with open_app(make_session(actions=ACTIONS), step="actions") as sitting:
        await sitting.press("f5")
        action = sitting.session.actions[0]
        assert (action.status, action.done_at) == ("done", date(2026, 11, 20))
        await sitting.press("f5")
        action = sitting.session.actions[0]
        assert (action.status, action.done_at) == ("open", None)


async def test_the_one_parked_idea_becomes_an_action_by_one_key(open_app, make_session):
    session = make_session(parking_lot=(Parked(id="i", text="A calendar", kind="idea", author="Ada"),))
    async with open_app(session, step="actions") as sitting:
        await sitting.press("f4")
        (action,) = sitting.session.actions
        assert (action.text, action.source) == ("A calendar", "i")
        assert [parked.id for parked in sitting.session.parking_lot] == ["i"]
        await sitting.press("f4")
        await sitting.until(lambda: "No parked idea waits" in sitting.said)
        assert len(sitting.session.actions) == 1
        await sitting.go("evidence")
        await sitting.press("tab", "tab")
        await sitting.until(lambda: "is an action now" in sitting.screen_text())


async def test_several_parked_ideas_are_offered(open_app, make_session):
    ideas = tuple(Parked(id=f"i{n}", text=f"Idea {n}", kind="idea") for n in range(3))
    async with open_app(make_session(parking_lot=ideas), step="actions") as sitting:
        await sitting.press("f4")
        await sitting.until(lambda: isinstance(sitting.app.screen, OfferScreen))
        await sitting.press("down", "enter", "escape")
        assert [action.text for action in sitting.session.actions] == ["Idea 1"]
