"""How the meeting's screen is shared between the agenda, the step and the guide: the step first, at every width."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

AGENDA: Final = 25
"""Columns that the agenda needs for its longest line."""
LEAST_AGENDA: Final = 15
"""Columns in which its lines can still be told apart."""
LEAST_STEP: Final = 82
"""Columns of the step from which anything stands beside it."""
GUIDE_FROM: Final = 150
"""Columns of the screen from which the guide has a column of its own beside text."""
GUIDE: Final = 30
WIDEST_GUIDE: Final = 44
COLUMNS: Final = 112
"""Columns that a step makes use of in which lists have columns of their own, or stand side by side."""
TEXT: Final = 100
"""Columns in which text is set at most: longer lines are hard to read."""

_ALONE, _BESIDE = 2, 3
"""Empty columns around the step: where it stands alone, and beside the agenda."""


class ScreenColumns(Struct, frozen=True):
    """Columns of the three parts; 0 where a part has no place of its own."""

    agenda: int
    step: int
    guide: int

    @property
    def body(self) -> int:
        """The step with the empty columns around it."""
        return self.step + (_BESIDE if self.agenda else _ALONE)


def screen_columns(width: int, *, guide: bool = True, wants: int = 0) -> ScreenColumns:
    """Share a screen of `width` columns so that the step is never narrower than on a smaller screen.

    What comes beside the step comes only once the step does not have to give way for it; until then the columns stay
    empty.

    Args:
        width: columns of the screen.
        guide: whether the guide is wanted beside the step where there is room for it.
        wants: columns that the step makes use of, and takes before the guide has any; 0: those of text.
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
