"""The library: every review on one line, the newest incident first, and what matters of the selected one beside it.

The list is there at once, from the names of the files alone; what is in them is read in the background, the rows in
view first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static, TextArea
from textual.worker import get_current_worker

from pmtui.library.errors import LibraryError
from pmtui.library.folder import Library
from pmtui.library.headers import Entry
from pmtui.meeting import commands
from pmtui.session.text import cut, one_line
from pmtui.tui import keymap, reviews, shelf
from pmtui.tui.glance import Glances
from pmtui.tui.screens.new_review import NewReview, NewReviewScreen
from pmtui.tui.styles import sheet
from pmtui.tui.widgets.bars import KeysLine, TopLine
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.lines import LineRows
from pmtui.tui.widgets.rows import Row, Rows

WIDE = 100
"""Columns from which the preview has a column of its own."""

_COUNTED = 300
"""Up to so many reviews all are read, so that the top line can count their open actions."""

_UNDO = commands.by_id("undo")


class LibraryScreen(Screen[None]):
    """The list, the field that filters it, the preview.

    Args:
        library: whose reviews.
        open_session: opens the meeting on a file.
        now: the present, aware.
        timezone: IANA name, for new reviews and for what day it is today.
        select: the name of the file that the cursor shall be on.
    """

    CSS_PATH = sheet("library")
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.bindings("library"),
        Binding(",".join(_UNDO.keys), "undo", _UNDO.what, id=_UNDO.id),
    ]

    class Read(Message):
        """The library was looked through; posted from its thread."""

        def __init__(self, entries: list[Entry], trouble: str = "") -> None:
            super().__init__()
            self.entries, self.trouble = entries, trouble

    class Glanced(Message):
        """Some reviews were read; posted from their thread."""

        def __init__(self, files: list[str]) -> None:
            super().__init__()
            self.files = files

    def __init__(
        self,
        library: Library,
        open_session: Callable[[Path], None],
        now: Callable[[], datetime],
        timezone: str = "UTC",
        select: str = "",
    ) -> None:
        super().__init__()
        self.library = library
        self.open_session = open_session
        self.now = now
        self.zone = timezone
        self.select = select
        self.entries: list[Entry] = []
        self.by_file: dict[str, Entry] = {}
        self.by_id: dict[str, Entry] = {}
        self.read_once = False
        self.glances = Glances(library.read, self.today)
        self.thrown_away: list[tuple[Path, str]] = []
        self.draft: NewReview | None = None
        self.top = TopLine()
        self.field = Editor(placeholder="/ find: a product, a word, 18-11, draft", classes="find")
        self.list = LineRows()
        self.note = Static(markup=False, classes="note")
        self.preview = Rows(id="preview", always_cursor=False)
        self.preview.can_focus = False
        self.keys_line = KeysLine()
        self._query: list[str] = []
        self._columns = reviews.columns(80, [])
        self._reading: Timer | None = None
        self._saying: Timer | None = None

    # --- layout ---

    def compose(self) -> ComposeResult:
        """The list and the preview, between two lines."""
        yield self.top
        with Horizontal(id="shelf"):
            with Vertical(id="reviews"):
                yield self.field
                yield self.list
                yield self.note
            yield self.preview
        yield self.keys_line

    def on_mount(self) -> None:
        """The names of the files are there at once."""
        self._fold()
        try:
            self._show_list(self.library.names())
        except LibraryError as error:
            self.say(str(error), wrong=True)
        self.list.focus()
        self.watch(self.app, "app_focus", self._terminal_focus, init=False)

    def on_resize(self, event: events.Resize) -> None:
        """The preview folds where there is no room for it."""
        self._fold()
        self.call_after_refresh(self._show_entries)

    def _fold(self) -> None:
        self.set_class(self.app.size.width < WIDE, "-narrow")
        self.set_class(self.app.size.height < 20, "-low")

    def today(self) -> date:
        """The day it is, in the person's zone."""
        return self.now().astimezone(ZoneInfo(self.zone)).date()

    # --- reading ---

    def on_screen_resume(self) -> None:
        """Back from a meeting: it may be another library now."""
        self.look_again()

    def _terminal_focus(self, focused: bool) -> None:
        if focused and self.is_current:
            self.look_again()

    def look_again(self) -> None:
        """Look the library through, in a thread."""
        self.run_worker(self._look, thread=True, exclusive=True, group="look")

    def _look(self) -> None:
        worker = get_current_worker()
        # Beginnings of files first; then in full, which finds damage further down.
        for quick in (True, False):
            try:
                read = self.Read(self.library.entries(quick=quick))
            except LibraryError as error:
                read = self.Read([], str(error))
            if worker.is_cancelled:
                return
            self.post_message(read)

    @on(Read)
    def have_read(self, event: Read) -> None:
        """Show what is there now; where nothing changed, nothing is drawn."""
        first = not self.read_once
        self.read_once = True
        if event.trouble:
            self.say(event.trouble, wrong=True)
        if first or event.entries != self.entries:
            self.entries = event.entries
            self.by_file = {entry.file: entry for entry in self.entries}
            self.by_id = {entry.id: entry for entry in self.entries if entry.id}
            self._show_entries()
        if len(self.entries) <= _COUNTED:
            for entry in reversed(self.entries):
                self._want(entry)

    def _want(self, entry: Entry) -> None:
        if entry.unreadable or self.glances.of(entry) is not None:
            return
        self.glances.want(entry)
        if self._reading is None:
            self._reading = self.set_timer(0.03, self._read_wanted)

    def _read_wanted(self) -> None:
        self._reading = None
        self.run_worker(self._read_glances, thread=True, exclusive=True, group="glances")

    def _read_glances(self) -> None:
        worker = get_current_worker()
        while not worker.is_cancelled and (entry := self.glances.read_next()) is not None:
            self.post_message(self.Glanced([entry.file]))

    @on(Glanced)
    def glanced(self, event: Glanced) -> None:
        """The rows of these know more now."""
        self.list.anew(event.files)
        self._show_top()
        if self.list.row_id in event.files:
            self._show_preview()

    # --- showing ---

    def _show_entries(self) -> None:
        if self.read_once:
            self._columns = reviews.columns(self.list.size.width - 2, self.entries)
            words = self._query
            self._show_list([entry.file for entry in self.entries if not words or reviews.matches(entry, words)])
        else:
            self.list.anew()

    def _show_list(self, files: list[str]) -> None:
        roomy = max(len(self.entries), len(files)) * 2 <= self.size.height - 6
        on_top = not self.list.rows or self.list.row_id == self.list.rows[0].id
        self.list.show_lines(files, self._line, gap=1 if roomy else 0)
        if self.select and self.list.go_to(self.select):
            self.select = ""
        elif on_top and files:
            # Who has not moved looks at the newest; names alone may have had another order.
            self.list.go_to(files[0])
        self.list.display = bool(files)
        self.note.display = not files
        self.set_class(not files, "-empty")
        if not files and self.read_once:
            empty = shelf.nothing_matches(self.field.text) if self.entries else shelf.empty(self.library.folder)
            self.note.update(empty)
        self._show_top()
        self._show_preview()
        self.keys_line.refresh()

    def _line(self, file: str, width: int) -> Row:
        entry = self.by_file.get(file)
        if entry is None:
            return reviews.line(reviews.guessed(file), None, self._columns, width)
        known = self.glances.of(entry)
        if known is None:
            self._want(entry)
        return reviews.line(entry, known, self._columns, width)

    def _show_top(self) -> None:
        shown, all_of = len(self.list.rows), len(self.entries) or len(self.list.rows)
        narrow = self.app.size.width < 70
        left = shelf.where(self.library.folder, shown, all_of, narrow=narrow)
        glances = [self.glances.of(entry) for entry in self.entries[:_COUNTED] if not entry.unreadable]
        whole = len(self.entries) <= _COUNTED and None not in glances
        self.top.show(left, shelf.counted([g for g in glances if g]) if whole else Content(""))

    @on(Rows.Moved)
    def moved(self) -> None:
        """Another review is the selected one."""
        self._show_preview()
        self.keys_line.refresh()

    def _show_preview(self) -> None:
        entry = self.entry
        if self.has_class("-narrow") or entry is None:
            self.preview.show(())
            return
        known = self.glances.of(entry)
        if known is None:
            self._want(entry)
        self.preview.show(reviews.preview(entry, known, self.by_id))
        self.preview.scroll_home(animate=False)

    @property
    def entry(self) -> Entry | None:
        """The selected review; None where there is none, or its header is not read yet."""
        return self.by_file.get(self.list.row_id or "")

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tell the person something, in the bottom line, for a while."""
        if self._saying is not None:
            self._saying.stop()
        self.keys_line.say(Content.styled(f" {text}", "$danger" if wrong else "$well"))
        self._saying = self.set_timer(8 if wrong else 5, lambda: self.keys_line.say(None))

    # --- the line of keys ---

    @property
    def more_keys(self) -> Callable[[], list[tuple[str, str]]] | None:
        """While one types, the few that work then."""
        if not self.field.has_focus:
            return None
        return lambda: [("enter", "open"), ("↑↓", "choose"), ("esc", "commands; the filter stays")]

    def label_of(self, command_id: str) -> str | None:
        """What undo would take back."""
        if command_id == "undo" and self.thrown_away:
            return f"put back “{cut(self.thrown_away[-1][1], 20)}”"
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done now is offered."""
        if action == "undo":
            return bool(self.thrown_away)
        if action in ("session_open", "session_delete"):
            return self.entry is not None
        if action in ("session_copy_report", "session_duplicate", "session_rename"):
            return self.entry is not None and not self.entry.unreadable
        return True

    def on_descendant_focus(self) -> None:
        """The keys that work are others now."""
        self.list.set_cursor_active(self.field.has_focus)
        self.keys_line.refresh()

    # --- the filter ---

    def action_library_filter(self) -> None:
        """To the field."""
        self.field.focus()

    @on(TextArea.Changed, ".find")
    def typed(self, event: TextArea.Changed) -> None:
        """Filter."""
        event.stop()
        words = event.text_area.text.casefold().split()
        if words != self._query:
            self._query = words
            self._show_entries()

    @on(Editor.Choose, ".find")
    def choose(self, event: Editor.Choose) -> None:
        """Up and down move in the list."""
        event.stop()
        self.list.move(event.by)

    @on(Editor.Entered, ".find")
    def entered(self, event: Editor.Entered) -> None:
        """Open the selected one."""
        event.stop()
        self.action_session_open()

    def leave_field(self) -> None:
        """Out of the field, the filter stays; once more clears it."""
        if self.field.has_focus:
            self.list.focus()
        elif self.field.text:
            self.field.clear()

    async def take_paste(self, text: str) -> None:
        """A paste that no field has asked for: what else could it be than something to look for."""
        self.field.focus()
        self.field.take_paste(one_line(text))

    # --- acts ---

    @on(Rows.Picked)
    def picked(self) -> None:
        """A double click opens."""
        self.action_session_open()

    def action_session_open(self) -> None:
        """Open the meeting."""
        entry = self.entry
        if entry is None:
            return
        if entry.unreadable:
            self.say(f"{entry.file} cannot be read: {entry.unreadable}", wrong=True)
            return
        self._open(entry.path)

    def _open(self, path: Path) -> None:
        try:
            self.open_session(path)
        except LibraryError as error:
            self.say(str(error), wrong=True)
            self.look_again()

    def action_session_new(self) -> None:
        """Ask for the little that is known, and begin."""
        draft = self.draft or NewReview("", "", self.today())
        screen = NewReviewScreen("A new review", draft, self.today(), self._keep_draft)
        self.app.push_screen(screen, lambda new: self._begin(new, None))

    def action_session_duplicate(self) -> None:
        """The same for another incident of the same kind."""
        entry = self.entry
        if entry is None:
            return
        heading = f"A new review, with the people and resources of “{cut(entry.headline or entry.product, 40)}”"
        screen = NewReviewScreen(heading, NewReview(entry.product, "", self.today()), self.today(), lambda _: None)
        self.app.push_screen(screen, lambda new: self._begin(new, entry))

    def _keep_draft(self, draft: NewReview) -> None:
        self.draft = draft

    def _begin(self, new: NewReview | None, template: Entry | None) -> None:
        if new is None:
            return
        try:
            path = shelf.begin(self.library, new, self.zone, template)
        except LibraryError as error:
            self._keep_draft(new)
            self.say(str(error), wrong=True)
            return
        self.draft = None
        self.select = path.name
        self._open(path)

    def action_session_copy_report(self) -> None:
        """The report to the clipboard."""
        self._try(lambda entry: shelf.copy_report(self.library, entry, self.app.copy_to_clipboard))

    def action_session_rename(self) -> None:
        """The name that its details suggest."""
        self._try(self._rename)

    def _rename(self, entry: Entry) -> str:
        path = self.library.rename(entry)
        self.select = path.name
        return f"It is {path.name} now" if path.name != entry.file else "The name fits already"

    def action_session_delete(self) -> None:
        """To the trash folder; it can be had back at once."""
        self._try(self._delete)

    def _delete(self, entry: Entry) -> str:
        name = entry.headline or entry.product or entry.file
        self.thrown_away.append((self.library.trash(entry), name))
        undo = keymap.spoken(next(iter(_UNDO.keys)))
        return f"“{cut(name, 40)}” is in the trash folder: {undo} puts it back"

    def action_undo(self) -> None:
        """Put back what was deleted last."""
        if not self.thrown_away:
            return
        path, name = self.thrown_away.pop()
        try:
            self.select = self.library.untrash(path).name
            self.say(f"“{cut(name, 40)}” is back")
        except LibraryError as error:
            self.say(str(error), wrong=True)
        self.look_again()

    def _try(self, act: Callable[[Entry], str]) -> None:
        entry = self.entry
        if entry is None:
            return
        try:
            self.say(act(entry))
        except LibraryError as error:
            self.say(str(error), wrong=True)
        self.look_again()
