"""Read actions from lists, check boxes, tables and paragraphs, with owner, date, state and ticket."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pmtui.intake.markdown.action_affixes import name_at_end
from pmtui.intake.markdown.action_fields import ActionDraft, set_field, take_affixes, take_label
from pmtui.intake.markdown.action_words import horizon_of, role_of, state_of
from pmtui.intake.markdown.blocks import Block, is_header
from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.headings import normalised
from pmtui.intake.markdown.inline import bold_lead, plain
from pmtui.intake.markdown.items import as_text, item_text
from pmtui.intake.markdown.placeholders import is_placeholder
from pmtui.session.document import Action, ActionStatus, Horizon

PLACE: Final = "actions"
_A_SENTENCE: Final = 4
"""In words: brackets after a heading with at least so many say more than a horizon or state."""
_SAYS_ACTION: Final = re.compile(r"(?:action(?: items?)?|to ?do|task)\s*:\s+(?=\S)", re.IGNORECASE)


@dataclass(slots=True)
class ActionGroup:
    """What a heading says about all actions below it."""

    title: str = ""
    horizon: Horizon | None = None
    status: ActionStatus | None = None


def group_of(draft: Draft, title: str, known: bool) -> ActionGroup:
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
        return ActionGroup("", horizon_of(key), status)
    if known and len(hints) == bool(status):
        draft.account.value(title)
        return ActionGroup("", horizon, status)
    return ActionGroup(shown, horizon, status)


def read_actions(draft: Draft, blocks: Sequence[Block], group: ActionGroup, title: str) -> None:
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


def _within(above: ActionGroup, group: ActionGroup) -> ActionGroup:
    """Return a group with what the group around it says."""
    title = ": ".join(part for part in (above.title, group.title) if part)
    return ActionGroup(title, group.horizon or above.horizon, group.status or above.status)


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


def _paragraph(draft: Draft, block: Block, group: ActionGroup) -> None:
    text, _ = draft.plain(block.text, block.start)
    draft.account.put(block, PLACE)
    _add(draft, take_affixes(draft, ActionDraft(text, block.start), block.text), group)


def _item(draft: Draft, item: Block, group: ActionGroup) -> None:
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
    action = take_affixes(draft, ActionDraft(found.text, item.start), found.raw)
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


def _labelled_items(draft: Draft, block: Block, action: ActionDraft) -> list[Block]:
    """Take `- Owner: x` and the like off the items of a list; returns a list of the blocks that are left."""
    left = []
    for item in block.children:
        only = item.children[0] if len(item.children) == 1 and item.children[0].kind == "paragraph" else None
        text = plain(draft.words(only)) if only else ""
        if not text or "\n" in text or not take_label(draft, action, text):
            left.append(item)
    if not left:
        return []
    return [Block("list", left[0].start, left[-1].end, ordered=block.ordered, children=left)]


def _table(draft: Draft, table: Block, group: ActionGroup) -> None:
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


def _row(draft: Draft, row: Block, roles: list[str | None], names: list[str], group: ActionGroup) -> None:
    draft.account.put(row, PLACE)
    action = ActionDraft("", row.start)
    for n, cell in enumerate(row.cells):
        value, _ = draft.plain(cell, row.start)
        role = roles[n] if n < len(roles) else "description"
        if not value:
            continue
        if role == "text" and not action.text:
            action.text = value
            take_affixes(draft, action, cell)
        elif role == "number":
            draft.account.value(value)
        else:
            set_field(draft, action, role or "other", value, names[n] if n < len(names) else "")
    if action.text or action.description or action.ticket:
        if not action.text:
            action.text = action.description.pop(0) if action.description else action.ticket
        _add(draft, action, group)


def _add(draft: Draft, found: ActionDraft, group: ActionGroup) -> None:
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
