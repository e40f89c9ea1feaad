"""`SlideView`: draws a slide: a fixed heading, a picture, rows that scroll, and a fixed add line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Offset, Size

from pmtui.app.slides.slide import Slide
from pmtui.tui.protocols import HasCursor
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.picture import Picture, ReadFile
from pmtui.tui.widgets.rows import Rows


class SlideRows(Rows):
    """Rows that can be read from far away: dim text is almost as bright as other text."""

    STYLES: ClassVar[Mapping[str, str]] = {**Rows.STYLES, "dim": "$foreground 78%", "struck": "$foreground 78% strike"}


class SlideView(HasCursor, Vertical, can_focus=False):
    """A slide. Only its add line takes the focus: keys of the screen move the cursor of its rows.

    Args:
        read: reads attached files.
    """

    def __init__(self, read: ReadFile) -> None:
        super().__init__()
        self.picture = Picture(read, self._room_for_picture)
        self.head = SlideRows(classes="stage-head", always_cursor=False)
        self.body = SlideRows(classes="stage-body")
        self.head.can_focus = self.body.can_focus = False
        self.field = Editor(mode="add", classes="add")
        self._of: object = None

    @property
    def cursor_on_screen(self) -> Offset:
        """The cell of the row under the cursor, if the add line does not have the focus."""
        return self.body.cursor_on_screen

    def compose(self) -> ComposeResult:
        """Make the heading, the rows and the add line."""
        yield self.head
        yield self.picture
        yield self.body
        yield self.field

    def show(self, slide: Slide, of: object, at: str | None, chosen: Collection[str]) -> None:
        """Draw a slide.

        Args:
            slide: the slide.
            of: what it is about; if that is the same as before, the slide stays scrolled where it was.
            at: the id of the row under the cursor.
            chosen: the ids of the selected rows.
        """
        self.head.display = bool(slide.head)
        self.head.show(slide.head)
        self.picture.show(slide.picture)
        self.body.display = bool(slide.rows)
        self.body.selected = set(chosen)
        self.body.show(slide.rows)
        self.fit()
        if of != self._of:
            self._of = of
            self.body.go_to(next((row.id for row in slide.rows if not row.fixed), None), tell=False)
            self.body.scroll_to(0, 0, animate=False, force=True, immediate=True)
        if at:
            self.body.go_to(at, tell=False)

    def on_resize(self) -> None:
        """Fit the rows to the new size."""
        self.fit()

    def fit(self) -> None:
        """Give the rows the lines that the heading, the picture and the add line leave."""
        picture = self.picture.get_content_height(self.size, self.size, self.size.width) if self.picture.display else 0
        self.body.styles.max_height = max(self._room - picture, 1)

    @property
    def _room(self) -> int:
        """The lines that the heading and the add line leave."""
        width = self.size.width or self.app.size.width
        size = Size(width, self.size.height or self.app.size.height)
        head = self.head.get_content_height(size, size, width) if self.head.display else 0
        line = max(self.field.outer_size.height, 1) + self.field.styles.margin.height if self.field.display else 0
        return size.height - head - line

    def _room_for_picture(self) -> int:
        """Return the lines for the picture: half of the rest beside a text, else all but its caption."""
        return (self._room // 2 if self.body.display else self._room) - 2

    @on(Picture.Drawn)
    def drawn(self, event: Picture.Drawn) -> None:
        """Give the rows the lines that the picture does not take."""
        event.stop()
        self.fit()

    @property
    def more(self) -> bool:
        """Whether the rows can be scrolled down."""
        return self.body.scroll_offset.y + self.body.size.height < self.body.virtual_size.height

    def scroll_by(self, lines: int) -> bool:
        """Scroll by lines; return False if that is not possible."""
        target = self.body.scroll_offset.y + lines
        most = max(self.body.virtual_size.height - self.body.size.height, 0)
        target = min(max(target, 0), most)
        if target == self.body.scroll_offset.y:
            return False
        self.body.scroll_to(0, target, animate=False, force=True, immediate=True)
        return True

    def page(self, by: int) -> bool:
        """Scroll by the height less one line, which is shown again; return False if that is not possible."""
        return self.scroll_by(by * max(self.body.size.height - 1, 1))
