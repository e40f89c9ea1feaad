"""The lessons: a board of notes on what went well, what went wrong, and luck, in columns or one list at a time."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from pmtui.app.editing_session import EditingSession
from pmtui.meeting.step import Items, Step
from pmtui.session.document import Session
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.lists.list_parts import ListParts
from pmtui.tui.steps.base import Parts, StepView
from pmtui.tui.steps.notes import COLOURS, AuthorOfNotes, NoteRows, column_parts, short_name
from pmtui.tui.steps.parked_beside import ParkedBeside
from pmtui.tui.widgets.textual_workarounds import Ground

WIDE: Final = 84
"""The columns of the step from which the lists are side by side."""
WIDER: Final = 144
"""The columns of the step from which the parked topics are beside them; a screen of 172 has them."""
_SHORT: Final = {"went_well": "Well", "went_wrong": "Wrong", "got_lucky": "Lucky", "learned": "Learned"}


class Beside(Horizontal, Ground):
    """The board and the parked topics."""


class LessonsView(StepView):
    """The four lists."""

    sheets = ("lessons",)

    folds_guide: ClassVar[bool] = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "column(-1)", show=False),
        Binding("right", "column(1)", show=False),
    ]

    def __init__(self, editing: EditingSession, step: Step) -> None:
        super().__init__(editing, step)
        self.author_of_notes = AuthorOfNotes()
        self.parked = ParkedBeside()

    def compose_lists(self, lists: list[Items]) -> ComposeResult:
        """Three side by side and what was learned below them; or one of the four. What was parked beside them."""
        yield self.tabs
        with Beside(classes="lists"):
            with Parts(classes="board"):
                for part in lists:
                    column = self.make_list(part)
                    column.list.always_cursor = False  # only the list in use shows its cursor
                    yield column
            yield self.parked

    def list_parts(self, part: Items) -> ListParts[ItemList]:
        """Make one list."""
        return column_parts(part, NoteRows(part), self.author_of_notes)

    def show(self, session: Session) -> None:
        """Show the lists; an empty list of lessons takes one line."""
        learned = self.lists[-1]
        self.set_class(not learned.items(session), "-unused")
        super().show(session)
        self.parked.show(session)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the lists out side by side if there is room."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.parked.display = event.size.width >= WIDER
        self.parked.show(self.editing.session)

    def action_column(self, by: int) -> None:
        """Go to the next list that has notes."""
        here = self.list_of(self.screen.focused)
        if here is None:
            return
        at = self.lists.index(here)
        ahead = [self.lists[(at + by * n) % len(self.lists)] for n in range(1, len(self.lists))]
        found = next((view for view in ahead if view.items(self.editing.session)), None)
        if found is not None:
            self._activate(found)
            self.screen.set_focus(found.list)

    def _show_tabs(self) -> None:
        """Return the names of the lists with their counts, for a screen that shows one at a time."""
        counts = [(len(view.items(self.editing.session)), view.has_class("-current")) for view in self.lists]
        if not self.tabs.are_others(counts):
            return
        words = []
        for view, (count, is_current) in zip(self.lists, counts, strict=True):
            name = short_name(view.part)
            style = f"bold {COLOURS[name]}" if is_current else "$dim"
            words.append(Content.styled(f"{_SHORT[name]} {count or '·'}", style))
        self.tabs.show(Content("   ").join(words))
