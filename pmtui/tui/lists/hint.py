"""The line below an add line that says what the keys do there, seen only where one types."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Static


class Hint(Static):
    """Keeps its place while it is not `shown`, so that the screen need not be laid out anew when the focus moves."""

    ALLOW_SELECT: ClassVar[bool] = False

    shown = Reactive(False)
    _drawn: tuple[object, list[Strip]] = None, []
    """What its lines were made of, and they: mostly it comes and goes with the same words."""

    def say(self, words: str) -> None:
        """Say something else; the screen is laid out anew only where that takes another number of lines."""
        if words != str(self.content):
            width = self.size.width
            self.update(words, layout=not width or Content(words).get_height({}, width) != self.size.height)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        style = self.visual_style
        if not self.shown:
            return Strip.blank(self.size.width, style.rich_style)
        made_of = self.content, self.size, style
        if made_of != self._drawn[0]:
            self._drawn = made_of, [*map(super().render_line, range(self.size.height))]
        return self._drawn[1][y]
