"""Copies the chosen actions as the texts of tickets, for a tracker that is filled in by hand."""

from __future__ import annotations

from pmtui.report.ticket_text import ticket_text
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.preferences import ticket_url
from pmtui.tui.widgets.copy_text import copy_text


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
    said, lost = await copy_text(items.app, text, f"{what} as text", "pmtui actions text")
    items.say(said, wrong=lost)
