"""Make tickets of actions on the board, and read their state, by the commands that the config names.

The commands run in threads and may take a minute. The user confirms them before they run.
"""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from pmtui.app.action_board import board as all_actions
from pmtui.app.action_progress import ActionProgress
from pmtui.app.ticket_push import TicketCommand, filled, has_ticket, is_unknown
from pmtui.app.ticket_push import push as make_ticket
from pmtui.app.ticket_sync import Change, Plan, plan, states_of_command, take_over
from pmtui.library.errors import LibraryError, NotFound
from pmtui.session.document import Action, Session
from pmtui.session.edits import EditRefused
from pmtui.session.text import cut, one_line
from pmtui.tui.home.index_screen import IndexListScreen
from pmtui.tui.input import keymap
from pmtui.tui.lists.action_changes import ChangesActions, Chosen
from pmtui.tui.preferences import settings_of
from pmtui.tui.widgets.picker import Picker
from pmtui.tui.widgets.rows import Row, Span

_RUNNING: Final = "tickets"
"""The group of the workers that run a command."""
_ALL: Final = "all"
"""The id of the row for all changes."""


class TicketBoard(IndexListScreen, ChangesActions):
    """A board with commands for tickets."""

    answer: Plan | None = None
    """What the tracker says that the reviews do not, until the user looks at it."""


def _tell(board: TicketBoard, said: str, *, wrong: bool = False) -> None:
    """Show a message in the bottom line; a longer message stays until the next key."""
    if len(said) + 2 > board.size.width:
        board.notify(said, severity="error" if wrong else "information", markup=False)
        board.keys_line.say(None)
    else:
        board.keys_line.tell(said, wrong=wrong)


def _runs(board: TicketBoard) -> bool:
    return any(worker.group == _RUNNING and not worker.is_finished for worker in board.workers)


# --- a ticket of an action ---


def why_no_push(board: TicketBoard) -> str:
    """Return why no ticket can be made now; empty if one can."""
    if not settings_of(board.app).ticket_push:
        return "no command makes tickets"
    if _runs(board):
        return "the tracker's program runs"
    chosen = board.chosen
    return f"it has {chosen.action.ticket.strip()}" if chosen and has_ticket(chosen.action) else ""


def push(board: TicketBoard) -> None:
    """Show the command for the action, and run it if the user confirms."""
    settings = settings_of(board.app)
    if not settings.ticket_push:
        where = f"write [tickets] with push into {settings.path} (docs/tickets.md)"
        _tell(board, f"no command makes tickets: {where}", wrong=True)
    elif why := why_no_push(board):
        _tell(board, why, wrong=True)
    elif chosen := board.chosen:
        board.run_worker(_ask_push(board, chosen))


async def _ask_push(board: TicketBoard, chosen: Chosen) -> None:
    try:
        session = await asyncio.to_thread(_read, board, chosen.session_id)
        action = _action(session, chosen.action.id)
    except LibraryError as error:
        _tell(board, str(error), wrong=True)
        return
    others = [each for each in session.actions if each.status == "open" and each.text.strip() and not each.ticket]
    others = [action, *(each for each in others if each.id != action.id)]
    preview = shlex.join(filled(settings_of(board.app).ticket_push, session, action))
    rows = [Row("one", "Make a ticket", below=(Span(one_line(preview), "dim"),))]
    if is_unknown(action):
        said = "One was perhaps made before: look in the tracker, and write its number into the action."
        rows = [Row("", said, "notice", fixed=True), Row("one", "Make one all the same", below=rows[0].below)]
    elif len(others) > 1:
        rows.append(Row(_ALL, f"Make tickets of all {len(others)} open actions of this review that have none"))

    def taken(row_id: str | None) -> None:
        if row_id:
            board.run_worker(_make(board, session, others if row_id == _ALL else [action]), group=_RUNNING)

    title = f"A ticket of “{cut(one_line(action.text), 50)}”"
    board.app.push_screen(Picker(title, lambda _: rows, typing=False), taken)


async def _make(board: TicketBoard, session: Session, actions: Sequence[Action]) -> None:
    """Make tickets one after the other until one fails; each number is saved before the next ticket is made."""
    settings = settings_of(board.app)
    command = TicketCommand(settings.ticket_push, settings.ticket_seconds, settings.ticket_pattern)
    # Not the progress of the board: undo must not take a number away while the ticket exists.
    progress, made, trouble = ActionProgress(board.library), list[str](), ""
    for n, action in enumerate(actions, 1):
        of = f" {n} of {len(actions)}" if len(actions) > 1 else ""
        board.keys_line.tell(f"making a ticket{of} …")
        try:
            made.append(await asyncio.to_thread(make_ticket, progress, session, action, command))
        except (LibraryError, EditRefused) as error:
            trouble = str(error)
        try:
            now = _action(await asyncio.to_thread(_read, board, session.id), action.id)
            board.was_changed(Chosen(session.id, now))
        except LibraryError as error:
            trouble = trouble or str(error)
        if trouble:
            break
    said = f"made: {', '.join(made)}" if made else ""
    left = len(actions) - len(made) - 1
    more = f"; {left} more not tried" if trouble and left > 0 else ""
    _tell(board, "; ".join(each for each in (said, f"{trouble}{more}") if each), wrong=bool(trouble))


# --- reading the state of tickets ---


def why_no_sync(board: TicketBoard) -> str:
    """Return why the tracker cannot be asked now; empty if it can."""
    if not settings_of(board.app).ticket_sync:
        return "no command asks the tracker"
    return "the tracker's program runs" if _runs(board) else ""


def sync(board: TicketBoard) -> None:
    """Ask the tracker; once it has answered, offer to take over what it says differently.

    The answer may take a minute. It is announced in the bottom line, so that no window opens while the user types.
    """
    settings = settings_of(board.app)
    if board.answer is not None:
        _show_answer(board, board.answer)
    elif not settings.ticket_sync:
        where = f"write [tickets] with sync into {settings.path} (docs/tickets.md)"
        _tell(board, f"no command asks the tracker: {where}", wrong=True)
    elif why := why_no_sync(board):
        _tell(board, why, wrong=True)
    else:
        board.keys_line.say(None)
        board.run_worker(_ask_sync(board), group=_RUNNING)


async def _ask_sync(board: TicketBoard) -> None:
    settings = settings_of(board.app)
    board.keys_line.tell(f"asking {settings.ticket_sync[0]} …")

    def compare() -> tuple[int, Plan]:
        states = states_of_command(settings.ticket_sync, settings.ticket_seconds)
        board.index().refresh(lambda _done, _of: None, ended=lambda: False)
        return len(states), plan(states, all_actions(board.facts(), board.today()), board.library.now())

    try:
        tickets, found = await asyncio.to_thread(compare)
    except LibraryError as error:
        _tell(board, str(error), wrong=True)
        return
    if not found.changes and not found.left:
        said = f"nothing to change: tickets read: {tickets}, actions that have one of them: {found.matched}"
        _tell(board, said)
        return
    board.answer = found
    many, key = len(found.changes), keymap.key_of(board, "board.sync")
    said = f"the tracker says otherwise of {many} action{'s' * (many != 1)}" if many else "some tickets were left"
    _tell(board, f"{said}: {key} shows {'them' if many else 'why'}")


def _show_answer(board: TicketBoard, found: Plan) -> None:
    board.answer = None

    def taken(row_id: str | None) -> None:
        if row_id:
            chosen = found.changes if row_id == _ALL else [found.changes[int(row_id)]]
            board.run_worker(_take_over(board, chosen), group=_RUNNING)

    board.app.push_screen(Picker("The tracker says otherwise", lambda _: _rows(found), typing=False), taken)


def _rows(found: Plan) -> list[Row]:
    """Return a row for all changes, one for each change, and rows for what was left out and why."""
    many = len(found.changes)
    rows = [Row(_ALL, f"Take over all {many}", "bold", gap=1)] if many > 1 else []
    for n, change in enumerate(found.changes):
        action = change.found.action
        lead = (Span(f"{action.ticket.strip()}  ", "accent"),)
        rows.append(Row(str(n), one_line(action.text), lead=lead, below=(Span(change.words, "dim"),)))
    return rows + [Row("", line, "notice", fixed=True) for line in found.left]


async def _take_over(board: TicketBoard, changes: Sequence[Change]) -> None:
    """Write the changes into their reviews; each can be undone, the last one first."""
    results = await asyncio.to_thread(lambda: list(take_over(board.progress, changes)))
    for change, error in results:
        if error is None:
            action = replace(change.found.action, **change.values)
            board.was_changed(Chosen(change.found.review.id, action))
    refused = [f"{change.found.action.ticket}: {error}" for change, error in results if error is not None]
    done = len(results) - len(refused)
    said = f"{done} action{'s' * (done != 1)} changed as the tracker says"
    _tell(board, "; ".join([said, *refused]) if done else "; ".join(refused), wrong=bool(refused))


# --- in a thread ---


def _read(board: TicketBoard, session_id: str) -> Session:
    entry = board.library.by_id(session_id)
    if entry is None:
        raise NotFound("the review is not in the library any more")
    return board.library.read(entry)


def _action(session: Session, action_id: str) -> Action:
    for action in session.actions:
        if action.id == action_id:
            return action
    raise NotFound("the action is not in its review any more")
