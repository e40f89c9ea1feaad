"""The views of the steps: each is made when it is first wanted, or before that while nobody types, and kept."""

from __future__ import annotations

import asyncio

from pmtui.meeting import agenda
from pmtui.session.document import StepName
from pmtui.tui.protocols import Meeting
from pmtui.tui.steps import class_of, view_of
from pmtui.tui.steps.base import StepView
from pmtui.tui.style_rules.app_stylesheet import AppStylesheet


class ShowsSteps(Meeting):
    """A meeting with a view for each step that was made; they stand in `#body`, and one of them is seen."""

    views: dict[StepName, StepView]
    turning: asyncio.Lock
    """One step at a time: keys and clicks may ask for two at once."""


def make_view(meeting: ShowsSteps, name: StepName) -> StepView:
    """Make the view of a step, with the style sheets that it needs."""
    step = next(step for step in meeting.steps if step.name == name)
    view = meeting.views[name] = view_of(meeting.editing, step)
    _bring_sheets(meeting, type(view))
    return view


def _bring_sheets(meeting: ShowsSteps, kind: type[StepView]) -> bool:
    """Read the style sheets of a view; False where all are there."""
    return isinstance(meeting.app.stylesheet, AppStylesheet) and meeting.app.stylesheet.bring(kind.sheets)


async def prepare(meeting: ShowsSteps, name: StepName) -> None:
    """Make the view of a step if it is not there yet, out of sight."""
    if name not in meeting.views:
        made = make_view(meeting, name)
        made.display = False
        await meeting.query_one("#body").mount(made)


async def prepare_neighbour(meeting: ShowsSteps) -> bool:
    """Read the style sheets of a step beside the one that is shown, or make the step; False where both are there."""
    async with meeting.turning:
        for name in agenda.beside(meeting.steps, meeting.name_now):
            if name not in meeting.views:
                kind = class_of(next(step for step in meeting.steps if step.name == name))
                if not _bring_sheets(meeting, kind):
                    await prepare(meeting, name)
                return True
    return False
