"""Rows drawn as strips. The strips of a row are cached until what they are drawn with changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from msgspec.structs import replace
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from pmtui import signs
from pmtui.app.row_layout import Row, lay_out
from pmtui.tui.theme import few_named
from pmtui.tui.widgets.row_positions import MARGIN
from pmtui.tui.widgets.word_styles import WordStyles

MOST_CACHED: Final = 500
"""The number of rows in the cache at which it is emptied."""


class Cursor(NamedTuple):
    """How the row under the cursor is drawn."""

    bar: bool
    """Whether it has the bar that shows where typed text and keys go."""
    steered: bool
    """Whether an add line works on the row; without the bar it then has a faint sign."""


class RowStrips:
    """Draws the rows of one list, and caches them.

    Args:
        widget: the list; its component classes `rows--cursor` and `rows--bar` are the styles of the cursor.
        words: the styles of its spans.
    """

    def __init__(self, widget: Widget, words: WordStyles) -> None:
        self._widget, self._words = widget, words
        self._cache: dict[tuple[int, int, Cursor | None, bool], list[Strip]] = {}
        self.marks: Callable[[Row], tuple[tuple[int, int, str], ...]] | None = None
        """Returns more `bullets` of a row; it is called when the row is drawn, so only for rows in view."""

    def clear(self) -> None:
        """Empty the cache: something that rows are drawn with has changed, or rows are gone."""
        self._cache.clear()

    @property
    def cursor_styles(self) -> tuple[Style, Style]:
        """The styles of the row under the cursor and of its bar."""
        return self._style("cursor"), self._style("bar")

    def strips(
        self, row: Row, cursor: Cursor | None, selected: bool, full: int, width: int, widest: int
    ) -> list[Strip]:
        """Return the lines of a row.

        Args:
            row: the row.
            cursor: how the cursor is drawn on the row; None if it is on another.
            selected: whether the row is selected.
            full: the columns of the list.
            width: the columns of a row.
            widest: the most columns of a row; a row that has so many ends there, and not at the edge of the list.
        """
        key = id(row), full, cursor, selected
        if (strips := self._cache.get(key)) is None:
            if len(self._cache) > MOST_CACHED:
                self._cache.clear()
            strips = self._cache[key] = self._draw(row, cursor, selected, full, width, widest)
        return strips

    def _style(self, name: str) -> Style:
        return self._widget.get_component_rich_style(f"rows--{name}")

    def _draw(self, row: Row, cursor: Cursor | None, selected: bool, full: int, width: int, widest: int) -> list[Strip]:
        plain = self._words.ground
        row_style = plain if cursor is None else self._style("cursor")
        sign = _sign(cursor, selected)
        is_bright = selected or (cursor is not None and cursor.bar)
        sign_style = Style(color=(self._style("bar") if is_bright else self._words.style("dim")).color)
        # In a terminal of 16 colours some of them cannot be read on the ground of the cursor.
        without_colours = cursor is not None and few_named(self._widget.app.theme) is not None
        if self.marks is not None and (marks := self.marks(row)):
            row = replace(row, bullets=tuple(sorted((*row.bullets, *marks))))
        end = widest if width == widest else full
        lines = lay_out(row, width - MARGIN, more=cursor is not None)
        strips = []
        for n, spans in enumerate(lines):
            # The empty lines after a row are not part of the cursor, and its faint sign is on the first line only.
            ground = plain if n >= len(lines) - row.gap else row_style
            has_sign = ground is row_style and (n == 0 or sign != signs.TARGET)
            segments = [Segment(sign if has_sign else " ", ground + sign_style), Segment(" ", ground)]
            for span in spans:
                style = self._words.style(span.style)
                is_plain = without_colours and ground is row_style
                segments.append(Segment(span.text, ground + (style.without_color if is_plain else style)))
            strip = Strip(segments).adjust_cell_length(end, ground)
            strips.append(strip.adjust_cell_length(full, plain))
        return strips


def _sign(cursor: Cursor | None, selected: bool) -> str:
    """Return the sign at the left of a row."""
    if cursor is not None and cursor.bar:
        return signs.BAR
    if selected:
        return signs.FULL
    return signs.TARGET if cursor is not None and cursor.steered else " "
