"""`PathPrompt`: a window to ask for a path. If the path cannot be taken, it says why and keeps the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from pmtui.app.path_completion import Candidate, candidates, completed
from pmtui.tui.input import keymap
from pmtui.tui.styles import HEIGHTS, sheet
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.picker import most_rows
from pmtui.tui.widgets.rows import Row, Rows, Span
from pmtui.tui.widgets.status_bar import KeysLine

Accept = Callable[[str], str]
"""Takes the text; returns "" if the window may close, else a message."""


class PathPrompt(ModalScreen[None]):
    """A field for a path, and the files that it could mean; Tab completes it.

    Args:
        heading: the heading of the window.
        accept: takes the text.
        text: the text at first.
        word: the label of Enter.
        browse: whether Enter on an incomplete name takes the selected file, and the files are shown at once.
    """

    CSS_PATH = sheet("picker")
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        Binding("tab", "complete", "Complete", show=False, priority=True),
        *keymap.on_top(),
    ]

    def __init__(self, heading: str, accept: Accept, *, text: str = "", word: str = "take it", browse: bool) -> None:
        super().__init__()
        self.heading = heading
        self.accept = accept
        self.word = word
        self.browse = browse
        self.field = Editor(text, mode="add", placeholder="a path; ~ is your home", classes="add")
        self.said = Static(markup=False, classes="said")
        self.list = Rows()
        self._found: list[Candidate] = []
        self._said = ""

    def compose(self) -> ComposeResult:
        """Make the heading, the field, the line for messages and the files."""
        with Vertical(id="picker"):
            yield Static(self.heading, markup=False, classes="heading")
            yield self.field
            yield self.said
            yield self.list
            yield KeysLine()

    def on_mount(self) -> None:
        """Put the cursor before the suffix, because users change the name."""
        self.said.display = False
        self.field.focus()
        self.field.move_cursor(self.field.document.end)
        self.list.set_cursor_active(True)
        self._match()

    def on_resize(self, event: events.Resize) -> None:
        """Show as many files as fit between the messages and the line of keys."""
        self.list.styles.max_height = most_rows(event.size, self._said)

    def more_keys(self) -> list[tuple[str, str]]:
        """Return keys of the window and their labels, for the line of keys."""
        return [("enter", self.word), ("tab", "complete"), ("esc", "close")]

    def say(self, text: str) -> None:
        """Show a message below the field; an empty text removes it."""
        self._said = text
        self.said.update(text)
        self.said.display = bool(text)
        self.list.styles.max_height = most_rows(self.app.size, text)

    def _match(self) -> None:
        text = self.field.text
        self._found = candidates(text) if self.browse or "/" in text else []
        self.list.show([_row(one) for one in self._found])
        self.list.action_end(-1)
        self.list.display = bool(self._found)

    def _selected(self) -> Candidate | None:
        return next((one for one in self._found if one.text == self.list.row_id), None)

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        """Show the files that match the typed text."""
        event.stop()
        self.say("")
        self._match()

    @on(Editor.Choose)
    def choose(self, event: Editor.Choose) -> None:
        """Move the cursor of the files."""
        event.stop()
        self.list.move(event.by)

    @on(Editor.Pasted)
    def pasted(self, event: Editor.Pasted) -> None:
        """Insert pasted lines; `accept` says what is wrong with them."""
        event.stop()
        event.editor.insert_here(event.text.strip("\n"))

    @on(Editor.Entered)
    def entered(self, event: Editor.Entered) -> None:
        """Take the text; an incomplete name stands for the selected file."""
        event.stop()
        self.take()

    @on(Rows.Picked)
    def picked(self, event: Rows.Picked) -> None:
        """Open the folder, or take the file, that was double-clicked."""
        event.stop()
        if (one := self._selected()) is not None:
            self._put(one.text)
            if not one.is_folder:
                self.take()

    def take(self) -> None:
        """Close the window if the text is accepted."""
        text = self.field.text
        said = self.accept(text)
        one = self._selected()
        if said and self.browse and one is not None and one.text != text:
            # There is no such file, so take the selected one, which begins with it.
            self._put(one.text)
            if one.is_folder:
                return
            said = self.accept(one.text)
        if said:
            self.say(said)
        else:
            self.dismiss(None)

    def _put(self, text: str) -> None:
        self.field.put(text)
        self.field.move_cursor(self.field.document.end)

    def action_complete(self) -> None:
        """Complete the text as far as all matching files agree, or to the selected one."""
        text = self.field.text
        found = self._found or candidates(text)
        more = completed(text, found)
        one = self._selected()
        self._put(more if more != text or one is None else one.text)

    def action_close(self) -> None:
        """Close without a result."""
        self.dismiss(None)


def _row(one: Candidate) -> Row:
    return Row(
        one.text, one.name + ("/" if one.is_folder else ""), right=(Span("folder", "dim"),) if one.is_folder else ()
    )
