"""Read actions from lists, check boxes, tables and paragraphs, with owner, date, state and ticket."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pmtui.intake.markdown.action_words import (
    KINDS,
    date_of,
    first_links,
    horizon_of,
    is_under_way,
    kind_of,
    name_and_day,
    name_at_end,
    named_by_number,
    role_of,
    state_and_day,
    state_at_end,
    state_of,
    taken_off,
)
from pmtui.intake.markdown.blocks import Block, is_header
from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.headings import normalised
from pmtui.intake.markdown.inline import bold_lead, plain
from pmtui.intake.markdown.items import as_text, item_text
from pmtui.intake.markdown.placeholders import is_empty_value, is_placeholder
from pmtui.session.document import Action, ActionKind, ActionStatus, Horizon

PLACE: Final = "actions"
_LONG_LEAD: Final = 160
_A_SENTENCE: Final = 4
"""In words: brackets after a heading with at least so many say more than a horizon or state."""
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
_SAYS_ACTION: Final = re.compile(r"(?:action(?: items?)?|to ?do|task)\s*:\s+(?=\S)", re.IGNORECASE)
_LABELLED: Final = re.compile(r"(?P<label>[A-Za-z][A-Za-z /#-]{1,24}):\s*(?P<value>.+)", re.DOTALL)


@dataclass(slots=True)
class Group:
    """What a heading says about all actions below it."""

    title: str = ""
    horizon: Horizon | None = None
    status: ActionStatus | None = None


@dataclass(slots=True)
class Found:
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


def group_of(draft: Draft, title: str, known: bool) -> Group:
    """Return what a heading says about its actions: a horizon or a state; other words become their group's title.

    Args:
        draft: records the words that became a value.
        title: the heading.
        known: whether it is a usual heading of actions, which has no other words to keep.
    """
    shown = plain(title).strip(" :")
    key, hints = normalised(title)
    horizon = horizon_of(key) or next((found for hint in hints if (found := horizon_of(hint))), None)
    status = next((state for hint in hints if (state := state_of(hint))), None)
    if known and hints and all(len(hint.split()) > _A_SENTENCE for hint in hints):
        # A sentence in brackets is kept once, and not with each action.
        draft.add_more("Heading of actions", shown)
        return Group("", horizon_of(key), status)
    if known and len(hints) == bool(status):
        draft.account.value(title)
        return Group("", horizon, status)
    return Group(shown, horizon, status)


def read_actions(draft: Draft, blocks: Sequence[Block], group: Group, title: str) -> None:
    """Add the actions below a heading to the draft.

    Args:
        draft: the review being read.
        blocks: what is below the heading.
        group: what the heading says about its actions.
        title: the heading, for text that is no action.
    """
    lists = any(block.kind in ("list", "table") for block in blocks)
    own, above, before = None, group, len(draft.actions)
    for n, block in enumerate(blocks):
        if block.kind == "list":
            for item in block.children:
                _item(draft, item, group)
        elif block.kind == "table":
            _table(draft, block, group)
        elif block.kind == "paragraph":
            words = draft.words(block)
            if is_placeholder(words):
                draft.account.put(block, None)
                draft.account.value(words)
            elif lists and n + 1 < len(blocks) and blocks[n + 1].kind in ("list", "table") and _is_label(words):
                group = _within(above, group_of(draft, words, False))
                draft.account.put(block, PLACE)
            elif lists:
                own = draft.add_section(title, [block], own)
            else:
                _paragraph(draft, block, group)
        elif block.kind == "rule":
            draft.account.put(block, PLACE, "")
        elif draft.actions and not lists and block.kind in ("code", "quote"):
            _describe_last(draft, block)
        else:
            own = draft.add_section(title, [block], own)
    if above.title and own is None and len(draft.actions) == before:
        draft.add_section(title, [])


def _within(above: Group, group: Group) -> Group:
    """Return a group with what the group around it says."""
    title = ": ".join(part for part in (above.title, group.title) if part)
    return Group(title, group.horizon or above.horizon, group.status or above.status)


def _is_label(words: str) -> bool:
    if bold_lead(words) is not None:
        return len(words.split()) <= 10
    return words.endswith(":") and (len(words.split()) <= 3 or horizon_of(words) is not None)


def _describe_last(draft: Draft, block: Block) -> None:
    from msgspec.structs import replace

    below = as_text(draft, [block], caption=draft.actions[-1].text)
    draft.account.put(block, PLACE)
    if below.text:
        last = draft.actions[-1]
        draft.actions[-1] = replace(last, description="\n".join(filter(None, (last.description, below.text))))


def _paragraph(draft: Draft, block: Block, group: Group) -> None:
    text, _ = draft.plain(block.text, block.start)
    draft.account.put(block, PLACE)
    _add(draft, _with_suffixes(draft, Found(text, block.start), block.text), group)


def _item(draft: Draft, item: Block, group: Group) -> None:
    found = item_text(draft, item)
    gone = is_placeholder(found.text) and not found.rest
    draft.account.put_lines(item.start, item.end, None if gone else PLACE)
    if gone:
        draft.account.value(found.text)
        return
    rest = []
    if said := _SAYS_ACTION.match(found.text):
        draft.account.value(said[0])
        found = found._replace(text=found.text[said.end() :], raw="")
    action = _with_suffixes(draft, Found(found.text, item.start), found.raw)
    if not action.owner:
        action.text, action.owner = name_at_end(action.text, draft.attendees, bool(found.box))
    if found.box == "x":
        action.status = "done"
    for block in found.rest:
        rest += [block] if block.kind != "list" else _labelled_items(draft, block, action)
    below = as_text(draft, rest, caption=found.text)
    if below.text:
        action.description.append(below.text)
    _add(draft, action, group)


def _labelled_items(draft: Draft, block: Block, action: Found) -> list[Block]:
    """Take `- Owner: x` and the like off the items of a list; returns a list of the blocks that are left."""
    left = []
    for item in block.children:
        only = item.children[0] if len(item.children) == 1 and item.children[0].kind == "paragraph" else None
        text = plain(draft.words(only)) if only else ""
        if not text or "\n" in text or not _take_label(draft, action, text):
            left.append(item)
    if not left:
        return []
    return [Block("list", left[0].start, left[-1].end, ordered=block.ordered, children=left)]


def _take_label(draft: Draft, action: Found, text: str) -> bool:
    """Take `Owner: x` as a field of the action; returns whether it was one."""
    found = _LABELLED.fullmatch(text)
    role = role_of(normalised(found["label"])[0]) if found else None
    if found is None or role in (None, "text", "number", "description"):
        return False
    draft.account.value(found["label"])
    _fill(draft, action, role or "", found["value"].strip(), found["label"])
    return True


def _with_suffixes(draft: Draft, action: Found, raw: str) -> Found:
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


def _take_off(draft: Draft, action: Found) -> None:
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
        _fill(draft, action, label, value, label)
    action.text = rest
    draft.account.became(text, rest + " " + " ".join(value for _, value in fields))


def _fill(draft: Draft, action: Found, role: str, value: str, name: str) -> None:
    """Set the field of an action that a column or label names.

    A value that cannot be read goes into the description.
    """
    if is_empty_value(value) and not (role == "status" and state_of(value)):
        draft.account.dropped(action.line, value)
        return
    if role == "owner" and not action.owner:
        action.owner = re.sub(r"(?<!\w)@(?=\w)", "", " ".join(value.split()))
    elif role == "due" and action.due is None and (due := date_of(value, draft.times.today)):
        action.due = due
        draft.account.value(value)
    elif role == "status" and (dated := state_and_day(value, draft.times.today)):
        action.status, action.done_at = dated
        draft.account.value(value)
    elif role == "status" and (found := _STATE_FIRST.match(value)) and (status := state_of(found["state"])):
        action.status = action.status or status
        action.description.append(f"{name[:1].upper()}{name[1:]}: {value}")
    elif role == "status" and (status := state_of(value)):
        action.status = action.status or status
        if is_under_way(value):
            action.description.append(f"{name[:1].upper()}{name[1:]}: {value}")
        else:
            draft.account.value(value)
    elif role == "priority" and not action.priority and "\n" not in value:
        action.priority = value
    elif role == "ticket" and not action.ticket and value.isupper() and (status := state_of(value)):
        action.status = action.status or status
        draft.account.value(value)
    elif role == "ticket" and not action.ticket:
        ticket, _, last = " ".join(value.split()).rpartition(" ")
        if ticket and last.isupper() and (status := state_of(last)):  # `Bug 5554825 **DONE**`, as in Google's SRE book
            action.status = action.status or status
            draft.account.value(last)
            _fill(draft, action, role, ticket, name)
        else:
            action.ticket = named_by_number(" ".join(value.split()))
            draft.account.became(value, action.ticket)
    elif role == "kind" and kind_of(value):
        action.kind = KINDS[kind_of(value) or ""]
        draft.account.value(value)
    elif role == "horizon" and (horizon := horizon_of(normalised(value)[0])):
        action.horizon = horizon
        draft.account.value(value)
    else:
        action.description.append(f"{name[:1].upper()}{name[1:]}: {value}" if role != "description" else value)


def _table(draft: Draft, table: Block, group: Group) -> None:
    rows = table.children
    names = [plain(cell) for cell in rows[0].cells]
    roles = [role_of(normalised(name)[0] or name.strip()) for name in names]
    if "text" not in roles:
        # If no header names the action, it is the first column that has no other role.
        first = next((n for n, role in enumerate(roles) if role in (None, "description")), 0)
        roles[first] = "text"
    draft.account.put_lines(table.start, table.end, PLACE, "")
    if is_header(rows):
        draft.account.put(rows[0], PLACE)
        draft.account.names(table.start, *names)
        rows = rows[1:]
    for row in rows:
        _row(draft, row, roles, names, group)


def _row(draft: Draft, row: Block, roles: list[str | None], names: list[str], group: Group) -> None:
    draft.account.put(row, PLACE)
    action = Found("", row.start)
    for n, cell in enumerate(row.cells):
        value, _ = draft.plain(cell, row.start)
        role = roles[n] if n < len(roles) else "description"
        if not value:
            continue
        if role == "text" and not action.text:
            action.text = value
            _with_suffixes(draft, action, cell)
        elif role == "number":
            draft.account.value(value)
        else:
            _fill(draft, action, role or "other", value, names[n] if n < len(names) else "")
    if action.text or action.description or action.ticket:
        if not action.text:
            action.text = action.description.pop(0) if action.description else action.ticket
        _add(draft, action, group)


def _add(draft: Draft, found: Found, group: Group) -> None:
    description = [*([group.title] if group.title else []), *found.description]
    if not found.text.strip():
        return
    draft.actions.append(
        Action(
            id=draft.new_id(),
            text=found.text,
            ticket=found.ticket,
            owner=found.owner,
            priority=found.priority,
            due=found.due,
            status=found.status or group.status or "open",
            done_at=found.done_at if found.status == "done" else None,
            kind=found.kind,
            horizon=found.horizon or group.horizon or "short",
            description="\n".join(description),
        )
    )
