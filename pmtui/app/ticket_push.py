"""Make tickets of a review's actions, one after the other, with the command that the config names.

Before the command runs, the action is marked in its review. The mark is replaced by the ticket's number, or removed
where certainly no ticket was made. So neither a crash nor another program leads to a second ticket.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from pmtui.app.action_progress import ActionProgress
from pmtui.app.ticket_command import CommandFailed, Printed, TookTooLong, plain, run
from pmtui.app.ticket_number import ticket_in
from pmtui.library.errors import LibraryError
from pmtui.report.ticket_text import ticket_body
from pmtui.session.document import Action, Session
from pmtui.session.paths import all_items
from pmtui.session.text import cleaned, cut, one_line
from pmtui.ticket_settings import PLACEHOLDER, Argument

UNKNOWN: Final = "number unknown"
"""The ticket of an action while its command runs, and afterwards where it is not known whether a ticket was made."""


class TicketCommand(NamedTuple):
    """The command that makes tickets, as the config has it."""

    arguments: tuple[Argument, ...]
    seconds: int
    pattern: str = ""
    """A regular expression for a whole ticket; empty: the default."""


class NumberUnknown(CommandFailed):
    """A ticket may have been made, but its number is not known; the action stays marked."""


def has_ticket(action: Action) -> bool:
    """Whether an action has a ticket with a known number."""
    return bool(action.ticket.strip()) and not is_unknown(action)


def is_unknown(action: Action) -> bool:
    """Whether an action is marked: a ticket may have been made whose number is not known."""
    return action.ticket.strip() == UNKNOWN


def filled(arguments: Sequence[Argument], session: Session, action: Action) -> list[str]:
    """Return the command for an action, with the placeholders filled in."""
    values = _values(session, action)

    def fill(text: str) -> str:
        return PLACEHOLDER.sub(lambda found: values[found[1]], text)

    made: list[str] = []
    for each in arguments:
        if isinstance(each, str):
            made.append(fill(each))
        elif all(values[name] for text in each for name in PLACEHOLDER.findall(text)):
            made += map(fill, each)
    return made


def push(progress: ActionProgress, session: Session, action: Action, command: TicketCommand) -> str:
    """Make the ticket of an action, and return its number, which is saved in the review by then.

    Raises:
        ChangedMeanwhile: somebody gave the action a ticket meanwhile; the command did not run.
        NumberUnknown: a ticket may have been made, but its number could not be read; the action is marked.
        CommandFailed: no ticket was made; the action is unchanged.
        LibraryError: the review cannot be read or written.
    """
    arguments = filled(command.arguments, session, action)
    shown = cut(action.text, 40)

    def keep(ticket: str, before: str) -> None:
        progress.change(session.id, action.id, only_where=lambda now: now.ticket == before, ticket=ticket)

    keep(UNKNOWN, action.ticket)
    try:
        printed = run(arguments, command.seconds)
    except TookTooLong as error:
        raise NumberUnknown(f"{shown}: {error}: {_LOOK}") from None
    except CommandFailed as error:
        keep(action.ticket, UNKNOWN)
        raise CommandFailed(f"{shown}: {error}") from None
    ticket = _ticket_of(printed, command.pattern)
    if printed.status != 0:
        said = f"{shown}: {arguments[0]} failed ({printed.ended}) and said: {printed.said}"
        if ticket or printed.status < 0:
            raise NumberUnknown(f"{said}: perhaps it made {ticket or 'one'}: {_LOOK}")
        keep(action.ticket, UNKNOWN)
        raise CommandFailed(f"{said}: mend that, then say the same again")
    if not ticket:
        raise NumberUnknown(f"{shown}: {arguments[0]} named no ticket, it said: {printed.said}: {_LOOK}")
    try:
        keep(ticket, UNKNOWN)
    except LibraryError as error:
        raise NumberUnknown(f"{shown}: {ticket} was made, but is not kept: {error}") from error
    return ticket


_LOOK: Final = "look in the tracker and write the number into the action, or make one with --again"


def _ticket_of(printed: Printed, pattern: str) -> str:
    out = plain(printed.out)
    ticket = ticket_in(out, pattern)
    if printed.status != 0:
        # The output of a failed command more likely has the number of an error than that of a ticket.
        return ticket if "://" in out or not ticket.isdecimal() else ""
    if not ticket and not out.strip() and "://" in (err := plain(printed.err)):
        return ticket_in(err, pattern)
    return ticket


def _values(session: Session, action: Action) -> dict[str, str]:
    """Return the values of the placeholders; all are single lines, except the description and the body."""
    details = session.key_details
    source = next((str(getattr(item, "text", "")) for _, item in all_items(session) if item.id == action.source), "")
    values = {
        "text": action.text,
        "owner": action.owner,
        "due": action.due.isoformat() if action.due else "",
        "priority": action.priority,
        "kind": action.kind or "",
        "term": action.horizon,
        "source": source,
        "action": action.id,
        "product": details.product,
        "headline": details.headline,
        "severity": details.severity,
        "reference": details.reference,
        "team": details.team,
        "date": details.incident_date.isoformat() if details.incident_date else "",
        "session": session.id,
    }
    return {name: one_line(cleaned(text)) for name, text in values.items()} | {
        "description": cleaned(action.description.strip()),
        "body": cleaned(ticket_body(session, action).strip()),
    }
