"""The views of the steps. Each module is called like that of the step's declaration in `pmtui.meeting`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from pmtui.app.editing_session import EditingSession
from pmtui.meeting.step import Step

if TYPE_CHECKING:
    from pmtui.tui.steps.base import StepView

# Imported when a step is first opened, so that the first drawing does not wait for other steps.
_SPECIAL: Final = {
    "timeline": "TimelineView", "lessons": "LessonsView", "five_whys": "FiveWhysView", "actions": "ActionsView",
    "summary": "SummaryView", "impact": "ImpactView", "resources": "ResourcesView", "opening": "OpeningView",
    "evidence": "EvidenceView", "close": "CloseView", "key_details": "KeyDetailsView",
}  # fmt: skip


def class_of(step: Step) -> type[StepView]:
    """Return the class of a step's view: its own if it has one, else the general one."""
    name = _SPECIAL.get(step.name)
    module = import_module(f"pmtui.tui.steps.{step.name}" if name else "pmtui.tui.steps.base")
    found: type[StepView] = getattr(module, name or "StepView")
    return found


def view_of(editing: EditingSession, step: Step) -> StepView:
    """Return a new view of a step."""
    return class_of(step)(editing, step)
