"""`Rows`: a list of wrapped rows with a cursor, drawn line by line; only the rows in view are drawn.

Typed text is drawn as plain text, never as markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip

from pmtui.app.row_layout import Line, Row, Span, height, lay_out
from pmtui.app.screen_columns import TEXT
from pmtui.tui.protocols import HasCursor
from pmtui.tui.widgets.hints_muted import SILENT
from pmtui.tui.widgets.row_positions import RowPositions
from pmtui.tui.widgets.row_strips import Cursor, RowStrips
from pmtui.tui.widgets.word_styles import KeepsStrips, WordStyles

WIDEST: Final = TEXT + 10


class Rows(HasCursor, KeepsStrips, can_focus=True):
    """Rows with a cursor; several can be selected. The cursor stays on its row, by id, when other rows come and go.

    Args:
        id: the id of the widget.
        classes: the CSS classes of the widget, separated by spaces.
        always_cursor: whether the cursor is also drawn while another widget has the focus.
    """

    STYLES: ClassVar[Mapping[str, str]] = {
        "dim": "$dim", "bold": "bold", "accent": "$accent", "notice": "$notice", "danger": "$danger", "well": "$well",
        "wrong": "$wrong", "lucky": "$lucky", "rule": "$rule", "guide": "$dim", "struck": "$dim strike",
        "soft": "$notice underline", "hit": "$notice bold",
    }  # fmt: skip
    """The styles of spans by name. As component classes each would be looked up in all style sheets at every change."""
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--bar"}

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor(-1)", "Up", show=False),
        Binding("down,j", "cursor(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "end(-1)", "First", show=False),
        Binding("end,G", "end(1)", "Last", show=False),
    ]

    class Moved(Message):
        """Posted when the cursor has moved to another row."""

        def __init__(self, rows: Rows, row_id: str | None) -> None:
            super().__init__()
            self.rows, self.row_id = rows, row_id

        @property
        def control(self) -> Rows:
            """The list, for the selector of Textual's `on`."""
            return self.rows

    class Picked(Message):
        """Posted when a row was double-clicked."""

        def __init__(self, rows: Rows, row_id: str) -> None:
            super().__init__()
            self.rows, self.row_id = rows, row_id

    def __init__(self, *, id: str | None = None, classes: str | None = None, always_cursor: bool = True) -> None:
        super().__init__(id=id, classes=classes)
        self.rows: Sequence[Row] = ()
        self.selected: set[str] = set()
        self.always_cursor = always_cursor
        self.takes_keys = False
        """Whether keys act on it while its cursor is active though no widget has the focus; it has the bar then."""
        self.widest = WIDEST
        """The most columns of a row: in longer lines the text at the right is too far from the text at the left."""
        self.cursor_active = False
        """Whether the cursor is drawn because an add line that has the focus moves it."""
        self.cursor_moved: Callable[[], object] = lambda: self.post_message(self.Moved(self, self.row_id))
        """Called when the cursor has moved to another row: at once, where a message would come after the drawing."""
        self._cursor = 0
        """The index of the row under the cursor."""
        self._ids: tuple[Sequence[Row], list[str]] = (), []
        """Rows and their ids."""
        self.words = WordStyles(self, self.STYLES, self._is_silent)
        self._strips = RowStrips(self, self.words)
        self._positions = RowPositions(self._strips.clear)

    # --- content ---

    def set_marks(self, marks: Callable[[Row], tuple[tuple[int, int, str], ...]]) -> None:
        """Mark parts of rows.

        Args:
            marks: returns more `bullets` of a row; it is called when the row is drawn, so only for rows in view.
        """
        self._strips.marks = marks

    def mark_again(self) -> None:
        """Draw the rows in view again: their marks have changed."""
        self._strips.clear()
        self.refresh()

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; the cursor stays on its row, or near its place if the row is gone."""
        row_id, was_in_view = self.row_id, self._is_cursor_in_view
        self.rows = rows
        self._cursor = self._cursor_for(row_id)
        self.selected &= {row.id for row in rows} if self.selected else set()
        self._measure()
        self.refresh()
        if was_in_view and not self._is_cursor_in_view:
            self._scroll_to_cursor()

    @property
    def row_id(self) -> str | None:
        """The id of the row under the cursor; None if there are no rows."""
        return self.rows[self._cursor].id if 0 <= self._cursor < len(self.rows) else None

    def chosen(self) -> tuple[str, ...]:
        """Return the ids to act on: the selected ones in the order of the rows, else the one under the cursor."""
        if self.selected:
            return tuple(row.id for row in self.rows if row.id in self.selected)
        return (self.row_id,) if self.row_id is not None else ()

    def go_to(self, row_id: str | None, *, tell: bool = True) -> bool:
        """Put the cursor on a row; return False if there is no such row. `tell`: call `cursor_moved`."""
        index = self._index_of(row_id)
        if index is None:
            return False
        self._set_cursor(index, tell=tell)
        return True

    def move(self, by: int) -> bool:
        """Move the cursor by a number of rows, without `fixed` ones; return False if it cannot move."""
        index, step = self._cursor, 1 if by > 0 else -1
        for _ in range(abs(by)):
            following = index + step
            while 0 <= following < len(self.rows) and self.rows[following].fixed:
                following += step
            if not 0 <= following < len(self.rows):
                break
            index = following
        if index == self._cursor:
            return False
        self._set_cursor(index)
        return True

    def toggle_selected(self) -> None:
        """Select the row under the cursor, or deselect it."""
        if self.row_id is not None:
            self.selected ^= {self.row_id}
            self.refresh()

    def select(self, row_ids: Iterable[str]) -> None:
        """Select these rows and deselect all others."""
        self.selected = set(row_ids)
        self.refresh()

    def set_cursor_active(self, active: bool) -> None:
        """Set whether the cursor is drawn because an add line moves it."""
        if active != self.cursor_active:
            self.cursor_active = active
            self._refresh_rows(self._cursor)

    # --- actions ---

    def action_cursor(self, by: int) -> None:
        """Move the cursor by a number of rows."""
        self.move(by)

    def action_page(self, direction: int) -> None:
        """Move the cursor by the height of the list: 1 down, -1 up."""
        target = self._positions.tops[self._cursor] + direction * max(self.size.height - 1, 1)
        index = min(max(self._positions.measured_row_at(max(target, 0)), 0), len(self.rows) - 1)
        self.move((index - self._cursor) or direction)

    def action_end(self, direction: int) -> None:
        """Move the cursor to the first row (-1) or the last (1)."""
        self.move(direction * len(self.rows))

    # --- drawing ---

    def render_line(self, y: int) -> Strip:
        """Draw one line of the list."""
        width = self.size.width
        if self._room != self._positions.width:
            self._measure()  # it is drawn before the resize event has come
        line = self.scroll_offset.y + y
        index = self._row_at(line)
        if width <= 0 or index is None:
            return Strip.blank(width, self.words.ground)
        return self._strips_of(index, width)[line - self._top(index)]

    def _strips_of(self, index: int, width: int) -> list[Strip]:
        row, cursor = self.rows[index], None
        if index == self._cursor and self._is_cursor_shown and not row.fixed:
            has_bar = self.has_focus or (self.cursor_active and self.takes_keys)
            cursor = Cursor(has_bar, self.cursor_active)
        return self._strips.strips(row, cursor, row.id in self.selected, width, self._positions.width, self.widest)

    def _is_silent(self, word: str) -> bool:
        """Return whether a style marks a hint, on a screen that shows no hints."""
        return word == "soft" and self.screen.has_class(SILENT)

    @property
    def cursor_on_screen(self) -> Offset:
        """The cell of the screen where the row under the cursor begins, or the first cell of it that is in view."""
        tops, area = self._positions.tops, self.content_region
        top = tops[self._cursor] if self._cursor < len(tops) else 0
        return area.offset + Offset(2, min(max(top - self.scroll_offset.y, 0), max(area.height - 1, 0)))

    def drawn_with(self) -> object:
        """Return the styles of the cursor, and whether the screen shows no hints."""
        return *self._strips.cursor_styles, self._is_silent("soft")

    def forget_strips(self) -> None:
        """Forget what was drawn: the theme has changed."""
        self._strips.clear()

    # --- positions ---

    @property
    def _room(self) -> int:
        """The columns of a row; the scrollbar's are always kept free, so that no row wraps anew when it appears."""
        return min(self.size.width - self.styles.scrollbar_size_vertical, self.widest)

    @property
    def _is_cursor_shown(self) -> bool:
        return self.always_cursor or self.has_focus or self.cursor_active

    @property
    def _more(self) -> int:
        """The number of lines of the row under the cursor that are shown only there."""
        shown = self._positions.reserved and self._is_cursor_shown and self._cursor < len(self.rows)
        return len(self.rows[self._cursor].more) if shown else 0

    def _top(self, index: int) -> int:
        """Return the first line of a row; for the index after the last row, the number of all lines."""
        return self._positions.top(index, self._cursor, self._more)

    def _row_at(self, line: int) -> int | None:
        """Return the index of the row that a line belongs to; None if there is no row on it."""
        return self._positions.row_at(line, self._cursor, self._more)

    def _measure(self) -> None:
        """Find the position of each row at the width of the list, and so the height of all."""
        width = self._room
        self._positions.measure(self.rows, width)
        self.virtual_size = Size(width, self._positions.lines)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the rows at the new width and scroll to the cursor."""
        if self._room != self._positions.width:
            self._measure()
            self.refresh()
        self._scroll_to_cursor()

    def on_focus(self) -> None:
        """Scroll to the cursor: the rows may have changed while another widget had the focus."""
        if not self._is_cursor_in_view:
            self._scroll_to_cursor()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines of the rows, for `height: auto` in the style sheet."""
        width = min(width - self.styles.scrollbar_size_vertical, self.widest)
        positions = self._positions
        return max(positions.lines if width == positions.width else positions.lines_at(self.rows, width), 1)

    async def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row under the pointer; post `Picked` at a double click."""
        line = self.scroll_offset.y + event.get_content_offset_capture(self).y
        index = self._row_at(line)
        if index is not None and not self.rows[index].fixed:
            self._set_cursor(index)
            if event.chain == 2:
                self.post_message(self.Picked(self, self.rows[index].id))

    def _set_cursor(self, index: int, *, tell: bool = True) -> None:
        before, scrolled = self._cursor, self.scroll_offset
        self._cursor = index
        self._scroll_to_cursor()
        if index == before:
            return
        if self.scroll_offset == scrolled:
            self._refresh_rows(before, index)
        else:
            self.refresh()
        if tell:
            self.cursor_moved()

    def _refresh_rows(self, *indexes: int) -> None:
        """Draw rows again, and those below the first of them if the height of a row depends on the cursor."""
        moves_others = self._positions.reserved and (len(indexes) > 1 or not self.always_cursor)
        if moves_others:
            top = self._positions.tops[min(*indexes, len(self.rows))]
            self.refresh_lines(top, max(self.scroll_offset.y + self.size.height - top, 0))
        for index in () if moves_others else indexes:
            if index + 1 < len(self._positions.tops):
                self.refresh_lines(self._top(index), self._top(index + 1) - self._top(index))

    def _index_of(self, row_id: str | None) -> int | None:
        """Return the index of a row; None if there is no such row."""
        if self._ids[0] is not self.rows:
            self._ids = self.rows, [row.id for row in self.rows]
        ids = self._ids[1]
        return ids.index(row_id) if row_id in ids else None

    def _cursor_for(self, row_id: str | None) -> int:
        """Return the index for the cursor: that of the row, or one near the present cursor if the row is gone."""
        index = self._index_of(row_id)
        if index is None:
            index = min(max(self._cursor, 0), max(len(self.rows) - 1, 0))
        # Where all rows are fixed, as in help, the cursor stays where it is.
        return next((i for i in range(index, len(self.rows)) if not self.rows[i].fixed), index)

    def _scroll_to_cursor(self) -> None:
        """Scroll the row under the cursor into view, with the heading above it if both fit."""
        if self.rows and self.size.height:
            top, bottom = self._top(self._cursor), self._top(self._cursor + 1)
            if self._cursor and self.rows[self._cursor - 1].fixed:
                heading = self._top(self._cursor - 1)
                top = heading if bottom - heading <= self.size.height else top
            region = Region(0, top, self.size.width, min(bottom - top, self.size.height))
            self.scroll_to_region(region, animate=False, force=True, immediate=True, x_axis=False)

    @property
    def _is_cursor_in_view(self) -> bool:
        """Whether the first line of the row under the cursor is in view."""
        tops = self._positions.tops
        top = tops[self._cursor] if self._cursor < len(tops) else -1
        return self.scroll_offset.y <= top < self.scroll_offset.y + self.size.height


__all__ = ["Line", "Row", "Rows", "Span", "height", "lay_out"]
