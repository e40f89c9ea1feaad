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

    def say(self, words: str) -> None:
        """Say something else; the screen is laid out anew only where that takes another number of lines."""
        if words != str(self.content):
            width = self.size.width
            self.update(words, layout=not width or Content(words).get_height({}, width) != self.size.height)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        return super().render_line(y) if self.shown else Strip.blank(self.size.width, self.rich_style)
