"""A list of wrapped rows with a cursor, drawn line by line: thousands of rows cost no more than those in view.

What people typed is drawn as plain text, never as markup.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import ClassVar, Final

from msgspec.structs import replace
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip

from pmtui import signs
from pmtui.app.row_layout import Line, Row, Span, height, lay_out
from pmtui.app.screen_columns import TEXT
from pmtui.tui.protocols import HasCursor
from pmtui.tui.theme import few_named
from pmtui.tui.widgets.hints_muted import SILENT
from pmtui.tui.widgets.word_styles import KeepsStrips, WordStyles

WIDEST: Final = TEXT + 10


class Rows(HasCursor, KeepsStrips, can_focus=True):
    """The rows, their cursor, and the selection of several.

    The cursor is kept by id: it stays on its row when others come and go.
    """

    STYLES: ClassVar[Mapping[str, str]] = {
        "dim": "$dim", "bold": "bold", "accent": "$accent", "notice": "$notice", "danger": "$danger", "well": "$well",
        "wrong": "$wrong", "lucky": "$lucky", "rule": "$rule", "guide": "$dim", "struck": "$dim strike",
        "soft": "$notice underline", "hit": "$notice bold",
    }  # fmt: skip
    """Not component classes: every list would look each of them up in all style sheets, whenever anything changes."""
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
        """Posted when the cursor stands on another row."""

        def __init__(self, rows: Rows, row_id: str | None) -> None:
            super().__init__()
            self.rows, self.row_id = rows, row_id

        @property
        def control(self) -> Rows:
            """The list."""
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
        """Whether keys go to it while its cursor is active, though nothing has the focus: it has the bar then."""
        self.widest = WIDEST
        """Columns of a row at most: longer lines are hard to read, and what stands at their right is far off."""
        self.cursor_active = False
        """Shown though another has the focus: an add line that steers this list has it."""
        self.pointed: Callable[[], object] = lambda: self.post_message(self.Moved(self, self.row_id))
        """Called when the cursor stands on another row: whoever waits for the message comes later than the picture."""
        self.marks: Callable[[Row], tuple[tuple[int, int, str], ...]] | None = None
        """More `bullets` for a row, found when it is drawn: what is dear to find is found for the rows in view."""
        self._at = 0
        self._tops: Sequence[int] = [0]
        """The line on which each row begins, and the number of all lines: without what is `more` of one row."""
        self._most = 0
        """Lines kept free at the end for what is `more` of the row under the cursor, so that nothing else moves."""
        self._measured_at = -1
        self._named: Sequence[Row] = ()
        self._names: list[str] = []
        self._known: dict[int, tuple[Sequence[Row], dict[int, int]]] = {}
        self._cache: dict[tuple[object, ...], list[Strip]] = {}
        self.words = WordStyles(self, self.STYLES, self._is_silent)

    # --- content ---

    def mark_again(self) -> None:
        """Whatever `marks` goes by is another: draw the rows in view anew."""
        self._cache.clear()
        self.refresh()

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; the cursor stays on the row that it was on, else near where it was."""
        here, seen = self.row_id, self._in_view
        self.rows = rows
        self._at = self._place(here)
        self.selected &= {row.id for row in rows} if self.selected else set()
        self._measure()
        self.refresh()
        if seen and not self._in_view:
            self._reveal()  # its row moved to another place: it is followed there

    @property
    def row_id(self) -> str | None:
        """The id of the row under the cursor."""
        return self.rows[self._at].id if 0 <= self._at < len(self.rows) else None

    def chosen(self) -> tuple[str, ...]:
        """The ids to act on: the selected ones in their order, else the one under the cursor."""
        if self.selected:
            return tuple(row.id for row in self.rows if row.id in self.selected)
        return (self.row_id,) if self.row_id is not None else ()

    def go_to(self, row_id: str | None, *, tell: bool = True) -> bool:
        """Put the cursor on a row; False where it is not there."""
        at = self._find(row_id)
        if at is None:
            return False
        self._move(at, tell=tell)
        return True

    def move(self, by: int) -> bool:
        """Move the cursor by so many rows; False at the end."""
        at, step = self._at, 1 if by > 0 else -1
        for _ in range(abs(by)):
            nxt = at + step
            while 0 <= nxt < len(self.rows) and self.rows[nxt].fixed:
                nxt += step
            if not 0 <= nxt < len(self.rows):
                break
            at = nxt
        if at == self._at:
            return False
        self._move(at)
        return True

    def toggle_selected(self) -> None:
        """Select the row under the cursor, or not."""
        if self.row_id is not None:
            self.selected ^= {self.row_id}
            self.refresh()

    def select(self, row_ids: Iterable[str]) -> None:
        """Select these rows, and no others."""
        self.selected = set(row_ids)
        self.refresh()

    def set_cursor_active(self, active: bool) -> None:
        """Show the cursor though another has the focus, or not."""
        if active != self.cursor_active:
            self.cursor_active = active
            self._refresh_rows(self._at)

    # --- actions ---

    def action_cursor(self, by: int) -> None:
        """Move the cursor."""
        self.move(by)

    def action_page(self, direction: int) -> None:
        """Move the cursor by a screenful."""
        target = self._tops[self._at] + direction * max(self.size.height - 1, 1)
        at = min(max(bisect_right(self._tops, max(target, 0)) - 1, 0), len(self.rows) - 1)
        self.move((at - self._at) or direction)

    def action_end(self, direction: int) -> None:
        """Move the cursor to the first or last row."""
        self.move(direction * len(self.rows))

    # --- drawing ---

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.size.width
        if self._room != self._measured_at:
            # Drawn before the resize that tells it so has come.
            self._measure()
        line = self.scroll_offset.y + y
        index = self._row_at(line)
        if width <= 0 or index is None:
            return Strip.blank(width, self.words.ground)
        return self._strips(index)[line - self._top(index)]

    def _strips(self, index: int) -> list[Strip]:
        row = self.rows[index]
        strong = self.has_focus or (self.cursor_active and self.takes_keys)
        here = index == self._at and self._is_cursor_shown and not row.fixed
        key = (id(row), self.size.width, here, (strong, self.cursor_active) if here else None, row.id in self.selected)
        if (strips := self._cache.get(key)) is None:
            if len(self._cache) > 500:
                self._cache.clear()
            strips = self._cache[key] = self._draw(row, here, strong and here, row.id in self.selected)
        return strips

    def _draw(self, row: Row, here: bool, strong: bool, selected: bool) -> list[Strip]:
        width = self.size.width
        end = self.widest if self._room == self.widest else width  # where the line that adds to the list ends, too
        plain = self.words.ground
        base = self._style("cursor") if here else plain
        # One bar: where what is typed or pressed goes. The row that an add line works on has a faint sign.
        mark = (
            signs.BAR if strong else signs.FULL if selected else signs.STEERED if here and self.cursor_active else " "
        )
        bar = Style(color=(self._style("bar") if strong or selected else self.words.style("dim")).color)
        # In a terminal of 16 colours not each can be read on the cursor's ground.
        few_colours = here and few_named(self.app.theme) is not None
        strips = []
        if self.marks is not None and (marks := self.marks(row)):
            row = replace(row, bullets=tuple(sorted((*row.bullets, *marks))))
        lines = lay_out(row, self._room - 2, more=here)
        for n, spans in enumerate(lines):
            ground = plain if n >= len(lines) - row.gap else base
            sign = mark if ground is base and (n == 0 or mark != signs.STEERED) else " "
            segments = [Segment(sign, ground + bar), Segment(" ", ground)]
            for span in spans:
                style = self.words.style(span.style)
                without = few_colours and ground is base
                segments.append(Segment(span.text, ground + (style.without_color if without else style)))
            strips.append(Strip(segments).adjust_cell_length(end, ground).adjust_cell_length(width, plain))
        return strips

    def _is_silent(self, word: str) -> bool:
        """Whether a word marks a hint, on a screen where hints are silent."""
        return word == "soft" and self.screen.has_class(SILENT)

    @property
    def cursor_on_screen(self) -> Offset:
        """Where the text of the selected row begins, or the first line of it that is seen, in cells of the screen."""
        area, top = self.content_region, self._tops[self._at] if self._at < len(self._tops) else 0
        return area.offset + Offset(2, min(max(top - self.scroll_offset.y, 0), max(area.height - 1, 0)))

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"rows--{name}")

    def drawn_with(self) -> object:
        """The styles of the row under the cursor, and whether hints are silent."""
        return self._style("cursor"), self._style("bar"), self._is_silent("soft")

    def forget_strips(self) -> None:
        """The theme is another: everything is drawn again."""
        self._cache.clear()

    # --- geometry ---

    @property
    def _room(self) -> int:
        """Columns for a row; the scrollbar's is always kept free, so that nothing wraps anew when it comes."""
        return min(self.size.width - self.styles.scrollbar_size_vertical, self.widest)

    @property
    def _is_cursor_shown(self) -> bool:
        return self.always_cursor or self.has_focus or self.cursor_active

    @property
    def _more(self) -> int:
        """How many lines more than others the row under the cursor has now."""
        return (
            len(self.rows[self._at].more) if self._most and self._is_cursor_shown and self._at < len(self.rows) else 0
        )

    def _top(self, index: int) -> int:
        """The line on which a row begins now; behind the last row, the number of all lines."""
        return self._tops[index] + (self._more if index > self._at else 0)

    def _row_at(self, line: int) -> int | None:
        """The row that a line belongs to now; None where no row is."""
        if not 0 <= line < self._top(len(self._tops) - 1) or not self.rows:
            return None
        if self._at + 1 < len(self._tops) and line >= self._tops[self._at + 1]:
            line = max(line - self._more, self._tops[self._at + 1] - 1)
        return bisect_right(self._tops, line) - 1

    def _measure(self) -> None:
        width = self._room
        old = self._known.get(width, ((), {}))[1]
        heights = self._heights_at(width)
        # What was drawn is kept by the identity of rows: those that went must not linger.
        if width != self._measured_at or not old.keys() <= heights.keys():
            self._cache.clear()
        self._measured_at = width
        self._tops = [0, *accumulate(map(heights.__getitem__, map(id, self.rows)))]
        self._most = max((len(row.more) for row in self.rows), default=0)
        self.virtual_size = Size(width, self._tops[-1] + self._most)

    def _heights_at(self, width: int) -> dict[int, int]:
        """The height of each row by its identity, at one width; only rows that are new are wrapped for it."""
        if width <= 0:  # it has no place on the screen yet
            return {id(row): 1 for row in self.rows}
        rows, heights = self._known.get(width, ((), {}))
        if rows is not self.rows:
            ids = list(map(id, self.rows))
            known = list(map(heights.get, ids))
            found = [high or height(self.rows[n], max(width - 2, 1)) for n, high in enumerate(known)]
            heights = dict(zip(ids, found, strict=True))
            if len(self._known) > 1 and width not in self._known:
                self._known.clear()
                self._cache.clear()
            # With the rows, so that their identities are not given to others as long as they are keys here.
            self._known[width] = self.rows, heights
        return heights

    def on_resize(self, event: events.Resize) -> None:
        """Wrap again; the cursor stays in view, or comes into it where it was moved before it had a place."""
        if self._room != self._measured_at:
            self._measure()
            self.refresh()
        self._reveal()

    def on_focus(self) -> None:
        """What is shown may have changed while nobody looked: the row under the cursor comes into view."""
        if not self._in_view:
            self._reveal()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the rows have, where the style sheet says `height: auto`."""
        width = min(width - self.styles.scrollbar_size_vertical, self.widest)
        if width != self._measured_at:
            most = max((len(row.more) for row in self.rows), default=0)
            return max(sum(self._heights_at(width).values()) + most, 1)
        return max(self._tops[-1] + self._most, 1)

    async def on_click(self, event: events.Click) -> None:
        """Choose the row under the pointer; twice: open it."""
        line = self.scroll_offset.y + event.get_content_offset_capture(self).y
        index = self._row_at(line)
        if index is not None and not self.rows[index].fixed:
            self._move(index)
            if event.chain == 2:
                self.post_message(self.Picked(self, self.rows[index].id))

    def _move(self, at: int, *, tell: bool = True) -> None:
        left, top = self._at, self.scroll_offset
        self._at = at
        self._reveal()
        if at == left:
            return
        if self.scroll_offset == top:
            self._refresh_rows(left, at)
        else:
            self.refresh()
        if tell:
            self.pointed()

    def _refresh_rows(self, *indexes: int) -> None:
        """Draw rows anew; with all below the first of them where one is higher under the cursor than elsewhere."""
        is_all = self._most and (len(indexes) > 1 or not self.always_cursor)
        if is_all:
            top = self._tops[min(*indexes, len(self.rows))]
            self.refresh_lines(top, max(self.scroll_offset.y + self.size.height - top, 0))
        for row in () if is_all else indexes:
            if row + 1 < len(self._tops):
                self.refresh_lines(self._top(row), self._top(row + 1) - self._top(row))

    def _find(self, row_id: str | None) -> int | None:
        if self._named is not self.rows:
            self._named, self._names = self.rows, [row.id for row in self.rows]
        return self._names.index(row_id) if row_id in self._names else None

    def _place(self, row_id: str | None) -> int:
        at = self._find(row_id)
        if at is None:
            at = min(max(self._at, 0), max(len(self.rows) - 1, 0))
        # A list of headings alone (help, say) has nothing to stand on: it is read from where it was.
        return next((i for i in range(at, len(self.rows)) if not self.rows[i].fixed), at)

    def _reveal(self) -> None:
        """Scroll the row under the cursor into view, with the heading above it where both fit."""
        if self.rows and self.size.height:
            top, bottom = self._top(self._at), self._top(self._at + 1)
            if self._at and self.rows[self._at - 1].fixed and bottom - self._top(self._at - 1) <= self.size.height:
                top = self._top(self._at - 1)
            region = Region(0, top, self.size.width, min(bottom - top, self.size.height))
            self.scroll_to_region(region, animate=False, force=True, immediate=True, x_axis=False)

    @property
    def _in_view(self) -> bool:
        """Whether the first line of the row under the cursor can be seen."""
        top = self._tops[self._at] if self._at < len(self._tops) else -1
        return self.scroll_offset.y <= top < self.scroll_offset.y + self.size.height


__all__ = ["Line", "Row", "Rows", "Span", "height", "lay_out"]
