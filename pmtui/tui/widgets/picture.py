"""`Picture`: an attached picture, drawn in half blocks, below a line with its name and format."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from rich.color import Color as RichColour
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import Worker

from pmtui import signs
from pmtui.app.pictures import Colour, Drawing, draw
from pmtui.app.wrap import drawable, fit
from pmtui.library.errors import LibraryError
from pmtui.tui.widgets.terminal import FitsTerminal

FEWEST: Final = 4
"""The fewest lines for a picture; in fewer, nothing could be recognised."""

ReadFile = Callable[[str], bytes]
"""Returns the content of an attached file, by its name; raises a `LibraryError` if it cannot be read."""


class Picture(Widget, can_focus=False):
    """Shows one attached file; it is read and drawn in a thread, so that no key waits for it.

    Args:
        read: reads the file.
        room: returns the lines for the picture; it is called whenever the size changes.
        titled: whether a line above the picture says its name and format.
    """

    class Drawn(Message):
        """Posted when the file was read, so that the height may have changed."""

        def __init__(self, facts: str) -> None:
            super().__init__()
            self.facts = facts

    def __init__(self, read: ReadFile, room: Callable[[], int], *, titled: bool = True) -> None:
        super().__init__()
        self._read, self._room, self._title = read, room, int(titled)
        self._name = ""
        self._drawing = Drawing("")
        self._drawn_for: tuple[str, int, int, Colour] | None = None
        """What is drawn, or being drawn: the name of the file, columns, lines, and the background colour."""
        self._drawer: Worker[None] | None = None
        self.display = False

    def show(self, name: str) -> None:
        """Show the file with this name; nothing if the name is empty."""
        if name != self._name:
            self._name, self._drawing, self._drawn_for = name, Drawing(""), None
            self.display = bool(name)
        if name and self.is_attached:
            self._draw_where_changed()

    def on_mount(self) -> None:
        """Draw the first file."""
        self._draw_where_changed()

    def on_resize(self, _event: events.Resize) -> None:
        """Draw the picture in the new size."""
        self._draw_where_changed()

    def notify_style_update(self) -> None:
        """Draw the picture again, because the background may have changed."""
        super().notify_style_update()
        if self.is_attached and self._name:
            self._draw_where_changed()

    def _draw_where_changed(self) -> None:
        columns, lines = self.content_size.width, self._room()
        can = isinstance(self.app, FitsTerminal) and self.app.draws_pictures
        lines = lines if can and lines >= FEWEST else 0
        ground = self.background_colors[1].rgb
        if self._name and columns and (self._name, columns, lines, ground) != self._drawn_for:
            self._drawn_for = self._name, columns, lines, ground
            # Pass the function: a coroutine that is cancelled before it begins causes a warning.
            self._drawer = self.run_worker(self._draw, exclusive=True)

    async def _draw(self) -> None:
        if (wanted := self._drawn_for) is None:
            return
        name, columns, lines, ground = wanted

        def drawn() -> Drawing:
            try:
                data = self._read(name)
            except LibraryError:
                return Drawing("not there to be shown")
            return draw(name, data, columns, lines, ground)

        self._drawing = await asyncio.to_thread(drawn)
        self.refresh(layout=True)
        self.post_message(self.Drawn(self._drawing.facts))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the whole width."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines: the title and the picture."""
        return self._title + len(self._drawing.lines)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width, base = self.size.width, self.rich_style
        if y < self._title:
            words = drawable("  ".join(filter(None, (self._name, self._drawing.facts)))).replace("\n", " ")
            return Strip([Segment(fit(words, width), base)]).adjust_cell_length(width, base)
        at = y - self._title
        if at >= len(self._drawing.lines):
            return Strip.blank(width, base)
        cells = [
            Segment(signs.UPPER_HALF, base + Style.from_color(_colour(upper), _colour(lower)))
            for upper, lower in self._drawing.lines[at]
        ]
        return Strip(cells).adjust_cell_length(width, base)


def _colour(rgb: Colour) -> RichColour:
    return RichColour.from_rgb(*rgb)
