"""`actions push`: make tickets of actions, with the command that the config names."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pmtui.app.ticket_push import TicketCommand, filled, has_ticket, is_unknown
from pmtui.app.ticket_push import push as push_one
from pmtui.cli import out
from pmtui.cli.verb import Call, UserError
from pmtui.session.text import cut

if TYPE_CHECKING:
    from pmtui.session.document import Action

_LOOK = "write its number into the action, or make one with --again"


def push(call: Call, ref: str, action_refs: Sequence[str], *, dry_run: bool, again: bool) -> int:
    """Make a ticket for each action, and print its number as soon as it is saved. Returns the exit status.

    Args:
        call: the call of the program.
        ref: the session, as the user named it.
        action_refs: the actions, as the user named them; empty: all open ones.
        dry_run: print the commands instead of running them.
        again: also push actions for which an earlier, interrupted call may have made a ticket.

    Raises:
        UserError: the config names no command.
    """
    from pmtui.app.action_board import actions_meant
    from pmtui.app.action_progress import ActionProgress

    command = _command(call)
    session = call.library.read(call.find(ref))
    waiting, unknown = _without_ticket(actions_meant(session, action_refs), again=again)
    if dry_run:
        for action in waiting:
            out.result(shlex.join(filled(command.arguments, session, action)) + "\n")
        return 2 if unknown else 0
    progress = ActionProgress(call.library)
    for n, action in enumerate(waiting):
        try:
            ticket = push_one(progress, session, action, command)
        except KeyboardInterrupt:
            out.say(f"perhaps made: {cut(action.text, 60)}: {_LOOK}")
            raise
        except Exception:
            if left := len(waiting) - n - 1:
                out.say(f"{left} more {'action was' if left == 1 else 'actions were'} not tried")
            raise
        out.result(f"{ticket}\t{' '.join(action.text.split())}\n")
    if not waiting and not unknown and not action_refs:
        out.say("no open action without a ticket: nothing was made")
    return 2 if unknown else 0


def _command(call: Call) -> TicketCommand:
    settings = call.settings
    if not settings.ticket_push:
        raise UserError(f"no command makes tickets: write [tickets] with push into {settings.path} (docs/tickets.md)")
    return TicketCommand(settings.ticket_push, settings.ticket_seconds, settings.ticket_pattern)


def _without_ticket(actions: Sequence[Action], *, again: bool) -> tuple[list[Action], int]:
    """Return the actions to push, and how many are skipped because an earlier call may have made their ticket.

    Every action that is skipped is named to the user.
    """
    waiting: list[Action] = []
    unknown = 0
    for action in actions:
        shown = cut(action.text, 60)
        if has_ticket(action):
            out.say(f"has {action.ticket.strip()}: {shown}")
        elif is_unknown(action) and not again:
            unknown += 1
            out.say(f"perhaps made before: {shown}: {_LOOK}")
        else:
            waiting.append(action)
    return waiting, unknown
