"""The steps of the meeting, in the order that a team finds them in until it chooses another."""

from __future__ import annotations

from typing import Final

from pmtui.meeting import (
    actions,
    close,
    evidence,
    five_whys,
    impact,
    key_details,
    lessons,
    opening,
    resources,
    summary,
    timeline,
)
from pmtui.meeting.step import Items, Step

STEPS: Final[tuple[Step, ...]] = (
    opening.STEP,
    key_details.STEP,
    resources.STEP,
    timeline.STEP,
    summary.STEP,
    impact.STEP,
    lessons.STEP,
    five_whys.STEP,
    actions.STEP,
    evidence.STEP,
    close.STEP,
)
"""In the default order."""

_BY_NAME: Final = {str(step.name): step for step in STEPS}
_MAIN: Final = {part.section: part.main for step in STEPS for part in step.parts if isinstance(part, Items)}


def step(name: str) -> Step:
    """The step of that name.

    Raises:
        KeyError: there is none.
    """
    return _BY_NAME[name]


def main_of(section: str) -> str:
    """The attribute that names an item of a section: its text, caption, title or name."""
    return _MAIN.get(section, "text")
