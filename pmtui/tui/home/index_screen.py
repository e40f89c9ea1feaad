"""`IndexScreen` and `IndexListScreen`: the base of the screens over all reviews, with a filter and the search index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static, TextArea
from textual.worker import Worker

from pmtui import signs
from pmtui.index.facts import Facts
from pmtui.index.index_file import IndexFile, Unusable
from pmtui.index.location import open_index
from pmtui.library.errors import LibraryError
from pmtui.library.protocol import SessionStore
from pmtui.session.text import one_line
from pmtui.tui.input.acts import HasActs
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.lazy_rows import LineRows
from pmtui.tui.widgets.status_bar import KeysLine, TopLine


class IndexScreen(Screen[None], HasActs):
    """A screen above the list of reviews that shows what the index knows about all reviews.

    Args:
        library: the library.
        today: returns the present day.
        body: the widget below the filter, which has the focus outside of it.
        example: the placeholder of the filter.
    """

    class Told(Message):
        """Posted from a thread with a message for the user; `wrong`: it is an error."""

        def __init__(self, text: str, *, wrong: bool = False) -> None:
            super().__init__()
            self.text, self.wrong = text, wrong

    def __init__(self, library: SessionStore, today: Callable[[], date], body: Widget, example: str) -> None:
        super().__init__()
        self.library, self.today, self.body = library, today, body
        self.top = TopLine()
        self.field = Editor(placeholder=example, classes="find")
        self.note = Static(markup=False, classes="note")
        self.keys_line = KeysLine()
        self._index: IndexFile | None = None

    def compose(self) -> ComposeResult:
        """Make the filter, the body and what is below it."""
        yield self.top
        with Vertical(id="index-body"):
            yield self.field
            yield self.body
            yield self.note
            yield from self.below()
        yield self.keys_line

    def below(self) -> Sequence[Widget]:
        """Return the widgets between the body and the line of keys."""
        return ()

    def on_mount(self) -> None:
        """Read again whenever the terminal gets the focus."""
        self.watch(self.app, "app_focus", self._terminal_focus, init=False)

    def _terminal_focus(self, focused: bool) -> None:
        if focused and self.is_current:
            self.look_again()

    def on_resize(self, event: events.Resize) -> None:
        """Leave out lines if the screen is low, and draw at the new width."""
        self.set_class(event.size.height < 20, "-low")
        self.call_after_refresh(self.show)

    # --- for subclasses ---

    def look_again(self) -> None:
        """Read in a thread what has changed."""
        raise NotImplementedError

    def show(self) -> None:
        """Draw what was read."""
        raise NotImplementedError

    # --- in a thread ---

    def index(self) -> IndexFile:
        """Return the index as it is on disk."""
        if self._index is None:
            self._index = open_index(self.library)
        return self._index

    def refresh_index(self, worker: Worker[None]) -> bool:
        """Update the index and show how far it is; return whether anything has changed.

        If the library cannot be read, a message says so, and what was known is kept.
        """

        told = False

        def tell(done: int, of: int) -> None:
            nonlocal told
            if of > done:
                told = True
                self.post_message(self.Told(f"reading {done:,} of {of:,} reviews"))

        try:
            changed = self.index().refresh(tell, ended=lambda: worker.is_cancelled)
            if told:  # remove the message
                self.post_message(self.Told(""))
            return changed
        except (LibraryError, Unusable) as error:
            self.post_message(self.Told(str(error), wrong=True))
            return False

    def facts(self, read: Callable[[IndexFile], list[Facts]] = IndexFile.facts) -> list[Facts]:
        """Return what the index knows of the reviews; nothing, with a message, if it cannot be read or made again."""
        try:
            return read(self.index())
        except Unusable as error:
            self.post_message(self.Told(str(error), wrong=True))
            return []

    @on(Told)
    def told(self, event: Told) -> None:
        """Show a message in the bottom line; an empty text removes it."""
        if event.text:
            self.keys_line.tell(event.text, wrong=event.wrong)
        else:
            self.keys_line.say(None)

    # --- the filter ---

    def on_descendant_focus(self) -> None:
        """Draw the line of keys, which depends on the focus."""
        self.keys_line.refresh()

    def leave_field(self) -> None:
        """Leave the field and keep the filter; the next time clear the filter, then close the screen."""
        if self.field.has_focus:
            self.body.focus()
        elif self.field.text:
            self.field.clear()
        else:
            self.dismiss(None)

    async def take_paste(self, text: str) -> None:
        """Put a paste that no field took into the filter."""
        self.field.focus()
        self.field.take_paste(one_line(text))

    @on(Editor.Entered, ".find")
    def entered(self, event: Editor.Entered) -> None:
        """Leave the filter on Enter."""
        event.stop()
        self.body.focus()


class IndexListScreen(IndexScreen):
    """A screen with a list below its filter. In the filter, up and down move the cursor of the list.

    Args:
        library: the library.
        today: returns the present day.
        example: the placeholder of the filter.
    """

    def __init__(self, library: SessionStore, today: Callable[[], date], example: str) -> None:
        self.list = LineRows()
        super().__init__(library, today, self.list, example)

    @property
    def more_keys(self) -> Callable[[], list[tuple[str, str]]] | None:
        """Return a function that returns the keys that work in the filter; None outside of it."""
        if not self.field.has_focus:
            return None
        return lambda: [("enter", "to the list"), (signs.UP_DOWN, "choose"), ("esc", "commands; the filter stays")]

    def on_descendant_focus(self) -> None:
        """Show the cursor of the list while the filter has the focus."""
        self.list.set_cursor_active(self.field.has_focus)

    @on(TextArea.Changed, ".find")
    def typed(self, event: TextArea.Changed) -> None:
        """Filter the list."""
        event.stop()
        self.show()

    @on(Editor.Choose, ".find")
    def choose(self, event: Editor.Choose) -> None:
        """Move the cursor of the list by up and down in the filter."""
        event.stop()
        self.list.move(event.by)
