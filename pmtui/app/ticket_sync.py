"""Compare the states of tickets with the actions that have them, over all reviews, and save the differences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from pmtui.app.action_board import BoardAction
from pmtui.app.action_progress import ActionProgress
from pmtui.app.ticket_command import MOST, CommandFailed, run
from pmtui.app.ticket_number import ticket_key
from pmtui.app.ticket_push import has_ticket
from pmtui.app.ticket_states import NotStates, TicketState, ticket_states
from pmtui.library.errors import LibraryError
from pmtui.session.document import Action
from pmtui.session.text import cut, one_line
from pmtui.session.times import read_date, show_date

_DASHED: Final = re.compile(r"(\d{1,2})[/-]([A-Za-z]{3})[/-](\d{2}|\d{4})\b.*")
"""A date as Jira exports it, `18/Nov/26 2:03 PM`."""


class Change(NamedTuple):
    """The `PROGRESS` fields of an action that the tracker has otherwise."""

    found: BoardAction
    values: dict[str, Any]

    @property
    def words(self) -> str:
        """The change in words, such as `open to done, done 18-11-2026`."""
        action, values, parts = self.found.action, self.values, []
        if "status" in values:
            parts.append(f"{action.status} to {values['status']}")
        if values.get("done_at"):
            parts.append(f"done {show_date(values['done_at'])}")
        if values.get("due"):
            parts.append(f"due {show_date(values['due'])}")
        if values.get("owner"):
            parts.append(f"owner {values['owner']}")
        return ", ".join(parts)


class Plan(NamedTuple):
    """The changes to make, and a line for each ticket or value that is left as it is."""

    changes: list[Change]
    left: list[str]
    matched: int
    """The number of actions whose ticket is among those of the tracker."""


def plan(states: Sequence[TicketState], actions: Iterable[BoardAction], now: datetime) -> Plan:
    """Compare the tickets of actions with the tracker's states.

    Args:
        states: the tracker's tickets, in any order.
        actions: the actions of all reviews.
        now: the present, used for tickets without a closing date.
    """
    by_key: dict[str, list[TicketState]] = {}
    for state in states:
        by_key.setdefault(ticket_key(state.ticket), []).append(state)
    changes, lines, matched = list[Change](), list[str](), 0
    for found in actions:
        told = _of(found.action.ticket, by_key) if has_ticket(found.action) else []
        matched += bool(told)
        if len(set(told)) > 1:
            lines.append(f"{found.action.ticket}: {len(told)} tickets of that number: left as it is")
        elif told:
            today = now.astimezone(ZoneInfo(found.review.details.timezone)).date()
            values, left = _differing(found, told[0], today)
            lines.extend(f"{found.action.ticket}: {line}" for line in left)
            if values:
                changes.append(Change(found, values))
    return Plan(changes, lines, matched)


def states_of_command(command: Sequence[str], seconds: int) -> list[TicketState]:
    """Run the command of the config, and return the states that it prints.

    Raises:
        CommandFailed: it could not be started, failed, or printed no list of tickets.
    """
    printed = run(command, seconds)
    if printed.status != 0:
        raise CommandFailed(
            f"{command[0]} failed ({printed.ended}) and said: {printed.said}: "
            "nothing was changed: mend that, then say the same again"
        )
    if len(printed.out) > MOST:
        raise CommandFailed(f"{command[0]} printed more than {MOST >> 20} MB: let it name fewer tickets")
    try:
        return ticket_states(printed.out, f"what {command[0]} printed")
    except NotStates as error:
        raise CommandFailed(str(error)) from None


def take_over(progress: ActionProgress, changes: Iterable[Change]) -> Iterator[tuple[Change, LibraryError | None]]:
    """Save each change, and yield it with its error or None. A review that fails does not stop the others.

    An action that somebody changed since it was compared is left as it is, with `ChangedMeanwhile` as the error.
    """
    for change in changes:
        before = change.found.action
        try:
            progress.change(change.found.review.id, before.id, only_where=before.__eq__, **change.values)
        except LibraryError as error:
            yield change, error
        else:
            yield change, None


def _of(ticket: str, by_key: dict[str, list[TicketState]]) -> list[TicketState]:
    """Return the states of a ticket; where several tickets have its number, only those with the same address."""
    told = by_key.get(ticket_key(ticket), [])
    same = [
        each for each in told if each.ticket.strip().rstrip("/").casefold() == ticket.strip().rstrip("/").casefold()
    ]
    return same if len(told) > 1 and "://" in ticket and same else told


def _differing(found: BoardAction, told: TicketState, today: date) -> tuple[dict[str, Any], list[str]]:
    action, left = found.action, list[str]()
    values: dict[str, Any] = {}
    zone = ZoneInfo(found.review.details.timezone)

    def day(text: str, what: str, forward: bool) -> date | None:
        try:
            return _day(text, today, zone, forward) if text else None
        except ValueError:
            left.append(f"{what} {cut(text, 30)!r} is no date that pmtui reads: left out")
            return None

    if told.status is None:
        left.append(f"state {cut(told.state, 40)!r} is not known: left {action.status}")
    else:
        values |= _status(action, told)
        if values.get("status") == "done":
            values["done_at"] = day(told.closed, "closed", False) or today
    due = day(told.due, "due", True)
    if due is not None and due != action.due:
        values["due"] = due
    if told.owner and not action.owner.strip():
        values["owner"] = one_line(told.owner)
    return values, left


def _status(action: Action, told: TicketState) -> dict[str, Any]:
    """Return the changed status. An action that the team dropped stays dropped where the ticket is only closed."""
    if told.status == action.status or (told.closed_only and action.status == "dropped"):
        return {}
    return {"status": told.status} | ({"done_at": None} if action.status == "done" else {})


def _day(text: str, today: date, zone: ZoneInfo, forward: bool) -> date:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        dashed = _DASHED.fullmatch(text)
        if dashed:
            year = dashed[3] if len(dashed[3]) == 4 else f"20{dashed[3]}"
            text = f"{dashed[1]} {dashed[2]} {year}"
        return read_date(text, today, forward=forward)
    return (when.astimezone(zone) if when.tzinfo else when).date()
