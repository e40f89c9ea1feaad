"""The focus stays where the eye is: in what is shown, and never in a field that is hidden or under a closed line."""

from __future__ import annotations

from textual.screen import Screen
from textual.widget import Widget

from pmtui.tui.steps.base import StepView


def is_in_sight(widget: Widget, *within: Widget) -> bool:
    """Whether a widget is part of one of these, and neither it nor anything around it is hidden."""
    if not widget.is_attached:
        return False
    around = tuple(widget.ancestors_with_self)
    return all(node.display for node in around) and any(part in around for part in within)


def settle(screen: Screen[None], view: StepView, line: Widget) -> None:
    """Where the focus is neither in the step that is shown nor in a line over it, give it to where typing goes."""
    if screen.focused is None or is_in_sight(screen.focused, view, line):
        return
    screen.set_focus(None)
    if not view.is_mounted:
        return
    view.focus_entry()
    if screen.focused is not None and not is_in_sight(screen.focused, view):
        screen.set_focus(None)
