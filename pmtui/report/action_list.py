"""Write the actions as CSV for a spreadsheet or tracker: a header, and a row for each action."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import Final

from pmtui.report import labels
from pmtui.report.actions import actions_in_order
from pmtui.session.document import Action, Session

HEADER: Final = (
    "Number", "Action", "Owner", "Due", "Status", "Done", "Ticket", "Priority", "Kind", "Term", "Description", "Id",
)  # fmt: skip

_FORMULA: Final = re.compile(r"\s*[=+\-@]|[\t\r]")
"""Matches the beginning of a cell that a spreadsheet would run as a formula, which could open programs or addresses."""


def action_list(session: Session) -> str:
    """Return the CSV. Actions have the order and numbers of the report; dates are ISO 8601.

    A cell that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@` or a tab) gets an apostrophe in
    front, which makes it text; nothing else is changed.
    """
    written = StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(HEADER)
    for number, action in enumerate(actions_in_order(session.actions), 1):
        rows.writerow((number, *map(harmless, _cells(action))))
    return written.getvalue()


def _cells(action: Action) -> tuple[str, ...]:
    return (
        action.text,
        action.owner,
        action.due.isoformat() if action.due else "",
        labels.ACTION_STATUS[action.status],
        action.done_at.isoformat() if action.done_at else "",
        action.ticket,
        action.priority,
        labels.ACTION_KIND[action.kind] if action.kind else "",
        labels.HORIZON[action.horizon],
        action.description,
        action.id,
    )


def harmless(cell: str) -> str:
    """Return a cell with an apostrophe in front where a spreadsheet would run it as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
