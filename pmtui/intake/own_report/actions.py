"""The actions of a report: a table whose first column holds the text and, in italics below it, the description."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from pmtui.intake.own_report.dates import day, plain_spaces
from pmtui.intake.own_report.draft import Draft
from pmtui.intake.own_report.layout import Place
from pmtui.intake.own_report.tables import Row, Table, cell, table
from pmtui.intake.own_report.unescape import label_of, split_at, text_of
from pmtui.report import labels
from pmtui.session.document import Action, ActionStatus

_STATUS: Final = re.compile(rf"({'|'.join(labels.ACTION_STATUS.values())})(?: (.+))?", re.IGNORECASE)
_STATUSES: Final[dict[str, ActionStatus]] = {word: key for key, word in labels.ACTION_STATUS.items()}  # type: ignore[misc]


def read_actions(draft: Draft, place: Place) -> tuple[Action, ...]:
    """The actions.

    Raises:
        NotReadable: a choice or a date cannot be read.
    """
    made: list[Action] = []
    found: Table | None = None
    for part in draft.page.parts(place.first, place.end):
        if part.kind == "table":
            found = table(draft.page, part, found)
            for row in found.rows:
                if any(row.cells):
                    made.append(_action(draft, found, row))
                    draft.place(row.line, "actions")
        elif part.kind == "quote":
            draft.remark_of_lines(part.first, part.end, made[-1].id if made else None)
        else:
            draft.keep(labels.SECTIONS["actions"], part.first, part.end)
    return tuple(made)


def _action(draft: Draft, found: Table, row: Row) -> Action:
    def shown(name: str) -> str:
        return cell(row, found.column(name))

    text, description = _described(cell(row, 0))
    status, done_at = _status(draft, row, shown("Status"))
    kind, term = shown("Kind"), shown("Term")
    return Action(
        id=draft.new_id(), text=text, description=description, owner=text_of(shown("Owner")),
        due=_date(draft, row, "due date", shown("Due")), status=status, done_at=done_at,
        ticket=label_of(shown("Ticket")), priority=text_of(shown("Priority")),
        kind=draft.choice(row.line, "kind", kind, labels.ACTION_KIND) if kind else None,
        horizon=draft.choice(row.line, "term", term, labels.HORIZON) if term else "short",
    )  # fmt: skip


def _described(markdown: str) -> tuple[str, str]:
    """The text, and the description in italics behind it. No text of an action ends in open italics."""
    for mark in "*_":
        if not markdown.endswith(mark) or len(markdown) < 2:
            continue
        if markdown.startswith(mark):
            return "", text_of(markdown[1:-1])
        before, *behind = split_at(markdown, f"<br>{mark}")
        if behind:
            return text_of(before), text_of(f"<br>{mark}".join(behind)[:-1])
    return text_of(markdown), ""


def _status(draft: Draft, row: Row, shown: str) -> tuple[ActionStatus, date | None]:
    shown = plain_spaces(shown)
    if not shown:
        return "open", None
    found = _STATUS.fullmatch(shown)
    if not found:
        return draft.choice(row.line, "status", shown, labels.ACTION_STATUS), None
    return _STATUSES[found[1].casefold()], _date(draft, row, "date of the status", found[2] or "")


def _date(draft: Draft, row: Row, label: str, shown: str) -> date | None:
    when = day(shown)
    if shown and when is None:
        raise draft.refused(row.line, f"the {label} “{shown}” is no date", "write it as 1 Dec 2026")
    return when
