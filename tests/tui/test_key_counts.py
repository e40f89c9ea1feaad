"""The page that counts keys stays true: each act is done by the keys that it lists, and by no others."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmtui.session.document import Action, Event, KeyDetails, Note, Parked, Session, StepName, Why
from pmtui.tui.projector.screen import PresentScreen

PAGE = Path(__file__).resolve().parents[2] / "docs" / "keys-counted.md"

EVENTS = (Event(id="e1", at="2026-11-20T08:00:00Z", text="page", source="chat"),)
NOTES = tuple(Note(id=f"n{n}", text=f"note {n}") for n in range(3))
WHYS = (Why(id="w1", text="the dump failed"),)


@dataclass(frozen=True)
class Act:
    """Where it begins, what is typed, and what is so afterwards."""

    step: StepName
    true: Callable[[Any], bool]
    text: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    at: str = ""
    """The item that is selected."""


def parked(kind: str) -> dict[str, Any]:
    return {"parking_lot": (Parked(id="p", text="show the host", kind=kind),)}  # type: ignore[arg-type]


CAUSE = {"root_cause.problem": "data was lost", "root_cause.whys": WHYS}
BOARD = {"lessons.went_well": NOTES}
OWNED = {
    "key_details": KeyDetails(product="x", headline="x", owner="x", facilitator="x", attendees=("x",)),
    "actions": (Action(id="a", text="alert after 26 h", due=date(2026, 12, 1), ticket="O-1"),),
}

ACTS = {
    "Add an event, on the timeline": Act(
        "timeline", lambda s: [each.text for each in s.session.timeline] == ["page"], "14:02 page"
    ),
    "Add an event, from any other step": Act(
        "impact", lambda s: [each.text for each in s.session.timeline] == ["page"], "14:02 page"
    ),
    "Park a thought, from any step": Act(
        "impact", lambda s: [each.kind for each in s.session.parking_lot] == ["topic"], "costs"
    ),
    "Park an idea for the actions": Act(
        "impact", lambda s: [each.kind for each in s.session.parking_lot] == ["idea"], "show the host"
    ),
    "Go to the next step": Act("impact", lambda s: s.meeting.name_now == "lessons"),
    "Go to any step or field by name": Act("opening", lambda s: s.meeting.name_now == "five_whys", "five"),
    "Say that an event is when it was detected": Act(
        "timeline", lambda s: s.session.key_details.detected_at == EVENTS[0].at, "det", {"timeline": EVENTS}
    ),
    "Pin an event": Act("timeline", lambda s: s.session.timeline[0].pinned, "", {"timeline": EVENTS}),
    "Add a note with initials": Act(
        "lessons", lambda s: [each.author for each in s.session.lessons.went_well] == ["JL"], "calm @jl"
    ),
    "Add a note in the next column": Act(
        "lessons", lambda s: [each.text for each in s.session.lessons.went_wrong] == ["late"], "late"
    ),
    "Begin quiet writing": Act("lessons", lambda s: s.meeting.meeting_clock.is_quiet),
    "Give three notes the votes of the room": Act(
        "lessons", lambda s: [note.votes for note in s.session.lessons.went_well] == [3, 5, 2], "", BOARD
    ),
    "Put a note into a group": Act(
        "lessons", lambda s: s.session.lessons.went_well[0].group == "team", "team", BOARD, at="n0"
    ),
    "Answer a why, and ask again": Act(
        "five_whys", lambda s: s.meeting.view.lists[0].item().text == "it bounced", "it bounced", CAUSE, at="w1"
    ),
    "Answer a why a second time, as a branch": Act(
        "five_whys", lambda s: len(s.session.root_cause.whys) == 2, "slow disks", CAUSE, at="w1"
    ),
    "Mark an answer as a root": Act(
        "five_whys", lambda s: s.session.root_cause.whys[0].verdict == "root", "", CAUSE, at="w1"
    ),
    "Make an action from an answer": Act(
        "five_whys",
        lambda s: [(a.source, a.text) for a in s.session.actions] == [("w1", "alert")],
        "alert",
        CAUSE,
        "w1",
    ),
    "Make an action from the parked idea": Act(
        "actions", lambda s: [each.text for each in s.session.actions] == ["show the host"], "", parked("idea")
    ),
    "Say who does an action, at the close": Act("close", lambda s: s.session.actions[0].owner == "Mo", "Mo", OWNED),
    "Take back the last act": Act("timeline", lambda s: s.session.timeline == (), "", {"undo": EVENTS[0]}),
    "Show the step on the projector": Act("impact", lambda s: isinstance(s.app.screen, PresentScreen)),
    "Give the step two more minutes": Act("timeline", lambda s: "Two more minutes" in s.said),
    "Answer an open question, at the close": Act(
        "close", lambda s: s.session.parking_lot[0].answer == "Pia", "Pia", parked("question")
    ),
    "Set the review to “in review”": Act("close", lambda s: s.session.status == "in_review"),
}


def rows() -> list[tuple[str, list[str], int]]:
    """Act, keys, count, from the page."""
    found = re.findall(r"(?m)^\| ([^|]+) \| ([^|]+) \| (\d+) \|$", PAGE.read_text(encoding="utf-8"))
    return [(act, re.findall(r"`[^`]+`|text|letters", keys), int(count)) for act, keys, count in found]


def test_the_page_counts_right_and_each_of_its_acts_is_tried() -> None:
    assert [act for act, _, _ in rows()] == list(ACTS)
    for act, keys, count in rows():
        assert sum(key != "text" for key in keys) == count, act
    assert len(ACTS) >= 20


@pytest.mark.parametrize(("name", "keys"), [(act, keys) for act, keys, _ in rows()])
async def test_an_act_takes_the_keys_that_are_listed(
    name: str, keys: list[str], open_app: Any, make_session: Callable[..., Session]
) -> None:
    act = ACTS[name]
    content = {path: value for path, value in act.content.items() if path != "undo"}
    async with open_app(make_session(**content), size=(80, 24), step=act.step) as sitting:
        await sitting.until(lambda: sitting.app.focused is not None)
        if "undo" in act.content:
            await sitting.press(*"page", "enter")
        if act.step == "close":
            missing = sitting.meeting.view.missing
            missing.go_to(next((row.id for row in missing.rows if "has no owner" in row.text), missing.row_id))
        elif act.at:
            sitting.meeting.view.lists[0].go_to(act.at)
        assert not act.true(sitting)
        for key in keys:
            await sitting.press(*(act.text if key in ("text", "letters") else [key.strip("`")]))
        await sitting.until(lambda: act.true(sitting))
