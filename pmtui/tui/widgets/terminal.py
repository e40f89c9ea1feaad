"""Adapt the app to the terminal: its colours, signs, text direction, and the position of the terminal's cursor.

Screen readers and Braille displays follow the cursor, so it is put where the user types or selects.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.driver import Driver
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Offset
from textual.widgets import TextArea

from pmtui.session.bidi import DIRECTION_MARKS
from pmtui.signs import ASCII
from pmtui.tui import theme
from pmtui.tui.protocols import HasCursor
from pmtui.tui.style_rules.app_stylesheet import AppStylesheet
from pmtui.tui.widgets.terminal_input import with_whole_pastes

_TABLE: Final = str.maketrans(dict(ASCII))
_MARK: Final = re.compile(f"[{DIRECTION_MARKS}]")


class AsciiSigns(LineFilter):
    """Replaces every sign of a drawn line by an ASCII character of one cell; letters are kept."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line with their signs replaced."""
        return [
            Segment(text if text.isascii() else text.translate(_TABLE), style, control)
            for text, style, control in segments
        ]


def without_direction(driver: type[Driver]) -> type[Driver]:
    """Return a driver class that removes marks of direction from its output, so that no text reorders others.

    The width of a line is the same without them. In the driver it costs one search in the output of a drawing; as a
    filter it would cost one in every line.
    """

    class Undirected(driver):  # type: ignore[misc, valid-type]
        def write(self, data: str) -> None:
            super().write(data if data.isascii() else _MARK.sub("", data))

    return Undirected


class FitsTerminal(App[int]):
    """An app that adapts to the terminal. `signs` is `ascii` or `unicode`."""

    signs = "unicode"
    _ascii_signs: Final = AsciiSigns()
    _typed_at = Offset(0, 0)

    def fit_terminal(self) -> None:
        """Use the terminal's own colours instead of the theme if it has only 16; call it before the first drawing."""
        if tokens := theme.of_few_colours(self.console.color_system, no_color=self.no_color):
            self.set_reactive(App.theme, tokens.name)
            self.set_class(True, "-few-colours")
            self.set_class(self.signs == "ascii", "-ascii")
            self.stylesheet = AppStylesheet(variables=self.get_css_variables())

    @property
    def draws_pictures(self) -> bool:
        """Return whether the terminal can show pictures: it has more than 16 colours and Unicode."""
        return self.signs != "ascii" and not self.no_color and theme.few_named(self.theme) is None

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters of drawn lines; none converts colours by a palette."""
        filters = [each for each in super().get_line_filters() if not isinstance(each, ANSIToTruecolor)]
        return [*filters, self._ascii_signs] if self.signs == "ascii" else filters

    def get_driver_class(self) -> type[Driver]:
        """Return the class of the driver for this terminal."""
        return with_whole_pastes(without_direction(super().get_driver_class()))

    @property
    def cursor_position(self) -> Offset:
        """The cell of the terminal's cursor after a drawing: in the focused field, else on the selected row."""
        if not self.screen_stack:
            return self._typed_at
        focused = self.focused or next(
            (node for node in self.screen.walk_children() if isinstance(node, HasCursor)), None
        )
        if isinstance(focused, TextArea):
            return focused.cursor_screen_offset
        if isinstance(focused, HasCursor):
            return focused.cursor_on_screen
        return self._typed_at

    @cursor_position.setter
    def cursor_position(self, at: Offset) -> None:
        self._typed_at = at
