"""Read the states of tickets from a tracker's export or a command's output: CSV, JSON, or a JSON object a line.

Columns are recognised by their names in many trackers. The text is read in full or not at all.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from pmtui.app.ticket_number import ticket_key
from pmtui.library.errors import LibraryError
from pmtui.session.document import ActionStatus
from pmtui.session.text import cleaned, cut

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "ticket": ("ticket", "ticket id", "ticket number", "ticket key", "issue key", "key", "iid", "issue id", "issue",
               "number", "issue number", "work item", "web url", "html url", "url", "link", "id"),
    "state": ("status", "state", "ticket status", "issue status", "status name"),
    "category": ("status category",),
    "reason": ("state reason", "resolution", "close reason"),
    "owner": ("assignee", "assignees", "owner", "assigned to", "assignee name", "assignee display name"),
    "due": ("due", "due date", "duedate", "due on", "deadline"),
    "closed": ("closed at", "closed date", "closed on", "closed", "resolved", "resolved at", "resolution date",
               "resolutiondate", "resolved date", "done", "done at", "done date", "done on", "completed",
               "completed at", "completed date", "date closed", "finished"),
}  # fmt: skip
"""The names of columns in trackers, the most reliable first; `id` is last, as it is often an internal number."""

_STATES: Final[Mapping[ActionStatus, str]] = {
    "open": "open, opened, reopened, new, todo, to do, in progress, doing, started, in review, review, blocked, "
    "backlog, on hold, waiting, waiting for support, pending, ready, ready for review, selected for development, "
    "triage, in development, active, assigned, unstarted, planned, testing, in testing, indeterminate",
    "done": "closed, done, resolved, completed, complete, finished, fixed, released, merged, deployed, shipped, "
    "verified, accepted",
    "dropped": "wont fix, wont do, wontfix, wontdo, will not fix, will not do, cancelled, canceled, not planned, "
    "dropped, declined, rejected, abandoned, duplicate, obsolete, invalid, cannot reproduce, not a bug, removed, "
    "not doing",
}
_WRAPPED: Final = ("issues", "items", "workItems", "work_items", "tickets", "values", "results", "data", "nodes")
_NAMED: Final = ("displayName", "display_name", "name", "login", "username", "value", "key")


class NotStates(LibraryError):
    """The text is no list of tickets. The message is one line that says where and why."""


class TicketState(NamedTuple):
    """What a tracker says about one ticket, in its words."""

    ticket: str
    state: str
    status: ActionStatus | None
    """The action status for `state`; None where the word is not known."""
    closed_only: bool = False
    """Whether the state only says that the ticket is closed, and not whether the work was done."""
    owner: str = ""
    due: str = ""
    closed: str = ""


def ticket_states(data: bytes, shown: str) -> list[TicketState]:
    """Return all tickets of a text; rows without a ticket number are skipped.

    Args:
        data: CSV or JSON, in UTF-8 or in UTF-16 with a byte order mark.
        shown: the name of the source, for messages.

    Raises:
        NotStates: it cannot be read in full, or has no column for the ticket or its state.
    """
    text = _decoded(data, shown)
    if not text.strip():
        raise NotStates(f"{shown}: is empty: nothing was changed")
    rows = list(_json_rows(text, shown) if text.lstrip()[:1] in "[{" else _csv_rows(text, shown))
    names = {name for row in rows for name in row}
    if rows:
        for column in ("ticket", "state"):
            if not names & set(_COLUMNS[column]):
                there = cut(", ".join(sorted(names)), 100)
                raise NotStates(f"{shown}: no column for the {column}: name it {column}; there are {there}")
    return [state for row in rows if ticket_key((state := _state(row)).ticket)]


def status_of(state: str) -> ActionStatus | None:
    """Return the action status for a word of a tracker; None where the word is not known."""
    return _meanings().get(_words(re.sub("['’]", "", state)))


@cache
def _meanings() -> dict[str, ActionStatus]:
    return {word.strip(): status for status, words in _STATES.items() for word in words.split(",")}


def _state(row: Mapping[str, str]) -> TicketState:
    def get(column: str) -> str:
        return next((row[name] for name in _COLUMNS[column] if row.get(name)), "")

    state, reason = get("state"), get("reason")
    status = status_of(state) or status_of(get("category"))
    because = status_of(reason)
    if status == "done" and because == "dropped":
        status = "dropped"
    closed_only = _words(state) == "closed" and because is None
    shown = f"{state} ({reason})" if reason and status == "dropped" else state
    return TicketState(get("ticket"), shown, status, closed_only, get("owner"), get("due"), get("closed"))


def _words(name: str) -> str:
    """Return one spelling for `closedAt`, `Closed at` and `closed_at`."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[\W_]+", " ", parted).casefold().split())


def _decoded(data: bytes, shown: str) -> str:
    utf_16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return cleaned(data.decode("utf-16" if utf_16 else "utf-8-sig"))
    except UnicodeDecodeError:
        raise NotStates(f"{shown}: is no UTF-8 text: save it as UTF-8: nothing was changed") from None


# --- CSV ---


def _csv_rows(text: str, shown: str) -> Iterator[dict[str, str]]:
    head = text.lstrip("\n").partition("\n")[0]
    separator = max(",;\t", key=head.count)
    csv.field_size_limit(len(text) + 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    names: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = [_words(cell) for cell in cells]
                continue
            if len(cells) < len(names) or any(cell.strip() for cell in cells[len(names) :]):
                raise NotStates(
                    f"{shown}: line {reader.line_num}: {len(cells)} cells under {len(names)} columns: "
                    "export it again: nothing was changed"
                )
            row: dict[str, str] = {}
            for name, cell in zip(names, cells, strict=False):
                row[name] = row.get(name) or cell.strip()  # Jira repeats a column for several values
            yield row
    except csv.Error as error:
        raise NotStates(
            f"{shown}: line {reader.line_num}: is no row of a table: {error}: nothing was changed"
        ) from None
    if len(names) < 2:
        raise NotStates(f"{shown}: is neither CSV nor JSON: it begins {cut(head, 60)!r}: nothing was changed")


# --- JSON ---


def _json_rows(text: str, shown: str) -> Iterator[dict[str, str]]:
    for each in _objects(_json(text, shown)):
        if not isinstance(each, dict):
            raise NotStates(f"{shown}: {cut(json.dumps(each), 40)} is no ticket: nothing was changed")
        yield _flat(each)


def _json(text: str, shown: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise NotStates(f"{shown}: is nested too deeply: nothing was changed") from None
    except ValueError as error:
        lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) > 1 and lines[0][1].lstrip().startswith("{") and lines[0][1].rstrip().endswith("}"):
            return [_json_line(line, n, shown) for n, line in lines]
        where = f"line {error.lineno}: " if isinstance(error, json.JSONDecodeError) else ""
        raise NotStates(f"{shown}: {where}is no JSON: {_why(error)}: nothing was changed") from None


def _json_line(line: str, n: int, shown: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NotStates(f"{shown}: line {n}: is no JSON: {_why(error)}: nothing was changed") from None


def _why(error: Exception) -> str:
    return (error.msg if isinstance(error, json.JSONDecodeError) else str(error)).lower()


def _objects(value: Any) -> Iterable[Any]:
    if isinstance(value, list):
        return value
    for name in _WRAPPED:
        if isinstance(value.get(name), list | dict):
            inner = value[name]
            return inner if isinstance(inner, list) else _objects(inner)
    return [value]


def _flat(ticket: dict[str, Any]) -> dict[str, str]:
    """Flatten a ticket to a row. Jira nests most fields under `fields`, and the category of a status under it."""
    fields = ticket.get("fields")
    status = fields.get("status") if isinstance(fields, dict) else ticket.get("status")
    category = status.get("statusCategory") if isinstance(status, dict) else None
    row = {"status category": _text(category)} if category else {}
    for part in (fields if isinstance(fields, dict) else {}, ticket):
        row |= {_words(name): _text(value) for name, value in part.items() if name != "fields"}
    return row


def _text(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, dict):
        return next((_text(value[name]) for name in _NAMED if value.get(name)), "")
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    return str(value).strip()
