"""`LibraryScreen`: all reviews, one on each line, the newest incident first, with a preview of the selected one.

`pmtui.tui.home.acts` says what its keys do.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, Final
from zoneinfo import ZoneInfo

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.timer import Timer

from pmtui import signs
from pmtui.app import library_actions, review_rows
from pmtui.app.library_actions import NewReview
from pmtui.app.review_index import ReviewIndex
from pmtui.app.wrap import drawable
from pmtui.library.entries import Entry
from pmtui.library.errors import LibraryError
from pmtui.library.protocol import SessionStore
from pmtui.meeting import commands
from pmtui.session.text import cut, one_line
from pmtui.tui.home import library_words
from pmtui.tui.home.review_list import ReviewList
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import Act, HasActs, action, table
from pmtui.tui.preferences import deadlines_of
from pmtui.tui.protocols import Meeting
from pmtui.tui.styles import sheet
from pmtui.tui.widgets.rows import Rows
from pmtui.tui.widgets.status_bar import KeysLine, TopLine
from pmtui.tui.widgets.textual_workarounds import StyledOnce

if TYPE_CHECKING:
    from pmtui.app.action_progress import ActionProgress
    from pmtui.app.editing_session import Place

WIDE: Final = 118
"""The columns of the screen from which the preview has a column of its own."""

_UNDO: Final = commands.by_id("undo")


class LibraryScreen(StyledOnce, HasActs):
    """The list, the preview, and the commands for whole reviews.

    Args:
        library: the library.
        open_session: opens a review.
        now: returns the present time, with its time zone.
        timezone: the IANA name of the time zone for new reviews, and for the present day.
        term: the word for a new review; empty: the usual one.
        select: the name of the file that the cursor is on at first.
        acts: what the commands do.
    """

    CSS_PATH = sheet("library")
    HELP_TITLE = "The library"
    AUTO_FOCUS = "LineRows"  # not the field, in which letters are text
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.acts("library"),
        Binding(",".join(_UNDO.keys), action(_UNDO.id), _UNDO.what, id=_UNDO.id),
    ]

    def __init__(
        self,
        library: SessionStore,
        open_session: Callable[[Entry], Awaitable[None]],
        now: Callable[[], datetime],
        timezone: str = "UTC",
        term: str = "",
        select: str = "",
        acts: Iterable[Act[LibraryScreen]] = (),
    ) -> None:
        super().__init__()
        self.acts = table(acts)
        self.library = library
        self.open_session = open_session
        self.now = now
        self.zone, self.term = timezone, term
        self.review_index = ReviewIndex(library, self.today, deadlines_of(self.app))
        self.reviews = ReviewList(self.review_index, select)
        self.bin = library_actions.DeletedReviews(library)
        self.draft: NewReview | None = None
        self.progress: ActionProgress | None = None
        self.top = TopLine()
        self.preview = Rows(id="preview", always_cursor=False)
        self.preview.can_focus = False
        self.keys_line = KeysLine()
        self._saying: Timer | None = None

    # --- layout ---

    def compose(self) -> ComposeResult:
        """Make the list and the preview between the top and the bottom line."""
        self._set_classes(self.app.size)  # before the widgets are mounted, or each would be styled twice
        yield self.top
        with Horizontal(id="shelf"):
            yield self.reviews
            yield self.preview
        yield self.keys_line

    def on_mount(self) -> None:
        """Read again whenever the terminal gets the focus."""
        self.watch(self.app, "app_focus", self._terminal_focus, init=False)
        # All of it before the first drawing, so that nothing moves afterwards.
        self._fold(self.app.size)

    def on_resize(self, event: events.Resize) -> None:
        """Hide the preview if there is no room for it."""
        self._fold(event.size)

    def _fold(self, size: Size) -> None:
        self._set_classes(size)
        self.changed()

    def _set_classes(self, size: Size) -> None:
        self.update_classes({"-narrow": size.width < WIDE, "-low": size.height < 20})

    def on_screen_resume(self) -> None:
        """Read the library again when the user comes back from a review."""
        # After the screen is drawn with what was known.
        self.call_after_refresh(self.reviews.look_again)
        self.call_after_refresh(self._load_meeting)

    def _load_meeting(self) -> None:
        """Import what a meeting needs while the user looks at the list, so that Enter opens it quickly."""
        load = partial(import_module, "pmtui.tui.meeting.open_meeting")
        self.run_worker(load, thread=True, group="load", exit_on_error=False)

    def _terminal_focus(self, focused: bool) -> None:
        if focused and self.is_current:
            self.reviews.look_again()

    def today(self) -> date:
        """Return the present day in the user's time zone."""
        return self.now().astimezone(ZoneInfo(self.zone)).date()

    # --- showing ---

    @property
    def entry(self) -> Entry | None:
        """The selected review; None if there is none, or its header is not read yet."""
        return self.reviews.entry

    @on(ReviewList.Changed)
    def changed(self) -> None:
        """Draw the preview and the lines around the list."""
        shown = len(self.reviews.list.rows)
        all_of = len(self.review_index.entries) or shown
        narrow, more = self.size.width < 70, self.reviews.is_cut
        left = library_words.where(self.library.place, shown, all_of, narrow=narrow, cut=more)
        self.top.show(left, library_words.counted(self.review_index.counted()))
        self.set_class(not shown, "-empty")
        self._show_preview()
        self.keys_line.refresh()

    def _show_preview(self) -> None:
        entry = self.entry
        if entry is None or self.has_class("-narrow"):
            self.preview.show(())
        else:
            rows = review_rows.preview(entry, self.reviews.preview(entry), self.review_index.by_id)
            if shown := self.reviews.shown(entry.file):
                from pmtui.app.library_search import passage_rows  # loaded with the first query

                rows = [*rows[:2], *passage_rows(shown), *rows[2:]]
            self.preview.show(rows)
            self.preview.scroll_home(animate=False)

    @on(ReviewList.SearchFailed)
    def search_failed(self, event: ReviewList.SearchFailed) -> None:
        """Show why the library could not be read."""
        self.say(event.text, wrong=True)

    @on(ReviewList.Reading)
    def reading(self, event: ReviewList.Reading) -> None:
        """Show how far the index is."""
        self.say(event.text)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show a message in the bottom line for a while; `wrong`: it is an error."""
        if self._saying is not None:
            self._saying.stop()
        self.keys_line.say(Content.styled(f" {drawable(text)}", "$danger" if wrong else "$well"))
        self._saying = self.set_timer(8 if wrong else 5, lambda: self.keys_line.say(None))

    # --- keys ---

    @property
    def more_keys(self) -> Callable[[], list[tuple[str, str]]] | None:
        """Return a function that returns the keys that work in the filter; None outside of it."""
        if not self.reviews.field.has_focus:
            return None
        return lambda: [("enter", "open"), (signs.UP_DOWN, "choose"), ("esc", "commands; the filter stays")]

    def label_of(self, command_id: str) -> str | None:
        """Return the label of undo in the line of keys, which names what it brings back."""
        return f"put back “{cut(self.bin.last, 20)}”" if command_id == _UNDO.id and self.bin.last else None

    def on_descendant_focus(self) -> None:
        """Draw the line of keys, which depends on the focus."""
        self.keys_line.refresh()

    def focus_filter(self) -> None:
        """Focus the filter field."""
        self.reviews.field.focus()

    def leave_field(self) -> None:
        """Leave the field and keep the filter; the second time clear the filter."""
        self.reviews.leave_field()

    async def take_paste(self, text: str) -> None:
        """Put a paste that no field took into the filter."""
        self.reviews.field.focus()
        self.reviews.field.take_paste(one_line(text))

    # --- commands ---

    @on(ReviewList.Opened)
    def open_selected(self) -> None:
        """Open the selected review, at the place that matches the filter."""
        entry = self.entry
        if entry is not None and entry.unreadable:
            self.say(f"{entry.file} cannot be read: {entry.unreadable}", wrong=True)
        elif entry is not None:
            self.open(entry, self.reviews.place(entry.file))

    def open(self, entry: Entry, place: Place | None = None) -> None:
        """Open a review, at a place in it."""
        self.run_worker(self._opened(entry, place), group="open")

    async def _opened(self, entry: Entry, place: Place | None) -> None:
        try:
            await self.open_session(entry)
        except LibraryError as error:
            self.say(str(error), wrong=True)
            self.reviews.look_again()
            return
        if place is not None and isinstance(self.app.screen, Meeting):
            await self.app.screen.open_step(place.step, place)
