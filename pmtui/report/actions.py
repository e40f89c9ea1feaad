"""The actions of a report as a table; the most important columns come first, for narrow pages."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from pmtui.report import labels
from pmtui.report.dates import day
from pmtui.report.escape import cell, is_address, plain_cell
from pmtui.report.tables import table, wide, without_empty_columns
from pmtui.session.document import Action, Session

_BEFORE_TICKET: Final = (wide("Action"), "Owner", "Due", "Status")
_BEHIND_TICKET: Final = ("Priority", "Kind", "Term")
_WIDEST_TICKET: Final = 14
_NAME_OF_A_TICKET: Final = re.compile(r"[^\s:@<>\[\]()]+")


def actions(session: Session, ticket_url: str) -> str:
    """Return the table. Columns without any value are left out, but not owner and due.

    Args:
        session: the review.
        ticket_url: the address of a ticket, with `{}` for its name; empty: tickets are not linked.
    """
    rows = [_action(action, ticket_url) for action in actions_in_order(session.actions)]
    # A wide column, so that a ticket's name does not break at its hyphen.
    longest = max((len(action.ticket) for action in session.actions), default=0)
    ticket = wide("Ticket", max(min(longest, _WIDEST_TICKET) - 4, 0))
    header = (*_BEFORE_TICKET, ticket, *_BEHIND_TICKET)
    return table(*without_empty_columns(header, rows, frozenset({ticket, "Priority", "Kind"})))


def actions_in_order(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """Return the actions in the order of their numbers in the report: short term before long term."""
    return tuple(sorted(actions, key=lambda action: action.horizon != "short"))


def _action(action: Action, ticket_url: str) -> tuple[str, ...]:
    # The description is in italics; text cannot imitate it, as its own asterisks are escaped.
    description = f"*{cell(action.description)}*" if action.description else ""
    status = labels.ACTION_STATUS[action.status]
    return (
        "<br>".join(part for part in (cell(action.text), description) if part),
        cell(action.owner),
        day(action.due),
        f"{status} {day(action.done_at)}" if action.done_at else status,
        ticket_link(action.ticket, ticket_url),
        cell(action.priority),
        labels.ACTION_KIND[action.kind] if action.kind else "",
        labels.HORIZON[action.horizon],
    )


def ticket_link(ticket: str, ticket_url: str) -> str:
    """Return the ticket as a link where it has an address; `<…>` around the target tells it from a link that
    was typed.
    """
    url = ticket_address(ticket, ticket_url)
    return f"[{plain_cell(ticket)}](<{url.replace('|', '%7C')}>)" if url else cell(ticket)


def ticket_address(ticket: str, ticket_url: str) -> str:
    """Return the address of a ticket; empty where there is none, or the ticket's name cannot be part of an address."""
    if not ticket_url or not _NAME_OF_A_TICKET.fullmatch(ticket):
        return ""
    name = quote(ticket, safe="-._~/")
    url = ticket_url.replace("{}", name) if "{}" in ticket_url else ticket_url + name
    return url if is_address(url) else ""
