"""Copies the chosen actions as the texts of tickets, for a tracker that is filled in by hand."""

from __future__ import annotations

import asyncio

from pmtui import signs
from pmtui.report.ticket_text import ticket_text
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.preferences import ticket_url


def copy_ticket(items: ItemList) -> None:
    """Copy them. A clipboard may take seconds to answer: the list works on meanwhile."""
    session = items.editing.session
    actions = [action for action in map(items.item, items.chosen()) if action is not None]
    if actions:
        items.say("copying …")
        url = ticket_url(items.app)
        text = "\n---\n\n".join(ticket_text(session, action, url) for action in actions)
        items.run_worker(_copy(items, text, "the ticket" if len(actions) == 1 else f"{len(actions)} tickets"))


async def _copy(items: ItemList, text: str, what: str) -> None:
    from pmtui.clipboard import copy  # it looks for the desktop's programs: only when asked for

    def ask_terminal(text: str) -> None:
        items.app.call_from_thread(items.app.copy_to_clipboard, text)

    copied = await asyncio.to_thread(copy, text, osc52=ask_terminal)
    mend = ": pmtui actions text prints it" if copied.lost else ""
    sign = f"{signs.TICK} " if copied.sure else ""
    items.say(f"{sign}{what} as text: {copied.how}{mend}", wrong=copied.lost)
