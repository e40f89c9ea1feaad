"""`ReviewList`: the list of reviews, with a field to filter it.

At first the list shows the names of the files, and the beginnings of those in view. The rest is read in threads, the
rows in view first.
"""

from __future__ import annotations

from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static, TextArea
from textual.worker import get_current_worker

from pmtui.app import review_rows
from pmtui.app.review_index import ReviewIndex, Scan
from pmtui.app.review_preview import ReviewPreview
from pmtui.library.entries import Entry
from pmtui.library.errors import LibraryError
from pmtui.tui.home import library_words
from pmtui.tui.home.finder import LONG, Answered, Finder, Indexing
from pmtui.tui.input import keymap
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.lazy_rows import LineRows
from pmtui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from pmtui.app.editing_session import Place
    from pmtui.app.library_search import Answer
    from pmtui.index.snippets import Snippet

_GATHER = 0.03
"""The seconds for which rows that come into view, or were read, are collected before they are handled together."""


_PATIENCE = 0.1
"""The seconds that the index has for its answer before the list shows what the headers alone match."""

WIDEST = 160
"""The most columns of a row: the columns beside the headline take five more than usual."""

FIRST_LOOK = 0.25
"""The seconds that the first drawing waits for the names of the files."""


class ReviewList(Vertical):
    """The filter field, with the list of reviews below it.

    Args:
        review_index: the reviews of the library, as far as they are read.
        select: the name of the file that the cursor is on, once it is in the list.
    """

    class Changed(Message):
        """Posted when the listed reviews, the selected one or its preview have changed."""

    class Opened(Message):
        """Posted to open the selected review."""

    class SearchFailed(Message):
        """Posted when the library could not be read."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Reading(Message):
        """Posted to show how far the index is with reading the library."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Read(Message):
        """Posted from a thread when the library has been read."""

        def __init__(self, found: Scan) -> None:
            super().__init__()
            self.found = found

    class Glanced(Message):
        """Posted from a thread when more previews have been read."""

        def __init__(self, files: list[str]) -> None:
            super().__init__()
            self.files = files

    def __init__(self, review_index: ReviewIndex, select: str = "") -> None:
        super().__init__(id="reviews")
        self.review_index = review_index
        self.select = select
        self.field = Editor(placeholder="/ find: words, product:, tag:, owner:, after:2026, has:root", classes="find")
        self.list = LineRows()
        self.note = Static(markup=False, classes="note")
        self.finder = Finder(self, review_index)
        self._words: list[str] = []
        self._answer: Answer | None = None
        """The answer of the index to the filter; None before it has answered."""
        self._waiting: Timer | None = None
        self._enter = False
        """Whether Enter was pressed before the list matched the filter."""
        self._columns = review_rows.columns(80, [])
        self._reading: Timer | None = None

    def compose(self) -> ComposeResult:
        """Make the field, the list, and the text for an empty list."""
        yield self.field
        yield self.list
        yield self.note

    def on_mount(self) -> None:
        """Show the names of the files at once, and read the headlines of those in view."""
        self.list.widest = WIDEST
        files = self._first_files()
        if files is not None:
            self._show_list(files)
        self.list.focus()

    def _first_files(self) -> list[str] | None:
        """Return the names of the files; None if the disk does not answer in time and the list is filled later."""
        found: list[list[str]] = []

        def look() -> None:
            try:
                files = self.review_index.library.names()
                self.review_index.quick_entries(files[: self.app.size.height])
                found.append(files)
            except LibraryError as error:
                self.post_message(self.SearchFailed(str(error)))

        # In a thread, so that a drive that hangs does not block the screen.
        thread = Thread(target=look, name="pmtui-first-look", daemon=True)
        thread.start()
        thread.join(FIRST_LOOK)
        return found[0] if found else None

    def on_resize(self) -> None:
        """Draw the rows again, because the columns depend on the width."""
        self.call_after_refresh(self._show)

    @property
    def entry(self) -> Entry | None:
        """The selected review; None if there is none, or its header is not read yet."""
        return self.review_index.by_file.get(self.list.row_id or "")

    # --- reading ---

    def look_again(self) -> None:
        """Read the library again, in a thread."""
        self.run_worker(self._look, thread=True, exclusive=True, group="look")

    def _look(self) -> None:
        worker = get_current_worker()
        # First only the beginnings of files, then all of them, which finds damage further down.
        for quick in (True, False):
            found = self.review_index.look(quick=quick)
            if worker.is_cancelled:
                return
            self.post_message(self.Read(found))

    @on(Read)
    def have_read(self, event: Read) -> None:
        """Show what was read; if nothing has changed, nothing is drawn."""
        event.stop()
        if event.found.trouble:
            self.post_message(self.SearchFailed(event.found.trouble))
        changed = self.review_index.take(event.found)
        if changed or self.select:
            self._show()
        if changed:
            self.finder.update_if_opened()
        for entry in reversed(self.review_index.to_count()):
            self.preview(entry)

    def preview(self, entry: Entry) -> ReviewPreview | None:
        """Return the preview of a review; None if it is not read yet, which is then done next."""
        known = self.review_index.previews.of(entry)
        if known is None and not entry.unreadable:
            self.review_index.previews.want(entry)
            if self._reading is None:
                self._reading = self.set_timer(_GATHER, self._read_wanted)
        return known

    def _read_wanted(self) -> None:
        self._reading = None
        self.run_worker(self._read_glances, thread=True, exclusive=True, group="previews")

    def _read_glances(self) -> None:
        worker = get_current_worker()
        files: list[str] = []
        told = monotonic()
        while not worker.is_cancelled and (entry := self.review_index.previews.read_next()) is not None:
            files.append(entry.file)
            if monotonic() - told > _GATHER:
                self.post_message(self.Glanced(files))
                files, told = [], monotonic()
        self.post_message(self.Glanced(files))

    @on(Glanced)
    def glanced(self, event: Glanced) -> None:
        """Draw the rows whose previews were read."""
        event.stop()
        self.list.anew(event.files)
        if self._words:
            self._show()  # the previews may contain the words of the filter
        self.post_message(self.Changed())

    # --- showing ---

    def _show(self) -> None:
        if self.review_index.complete:
            self._columns = review_rows.columns(self.list.text_width, self.review_index.entries)
            files = self.review_index.files(self._words)
            self._show_list(self._answer.files(files, self.review_index.by_file) if self._answer else files)
        else:
            self._columns = review_rows.columns(self.list.text_width, list(self.review_index.by_file.values()))
            self.list.anew()

    def _show_list(self, files: list[str]) -> None:
        entries = self.review_index.entries
        roomy = max(len(entries), len(files)) * 2 <= self.screen.size.height - 6
        on_top = not self.list.rows or self.list.row_id == self.list.rows[0].id
        gap = 1 if roomy or (self._answer and not self.screen.has_class("-low")) else 0
        self.list.show_lines(files, self._line, gap=gap)
        if self.select and self.list.go_to(self.select):
            self.select = ""
        elif on_top and files:
            # A cursor that was not moved stays on the newest review; file names alone may have another order.
            self.list.go_to(files[0])
        # The empty list stays displayed, because it has the focus, without which letters are no commands.
        self.set_class(not files, "-nothing")
        if not files and self.review_index.complete:
            key = keymap.key_of(self.screen, "session.new")
            empty = library_words.empty(self.review_index.library.place, key)
            today = self.review_index.previews.today()
            nothing = library_words.nothing_matches(self.field.text, today, reading=self.finder.is_reading)
            self.note.update(nothing if entries else empty)
        self.post_message(self.Changed())

    def _line(self, file: str, width: int) -> Row:
        entry = self.review_index.by_file.get(file)
        known = self.preview(entry) if entry else None
        row = review_rows.line(entry or review_rows.guessed(file), known, self._columns, width)
        shown = self.shown(file)
        if shown is None:
            return row
        from pmtui.app.library_search import with_passage  # loaded with the first query

        return with_passage(row, shown, width)

    @on(Rows.Moved)
    def moved(self, event: Rows.Moved) -> None:
        """Tell the screen that another review is selected."""
        event.stop()
        self.post_message(self.Changed())

    @on(Rows.Picked)
    def picked(self, event: Rows.Picked) -> None:
        """Open the review that was double-clicked."""
        event.stop()
        self.post_message(self.Opened())

    def on_descendant_focus(self) -> None:
        """Show the cursor of the list while the field has the focus, and prepare the index for a query."""
        self.list.set_cursor_active(self.field.has_focus)
        if self.field.has_focus:
            self.finder.update()

    # --- the filter ---

    @on(TextArea.Changed, ".find")
    def typed(self, event: TextArea.Changed) -> None:
        """Filter by what is read already, until the index has answered."""
        from pmtui.index.query import without_filters  # loaded with the first query

        event.stop()
        text = event.text_area.text
        self._words = without_filters(text, self.review_index.previews.today()).casefold().split()
        self.finder.ask(text.strip())
        self._stop_waiting()
        if text.strip() and self._answer and self.finder.is_ready:
            # The list stays until the better answer is there, so that no row comes and goes between two keys.
            self._waiting = self.set_timer(_PATIENCE, self._show_at_once)
        else:
            self._show_at_once()

    def _show_at_once(self) -> None:
        self._list_found(None)

    def _list_found(self, answer: Answer | None) -> None:
        self._stop_waiting()
        self._answer = answer
        self._show()
        if self._enter:
            self._enter = False
            self.post_message(self.Opened())

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    @on(Answered)
    def answered(self, event: Answered) -> None:
        """List what the index found, if the filter is still the same."""
        event.stop()
        if (answer := self.finder.answered(event)) is not None:
            self._list_found(answer)

    @on(Indexing)
    def indexing(self, event: Indexing) -> None:
        """Show how far the index is, if that takes long, or why there is none; query it again."""
        event.stop()
        self.finder.has_read(event)
        if event.trouble:
            self.post_message(self.SearchFailed(library_words.no_index(event.trouble)))
        elif event.of > LONG:
            self.post_message(self.Reading(library_words.indexing(event.done, event.of)))

    @property
    def is_cut(self) -> bool:
        """Whether more reviews were found than are listed."""
        return self._answer is not None and self._answer.cut

    def shown(self, file: str) -> Snippet | None:
        """Return the passage of a review that matches the filter; None if there is none."""
        return self._answer.shown(file) if self._answer else None

    def place(self, file: str) -> Place | None:
        """Return the place in a review where the filter matches; None if there is none."""
        return self._answer.place(file) if self._answer else None

    @on(Editor.Choose, ".find")
    def choose(self, event: Editor.Choose) -> None:
        """Move the cursor of the list by up and down in the field."""
        event.stop()
        if self._waiting is not None:
            self._show_at_once()
        self.list.move(event.by)

    @on(Editor.Entered, ".find")
    def entered(self, event: Editor.Entered) -> None:
        """Open the selected review on Enter, once the list matches the filter."""
        event.stop()
        self.list.focus()
        self._enter = self._waiting is not None
        if not self._enter:
            self.post_message(self.Opened())

    def leave_field(self) -> None:
        """Leave the field and keep the filter; the second time clear the filter."""
        if self.field.has_focus:
            self.list.focus()
        elif self.field.text:
            self.field.clear()
