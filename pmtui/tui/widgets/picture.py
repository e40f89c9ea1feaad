"""A picture of the evidence on the screen: its name and what it is, and below them the picture in half blocks."""

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
"""Lines under which nothing could be seen in a picture."""

ReadFile = Callable[[str], bytes]
"""What an attached file holds, by its name. It raises a `LibraryError` where it cannot be read."""


class Picture(Widget, can_focus=False):
    """Shows one attached file; it is read and drawn in a thread, so that no key waits for it.

    Args:
        read: reads the file.
        room: how many lines the picture may have now; it is asked whenever the size changes.
        titled: whether its name and what it is stand above it.
    """

    class Drawn(Message):
        """Posted when it is known what the file is, and the height may be another."""

        def __init__(self, facts: str) -> None:
            super().__init__()
            self.facts = facts

    def __init__(self, read: ReadFile, room: Callable[[], int], *, titled: bool = True) -> None:
        super().__init__()
        self._read, self._room, self._title = read, room, int(titled)
        self._name = ""
        self._drawing = Drawing("")
        self._drawn_for: tuple[str, int, int, Colour] | None = None
        """What is drawn, or being drawn: the name of the file, columns, lines, and the colour behind it."""
        self._drawer: Worker[None] | None = None
        self.display = False

    def show(self, name: str) -> None:
        """Show the file of that name; nothing where the name is empty."""
        if name != self._name:
            self._name, self._drawing, self._drawn_for = name, Drawing(""), None
            self.display = bool(name)
        if name and self.is_attached:
            self._draw_where_changed()

    def on_mount(self) -> None:
        """Draw what is to be shown from the start."""
        self._draw_where_changed()

    def on_resize(self, _event: events.Resize) -> None:
        """Draw it for the new size."""
        self._draw_where_changed()

    def notify_style_update(self) -> None:
        """The theme changed, and with it what is seen through a transparent picture."""
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
            # The function, not a coroutine: one that is cancelled before it begins would be said never to be awaited.
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
        """All that there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The line with the name, and those of the picture."""
        return self._title + len(self._drawing.lines)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
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
