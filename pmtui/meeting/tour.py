"""The tour for new users: a few cards, each about one step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from pmtui.meeting.step import Step
from pmtui.session.document import StepName
from pmtui.signs import UP_DOWN


class Card(NamedTuple):
    """A few sentences about one step. `{event.add}` in the text stands for the key of that command."""

    step: StepName
    title: str
    text: str


CARDS: Final = (
    Card(
        "opening",
        "A review is a meeting in steps",
        "This one is for who is here, the ground rules, and the questions that people want answered by the end. "
        "{step.next} goes to the next step, {step.goto} to any step or field by a few letters. Nothing has to be done "
        "in order, and all is saved as you type.",
    ),
    Card(
        "timeline",
        "What happened",
        "Type “14:02 alert fired” and Enter. {event.add} adds an event from any step; {event.milestone} takes when it "
        "started, was detected or resolved from the selected one. Decisions keep what was known then.",
    ),
    Card(
        "lessons",
        "What each of us saw",
        "{quiet.start} gives the room quiet minutes to write. “Stayed calm @JL” notes whose thought it is. After Esc, "
        "a number is the votes of the selected note.",
    ),
    Card(
        "five_whys",
        "How it came about",
        f"Whatever you type answers the question below the tree, and is asked about in turn. {UP_DOWN} choose another "
        "answer: a second one makes a branch. {why.root} marks a root.",
    ),
    Card(
        "actions",
        "What we change",
        "Few, each with one person and one date. Ideas for fixes are parked on the way with {park.add}, and wait here "
        "until {action.idea} takes them.",
    ),
    Card(
        "close",
        "What is still missing",
        "Enter goes to the place where it is missing. Then the status, {status.next}, and the report: {report.copy} "
        "copies it, {report.save} saves it.",
    ),
    Card(
        "close",
        "And from anywhere",
        "{help} shows the keys that work where you are, {palette} finds any act, {undo} takes back the last one. "
        "{present.toggle} shows the step large, for a projector. Letters are commands after Esc.",
    ),
)


def cards(steps: Sequence[Step]) -> tuple[Card, ...]:
    """Return the cards about the steps of this agenda."""
    names = {step.name for step in steps}
    return tuple(card for card in CARDS if card.step in names)
