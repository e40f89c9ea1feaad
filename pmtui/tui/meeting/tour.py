"""`TourScreen`: cards that explain the steps, at the bottom of the screen; the meeting above shows the step."""

from __future__ import annotations

import re
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from pmtui import signs
from pmtui.meeting.commands import by_id
from pmtui.meeting.tour import cards
from pmtui.tui.input import keymap
from pmtui.tui.input.keymap import spoken, table_of
from pmtui.tui.protocols import Meeting
from pmtui.tui.styles import sheet
from pmtui.tui.widgets.status_bar import KeysLine


class TourScreen(ModalScreen[None]):
    """Cards over the meeting, one after the other."""

    CSS_PATH = sheet("tour")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close", show=False),
        Binding("enter,right,space,down", "turn(1)", show=False),
        Binding("left,up,backspace", "turn(-1)", show=False),
        *keymap.on_top(),
    ]

    def __init__(self, meeting: Meeting) -> None:
        super().__init__()
        self.meeting = meeting
        self.cards = cards(meeting.steps)
        self.at = 0
        self.text = Static(markup=False)

    def compose(self) -> ComposeResult:
        """Make the card and its keys."""
        with Vertical(id="tour"):
            yield self.text
            yield KeysLine()

    async def on_mount(self) -> None:
        """Show the first card."""
        await self._show()

    async def _show(self) -> None:
        if not self.cards:
            self.dismiss(None)
            return
        card = self.cards[self.at]
        await self.meeting.open_step(card.step)
        where = f"{self.at + 1} of {len(self.cards)}"
        text = re.sub(r"\{([\w.]+)\}", lambda found: self._key(found[1]), card.text)
        self.text.update(Content.assemble((card.title, "bold $accent"), (f"   {where}", "$dim"), "\n\n", text))
        self.query_one(KeysLine).refresh()

    def _key(self, command_id: str) -> str:
        keys = next(command.keys for command in table_of(self.app) if command.id == command_id)
        return spoken(keys[0]) if keys else f"{spoken(by_id('palette').keys[0])} {command_id}"

    def more_keys(self) -> list[tuple[str, str]]:
        """Return keys of the tour and their labels, for the line of keys."""
        last = self.at + 1 >= len(self.cards)
        back = [(signs.LEFT, "back")] if self.at else []
        return [("enter", "done" if last else "next"), *back, ("esc", "end the tour")]

    async def action_turn(self, by: int) -> None:
        """Show the next card (1) or the previous one (-1); after the last one close the tour."""
        if self.at + by >= len(self.cards):
            self.dismiss(None)
            return
        self.at = max(self.at + by, 0)
        await self._show()

    def action_close(self) -> None:
        """Close the tour."""
        self.dismiss(None)
