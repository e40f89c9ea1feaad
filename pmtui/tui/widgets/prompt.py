"""A path asked for on top of the meeting: what is wrong with it is said, and the text is kept."""

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
"""Takes the text: empty where all is well and the line may close, else what to say."""


class PathPrompt(ModalScreen[None]):
    """A line for a path, and the files that it could mean; Tab completes it.

    Args:
        heading: what is asked for.
        accept: takes the text.
        text: what stands in the line at first.
        word: what Enter does.
        browse: whether Enter on a half-typed name takes the selected file instead, and the files are seen at once.
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
        """The heading, the line, what is to be said, the files."""
        with Vertical(id="picker"):
            yield Static(self.heading, markup=False, classes="heading")
            yield self.field
            yield self.said
            yield self.list
            yield KeysLine()

    def on_mount(self) -> None:
        """The cursor stands before the ending: the name is what one changes."""
        self.said.display = False
        self.field.focus()
        self.field.move_cursor(self.field.document.end)
        self.list.set_cursor_active(True)
        self._match()

    def on_resize(self, event: events.Resize) -> None:
        """As many files as fit between the line, what is said, and the keys."""
        self.list.styles.max_height = most_rows(event.size, self._said)

    def more_keys(self) -> list[tuple[str, str]]:
        """Keys of the prompt, for the line of keys."""
        return [("enter", self.word), ("tab", "complete"), ("esc", "close")]

    def say(self, text: str) -> None:
        """A line under the field; empty takes it away."""
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
        """Show the files that match what is typed."""
        event.stop()
        self.say("")
        self._match()

    @on(Editor.Choose)
    def choose(self, event: Editor.Choose) -> None:
        """Move in the list of files."""
        event.stop()
        self.list.move(event.by)

    @on(Editor.Pasted)
    def pasted(self, event: Editor.Pasted) -> None:
        """Several lines: nothing is lost, and `accept` says what it makes of them."""
        event.stop()
        event.editor.insert_here(event.text.strip("\n"))

    @on(Editor.Entered)
    def entered(self, event: Editor.Entered) -> None:
        """Take what was typed; a name that is not whole yet means the selected file."""
        event.stop()
        self.take()

    @on(Rows.Picked)
    def picked(self, event: Rows.Picked) -> None:
        """A double click goes into a folder, or takes the file."""
        event.stop()
        if (one := self._selected()) is not None:
            self._put(one.text)
            if not one.is_folder:
                self.take()

    def take(self) -> None:
        """Close where the text is taken."""
        text = self.field.text
        said = self.accept(text)
        one = self._selected()
        if said and self.browse and one is not None and one.text != text:
            # What was typed is no file, and the selected row is what it would become.
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
        """As much as the files share; where they part, the selected one."""
        text = self.field.text
        found = self._found or candidates(text)
        more = completed(text, found)
        one = self._selected()
        self._put(more if more != text or one is None else one.text)

    def action_close(self) -> None:
        """Close, and do nothing."""
        self.dismiss(None)


def _row(one: Candidate) -> Row:
    return Row(
        one.text, one.name + ("/" if one.is_folder else ""), right=(Span("folder", "dim"),) if one.is_folder else ()
    )
