"""The board: the actions of all reviews, what is overdue first, each changed from here in its own review."""

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
    """The filter, the list of actions, and all of the selected one at the foot.

    Args:
        library: whose actions.
        today: what is due before it is overdue.
        progress: changes the actions.
        select: the key of the action that the cursor shall be on at first.
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
        """The action above each, where they are grouped."""
        self._select = select
        self._left = True
        """Whether the person was elsewhere since it was read."""
        self._changes = 0
        """How often something was changed from here: what was read before is not shown after it."""

    # --- layout ---

    def below(self) -> Sequence[Widget]:
        """The detail of the action under the cursor, at the foot."""
        return (self.detail,)

    def on_mount(self) -> None:
        """Say that the reviews are read."""
        self.list.widest = 190
        self.show()

    def on_screen_resume(self) -> None:
        """Look again when the person comes back from a review; behind a prompt nothing moves."""
        if self._left:
            self._left = False
            self.call_after_refresh(self.look_again)

    # --- reading ---

    def look_again(self) -> None:
        """Read in a thread what changed since the last time."""
        self.run_worker(partial(self._read, self._changes), thread=True, exclusive=True, group="look")

    def _read(self, changes: int) -> None:
        worker = get_current_worker()
        today, first = self.today(), self.board is None
        if first and (facts := self.facts()):  # as they were known the last time, at once
            self.post_message(self.Read(ActionBoard(facts, today), changes))
        changed = self.refresh_index(worker)
        if not worker.is_cancelled and (changed or first):
            self.post_message(self.Read(ActionBoard(self.facts(), today), changes))

    @on(Read)
    def have_read(self, event: Read) -> None:
        """Show what is there now; where something was changed meanwhile, look again."""
        if event.changes != self._changes:
            self.look_again()
            return
        if self.board is not None:
            event.board.show_changed(self.board.changed)
        self.board = event.board
        self.show()

    # --- showing ---

    def show(self) -> None:
        """Draw what the filter leaves."""
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
        """What the cursor stands on."""
        return self.board.actions.get(self.list.row_id or "") if self.board else None

    @property
    def chosen(self) -> Chosen | None:
        """The action that the cursor stands on."""
        return Chosen(self.one.review.id, self.one.action) if self.one else None

    def was_changed(self, chosen: Chosen) -> None:
        """Draw an action as it is now, in its place, and go there."""
        self._changes += 1
        key = f"{chosen.session_id}/{chosen.action.id}"
        if self.board is not None and key in self.board.actions:
            self.board.change(key, chosen.action)
            self.list.anew([key])
            if not self.list.go_to(key):
                self.show()  # it was out of sight, and is had back
                self.list.go_to(key)
            self._show_around()

    def owners(self) -> Sequence[str]:
        """Who is offered as an owner of the action that the cursor stands on."""
        return self.board.owners(self.list.row_id or "") if self.board else ()

    # --- keys ---

    def label_of(self, command_id: str) -> str | None:
        """The labels in the line of keys that depend on the action, and on what the config names."""
        if command_id == "board.drop" and self.one and self.one.action.status == "dropped":
            return "take up again"
        if command_id == "board.sync" and self.answer is not None:
            return "what the tracker says"
        hidden = command_id in ("board.push", "board.sync") and self.why_not(command_id)
        return "" if hidden else None

    @on(Rows.Moved)
    def moved(self, event: Rows.Moved) -> None:
        """Show all of the action that the cursor stands on now."""
        event.stop()
        self._show_around()

    @on(Rows.Picked)
    def picked(self, event: Rows.Picked) -> None:
        """Open the review of the action that was clicked twice."""
        event.stop()
        self.open_review()

    # --- acts ---

    def open_review(self) -> None:
        """Open the review at the action; this board is there again afterwards."""
        if one := self.chosen:
            self._left = True
            self.run_worker(open_at(self.app, one.session_id, "actions", one.action.id), group="open")

    def read_again(self) -> None:
        """Read what changed elsewhere; what was done from here goes where it belongs now."""
        if self.board is not None:
            self.board.show_changed(())
            self.show()
        self.look_again()

    def turn_group(self) -> None:
        """Group by the next of day, owner, product and term."""
        self.group = GROUPS[(GROUPS.index(self.group) + 1) % len(GROUPS)]
        self.show()

    def turn_shown(self) -> None:
        """Show open ones, overdue ones, or all."""
        self.shown = SHOWN[(SHOWN.index(self.shown) + 1) % len(SHOWN)]
        self.show()


def _nothing(board: ActionBoard, query: str, key: str) -> Content:
    """What stands where no action is shown."""
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
