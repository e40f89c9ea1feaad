"""What the screens over the whole library share: a filter at the top, and the index read in a thread."""

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
    """A screen on top of the list of reviews, over what the index knows of all of them.

    Args:
        library: whose reviews.
        today: what day it is.
        body: what has the focus where nobody types a filter.
        example: stands in the empty filter.
    """

    class Told(Message):
        """Posted from a thread with something to say."""

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
        """Lay out the filter, the body and what is below it."""
        yield self.top
        with Vertical(id="index-body"):
            yield self.field
            yield self.body
            yield self.note
            yield from self.below()
        yield self.keys_line

    def below(self) -> Sequence[Widget]:
        """What stands at the foot, above the line of keys."""
        return ()

    def on_mount(self) -> None:
        """Look again when the person comes back to this terminal."""
        self.watch(self.app, "app_focus", self._terminal_focus, init=False)

    def _terminal_focus(self, focused: bool) -> None:
        if focused and self.is_current:
            self.look_again()

    def on_resize(self, event: events.Resize) -> None:
        """Save lines where there are few; lay out for the width."""
        self.set_class(event.size.height < 20, "-low")
        self.call_after_refresh(self.show)

    # --- what a subclass does ---

    def look_again(self) -> None:
        """Read in a thread what changed since the last time."""
        raise NotImplementedError

    def show(self) -> None:
        """Draw what is known now."""
        raise NotImplementedError

    # --- in a thread ---

    def index(self) -> IndexFile:
        """The index, as it was left the last time."""
        if self._index is None:
            self._index = open_index(self.library)
        return self._index

    def refresh_index(self, worker: Worker[None]) -> bool:
        """Bring the index up to date, and say how far it is; True where anything changed.

        Where the library cannot be read, that is said, and what was known stays.
        """

        told = False

        def tell(done: int, of: int) -> None:
            nonlocal told
            if of > done:
                told = True
                self.post_message(self.Told(f"reading {done:,} of {of:,} reviews"))

        try:
            changed = self.index().refresh(tell, ended=lambda: worker.is_cancelled)
            if told:  # it is not true any more
                self.post_message(self.Told(""))
            return changed
        except (LibraryError, Unusable) as error:
            self.post_message(self.Told(str(error), wrong=True))
            return False

    def facts(self, read: Callable[[IndexFile], list[Facts]] = IndexFile.facts) -> list[Facts]:
        """What the index knows of the reviews; nothing, and that is said, where it cannot be read or made anew."""
        try:
            return read(self.index())
        except Unusable as error:
            self.post_message(self.Told(str(error), wrong=True))
            return []

    @on(Told)
    def told(self, event: Told) -> None:
        """Say it in the bottom line; an empty text takes away what was said."""
        if event.text:
            self.keys_line.tell(event.text, wrong=event.wrong)
        else:
            self.keys_line.say(None)

    # --- the filter ---

    def on_descendant_focus(self) -> None:
        """Redraw the line of keys: other keys work now."""
        self.keys_line.refresh()

    def leave_field(self) -> None:
        """Leave the field and keep the filter, then clear it, then go back to the list of reviews."""
        if self.field.has_focus:
            self.body.focus()
        elif self.field.text:
            self.field.clear()
        else:
            self.dismiss(None)

    async def take_paste(self, text: str) -> None:
        """A paste that no field has asked for: something to look for."""
        self.field.focus()
        self.field.take_paste(one_line(text))

    @on(Editor.Entered, ".find")
    def entered(self, event: Editor.Entered) -> None:
        """Leave the filter by Enter."""
        event.stop()
        self.body.focus()


class IndexListScreen(IndexScreen):
    """A screen with a list below its filter: what is typed filters the list, up and down choose in it meanwhile.

    Args:
        library: whose reviews.
        today: what day it is.
        example: stands in the empty filter.
    """

    def __init__(self, library: SessionStore, today: Callable[[], date], example: str) -> None:
        self.list = LineRows()
        super().__init__(library, today, self.list, example)

    @property
    def more_keys(self) -> Callable[[], list[tuple[str, str]]] | None:
        """The few keys that work while one types."""
        if not self.field.has_focus:
            return None
        return lambda: [("enter", "to the list"), (signs.UP_DOWN, "choose"), ("esc", "commands; the filter stays")]

    def on_descendant_focus(self) -> None:
        """The cursor is as strong as with focus while the field steers it."""
        self.list.set_cursor_active(self.field.has_focus)

    @on(TextArea.Changed, ".find")
    def typed(self, event: TextArea.Changed) -> None:
        """Filter the list by what stands in the field."""
        event.stop()
        self.show()

    @on(Editor.Choose, ".find")
    def choose(self, event: Editor.Choose) -> None:
        """Move in the list by up and down, from within the field."""
        event.stop()
        self.list.move(event.by)
