"""Divide the screen of a meeting among its parts; style sheets hide a part by a class of the screen."""

from __future__ import annotations

from typing import Final, Self

from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from pmtui.app.screen_columns import ScreenColumns, screen_columns
from pmtui.tui.steps.base import StepView
from pmtui.tui.widgets.textual_workarounds import Arranged

HIGH: Final = 30
"""The lines of the screen from which the folded guide has two lines."""
LOW: Final = 20
"""The lines of the screen below which there are no empty lines between the parts."""
_OVER: Final = 36
"""The columns of the guide where it opens over the step."""


class Columns(Horizontal, Arranged):
    """The agenda, the step and the guide side by side."""


class Body(Vertical, Arranged):
    """The container of the step and the folded guide."""

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw it again, but not for a layout alone: a hidden step that is added changes nothing on the screen."""
        return super().refresh(*regions, repaint=repaint and not layout, layout=layout, recompose=recompose)


def divide_width(screen: Screen[None], agenda: Widget, body: Widget, guide: Widget, step: StepView) -> None:
    """Set the widths of agenda, step and guide, and the classes by which the style sheets hide them.

    Args:
        screen: the meeting; its class `-no-guide` says that the user hid the guide.
        agenda: the agenda.
        body: the container of the step.
        guide: the guide.
        step: the step that is shown.
    """
    width = screen.app.size.width
    columns = set_classes(screen, step)
    if columns.guide and screen.has_class("-no-guide"):
        columns = screen_columns(width, guide=False)
    agenda.styles.width = columns.agenda
    body.styles.width = columns.body
    # Without a column the guide opens over the step, and over the empty space beside it.
    over = max(_OVER, width - columns.agenda - columns.body)
    guide.styles.width = columns.guide or (over if width >= 2 * _OVER else width)


def set_classes(screen: Screen[None], step: StepView) -> ScreenColumns:
    """Set the classes by which the style sheets hide parts; return the columns of the parts.

    All are set at once, because each change of the classes applies the styles of the whole screen. Before the widgets
    are mounted that costs almost nothing.
    """
    width, height = screen.app.size
    columns = screen_columns(width, guide=not step.folds_guide, wants=step.wants_columns)
    screen.update_classes(
        {"-narrow": not columns.agenda, "-folds": not columns.guide, "-low": height < LOW, "-high": height >= HIGH}
    )
    return columns
