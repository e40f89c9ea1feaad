"""The fields of an action while it is read: from columns and labels, and from what stands around its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pmtui.intake.markdown.action_affixes import name_and_day, state_and_day, state_at_end, taken_off
from pmtui.intake.markdown.action_words import KINDS, date_of, horizon_of, is_under_way, kind_of, role_of, state_of
from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.headings import normalised
from pmtui.intake.markdown.inline import bold_lead
from pmtui.intake.markdown.placeholders import is_empty_value
from pmtui.intake.markdown.ticket_links import first_links, named_by_number
from pmtui.session.document import ActionKind, ActionStatus, Horizon

_LONG_LEAD: Final = 160
_STATE_FIRST: Final = re.compile(
    r"\W*(?P<state>[A-Za-z' ]{2,20}?)(?:\s*[-–—:,;(]|\s+(?:in|by|on|via|with|as)\b|\s+\d{4}-)", re.IGNORECASE
)
"""Matches `DONE - PR #12` and `Fixed in this change`: a state, and words about it."""
_URGENT: Final = re.compile(
    r"(?:\[(?P<in>P[0-4]|HIGH|MEDIUM|LOW|CRITICAL)\]|(?P<priority>P[0-4]|HIGH|MEDIUM|LOW|CRITICAL))(?::|\s[-–—])?\s+(?=\S)"
)
"""Matches a priority in capitals at the beginning: `HIGH Watch the lock`."""
_URGENT_AT_END: Final = re.compile(
    r"(?<=\S)\s+[(\[](?P<priority>P[0-4]|critical|high|medium|low)(?:\s+priority)?[)\]]$", re.IGNORECASE
)
_TICKET_FIRST: Final = re.compile(
    r"(?P<ticket>\[(?:#\d+|[A-Z][A-Z0-9]+-\d+)\]\([^()\s]+\)|#\d+|[A-Z]{2,}-\d+):\s+(?=\S)"
)
_LABELLED: Final = re.compile(r"(?P<label>[A-Za-z][A-Za-z /#-]{1,24}):\s*(?P<value>.+)", re.DOTALL)


@dataclass(slots=True)
class ActionDraft:
    """An action while it is read."""

    text: str
    line: int
    """The number of its first line, from 0."""
    ticket: str = ""
    owner: str = ""
    priority: str = ""
    due: date | None = None
    status: ActionStatus | None = None
    done_at: date | None = None
    kind: ActionKind | None = None
    horizon: Horizon | None = None
    description: list[str] = field(default_factory=list)


def take_label(draft: Draft, action: ActionDraft, text: str) -> bool:
    """Take `Owner: x` as a field of the action; returns whether it was one."""
    found = _LABELLED.fullmatch(text)
    role = role_of(normalised(found["label"])[0]) if found else None
    if found is None or role in (None, "text", "number", "description"):
        return False
    draft.account.value(found["label"])
    set_field(draft, action, role or "", found["value"].strip(), found["label"])
    return True


def take_affixes(draft: Draft, action: ActionDraft, raw: str) -> ActionDraft:
    """Take state, owner, date and ticket off a text; a bold beginning becomes the text, the rest the description."""
    if raw.strip().startswith("~~") and raw.strip().rstrip(". ").endswith("~~"):
        action.status = "done"
    if urgent := _URGENT.match(action.text):
        action.priority = urgent["priority"] or urgent["in"]
        action.text = action.text[urgent.end() :]
    if urgent := _URGENT_AT_END.search(action.text):
        action.priority = action.priority or urgent["priority"]
        draft.account.became(urgent[0], urgent["priority"])
        action.text = action.text[: urgent.start()]
    if begins := _TICKET_FIRST.match(action.text):
        action.ticket = named_by_number(begins["ticket"])
        draft.account.became(begins["ticket"], action.ticket)
        action.text = action.text[begins.end() :]
    _take_off(draft, action)
    text, ticket = first_links(action.text)
    if ticket and not action.ticket:
        draft.account.became(action.text, f"{text} {ticket}")
        action.text, action.ticket = text, ticket
        _take_off(draft, action)
    lead = bold_lead(raw.strip())
    if lead and lead.colon and len(lead.words) <= _LONG_LEAD and len(action.text) > len(lead.words) + 60:
        head, colon, rest = action.text.partition(":")
        if colon and rest.strip() and head.strip() == lead.words:
            action.text = head.strip()
            action.description.append(rest.strip())
    return action


def _take_off(draft: Draft, action: ActionDraft) -> None:
    """Take fields off the end of an action's text, once."""
    text = action.text
    taken = taken_off(text)
    fields = list(taken.fields)
    rest, dated = state_at_end(taken.text, draft.times.today)
    action.status, action.done_at = dated or (action.status, action.done_at)
    rest, owner, due = name_and_day(rest, draft.times.today)
    fields += [(role, value) for role, value in (("owner", owner), ("due", due)) if value]
    if taken.status:
        action.status = taken.status
    for label, value in fields:
        set_field(draft, action, label, value, label)
    action.text = rest
    draft.account.became(text, rest + " " + " ".join(value for _, value in fields))


def set_field(draft: Draft, action: ActionDraft, role: str, value: str, name: str) -> None:
    """Set the field of an action that a column or label names.

    A value that cannot be read goes into the description.
    """
    if is_empty_value(value) and not (role == "status" and state_of(value)):
        draft.account.dropped(action.line, value)
    elif role not in _SETTERS or not _SETTERS[role](draft, action, value, name):
        action.description.append(value if role == "description" else _named(name, value))


def _named(name: str, value: str) -> str:
    return f"{name[:1].upper()}{name[1:]}: {value}"


def _set_owner(_: Draft, action: ActionDraft, value: str, _name: str) -> bool:
    if action.owner:
        return False
    action.owner = re.sub(r"(?<!\w)@(?=\w)", "", " ".join(value.split()))
    return True


def _set_due(draft: Draft, action: ActionDraft, value: str, _name: str) -> bool:
    due = date_of(value, draft.times.today) if action.due is None else None
    if due is None:
        return False
    action.due = due
    draft.account.value(value)
    return True


def _set_status(draft: Draft, action: ActionDraft, value: str, name: str) -> bool:
    if dated := state_and_day(value, draft.times.today):
        action.status, action.done_at = dated
        draft.account.value(value)
    elif (found := _STATE_FIRST.match(value)) and (status := state_of(found["state"])):
        action.status = action.status or status
        action.description.append(_named(name, value))
    elif status := state_of(value):
        action.status = action.status or status
        if is_under_way(value):
            action.description.append(_named(name, value))
        else:
            draft.account.value(value)
    else:
        return False
    return True


def _set_priority(_: Draft, action: ActionDraft, value: str, _name: str) -> bool:
    if action.priority or "\n" in value:
        return False
    action.priority = value
    return True


def _set_ticket(draft: Draft, action: ActionDraft, value: str, name: str) -> bool:
    if action.ticket:
        return False
    ticket, _, last = " ".join(value.split()).rpartition(" ")
    if value.isupper() and (status := state_of(value)):
        action.status = action.status or status
        draft.account.value(value)
    elif ticket and last.isupper() and (status := state_of(last)):  # `Bug 5554825 **DONE**`, as in Google's SRE book
        action.status = action.status or status
        draft.account.value(last)
        set_field(draft, action, "ticket", ticket, name)
    else:
        action.ticket = named_by_number(" ".join(value.split()))
        draft.account.became(value, action.ticket)
    return True


def _set_kind(draft: Draft, action: ActionDraft, value: str, _name: str) -> bool:
    kind = kind_of(value)
    if not kind:
        return False
    action.kind = KINDS[kind]
    draft.account.value(value)
    return True


def _set_horizon(draft: Draft, action: ActionDraft, value: str, _name: str) -> bool:
    horizon = horizon_of(normalised(value)[0])
    if horizon is None:
        return False
    action.horizon = horizon
    draft.account.value(value)
    return True


_SETTERS: Final[Mapping[str, Callable[[Draft, ActionDraft, str, str], bool]]] = {
    "owner": _set_owner,
    "due": _set_due,
    "status": _set_status,
    "priority": _set_priority,
    "ticket": _set_ticket,
    "kind": _set_kind,
    "horizon": _set_horizon,
}
"""By role; a setter returns False where it cannot read the value, or the action has one already."""
