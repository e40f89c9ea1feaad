"""`ActionBoardScreen`: the actions of all reviews, the overdue ones first, each changed in its own review."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from pmtui.app import board_rows
from pmtui.app.action_board import BoardAction
from pmtui.app.action_progress import ActionProgress
from pmtui.app.board_filter import GROUPS, SHOWN, ActionBoard, Widest, group_of, remarks_of
from pmtui.library.protocol import SessionStore
from pmtui.meeting import commands
from pmtui.tui.home import board_tickets
from pmtui.tui.home.board_tickets import TicketBoard
from pmtui.tui.home.open_at import open_at
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import Act, action, table
from pmtui.tui.lists import action_changes
from pmtui.tui.lists.action_changes import Chosen
from pmtui.tui.styles import sheet
from pmtui.tui.widgets.rows import Row, Rows

_UNDO: Final = commands.by_id("undo")
_EXAMPLE: Final = "/ find: a word, owner:sam, product:checkout, term:long, overdue"


class ActionBoardScreen(TicketBoard):
    """The filter, the list of actions, and the details of the selected one at the bottom.

    Args:
        library: the library whose actions are shown.
        today: returns the day that decides what is overdue.
        progress: changes the actions.
        select: the key of the action that the cursor is on at first.
    """

    class Read(Message):
        """Posted from a thread when the reviews were read."""

        def __init__(self, board: ActionBoard, changes: int) -> None:
            super().__init__()
            self.board, self.changes = board, changes

    CSS_PATH = sheet("index_screen")
    AUTO_FOCUS = "LineRows"
    HELP_TITLE = "The actions of all reviews"
    BINDINGS: ClassVar[list[BindingType]] = [
        *keymap.acts("board"),
        Binding(",".join(_UNDO.keys), action(_UNDO.id), _UNDO.what, id=_UNDO.id),
    ]

    def __init__(
        self, library: SessionStore, today: Callable[[], date], progress: ActionProgress, select: str = ""
    ) -> None:
        super().__init__(library, today, _EXAMPLE)
        self.acts = table(ACTS)
        self.progress = progress
        self.unsent = {}
        self.board: ActionBoard | None = None
        self.group, self.shown = GROUPS[0], SHOWN[0]
        self.detail = Rows(id="detail", always_cursor=False)
        self.detail.can_focus = False
        self._columns = board_rows.columns(80, self.group, Widest())
        self._before: dict[str, str] = {}
        """By key of an action, the key of the one above it; used where actions are grouped."""
        self._select = select
        self._left = True
        """Whether another screen was open since the reviews were read."""
        self._changes = 0
        """The number of changes made here; a reading that began before the last one is not shown."""

    # --- layout ---

    def below(self) -> Sequence[Widget]:
        """Return the widget for the details of the action under the cursor."""
        return (self.detail,)

    def on_mount(self) -> None:
        """Start reading, and say so."""
        self.list.widest = 190
        self.show()

    def on_screen_resume(self) -> None:
        """Read again when the user comes back from a review, but not from a prompt."""
        if self._left:
            self._left = False
            self.call_after_refresh(self.look_again)

    # --- reading ---

    def look_again(self) -> None:
        """Read in a thread what has changed."""
        self.run_worker(partial(self._read, self._changes), thread=True, exclusive=True, group="look")

    def _read(self, changes: int) -> None:
        worker = get_current_worker()
        today, first = self.today(), self.board is None
        if first and (facts := self.facts()):  # first what the index has, which is quick
            self.post_message(self.Read(ActionBoard(facts, today), changes))
        changed = self.refresh_index(worker)
        if not worker.is_cancelled and (changed or first):
            self.post_message(self.Read(ActionBoard(self.facts(), today), changes))

    @on(Read)
    def have_read(self, event: Read) -> None:
        """Show what was read; if an action was changed meanwhile, read again."""
        if event.changes != self._changes:
            self.look_again()
            return
        if self.board is not None:
            event.board.show_changed(self.board.changed)
        self.board = event.board
        self.show()

    # --- showing ---

    def show(self) -> None:
        """Draw the actions that match the filter."""
        board = self.board
        found = board.find(self.field.text, self.shown, self.group) if board else []
        self.set_class(not found, "-nothing")
        if board is None:
            self.note.update(Content.styled("Reading the reviews …", "$dim"))
        elif not found:
            self.note.update(_nothing(board, self.field.text, keymap.key_of(self, "board.show")))
        widest = board.widest if board else Widest()
        self._columns = board_rows.columns(self.list.text_width, self.group, widest)
        self._before = dict(zip(found[1:], found, strict=False)) if self.group != "day" else {}
        self.list.show_lines(found, self._line)
        if self._select and self.list.go_to(self._select):
            self._select = ""
        self._show_around()

    def _line(self, key: str, width: int) -> Row:
        assert self.board is not None
        each, before = self.board.actions[key], self.board.actions.get(self._before.get(key, ""))
        name = group_of(each, self.group)
        first = before is None or group_of(before, self.group) != name
        return board_rows.line(each, self._columns, self.group, first=first)

    def _show_around(self) -> None:
        left = [(" pmtui · ", "$dim"), ("actions", "bold")]
        if self.board is not None:
            counts = self.board.counts
            by = "by day" if self.group == "day" else f"by {self.group}"
            shown = f"{self.shown} ones" if self.shown != "all" else "all"
            left.append((f" · {shown} · {by} · {len(self.list.rows):,} shown", "$dim"))
            late = (f"{counts.overdue:,} overdue", "$danger") if counts.overdue else ""
            self.top.show(
                Content.assemble(*left),
                Content.assemble(late, (" · " if late else "", "$dim"), (f"{counts.open:,} open ", "$dim")),
            )
        else:
            self.top.show(Content.assemble(*left), Content(""))
        one = self.one
        self.detail.show(board_rows.detail(one, self.board.today) if one and self.board else ())
        self.keys_line.refresh()

    @property
    def one(self) -> BoardAction | None:
        """The action under the cursor; None if there is none."""
        return self.board.actions.get(self.list.row_id or "") if self.board else None

    @property
    def chosen(self) -> Chosen | None:
        """Return the action under the cursor."""
        return Chosen(self.one.review.id, self.one.action) if self.one else None

    def was_changed(self, chosen: Chosen) -> None:
        """Draw an action after a change, in its place, with the cursor on it."""
        self._changes += 1
        key = f"{chosen.session_id}/{chosen.action.id}"
        if self.board is not None and key in self.board.actions:
            self.board.change(key, chosen.action)
            self.list.anew([key])
            if not self.list.go_to(key):
                self.show()  # undo brought back an action that was not shown
                self.list.go_to(key)
            self._show_around()

    def owners(self) -> Sequence[str]:
        """Return the names that are suggested as owners of the action under the cursor."""
        return self.board.owners(self.list.row_id or "") if self.board else ()

    # --- keys ---

    def label_of(self, command_id: str) -> str | None:
        """Return the labels in the line of keys that depend on the action, and on the commands in the config."""
        if command_id == "board.drop" and self.one and self.one.action.status == "dropped":
            return "take up again"
        if command_id == "board.sync" and self.answer is not None:
            return "what the tracker says"
        hidden = command_id in ("board.push", "board.sync") and self.why_not(command_id)
        return "" if hidden else None

    @on(Rows.Moved)
    def moved(self, event: Rows.Moved) -> None:
        """Show the details of the action under the cursor."""
        event.stop()
        self._show_around()

    @on(Rows.Picked)
    def picked(self, event: Rows.Picked) -> None:
        """Open the review of the action that was double-clicked."""
        event.stop()
        self.open_review()

    # --- commands ---

    def open_review(self) -> None:
        """Open the review at the action; the board stays open below it."""
        if one := self.chosen:
            self._left = True
            self.run_worker(open_at(self.app, one.session_id, "actions", one.action.id), group="open")

    def read_again(self) -> None:
        """Read what other programs changed, and sort in what was changed here."""
        if self.board is not None:
            self.board.show_changed(())
            self.show()
        self.look_again()

    def turn_group(self) -> None:
        """Group by the next of day, owner, product and term."""
        self.group = GROUPS[(GROUPS.index(self.group) + 1) % len(GROUPS)]
        self.show()

    def turn_shown(self) -> None:
        """Show the open actions, the overdue ones, or all: the next of these."""
        self.shown = SHOWN[(SHOWN.index(self.shown) + 1) % len(SHOWN)]
        self.show()


def _nothing(board: ActionBoard, query: str, key: str) -> Content:
    """Return the text for a list without actions."""
    if not board.actions:
        return Content.assemble(
            ("No actions yet\n\n", "bold"), ("What a review promises is listed here, by the day it is due.", "$dim")
        )
    said = f"No action matches “{query.strip()}” among those shown" if query.strip() else "Nothing is open"
    more = f"{key} shows others: open, overdue, or all"
    return Content.assemble("\n".join((f"{said}.", *remarks_of(query, board.today), "")), (more, "$dim"))


def _is_there(board: ActionBoardScreen) -> bool:
    return board.one is not None


ACTS: Final[tuple[Act[ActionBoardScreen], ...]] = (
    Act("board.open", ActionBoardScreen.open_review, _is_there),
    Act("board.tick", action_changes.tick, action_changes.not_dropped),
    Act("board.drop", action_changes.drop, action_changes.is_chosen),
    Act("board.due", lambda board: action_changes.redate(board, board.today()), action_changes.not_dropped),
    Act("board.owner", action_changes.reassign, action_changes.not_dropped),
    Act("board.filter", lambda board: board.field.focus()),
    Act("board.group", ActionBoardScreen.turn_group),
    Act("board.show", ActionBoardScreen.turn_shown),
    Act("board.push", board_tickets.push, action_changes.is_chosen, board_tickets.why_no_push),
    Act("board.sync", board_tickets.sync, why_not=board_tickets.why_no_sync),
    Act("board.refresh", ActionBoardScreen.read_again),
    Act("undo", action_changes.undo, action_changes.can_undo),
)
