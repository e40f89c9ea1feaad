"""`HealthScreen`: the reviews and actions that wait, and what to praise. Each row opens what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import ClassVar, Final

from textual import on
from textual.binding import BindingType
from textual.content import Content

from pmtui.app import health_rows
from pmtui.app.health import Health, as_text, health
from pmtui.app.health_rows import MORE, Target
from pmtui.index.facts import Facts
from pmtui.library.protocol import SessionStore
from pmtui.meeting.vocabulary import STATUS
from pmtui.tui.home.open_at import open_at
from pmtui.tui.home.query_screen import QueryScreen
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import Act, table
from pmtui.tui.preferences import deadlines_of
from pmtui.tui.styles import sheet
from pmtui.tui.widgets.copy_text import copy_text
from pmtui.tui.widgets.rows import Rows

_EXAMPLE: Final = "/ filter: product:checkout, after:2026, team:payments, owner:sam"
_BELONGS: Final = "What waits stands here: reviews past their day, actions overdue; and what to praise."


class HealthScreen(QueryScreen[Health]):
    """The filter, and a row for each review and action that waits.

    Args:
        library: the library whose reviews are shown.
        today: returns the day that decides what is late.
        open_board: opens the board of actions at the action with a key.
    """

    CSS_PATH = sheet("index_screen")
    AUTO_FOCUS = ".waits"
    HELP_TITLE = "The health of the practice"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.acts("health")]

    def __init__(self, library: SessionStore, today: Callable[[], date], open_board: Callable[[str], None]) -> None:
        self.list = Rows(classes="waits")
        super().__init__(library, today, self.list, _EXAMPLE)
        self.acts = table(ACTS)
        self.open_board = open_board
        self.unfolded: set[str] = set()
        self.targets: dict[str, Target] = {}
        self.deadlines: Mapping[str, int] = {}

    def on_mount(self) -> None:
        """Start reading, and say so."""
        self.deadlines = deadlines_of(self.app)
        self.list.widest = 150
        self.show()

    def on_screen_resume(self) -> None:
        """Read again when the user comes back from a review or the board."""
        self.call_after_refresh(self.look_again)

    def work_out(self, reviews: Sequence[Facts], today: date) -> Health:
        """Return what waits in these reviews, and what to praise."""
        return health(reviews, today, self.deadlines)

    # --- showing ---

    def show(self) -> None:
        """Draw the result."""
        found = self.found
        width = max(min(self.size.width, self.list.widest) - 6, 20)
        self.list.show(health_rows.rows(found, self.today(), width, self.unfolded) if found else ())
        self.targets = health_rows.targets(found, self.today(), self.unfolded) if found else {}
        self.show_note(_BELONGS)
        many = f" · {self.reviews:,} review{'s' * (self.reviews != 1)}" if found else ""
        states = " · ".join(f"{n:,} {STATUS[status]}" for status, n in found.by_status.items()) if found else ""
        self.top.show(
            Content.assemble((" pmtui · ", "$dim"), ("health", "bold"), (many, "$dim")),
            Content.styled(f"{states} ", "$dim") if self.size.width >= 70 else Content(""),
        )
        self.keys_line.refresh()

    @property
    def target(self) -> Target | None:
        """The place that the row under the cursor opens; None if it opens none."""
        return self.targets.get(self.list.row_id or "")

    @property
    def more_keys(self) -> Callable[[], list[tuple[str, str]]]:
        """Return a function that returns the keys that work now."""
        if self.field.has_focus:
            return lambda: [("enter", "to the list"), ("esc", "commands; the filter stays")]
        row_id, target = self.list.row_id or "", self.target
        opens = "see it on the board" if target and target.action else "open"
        opens = "show them" if row_id.startswith(MORE) else opens
        found = (("health.open", opens), ("health.copy", "copy as text"), ("health.filter", "filter"))
        keys = [(keymap.key_of(self, name), word) for name, word in found if self.can(name)]
        back = "show all" if self.field.text else "back to the reviews"
        return lambda: [*keys, ("esc", back), ("?", "keys")]

    @on(Rows.Moved)
    def moved(self, event: Rows.Moved) -> None:
        """Draw the line of keys: Enter depends on the row."""
        event.stop()
        self.keys_line.refresh()

    @on(Rows.Picked)
    def picked(self, event: Rows.Picked) -> None:
        """Open the row that was double-clicked."""
        event.stop()
        self.open_selected()

    # --- commands ---

    def open_selected(self) -> None:
        """Open the review at what is missing, or the board at the action, or show the folded rows."""
        row_id, target = self.list.row_id or "", self.target
        if row_id.startswith(MORE):
            kind = row_id.removeprefix(MORE)
            at = next(n for n, row in enumerate(self.list.rows) if row.id == row_id)
            self.unfolded.add(kind)
            self.show()
            self.list.go_to(self.list.rows[at].id)
        elif target is not None and target.action:
            self.open_board(target.action)
        elif target is not None:
            self.run_worker(open_at(self.app, target.session_id, target.step), group="open")

    def copy(self) -> None:
        """Copy all of it as text, in a worker, because the clipboard may take seconds to answer."""
        if self.found is not None:
            self.run_worker(self._copy(as_text(self.found, self.today(), self.asked_for)), group="copy")

    async def _copy(self, text: str) -> None:
        said, lost = await copy_text(self.app, text, "the text", "pmtui list --health")
        self.keys_line.tell(said, wrong=lost)


def _opens(screen: HealthScreen) -> bool:
    return screen.target is not None or (screen.list.row_id or "").startswith(MORE)


ACTS: Final[tuple[Act[HealthScreen], ...]] = (
    Act("health.open", HealthScreen.open_selected, _opens),
    Act("health.copy", HealthScreen.copy, lambda screen: screen.reviews > 0),
    Act("health.filter", lambda screen: screen.field.focus()),
    Act("health.refresh", HealthScreen.look_again),
)
