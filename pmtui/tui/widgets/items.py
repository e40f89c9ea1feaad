"""A list of items and what can be done in it by key, whatever step it stands in."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from textual import on
from textual.binding import BindingType
from textual.message import Message

from pmtui.app.item_parsing import entry
from pmtui.app.suggestions import Offer
from pmtui.library.ids import uuid7
from pmtui.meeting.keys import NEAREST, command_at
from pmtui.session import edits, paths
from pmtui.session.document import Session
from pmtui.session.sections import by_time
from pmtui.tui.input import keymap
from pmtui.tui.widgets.listing import Listing
from pmtui.tui.widgets.rows import Rows

Edit = Callable[[Session], Session]


class ItemsView(Listing):
    """A list with the acts that every list has. Subclasses draw their rows otherwise and add acts of their own."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("list")]

    class Editing(Message):
        """Posted when an item should be edited."""

        def __init__(self, view: ItemsView, item_id: str, field: str | None = None) -> None:
            super().__init__()
            self.view, self.item_id, self.field = view, item_id, field

    @on(Rows.Picked)
    def picked(self, event: Rows.Picked) -> None:
        """Edit the item that was clicked twice."""
        event.stop()
        self.action_item_edit()

    # --- acts ---

    def action_item_add(self) -> None:
        """Focus the add line."""
        self.focus_entry()

    def action_item_edit(self) -> None:
        """Edit the item under the cursor."""
        if self.item_id:
            self.post_message(self.Editing(self, self.item_id))

    def action_item_delete(self) -> None:
        """Delete the selected items, or the one under the cursor."""
        ids = self.chosen()
        if ids:
            what = self.named(ids[0]) if len(ids) == 1 else f"{len(ids)} {self.part.noun}s"
            section = self.part.section
            self.list.selected.clear()
            if self.do(lambda session: edits.delete_items(session, section, ids), f"{what} deleted", ids[0]):
                back = f" · {self.key_for('undo')} brings {'it' if len(ids) == 1 else 'them'} back"
                self.post_message(self.Said(f"Deleted {what}{back}"))

    def action_item_up(self) -> None:
        """Move the item one place up."""
        self._move(-1)

    def action_item_down(self) -> None:
        """Move the item one place down."""
        self._move(1)

    def _move(self, by: int) -> None:
        item_id, section = self.item_id, self.part.section
        if item_id:
            self.do(lambda session: edits.move_item(session, section, item_id, by), self.moved_label(item_id), item_id)

    def action_item_select(self) -> None:
        """Mark it, or not, and move on to the next."""
        self.list.toggle_selected()
        self.list.move(1)

    def action_item_duplicate(self) -> None:
        """Put a copy below the item."""
        item, section = self.item(), self.part.section
        if item is not None:
            copy = replace(item, id=uuid7())
            self.do(
                lambda session: edits.add_items(session, section, [copy], after=item.id),
                f"copy of {self.named(item.id)}",
                copy.id,
            )
            self.go_to(copy.id)

    def action_item_sort(self) -> None:
        """Sort the items by their text."""
        section, main = self.part.section, self.part.main
        if by_time(section):
            return

        def sort(session: Session) -> Session:
            old = paths.get(session, section)
            return edits.set_field(session, section, tuple(sorted(old, key=lambda i: str(getattr(i, main)).casefold())))

        self.do(sort, f"order of {self.part.title.lower()}", self.item_id)

    def action_item_tick(self) -> None:
        """Tick the item or untick it: secured or not, done or open."""
        item = self.item()
        tick = self.part.tick
        if item is not None and tick is not None:
            zone = ZoneInfo(self.editing.session.key_details.timezone)
            today = self.editing.now().astimezone(zone).date()
            self.change(item.id, f"{tick.name} of {self.named(item.id)}", **tick.changes(item, today))

    def offers(self, session: Session) -> list[Offer]:
        """The usual items that the list does not have yet."""
        have = {str(getattr(item, self.part.main)).casefold() for item in self.items(session)}
        return [Offer(text, text) for text in self.part.offered if text.casefold() not in have]

    def take_offers(self, offers: list[Offer]) -> bool:
        """Add some of them, at the end; False where that was refused, which is said."""
        texts = [offer.text for offer in offers]
        return self.submit_entry(
            entry(self.part, texts, session=self.editing.session, after=None, now=self.editing.now())
        )

    def action_item_offer(self) -> None:
        """Take from the usual items, one after the other."""
        from pmtui.tui.widgets.offer import OfferScreen  # only when asked for

        if self.offers(self.editing.session):
            self.app.push_screen(OfferScreen(self, self.part.title))
        else:
            self.post_message(self.Said("All of the usual ones are there"))

    def walk(self, by: int) -> None:
        """An item on, or back, for a screen that stands over it."""
        self.list.move(by)

    def take_digit(self, digit: str) -> bool:
        """What a digit does on the item under the cursor: nothing, where a list gives it no meaning."""
        return False

    async def act_on(self, key: str) -> bool:
        """Do what a key means on this list, for a screen that stands over it; False where it means nothing."""
        mine = {binding.id for kind in type(self).__mro__ for binding in vars(kind).get("BINDINGS", ())}
        table = [each for each in keymap.table_of(self.app) if each.id in mine and self.check_action(each.action, ())]
        command = command_at(table, key, NEAREST)
        if command is not None:
            await self.run_action(command.action)
        return command is not None

    def why_not(self, command_id: str) -> str:
        """Why an act on an item cannot be done now, in a few words; empty where it can, or is none."""
        acts = ("item.edit", "item.delete", "item.up", "item.down", "item.select", "item.duplicate")
        return f"there is no {self.part.noun} yet" if command_id in acts and not self.item_id else ""

    def what_of(self, command_id: str) -> str:
        """What a command does in this list, where the table's words do not say it."""
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say whether an action can be done now."""
        has_item = bool(self.item_id)
        if action in ("item_edit", "item_delete", "item_up", "item_down", "item_select", "item_duplicate"):
            return has_item
        if action == "item_tick":
            return has_item and self.part.tick is not None
        if action == "item_offer":
            return bool(self.part.offered)
        if action == "item_add":
            return self.add is not None and not self.add.has_focus
        return True
