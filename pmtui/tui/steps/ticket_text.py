"""Copy the selected actions as texts of tickets, for a tracker without a command."""

from __future__ import annotations

from pmtui.report.ticket_text import ticket_text
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.preferences import ticket_url
from pmtui.tui.widgets.copy_text import copy_text


def copy_ticket(items: ItemList) -> None:
    """Copy the texts, in a worker, because the clipboard may take seconds to answer."""
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
