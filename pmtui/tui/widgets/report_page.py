"""`ReportPage`: the report on the screen. Only the lines in view are laid out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import ClassVar, Final

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.strip import Strip

from pmtui import signs
from pmtui.app.report_view.blocks import Block, Heading
from pmtui.app.report_view.tables import WIDEST
from pmtui.app.row_layout import Line
from pmtui.tui.protocols import HasCursor
from pmtui.tui.widgets.word_styles import KeepsStrips, WordStyles

_EDGE: Final = 2
"""The columns at the left; the first has a bar while the report has the focus."""
_KEPT: Final = 400
"""The number of blocks whose lines are cached."""


class ReportPage(HasCursor, KeepsStrips, can_focus=True, inherit_bindings=False):
    """Blocks of a report; up and down scroll, left and right go from heading to heading."""

    STYLES: ClassVar[dict[str, str]] = {
        "dim": "$dim", "bold": "bold", "accent": "$accent", "notice": "$notice", "well": "$well", "rule": "$rule",
        "italic": "italic", "struck": "strike", "link": "underline", "code": "$foreground on $panel",
    }  # fmt: skip

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_lines(-1)", "Up", show=False),
        Binding("down,j", "scroll_lines(1)", "Down", show=False),
        Binding("pageup", "scroll_pages(-1)", "Page up", show=False),
        Binding("pagedown,space", "scroll_pages(1)", "Page down", show=False),
        Binding("home", "scroll_to_end(-1)", "Top", show=False),
        Binding("end,G", "scroll_to_end(1)", "End", show=False),
    ]

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.blocks: Sequence[Block] = ()
        self._tops: list[int] = [0]
        self._measured_at = -1
        self._strips: dict[tuple[int, bool], list[Strip]] = {}
        self.words = WordStyles(self, self.STYLES)

    def show(self, blocks: Sequence[Block], *, anew: bool = False) -> None:
        """Show these blocks at the present position; `anew`: from the top."""
        self.blocks = blocks
        self._measure()
        if anew:
            self.scroll_to(y=0, animate=False, force=True)
        self.refresh()

    @property
    def text(self) -> str:
        """The text of all lines at the present width."""
        return "\n".join(
            "".join(span.text for span in line) for block in self.blocks for line in block.lines(self._room)
        )

    # --- drawing ---

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        if self._room != self._measured_at:
            self._measure()
        line = self.scroll_offset.y + y
        if self.size.width <= 0 or line >= self._tops[-1]:
            return Strip.blank(self.size.width, self.rich_style)
        index = bisect_right(self._tops, line) - 1
        return self._drawn(index)[line - self._tops[index]]

    def _drawn(self, index: int) -> list[Strip]:
        key = index, self.has_focus
        if (strips := self._strips.get(key)) is None:
            if len(self._strips) > _KEPT:
                self._strips.clear()
            lines = self.blocks[index].lines(self._room)
            strips = self._strips[key] = [self._strip(line) for line in lines]
        return strips

    def _strip(self, line: Line) -> Strip:
        ground = self.rich_style
        bar = self.words.style("accent") if self.has_focus else ground
        segments = [Segment(signs.BAR if self.has_focus else " ", ground + bar), Segment(" " * (_EDGE - 1), ground)]
        segments += [Segment(span.text.replace("\u00a0", " "), ground + self.words.style(span.style)) for span in line]
        return Strip(segments).adjust_cell_length(self.size.width, ground)

    def forget_strips(self) -> None:
        """Empty the cache: the theme has changed."""
        self._strips.clear()

    # --- positions ---

    @property
    def _room(self) -> int:
        """The columns of a line; the scrollbar's are always kept free, so that no line wraps anew when it appears."""
        return max(min(self.size.width - self.styles.scrollbar_size_vertical, WIDEST) - _EDGE, 1)

    def _measure(self) -> None:
        """Find the first line of each block; if the width changed, scroll so that the first block in view stays."""
        top = bisect_right(self._tops, self.scroll_offset.y) - 1
        within = self.scroll_offset.y - self._tops[top]
        width = self._room
        is_wrapped_anew, self._measured_at = self._measured_at not in (-1, width), width
        self._strips.clear()
        self._tops = [0, *accumulate(block.height(width) for block in self.blocks)]
        self.virtual_size = Size(self.size.width, self._tops[-1])
        if is_wrapped_anew and top < len(self._tops):
            self.scroll_to(y=self._tops[top] + within, animate=False, force=True)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the blocks at the new width."""
        if self._room != self._measured_at:
            self._measure()
            self.refresh()

    def on_focus(self) -> None:
        """Draw the bar of the focus."""
        self.refresh()

    on_blur = on_focus

    @property
    def cursor_on_screen(self) -> Offset:
        """The cell of the first line in view, where the user reads on."""
        return self.content_region.offset + Offset(_EDGE, 0)

    # --- actions ---

    def action_scroll_lines(self, by: int) -> None:
        """Scroll by lines."""
        self.scroll_to(y=self.scroll_target_y + by, animate=False)

    def action_scroll_pages(self, by: int) -> None:
        """Scroll by the height less one line: 1 down, -1 up."""
        self.scroll_to(y=self.scroll_target_y + by * max(self.size.height - 1, 1), animate=False)

    def go_to_heading(self, by: int) -> None:
        """Scroll to the next heading (1) or the previous one (-1), as far as possible."""
        here = self.scroll_target_y
        tops = [
            top + block.gap_before
            for block, top in zip(self.blocks, self._tops, strict=False)
            if isinstance(block, Heading)
        ]
        found = [top for top in tops if (top > here if by > 0 else top < here)]
        if found:
            self.scroll_to(y=found[0 if by > 0 else -1], animate=False)

    def action_scroll_to_end(self, direction: int) -> None:
        """Scroll to the first line (-1) or the last (1)."""
        self.scroll_to(y=0 if direction < 0 else self.max_scroll_y, animate=False)
