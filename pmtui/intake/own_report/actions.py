"""Read the actions of a report: a table whose first column has the text and, in italics, the description."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from pmtui.intake.markdown.action_words import horizon_of, kind_of, state_of
from pmtui.intake.own_report.dates import day_written, plain_spaces
from pmtui.intake.own_report.draft import Draft
from pmtui.intake.own_report.layout import Place
from pmtui.intake.own_report.tables import Row, Table, cell, table
from pmtui.intake.own_report.unescape import label_of, split_at, text_of
from pmtui.report import labels
from pmtui.session.document import Action, ActionStatus

_STATUS: Final = re.compile(rf"({'|'.join(labels.ACTION_STATUS.values())})(?: (.+))?", re.IGNORECASE)
_STATUSES: Final[dict[str, ActionStatus]] = {word: key for key, word in labels.ACTION_STATUS.items()}  # type: ignore[misc]


def read_actions(draft: Draft, place: Place) -> tuple[Action, ...]:
    """Return the actions. A cell that is no valid date, state, kind or term goes into the description, with a note."""
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
    words = _Words(draft, row, description)
    status, done_at = words.status(shown("Status"))
    due = words.day("Due", "due date", shown("Due"))
    kind = words.one_of("Kind", shown("Kind"), labels.ACTION_KIND, kind_of)
    horizon = words.one_of("Term", shown("Term"), labels.HORIZON, horizon_of)
    return Action(
        id=draft.new_id(), text=text, description=words.description, owner=text_of(shown("Owner")), due=due,
        status=status, done_at=done_at, ticket=label_of(shown("Ticket")), priority=text_of(shown("Priority")),
        kind=kind, horizon=horizon or "short",
    )  # fmt: skip


class _Words:
    """Reads the cells of an action; words that cannot be read as values are added to the description."""

    def __init__(self, draft: Draft, row: Row, description: str) -> None:
        self.draft, self.row, self.description = draft, row, description

    def status(self, shown: str) -> tuple[ActionStatus, date | None]:
        """Read a status and the date after it."""
        shown = plain_spaces(shown)
        if not shown:
            return "open", None
        if found := _STATUS.fullmatch(shown):
            return _STATUSES[found[1].casefold()], self.day("Status", "date of the status", found[2] or "")
        words = text_of(shown)
        state = state_of(words)
        if state is None or state == "open":  # words such as `in progress` say more than the status
            self._keep("Status", words, "" if state else f"the status “{words}”")
        return state or "open", None

    def day(self, label: str, what: str, shown: str) -> date | None:
        """Read a date as a report shows it, or as people write it: `4 Dec`."""
        when = day_written(text_of(shown), self.draft.today)
        if when is None and shown:
            self._keep(label, text_of(shown), f"the {what} “{text_of(shown)}”")
        return when

    def one_of(self, label: str, shown: str, words: Mapping[Any, str], alike: Callable[[str], Any]) -> Any:
        """Read one of a few words, or a word with the same meaning."""
        said = text_of(shown).strip()
        key = next((key for key, word in words.items() if word.casefold() == said.casefold()), None) or alike(said)
        if key not in words and said:
            self._keep(label, said, f"the {label.casefold()} “{said}”")
        return key if key in words else None

    def _keep(self, label: str, words: str, unread: str) -> None:
        self.description = "\n".join(part for part in (self.description, f"{label}: {words}") if part)
        if unread:
            self.draft.unread(self.row.line, unread, "in the description of the action")


def _described(markdown: str) -> tuple[str, str]:
    """Split the description in italics off the text; no text of an action ends in unescaped italics."""
    for mark in "*_":
        if not markdown.endswith(mark) or len(markdown) < 2:
            continue
        if markdown.startswith(mark):
            return "", text_of(markdown[1:-1])
        before, *behind = split_at(markdown, f"<br>{mark}")
        if behind:
            return text_of(before), text_of(f"<br>{mark}".join(behind)[:-1])
    return text_of(markdown), ""
