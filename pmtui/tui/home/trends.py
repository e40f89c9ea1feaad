"""`TrendsScreen`: figures and bars about the reviews that match a filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar, Final

from textual.binding import BindingType
from textual.content import Content

from pmtui import signs
from pmtui.app import trend_rows
from pmtui.app.trends import Trends, trends
from pmtui.index.facts import Facts
from pmtui.library.protocol import SessionStore
from pmtui.tui.home.query_screen import QueryScreen
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import Act, table
from pmtui.tui.styles import sheet
from pmtui.tui.widgets.text_rows import TextRows

_EXAMPLE: Final = "/ filter: product:checkout, after:2026, tag:vendor, severity:sev1"


class TrendsScreen(QueryScreen[Trends]):
    """The filter, and the figures of the reviews that match it.

    Args:
        library: the library.
        today: returns the day that decides what is overdue, and which month is the last.
    """

    CSS_PATH = sheet("index_screen")
    AUTO_FOCUS = "TextRows"
    HELP_TITLE = "Trends"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.acts("trends")]

    def __init__(self, library: SessionStore, today: Callable[[], date]) -> None:
        self.lines = TextRows()
        super().__init__(library, today, self.lines, _EXAMPLE)
        self.acts = table(ACTS)

    def on_mount(self) -> None:
        """Start reading and counting."""
        self.lines.widest = 150
        self.show()
        self.look_again()

    def work_out(self, reviews: Sequence[Facts], today: date) -> Trends:
        """Return the figures of the reviews."""
        return trends(reviews, today)

    # --- showing ---

    def show(self) -> None:
        """Draw the figures."""
        found = self.found
        width = max(min(self.size.width, self.lines.widest) - 6, 20)
        tall = self.size.height >= trend_rows.TALL
        self.lines.show(trend_rows.rows(found, self.today(), width, tall=tall) if found else ())
        self.show_note("What they say together stands here: how often, how long, what comes back.")
        many = f" · {found.reviews:,} review{'s' * (found.reviews != 1)}" if found else ""
        states = _states(found) if found else ""
        self.top.show(
            Content.assemble((" pmtui · ", "$dim"), ("trends", "bold"), (many, "$dim")),
            Content.styled(f"{states} ", "$dim") if self.size.width >= 70 else Content(""),
        )
        self.keys_line.refresh()

    # --- commands ---

    def save(self) -> None:
        """Ask for the name of a file and write the figures there; the ending of the name chooses the format."""
        from pmtui.app.report_files import written  # rarely used
        from pmtui.app.trend_files.formats import FORMATS, format_of
        from pmtui.tui.widgets.save_prompt import save_prompt, saved_in

        def write(path: Path, again: bool) -> None:
            assert self.found is not None
            text = FORMATS[format_of(path.name)](self.found, self.today(), self.asked_for)
            written(path, text, self.library, replace=again)
            self.keys_line.tell(f"{signs.TICK} saved in {saved_in(path)}")

        heading = f"Save as .svg to look at, .csv or .json, in {Path.cwd()}"
        self.app.push_screen(save_prompt(heading, "trends.svg", write))

    # --- keys ---

    @property
    def more_keys(self) -> Callable[[], list[tuple[str, str]]]:
        """Return a function that returns the keys that work now."""
        if self.field.has_focus:
            return lambda: [("enter", "to the figures"), ("esc", "commands; the filter stays")]
        find, save = keymap.key_of(self, "trends.filter"), keymap.key_of(self, "trends.save")
        keys = [(signs.UP_DOWN, "scroll"), (find, "filter"), *([(save, "save")] if self.reviews else [])]
        back = "show all" if self.field.text else "back to the reviews"
        return lambda: [*keys, ("esc", back), ("?", "keys")]


def _states(found: Trends) -> str:
    states = ("draft", "in_review", "final")
    return " · ".join(f"{found.by_status[name]} {name.replace('_', ' ')}" for name in states if name in found.by_status)


ACTS: Final[tuple[Act[TrendsScreen], ...]] = (
    Act("trends.filter", lambda screen: screen.field.focus()),
    Act("trends.save", TrendsScreen.save, lambda screen: screen.reviews > 0),
    Act("trends.refresh", TrendsScreen.look_again),
)
