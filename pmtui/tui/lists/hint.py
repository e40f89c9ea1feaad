"""`Hint`: the line below an add line that says what the keys do; it is visible only while somebody types there."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Static


class Hint(Static):
    """A line that keeps its place while it is not `shown`, so that no layout is needed when the focus moves."""

    ALLOW_SELECT: ClassVar[bool] = False

    shown = Reactive(False)
    _drawn: tuple[object, list[Strip]] = None, []
    """What the lines were drawn from, and the lines; mostly the hint is shown again with the same text."""

    def say(self, words: str) -> None:
        """Show another text; the screen is laid out only if the number of lines changes."""
        if words != str(self.content):
            width = self.size.width
            self.update(words, layout=not width or Content(words).get_height({}, width) != self.size.height)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        style = self.visual_style
        if not self.shown:
            return Strip.blank(self.size.width, style.rich_style)
        made_of = self.content, self.size, style
        if made_of != self._drawn[0]:
            self._drawn = made_of, [*map(super().render_line, range(self.size.height))]
        return self._drawn[1][y]
