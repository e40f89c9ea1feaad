"""The text of a field that nobody has entered yet, drawn by the field's row as the field itself would draw it.

A field takes 3 ms to be made, mounted, styled, laid out and drawn; a form has up to twenty, and somebody is in one.
Where its text stands is said in the style sheets too (`FieldRow > Editor`): the two must agree to the cell.
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
"""Columns of a form below which labels stand above their fields."""
BESIDE: Final = 22
"""Columns of the label that stands beside a field."""
WIDEST: Final = 104
"""Columns of a field at most."""
LONGEST: Final = 120
"""Characters of the longest text that is drawn so: it never has more lines than a field shows at once."""

_EDGE: Final = 2
"""Columns before the text that are the field's: its bar, and a space."""
_BEHIND: Final = 2
"""Columns behind it: a space, and one for a cursor at the end."""
_TAB: Final = 4


def can_draw(text: str) -> bool:
    """Whether a row can draw that text for the field: it has one line."""
    return len(text) <= LONGEST and text.isprintable()


def height(text: str, width: int) -> int:
    """Lines of a row of that width: those of the text, and the label's where that stands above it."""
    return _top(width) + len(_lines(text, _room(width)))


def draw_line(text: str, label: Strip, y: int, width: int, style: Style) -> Strip:
    """A line of the row.

    Args:
        text: all of it.
        label: the line as it is without the text.
        y: which line.
        width: of the row.
        style: of the text.
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
    """The place in the text at a cell of the row, as a line and a column; None where the field is not there."""
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
