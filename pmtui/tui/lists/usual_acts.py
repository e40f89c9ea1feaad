"""The commands of every list: add, edit, delete, move, select, copy, sort, tick, and add suggested items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from pmtui.app.item_parsing import entry
from pmtui.app.suggestions import Offer
from pmtui.library.ids import uuid7
from pmtui.session import edits, paths
from pmtui.session.document import Session
from pmtui.session.sections import by_time
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import Act
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.quick_add import QuickAdd


def key_of(items: ItemList, command_id: str) -> str:
    """Return the key of a command as text for the user."""
    return keymap.key_for(items.app, command_id, typing=isinstance(items.screen.focused, Editor))


def moved_label(items: ItemList, item_id: str) -> str:
    """Return the label of a move for undo."""
    return f"place of {items.named(item_id)}"


# --- whether a command is possible ---


def needs_row(items: ItemList) -> bool | str:
    """Return True if there is an item under the cursor, else the reason."""
    return bool(items.item_id) or f"there is no {items.part.noun} yet"


def _can_add(items: ItemList) -> bool:
    return not items.add.has_focus


def _can_tick(items: ItemList) -> bool:
    return bool(items.item_id) and items.part.tick is not None


def _has_usual_ones(items: ItemList) -> bool:
    return bool(items.part.offered)


# --- the commands ---


def edit_item(items: ItemList) -> None:
    """Open the window with all fields of the item under the cursor."""
    if items.item_id:
        items.post_message(items.Editing(items, items.item_id, items.parts.window_field(items.item())))


def delete_items(items: ItemList) -> None:
    """Delete the selected items, or the one under the cursor."""
    ids = items.chosen()
    if not ids:
        return
    what = items.named(ids[0]) if len(ids) == 1 else f"{len(ids)} {items.part.noun}s"
    section = items.part.section
    items.list.selected.clear()
    if items.do(lambda session: edits.delete_items(session, section, ids), f"{what} deleted", ids[0]):
        items.say(f"Deleted {what} · {key_of(items, 'undo')} brings {'it' if len(ids) == 1 else 'them'} back")


def _move_by(items: ItemList, by: int) -> None:
    item_id, section = items.item_id, items.part.section
    if item_id:
        label = moved_label(items, item_id)
        items.do(lambda session: edits.move_item(session, section, item_id, by), label, item_id)


def move_past_neighbour(by: int, together: Callable[[Any], object], items: ItemList) -> None:
    """Move the item past its neighbour in the list, where the list shows items in another order than the session.

    Args:
        by: 1 down, -1 up.
        together: returns the group of an item; an item moves only within its group.
        items: the list.
    """
    item, session, section = items.item(), items.editing.session, items.part.section
    if item is None:
        return
    shown = [other for other in items.items(session) if together(other) == together(item)]
    at = shown.index(item) + by
    if 0 <= at < len(shown):
        found = paths.get(session, section)
        steps = found.index(shown[at]) - found.index(item)
        items.do(lambda s: edits.move_item(s, section, item.id, steps), moved_label(items, item.id), item.id)


def _select(items: ItemList) -> None:
    """Select the item, or deselect it, and move the cursor down."""
    items.list.toggle_selected()
    items.list.move(1)


def _select_all(items: ItemList) -> None:
    """Select all items, or none if some are selected."""
    ids = [] if items.list.selected else [item.id for item in items.items(items.editing.session)]
    items.list.select(ids)


def _duplicate(items: ItemList) -> None:
    """Add a copy below the item."""
    item, section = items.item(), items.part.section
    if item is not None:
        copy = replace(item, id=uuid7())
        label = f"copy of {items.named(item.id)}"
        items.do(lambda session: edits.add_items(session, section, [copy], after=item.id), label, copy.id)
        items.go_to(copy.id)


def _sort(items: ItemList) -> None:
    """Sort the items by their text."""
    section, main = items.part.section, items.part.main
    if by_time(section):
        return

    def sort(session: Session) -> Session:
        old = paths.get(session, section)
        return edits.set_field(session, section, tuple(sorted(old, key=lambda i: str(getattr(i, main)).casefold())))

    items.do(sort, f"order of {items.part.title.lower()}", items.item_id)


def _tick(items: ItemList) -> None:
    """Tick the item or untick it: secured or not, done or open."""
    item, tick = items.item(), items.part.tick
    if item is not None and tick is not None:
        zone = ZoneInfo(items.editing.session.key_details.timezone)
        today = items.editing.now().astimezone(zone).date()
        items.change(item.id, f"{tick.name} of {items.named(item.id)}", **tick.changes(item, today))


class UsualItems:
    """The suggested items of a list, for the window of suggestions (`pmtui.app.suggestions.Offering`)."""

    def __init__(self, items: ItemList) -> None:
        self.items = items
        self.editing = items.editing

    def offers(self, session: Session) -> list[Offer]:
        """Return the suggested items that the list does not have yet."""
        return self.items.parts.offers(self.items, session)

    def take_offers(self, offers: list[Offer]) -> bool:
        """Add suggested items at the end; return False if that was refused, with a message."""
        texts = [offer.text for offer in offers]
        return self.items.add_made(entry(self.items.part, texts, after=None, **self.editing.present()))


def _can_remark(items: ItemList) -> bool | str:
    """Return True if a remark can be added; remarks need the status “in review”."""
    if items.editing.session.status != "in_review":
        return "remarks are for a review that is “in review”"
    return needs_row(items)


def _remark(items: ItemList) -> None:
    """Open the line for a remark on the item under the cursor."""
    if items.item_id:
        for quick in items.screen.query(QuickAdd):
            quick.open(f"remark:{items.item_id}")


def offer(items: ItemList) -> None:
    """Open the window of suggested items."""
    from pmtui.tui.widgets.offer import OfferScreen  # only when asked for

    usual = UsualItems(items)
    if usual.offers(items.editing.session):
        items.app.push_screen(OfferScreen(usual, items.part.title))
    else:
        items.say("All of the usual ones are there")


USUAL: Final[tuple[Act[ItemList], ...]] = (
    Act("item.add", lambda items: items.focus_entry(), _can_add),
    Act("item.edit", edit_item, needs_row),
    Act("item.delete", delete_items, needs_row),
    Act("item.up", lambda items: _move_by(items, -1), needs_row),
    Act("item.down", lambda items: _move_by(items, 1), needs_row),
    Act("item.select", _select, needs_row),
    Act("item.select_all", _select_all, needs_row),
    Act("item.duplicate", _duplicate, needs_row),
    Act("item.sort", _sort),
    Act("item.tick", _tick, _can_tick),
    Act("item.remark", _remark, _can_remark),
    Act("item.offer", offer, _has_usual_ones),
)


def without(acts: Sequence[Act[ItemList]], *command_ids: str) -> tuple[Act[ItemList], ...]:
    """Return the acts except those with these ids."""
    return tuple(act for act in acts if act.id not in command_ids)
