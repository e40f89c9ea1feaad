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
_OF_SECTION: Final[dict[str, tuple[Step, Items]]] = {
    part.section: (step, part) for step in STEPS for part in step.lists if not part.defaults
}
"""Where all items of a section are shown; a list of some of them, such as the opening's questions, is passed over."""


def step(name: str) -> Step:
    """The step of that name.

    Raises:
        KeyError: there is none.
    """
    return _BY_NAME[name]


def step_of(section: str) -> Step:
    """The step at which all items of a section are shown.

    Raises:
        KeyError: there is none.
    """
    return _OF_SECTION[section][0]


def list_of(section: str) -> Items:
    """The list that shows all items of a section.

    Raises:
        KeyError: there is none.
    """
    return _OF_SECTION[section][1]


def main_of(section: str) -> str:
    """The attribute that names an item of a section: its text, caption, title or name."""
    return _OF_SECTION[section][1].main
