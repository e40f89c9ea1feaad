"""A key of one's own does its act everywhere and is named everywhere; what it replaces does it no longer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace

from pmtui.meeting import commands
from pmtui.meeting.commands import COMMANDS, Command
from pmtui.session.document import Action, Event, Parked, Why
from pmtui.tui.input.acts import HasActs
from pmtui.tui.input.keymap import letter_as_command
from pmtui.tui.meeting.help import HelpScreen
from pmtui.tui.projector.screen import PresentScreen
from pmtui.tui.steps.item_window import ItemScreen
from tests.faults.focus_walks import full_session

STEPS = {
    "timeline": "timeline", "five whys": "five_whys", "lessons": "lessons", "actions": "actions",
    "evidence": "evidence", "list": "actions", "meeting": "timeline", "anywhere": "timeline",
}  # fmt: skip
TRIED = [command for command in COMMANDS if command.where in STEPS and command.id not in ("back", "palette")]
MODIFIERS = ("ctrl", "shift", "alt", "ctrl+shift", "ctrl+alt", "alt+shift", "super")
RARE = {command.id: f"{MODIFIERS[n // 12]}+f{n % 12 + 1}" for n, command in enumerate(TRIED)}


async def help_text(sitting):
    sitting.app.action_help()
    await sitting.until(lambda: isinstance(sitting.app.screen, HelpScreen))
    text = {row.text: "".join(span.text for span in row.lead) for row in sitting.app.screen.rows}
    await sitting.press("escape")
    return text


def remember_acts(monkeypatch, sitting, command: Command) -> list[str]:
    """Have the command remembered wherever it is done, and done nowhere."""
    done: list[str] = []
    nodes = [sitting.app, *sitting.app.screen_stack, *sitting.meeting.query("*")]
    for node in nodes:
        if isinstance(node, HasActs) and command.id in node.acts:
            act = replace(node.acts[command.id], do=lambda _: done.append(command.id))
            monkeypatch.setitem(node.acts, command.id, act)
    for kind in {kind for node in nodes for kind in type(node).__mro__ if kind.__module__.startswith("pmtui.")}:
        if f"action_{command.action}" in vars(kind):
            monkeypatch.setattr(kind, f"action_{command.action}", lambda *_: done.append(command.id))
    return done


@pytest.mark.parametrize("place", STEPS)
async def test_a_key_of_ones_own_does_its_act_and_the_default_does_no_longer(run_app, library, monkeypatch, place):
    session = full_session()
    library.add(session)
    own = {name: (key,) for name, key in RARE.items()}
    async with run_app(session.id, keys=own) as sitting:
        await sitting.go(STEPS[place])
        await sitting.press("escape", "down")
        for command in (each for each in TRIED if each.where == place):
            done = remember_acts(monkeypatch, sitting, command)
            items = sitting.meeting.view.active_list()
            can = all(node.can(command.id) for node in (items, sitting.meeting) if command.id in node.acts)
            await sitting.press(RARE[command.id], *command.keys)
            assert done == ([command.id] if can else []), command.id


async def test_on_the_projector_an_act_has_the_key_that_was_given_to_it(run_app, library):
    session = full_session()
    library.add(session)
    async with run_app(session.id, keys={"item.tick": ("ctrl+f11",), "item.edit": ("ctrl+f10",)}) as sitting:
        await sitting.go("actions")
        await sitting.press("escape", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        await sitting.press("x", "f5")
        assert [each.status for each in sitting.session.actions] == ["open"] * 3
        await sitting.press("ctrl+f11")
        assert sum(each.status == "done" for each in sitting.session.actions) == 1
        await sitting.press("enter")
        assert isinstance(sitting.app.screen, PresentScreen)
        await sitting.press("ctrl+f10")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))


async def test_in_an_item_s_window_undo_has_the_key_that_was_given_to_it(run_app, library):
    session = full_session()
    library.add(session)
    async with run_app(session.id, keys={"undo": ("ctrl+f11",)}) as sitting:
        await sitting.go("actions")
        await sitting.press("f2")
        assert [each.horizon for each in sitting.session.actions].count("long") != 0
        changed = sitting.session.actions
        await sitting.press("ctrl+o")
        await sitting.until(lambda: isinstance(sitting.app.screen, ItemScreen))
        await sitting.press("ctrl+z")
        assert sitting.session.actions == changed
        await sitting.press("ctrl+f11")
        await sitting.until(lambda: sitting.session.actions == session.actions)


async def test_help_says_why_something_cannot_be_done_now(open_app, make_session):
    session = make_session(**{"root_cause.problem": "Refused", "root_cause.whys": (Why(id="w", text="expired"),)})
    async with open_app(session, step="five_whys") as sitting:
        await sitting.press("escape", "home")
        text = await help_text(sitting)
        assert f"{commands.by_id('why.root').what}: choose an answer first" in text
        assert f"{commands.by_id('item.delete').what}: choose an answer first" in text
        assert f"{commands.by_id('undo').what}: nothing to undo yet" in text
        await sitting.press("ctrl+p")
        offered = [row.style for row in sitting.app.screen.list.rows]
        assert offered == sorted(offered), "what can be done now comes before what cannot"
        await sitting.press(*"root")
        await sitting.until(lambda: "choose an answer first" in sitting.screen_text())


async def test_help_on_the_projector_lists_what_walks_and_the_step_s_keys(open_app, make_session):
    events = (Event(id="e", at="2026-11-18T14:02:00Z", text="alert"),)
    async with open_app(make_session(timeline=events), step="timeline") as sitting:
        await sitting.press("escape", "v")
        await sitting.until(lambda: isinstance(sitting.app.screen, PresentScreen))
        text = await help_text(sitting)
        assert commands.by_id("event.milestone").what in text
        assert any("One item on, or back" in line for line in text)
        assert commands.by_id("item.select").what not in text


async def test_help_says_what_sorting_and_marking_do(open_app, make_session):
    async with open_app(full_session(), step="lessons") as sitting:
        await sitting.press("escape")
        text = await help_text(sitting)
        assert "Sort the notes by their votes" in text
        assert "Mark the item, or not, and move on: to act on several" in text
        await sitting.until(lambda: "mark ↓" in sitting.said)


@pytest.mark.parametrize("size", [(160, 45), (120, 36), (80, 24), (50, 15)])
async def test_the_guide_is_hidden_and_shown_at_every_width(open_app, make_session, size):
    async with open_app(make_session(), size=size, step="impact") as sitting:
        guide, body = sitting.meeting.guide, sitting.meeting.query_one("#body")
        await sitting.press("escape")
        before, width = guide.display, body.size.width
        await sitting.press("h")
        await sitting.until(lambda: guide.display != before)
        if before:
            await sitting.until(lambda: body.size.width > width)
        await sitting.press("h")
        await sitting.until(lambda: guide.display == before and body.size.width == width)


async def test_go_to_lists_nothing_twice_and_knows_the_report_s_names(open_app, make_session):
    parked = (Parked(id="q", text="Why?"),)
    async with open_app(make_session(parking_lot=parked, actions=(Action(id="a", text="x"),))) as sitting:
        await sitting.press("ctrl+g")
        await sitting.until(lambda: type(sitting.app.screen).__name__ == "Picker")
        picker = sitting.app.screen
        rows = [(row.text, "".join(span.text for span in row.right)) for row in picker.source("")]
        assert len(rows) == len(set(rows))
        assert [text for text, _ in rows].count("Resources") == 1
        assert picker.source("overview")[0].id == "field:summary:summary.overview"
        assert picker.source("attendees")[0].id == "field:opening:key_details.attendees"


def test_a_letter_that_is_typed_alone_is_told_as_the_command_that_it_is() -> None:
    app: Any = SimpleNamespace(commands=COMMANDS)
    assert letter_as_command(app, "v").startswith("v is text here · esc, then v: Present on a projector")
    assert letter_as_command(app, "") == letter_as_command(app, "vv") == letter_as_command(app, "é") == ""
