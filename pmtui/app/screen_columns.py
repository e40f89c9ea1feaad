"""Divide the width of the meeting's screen among the agenda, the step and the guide; the step comes first."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

AGENDA: Final = 25
"""The width of the agenda: its longest line, in columns."""
LEAST_AGENDA: Final = 15
"""The narrowest agenda whose lines can still be told apart, in columns."""
LEAST_STEP: Final = 82
"""In columns: only a step that is at least so wide has the agenda beside it."""
GUIDE_FROM: Final = 150
"""In columns: only a screen that is at least so wide has the guide in a column beside text."""
GUIDE: Final = 30
"""The narrowest guide, in columns."""
WIDEST_GUIDE: Final = 44
COLUMNS: Final = 112
"""In columns: the width at which a step shows lists side by side, or in columns of their own."""
TEXT: Final = 100
"""In columns: text is not set wider, because longer lines are hard to read."""

_ALONE, _BESIDE = 2, 3
"""The margin around the step in columns: where it stands alone, and where it is beside the agenda."""


class ScreenColumns(Struct, frozen=True):
    """The widths of the three parts in columns; 0 where a part is not shown beside the others."""

    agenda: int
    step: int
    guide: int

    @property
    def body(self) -> int:
        """The width of the step with its margin."""
        return self.step + (_BESIDE if self.agenda else _ALONE)


def screen_columns(width: int, *, guide: bool = True, wants: int = 0) -> ScreenColumns:
    """Divide a screen of `width` columns, so that a wider screen never has a narrower step.

    A part is put beside the step only where the step keeps its width; until then the columns stay empty.

    Args:
        width: columns of the screen.
        guide: whether to show the guide beside the step where there is room.
        wants: columns that the step can use, which it gets before the guide; 0: those of text.
    """
    if width < LEAST_STEP + LEAST_AGENDA + _BESIDE:
        return ScreenColumns(0, min(max(width - _ALONE, 1), LEAST_STEP), 0)
    agenda = min(width - LEAST_STEP - _BESIDE, AGENDA)
    room = width - agenda - _BESIDE
    if not guide:
        return ScreenColumns(agenda, room, 0)
    step = max(wants, GUIDE_FROM - GUIDE - AGENDA - _BESIDE)
    if room < step + GUIDE:
        return ScreenColumns(agenda, min(room, step), 0)
    beside = min(room - step, WIDEST_GUIDE)
    return ScreenColumns(agenda, room - beside, beside)
