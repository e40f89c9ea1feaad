"""`actions sync`: write the states of tickets into the reviews, from a file or from the command of the config."""

from __future__ import annotations

import sys
from pathlib import Path

from pmtui.app.ticket_command import MOST
from pmtui.app.ticket_states import TicketState, ticket_states
from pmtui.app.ticket_sync import Change, plan, states_of_command, take_over
from pmtui.cli import out
from pmtui.cli.verb import Call, UserError


def sync(call: Call, file: str | None, *, dry_run: bool) -> int:
    """Set the status of each action to that of its ticket, and print what changed. Returns the exit status.

    Args:
        call: the call of the program.
        file: a CSV or JSON file, `-` for standard input; None: run the command of the config.
        dry_run: print what would change, and change nothing.
    """
    from pmtui.app.action_board import board
    from pmtui.cli.indexed import indexed

    states = _from_command(call) if file is None else ticket_states(_data(file), file)
    made = plan(states, board(indexed(call).facts(), call.today()), call.now())
    for line in made.left:
        out.say(line)
    done, status = (made.changes, 0) if dry_run else _written(call, made.changes)
    out.table(("ticket", "review", "change", "action"), [_row(each) for each in done])
    if not made.changes:
        out.say(f"nothing to change: tickets read: {len(states)}, actions that have one of them: {made.matched}")
    return status


def _written(call: Call, changes: list[Change]) -> tuple[list[Change], int]:
    """Save the changes, and return those that were saved and the exit status. A failure does not stop the others."""
    from pmtui.app.action_progress import ActionProgress
    from pmtui.cli.failures import describe

    done, status = list[Change](), 0
    for change, error in take_over(ActionProgress(call.library), changes):
        if error is None:
            done.append(change)
            continue
        line, refused = describe(error)
        out.say(f"{change.found.action.ticket}: {line}")
        status = max(status, refused)
    return done, status


def _row(change: Change) -> tuple[str, ...]:
    action, review = change.found.action, change.found.review
    return action.ticket, review.id[-6:] if out.on_terminal() else review.id, change.words, action.text


def _from_command(call: Call) -> list[TicketState]:
    settings = call.settings
    command = settings.ticket_sync
    if not command:
        raise UserError(f"no file, and no command: name a FILE, or write [tickets] with sync into {settings.path}")
    return states_of_command(command, settings.ticket_seconds)


def _data(file: str) -> bytes:
    if file == "-":
        if sys.stdin is None:
            raise UserError("standard input is closed: name a file")
        data = sys.stdin.buffer.read(MOST + 1)
    else:
        try:
            with Path(file).open("rb") as opened:
                data = opened.read(MOST + 1)
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
            raise UserError(
                f"{file}: {(error.strerror or 'cannot be read').lower()}: name a CSV or JSON file"
            ) from None
    if len(data) > MOST:
        raise UserError(f"{file}: is larger than {MOST >> 20} MB: export fewer tickets")
    return data
