"""The views of the steps. Each is made when it is first shown, or before that in spare time, and then kept."""

from __future__ import annotations

import asyncio

from pmtui.meeting import agenda
from pmtui.session.document import StepName
from pmtui.tui.protocols import Meeting
from pmtui.tui.steps import class_of, view_of
from pmtui.tui.steps.base import StepView
from pmtui.tui.style_rules.app_stylesheet import AppStylesheet


class ShowsSteps(Meeting):
    """A meeting with a view for each step that was made; all are in `#body`, and one of them is displayed."""

    views: dict[StepName, StepView]
    step_lock: asyncio.Lock
    """Held while the step changes, because keys and clicks may ask for two changes at once."""


def make_view(meeting: ShowsSteps, name: StepName) -> StepView:
    """Return a new view of a step, and load the style sheets that it needs."""
    step = next(step for step in meeting.steps if step.name == name)
    view = meeting.views[name] = view_of(meeting.editing, step)
    _bring_sheets(meeting, type(view))
    return view


def _bring_sheets(meeting: ShowsSteps, kind: type[StepView]) -> bool:
    """Load the style sheets of a view; return False if all are loaded."""
    return isinstance(meeting.app.stylesheet, AppStylesheet) and meeting.app.stylesheet.bring(kind.sheets)


async def prepare(meeting: ShowsSteps, name: StepName) -> None:
    """Make and mount the view of a step, hidden, if there is none yet."""
    if name not in meeting.views:
        made = make_view(meeting, name)
        made.display = False
        await meeting.query_one("#body").mount(made)


async def prepare_neighbour(meeting: ShowsSteps) -> bool:
    """Load the style sheets of a neighbouring step, or make its view; return False if all of that is done."""
    async with meeting.step_lock:
        for name in agenda.beside(meeting.steps, meeting.name_now):
            if name not in meeting.views:
                kind = class_of(next(step for step in meeting.steps if step.name == name))
                if not _bring_sheets(meeting, kind):
                    await prepare(meeting, name)
                return True
    return False
