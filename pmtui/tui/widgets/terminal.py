"""What the app makes of the terminal that it runs in: its colours, signs and direction, where the real cursor stands.

A screen reader or a Braille line follows the real cursor, so it stands where the typing or the selection is.
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

_TABLE: Final = str.maketrans(dict(ASCII))
_MARK: Final = re.compile(f"[{DIRECTION_MARKS}]")


class AsciiSigns(LineFilter):
    """Turns every sign of a drawn line into ASCII, one cell for one cell; letters and all that is kept stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of a line with their signs turned."""
        return [
            Segment(text if text.isascii() else text.translate(_TABLE), style, control)
            for text, style, control in segments
        ]


def without_direction(driver: type[Driver]) -> type[Driver]:
    """A driver that leaves the marks of direction out of what it writes, so that no text turns what stands beside it.

    Lines are as wide as with them. Here it costs one look at a whole picture; as a filter it costs one at every line.
    """

    class Undirected(driver):  # type: ignore[misc, valid-type]
        def write(self, data: str) -> None:
            super().write(data if data.isascii() else _MARK.sub("", data))

    return Undirected


class FitsTerminal(App[int]):
    """An app that fits the terminal. `signs` is `ascii` or `unicode`."""

    signs = "unicode"
    _ascii_signs: Final = AsciiSigns()
    _typed_at = Offset(0, 0)

    def fit_terminal(self) -> None:
        """Where the terminal has 16 colours, take those instead of the theme; before anything is shown."""
        if tokens := theme.of_few_colours(self.console.color_system, no_color=self.no_color):
            self.set_reactive(App.theme, tokens.name)
            self.set_class(True, "-few-colours")
            self.set_class(self.signs == "ascii", "-ascii")
            self.stylesheet = AppStylesheet(variables=self.get_css_variables())

    @property
    def draws_pictures(self) -> bool:
        """Whether the terminal can show a picture: more than 16 colours and Unicode, both wanted."""
        return self.signs != "ascii" and not self.no_color and theme.few_named(self.theme) is None

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every drawn line goes through; nothing is drawn in colours that have to be looked up in a palette."""
        filters = [each for each in super().get_line_filters() if not isinstance(each, ANSIToTruecolor)]
        return [*filters, self._ascii_signs] if self.signs == "ascii" else filters

    def get_driver_class(self) -> type[Driver]:
        """What draws on this terminal."""
        return without_direction(super().get_driver_class())

    @property
    def cursor_position(self) -> Offset:
        """Where the real cursor is put after each drawing: in the field with the focus, else on the selected row."""
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
