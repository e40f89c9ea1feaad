"""Draw the text of a field that is not made yet, in the same cells in which the field would draw it.

Making, mounting, styling, laying out and drawing a field takes 3 ms; a form has up to twenty of them. The position of
the text is also in the style sheets (`FieldRow > Editor`), and must be the same there.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset
from textual.strip import Strip
from textual.widgets.text_area import Document, Location, WrappedDocument

from pmtui import signs

SLIM: Final = 44
"""The columns of a form below which labels are above their fields."""
BESIDE: Final = 22
"""The columns of a label beside a field."""
WIDEST: Final = 104
"""The most columns of a field."""
LONGEST: Final = 120
"""The most characters of a text that is drawn this way; it never has more lines than a field shows at once."""

_EDGE: Final = 2
"""The columns of a field before its text: the bar and a space."""
_BEHIND: Final = 2
"""The columns after the text: a space, and one for the cursor at the end."""
_TAB: Final = 4


def can_draw(text: str) -> bool:
    """Return whether the row can draw the text: it has one line and is short."""
    return len(text) <= LONGEST and text.isprintable()


def height(text: str, width: int) -> int:
    """Return the lines of a row of this width: those of the text, and that of a label above it."""
    return _top(width) + len(_lines(text, _room(width)))


def draw_line(text: str, label: Strip, y: int, width: int, style: Style) -> Strip:
    """Return a line of the row.

    Args:
        text: the text.
        label: the line without the text.
        y: the index of the line.
        width: the width of the row, in columns.
        style: the style of the text.
    """
    lines = _lines(text, _room(width))
    if not 0 <= y - _top(width) < len(lines):
        return label
    back = Style(bgcolor=style.bgcolor)
    shown = Strip([Segment(lines[y - _top(width)], style)]).adjust_cell_length(_room(width) + 1, style)
    bar, beside = Segment(signs.BAR, Style(color=style.bgcolor, bgcolor=style.bgcolor)), Segment(" ", back)
    field = Strip([bar, beside, *shown, beside])
    return Strip.join([label.adjust_cell_length(_left(width), back), field]).adjust_cell_length(width, back)


def location_at(text: str, at: Offset, width: int) -> Location | None:
    """Return the line and column in the text at a cell of the row; None if no text is there."""
    if at.x < _left(width) or at.y < _top(width):
        return None
    wrapped = WrappedDocument(Document(text), width=_room(width), tab_width=_TAB)
    return wrapped.offset_to_location(Offset(max(at.x - _left(width) - _EDGE, 0), at.y - _top(width)))


def _left(width: int) -> int:
    return 0 if width < SLIM else BESIDE


def _top(width: int) -> int:
    return 1 if width < SLIM else 0


def _room(width: int) -> int:
    return max(min(width - _left(width), WIDEST) - _EDGE - _BEHIND, 1)


@lru_cache(maxsize=256)
def _lines(text: str, room: int) -> list[str]:
    if cell_len(text) <= room:
        return [text]
    return WrappedDocument(Document(text), width=room, tab_width=_TAB).get_sections(0)
