"""The screen of trends: what the reviews that a filter leaves say together, drawn as bars and figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static, TextArea
from textual.worker import get_current_worker

from pmtui import signs
from pmtui.app import trend_rows
from pmtui.app.trends import Trends, trends
from pmtui.index.index_file import IndexFile
from pmtui.index.location import open_index
from pmtui.index.query import read_query
from pmtui.index.search import search
from pmtui.library.errors import LibraryError
from pmtui.library.protocol import SessionStore
from pmtui.session.text import one_line
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import Act, HasActs, table
from pmtui.tui.styles import sheet
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.rows import Rows
from pmtui.tui.widgets.status_bar import KeysLine, TopLine

_ALL: Final = 1_000_000
_EXAMPLE: Final = "/ filter: product:checkout, after:2026, tag:vendor, severity:sev1"


class TrendRows(Rows, inherit_bindings=False):
    """Lines to look at, without a cursor: the keys scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", show=False),
        Binding("down,j", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown,space", "page_down", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end,G", "scroll_end", show=False),
    ]


class TrendsScreen(HasActs, Screen[None]):
    """The filter, and what is counted of the reviews that it leaves.

    Args:
        library: whose reviews.
        today: decides what is overdue, and which month is the last.
    """

    class Counted(Message):
        """Posted from a thread when the reviews that a query leaves were counted."""

        def __init__(self, query: str, found: Trends) -> None:
            super().__init__()
            self.query, self.found = query, found

    class Told(Message):
        """Posted from a thread with something to say."""

        def __init__(self, text: str, *, wrong: bool = False) -> None:
            super().__init__()
            self.text, self.wrong = text, wrong

    CSS_PATH = sheet("trends")
    AUTO_FOCUS = "TrendRows"
    HELP_TITLE = "Trends"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.acts("trends")]

    def __init__(self, library: SessionStore, today: Callable[[], date]) -> None:
        super().__init__()
        self.acts = table(ACTS)
        self.library, self.today = library, today
        self.found: Trends | None = None
        self.top = TopLine()
        self.field = Editor(placeholder=_EXAMPLE, classes="find")
        self.lines = TrendRows(always_cursor=False)
        self.note = Static(markup=False, classes="note")
        self.keys_line = KeysLine()
        self._index: IndexFile | None = None
        self._counting = False
        """Whether a thread counts; what is typed meanwhile is counted after it."""

    # --- layout ---

    def compose(self) -> ComposeResult:
        """Lay out the filter and the lines."""
        yield self.top
        with Vertical(id="trends"):
            yield self.field
            yield self.lines
            yield self.note
        yield self.keys_line

    def on_mount(self) -> None:
        """Count; and again when the person comes back to this terminal."""
        self.lines.widest = 150
        self.watch(self.app, "app_focus", self._terminal_focus, init=False)
        self._show()
        self.look_again()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out the columns for the width."""
        self.set_class(event.size.height < 20, "-low")
        self.call_after_refresh(self._show)

    def _terminal_focus(self, focused: bool) -> None:
        if focused and self.is_current:
            self.look_again()

    # --- counting ---

    def look_again(self) -> None:
        """Read in a thread what changed since the last time, and count."""
        self._count(refresh=True)

    def _count(self, *, refresh: bool) -> None:
        if not self._counting:
            self._counting = True
            self.run_worker(partial(self._read, self.field.text, refresh), thread=True, group="count")

    def _read(self, query: str, refresh: bool) -> None:
        worker = get_current_worker()
        today = self.today()

        def tell(done: int, of: int) -> None:
            if of > done:
                self.post_message(self.Told(f"reading {done:,} of {of:,} reviews"))

        try:
            if self._index is None:
                self._index = open_index(self.library)
            if refresh:
                self._index.refresh(tell, ended=lambda: worker.is_cancelled)
        except LibraryError as error:
            self.post_message(self.Told(str(error), wrong=True))
        if worker.is_cancelled or self._index is None:
            return
        hits = search(self._index, read_query(query, today), _ALL)
        self.post_message(self.Counted(query, trends([hit.facts for hit in hits], today)))

    @on(Counted)
    def counted(self, event: Counted) -> None:
        """Show what was counted; where something else is asked for by now, count that."""
        self._counting = False
        self.found = event.found
        self._show()
        if self.field.text != event.query:
            self._count(refresh=False)

    @on(Told)
    def told(self, event: Told) -> None:
        """Say it in the bottom line."""
        self.keys_line.tell(event.text, wrong=event.wrong)

    # --- showing ---

    def _show(self) -> None:
        found = self.found
        width = max(min(self.size.width, self.lines.widest) - 6, 20)
        self.lines.show(trend_rows.rows(found, self.today(), width) if found else ())
        self.set_class(not (found and found.reviews), "-nothing")
        query = one_line(self.field.text).strip()
        if found is None:
            self.note.update(Content.styled("Reading the reviews …", "$dim"))
        elif not found.reviews and query:
            self.note.update(
                Content.assemble(f"No review matches “{query}”.\n", ("esc, then esc again, shows all", "$dim"))
            )
        else:
            self.note.update(
                Content.assemble(
                    ("No reviews yet\n\n", "bold"),
                    ("What they say together stands here: how often, how long, what comes back.", "$dim"),
                )
            )
        many = f" · {found.reviews:,} review{'s' * (found.reviews != 1)}" if found else ""
        states = " · ".join(f"{n} {name.replace('_', ' ')}" for name, n in found.by_status.items()) if found else ""
        self.top.show(
            Content.assemble((" pmtui · ", "$dim"), ("trends", "bold"), (many, "$dim")),
            Content.styled(f"{states} ", "$dim") if self.size.width >= 70 else Content(""),
        )
        self.keys_line.refresh()

    # --- keys ---

    @property
    def more_keys(self) -> Callable[[], list[tuple[str, str]]]:
        """The keys that work now."""
        if self.field.has_focus:
            return lambda: [("enter", "to the figures"), ("esc", "commands; the filter stays")]
        find = keymap.key_of(self, "trends.filter")
        back = "show all" if self.field.text else "back to the reviews"
        return lambda: [(signs.UP_DOWN, "scroll"), (find, "filter"), ("esc", back), ("?", "keys")]

    def on_descendant_focus(self) -> None:
        """Redraw the line of keys: other keys work now."""
        self.keys_line.refresh()

    def leave_field(self) -> None:
        """Leave the field and keep the filter, then clear it, then go back to the library."""
        if self.field.has_focus:
            self.lines.focus()
        elif self.field.text:
            self.field.clear()
        else:
            self.dismiss(None)

    async def take_paste(self, text: str) -> None:
        """A paste that no field has asked for: something to look for."""
        self.field.focus()
        self.field.take_paste(one_line(text))

    @on(TextArea.Changed, ".find")
    def typed(self, event: TextArea.Changed) -> None:
        """Count what the filter leaves."""
        event.stop()
        self._count(refresh=False)

    @on(Editor.Entered, ".find")
    def entered(self, event: Editor.Entered) -> None:
        """Go to the figures by Enter."""
        event.stop()
        self.lines.focus()


ACTS: Final[tuple[Act[TrendsScreen], ...]] = (
    Act("trends.filter", lambda screen: screen.field.focus()),
    Act("trends.refresh", TrendsScreen.look_again),
)
