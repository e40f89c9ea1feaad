"""What each part of the meeting's screen gets of it; the parts that fold do so by classes of the screen."""

from __future__ import annotations

from typing import Final, Self

from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from pmtui.app.screen_columns import ScreenColumns, screen_columns
from pmtui.tui.steps.base import StepView
from pmtui.tui.widgets.textual_workarounds import Ground

HIGH: Final = 30
"""Lines of the screen from which two of them are the folded guide's."""
LOW: Final = 20
"""Lines of the screen below which there is no space between anything."""
_OVER: Final = 36
"""Columns of the guide where it opens over the step."""


class Columns(Horizontal, Ground):
    """Agenda, step and guide, side by side."""


class Body(Vertical, Ground):
    """What holds the step, and the folded guide below it."""

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw it anew, but where it is only laid out: a step that is made out of sight changes nothing to be seen."""
        return super().refresh(*regions, repaint=repaint and not layout, layout=layout, recompose=recompose)


def share(screen: Screen[None], agenda: Widget, body: Widget, guide: Widget, step: StepView) -> None:
    """Set the widths of agenda, step and guide, and the classes by which the style sheets fold them.

    Args:
        screen: the meeting; its class `-no-guide` says that somebody hid the guide.
        agenda: the agenda.
        body: what holds the step.
        guide: the guide.
        step: the step that is shown.
    """
    width = screen.app.size.width
    columns = set_classes(screen, step)
    if columns.guide and screen.has_class("-no-guide"):
        columns = screen_columns(width, guide=False)
    agenda.styles.width = columns.agenda
    body.styles.width = columns.body
    # Where it has no column, it opens over the step, and over what is empty beside it.
    over = max(_OVER, width - columns.agenda - columns.body)
    guide.styles.width = columns.guide or (over if width >= 2 * _OVER else width)


def set_classes(screen: Screen[None], step: StepView) -> ScreenColumns:
    """Set the classes by which the style sheets fold the parts; before these are there it costs next to nothing.

    All at once: after each single class the whole screen would be styled anew.
    """
    width, height = screen.app.size
    columns = screen_columns(width, guide=not step.folds_guide, wants=step.wants_columns)
    screen.update_classes(
        {"-narrow": not columns.agenda, "-folds": not columns.guide, "-low": height < LOW, "-high": height >= HIGH}
    )
    return columns
