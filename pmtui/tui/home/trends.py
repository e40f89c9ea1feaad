"""The screen of trends: what the reviews that a filter leaves say together, drawn as bars and figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea
from textual.worker import get_current_worker

from pmtui import signs
from pmtui.app import trend_rows
from pmtui.app.trends import Trends, trends
from pmtui.index.query import read_query
from pmtui.index.search import search
from pmtui.library.protocol import SessionStore
from pmtui.session.text import one_line
from pmtui.tui.home.index_screen import IndexScreen
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import Act, table
from pmtui.tui.styles import sheet
from pmtui.tui.widgets.rows import Rows

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


class TrendsScreen(IndexScreen):
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

    CSS_PATH = sheet("index_screen")
    AUTO_FOCUS = "TrendRows"
    HELP_TITLE = "Trends"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.acts("trends")]

    def __init__(self, library: SessionStore, today: Callable[[], date]) -> None:
        self.lines = TrendRows(always_cursor=False)
        super().__init__(library, today, self.lines, _EXAMPLE)
        self.acts = table(ACTS)
        self.found: Trends | None = None
        self._counting = False
        """Whether a thread counts; what is typed meanwhile is counted after it."""

    # --- layout ---

    def compose(self) -> ComposeResult:
        """Lay out the filter and the lines."""
        yield self.top
        with Vertical(id="index-body"):
            yield self.field
            yield self.lines
            yield self.note
        yield self.keys_line

    def on_mount(self) -> None:
        """Count."""
        self.lines.widest = 150
        self.show()
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
        if refresh:
            self.refresh_index(worker)
        if worker.is_cancelled:
            return
        hits = search(self.index(), read_query(query, today), _ALL)
        self.post_message(self.Counted(query, trends([hit.facts for hit in hits], today)))

    @on(Counted)
    def counted(self, event: Counted) -> None:
        """Show what was counted; where something else is asked for by now, count that."""
        self._counting = False
        self.found = event.found
        self.show()
        if self.field.text != event.query:
            self._count(refresh=False)

    # --- showing ---

    def show(self) -> None:
        """Draw what was counted."""
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
        elif not found.reviews:
            self.note.update(
                Content.assemble(
                    ("No reviews yet\n\n", "bold"),
                    ("What they say together stands here: how often, how long, what comes back.", "$dim"),
                )
            )
        many = f" · {found.reviews:,} review{'s' * (found.reviews != 1)}" if found else ""
        states = _states(found) if found else ""
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

    @on(TextArea.Changed, ".find")
    def typed(self, event: TextArea.Changed) -> None:
        """Count what the filter leaves."""
        event.stop()
        self._count(refresh=False)


def _states(found: Trends) -> str:
    states = ("draft", "in_review", "final")
    return " · ".join(f"{found.by_status[name]} {name.replace('_', ' ')}" for name in states if name in found.by_status)


ACTS: Final[tuple[Act[TrendsScreen], ...]] = (
    Act("trends.filter", lambda screen: screen.field.focus()),
    Act("trends.refresh", TrendsScreen.look_again),
)
