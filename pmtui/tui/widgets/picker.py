"""`Picker`: a window to choose one of many rows: type letters to filter, Enter takes a row, Escape closes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from pmtui import signs
from pmtui.app.wrap import wrap
from pmtui.tui.input import keymap
from pmtui.tui.styles import HEIGHTS, LOW_WINDOW, sheet
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.rows import Row, Rows
from pmtui.tui.widgets.status_bar import KeysLine

Source = Callable[[str], Sequence[Row]]


def most_rows(terminal: Size, said: str = "") -> int:
    """Return the most rows of a window: the lines that its heading, field, message and line of keys leave."""
    around = 11 if terminal.height >= LOW_WINDOW else 4
    lines = len(wrap(said, max(min(terminal.width * 96 // 100, 80) - 4, 1))) if said else 0
    return min(max(terminal.height - around - lines, 3), 20)


class Picker(ModalScreen[str]):
    """A field, and the rows that match it; the result is the id of the chosen row, or None."""

    CSS_PATH = sheet("picker")
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        # A binding, so that the meeting below does not handle the key.
        Binding("enter", "take", "Take it", show=False),
        *keymap.on_top(),
    ]

    def __init__(
        self, title: str, source: Source, *, placeholder: str = "type a few letters", typing: bool = True
    ) -> None:
        super().__init__()
        self.heading = title
        self.source = source
        self.field = Editor(mode="add", placeholder=placeholder, classes="add")
        self.list = Rows()
        self.typing = typing

    def compose(self) -> ComposeResult:
        """Make the heading, the field and the rows."""
        with Vertical(id="picker"):
            yield Static(self.heading, markup=False, classes="heading")
            if self.typing:
                yield self.field
            yield self.list
            yield KeysLine()

    def on_mount(self) -> None:
        """Show all rows, because nothing is typed yet."""
        self._show("")
        (self.field if self.typing else self.list).focus()
        self.list.set_cursor_active(True)

    def on_resize(self, event: events.Resize) -> None:
        """Show as many rows as fit between the field and the line of keys."""
        self.list.styles.max_height = most_rows(event.size)

    def more_keys(self) -> list[tuple[str, str]]:
        """Return keys of the window and their labels, for the line of keys."""
        return [("enter", "take it"), (signs.UP_DOWN, "choose"), ("esc", "close")]

    def _show(self, query: str) -> None:
        rows = list(self.source(query))
        self.list.show(rows or [Row("", "Nothing matches.", "dim", fixed=True)])
        self.list.action_end(-1)

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        """Show the rows that match the typed text."""
        event.stop()
        self._show(event.text_area.text)

    @on(Editor.Choose)
    def choose(self, event: Editor.Choose) -> None:
        """Move the cursor of the rows."""
        event.stop()
        self.list.move(event.by)

    @on(Editor.Entered)
    def entered(self, event: Editor.Entered) -> None:
        """Take the row under the cursor."""
        event.stop()
        self.take()

    @on(Rows.Picked)
    def picked(self, event: Rows.Picked) -> None:
        """Take the row that was double-clicked."""
        event.stop()
        self.take()

    def action_take(self) -> None:
        """Take the row under the cursor on Enter."""
        self.take()

    def take(self) -> None:
        """Close with the row under the cursor."""
        if self.list.row_id:
            self.dismiss(self.list.row_id)

    def action_close(self) -> None:
        """Close without a result."""
        self.dismiss(None)


def matcher(entries: Sequence[tuple[str, str, str]]) -> Source:
    """Return a source over entries of id, text and dim text: every typed word must be in one of the texts.

    Entries whose texts begin with the typed text come first.
    """
    from pmtui.tui.widgets.rows import Span

    def match(query: str) -> list[Row]:
        words = query.casefold().split()
        found = [entry for entry in entries if all(word in f"{entry[1]} {entry[2]}".casefold() for word in words)]
        begun = " ".join(words)
        found.sort(key=lambda entry: not f"{entry[1]} {entry[2]}".casefold().startswith(begun))
        return [Row(row_id, text, right=(Span(aside, "dim"),) if aside else ()) for row_id, text, aside in found]

    return match
