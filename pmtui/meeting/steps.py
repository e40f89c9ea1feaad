"""The table of steps, in the default order of the agenda."""

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
"""All steps, in the default order."""

_BY_NAME: Final = {str(step.name): step for step in STEPS}
_OF_SECTION: Final[dict[str, tuple[Step, Items]]] = {
    part.section: (step, part) for step in STEPS for part in step.lists if not part.defaults
}
"""The step and list that show all items of a section; lists with `defaults`, which show only some, do not count."""


def step(name: str) -> Step:
    """Return the step of that name.

    Raises:
        KeyError: there is none.
    """
    return _BY_NAME[name]


def step_of(section: str) -> Step:
    """Return the step that shows all items of a section.

    Raises:
        KeyError: there is none.
    """
    return _OF_SECTION[section][0]


def list_of(section: str) -> Items:
    """Return the list that shows all items of a section.

    Raises:
        KeyError: there is none.
    """
    return _OF_SECTION[section][1]


def main_of(section: str) -> str:
    """Return the main attribute of a section's items: text, caption, title or name."""
    return _OF_SECTION[section][1].main
