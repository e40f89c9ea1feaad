"""Import events from a file: choose the file, choose its events, and add them in one edit."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from pmtui.app.event_choice import EventChoice, events_in
from pmtui.app.path_completion import meant
from pmtui.intake.result import NotReadable
from pmtui.tui.input import keymap
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.styles import HEIGHTS, sheet
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.picker import most_rows
from pmtui.tui.widgets.prompt import PathPrompt
from pmtui.tui.widgets.rows import Row, Rows
from pmtui.tui.widgets.status_bar import KeysLine


class EventsFromFile(ModalScreen[bool]):
    """The events of a file, all chosen at first; the result says whether to add the chosen ones."""

    CSS_PATH = sheet("picker")
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        Binding("tab", "turn", "To the filter, or back", show=False, priority=True),
        *keymap.on_top(),
    ]

    def __init__(self, choice: EventChoice) -> None:
        super().__init__()
        self.choice = choice
        self.heading = Static(markup=False, classes="heading")
        self.field = Editor(mode="add", placeholder="only those with these words", classes="add")
        self.list = Rows()

    def compose(self) -> ComposeResult:
        """Make the heading, the filter, the line for messages and the events."""
        with Vertical(id="picker"):
            yield self.heading
            yield self.field
            if self.choice.notes:
                yield Static(self.choice.notes, markup=False, classes="said")
            yield self.list
            yield KeysLine()

    def on_mount(self) -> None:
        """Choose all events, and put the cursor on the first."""
        self._show()
        self.list.action_end(-1)
        self.list.set_cursor_active(True)
        self.list.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Show as many events as fit between the messages and the line of keys."""
        self.list.styles.max_height = most_rows(event.size, self.choice.notes)

    def more_keys(self) -> list[tuple[str, str]]:
        """Return keys of the window and their labels, for the line of keys."""
        return [("enter", "take the chosen"), ("space", "choose or not"), ("A", "all or none"), ("tab", "filter")]

    def _show(self) -> None:
        rows = self.choice.rows(self.field.text)
        self.heading.update(self.choice.heading)
        self.list.show(rows or [Row("", "Nothing matches.", "dim", fixed=True)])

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        """Show the events that match the typed text."""
        event.stop()
        self._show()
        self.list.action_end(-1)

    @on(Editor.Choose)
    def choose(self, event: Editor.Choose) -> None:
        """Move the cursor of the events."""
        event.stop()
        self.list.move(event.by)

    @on(Editor.Entered)
    def entered(self, event: Editor.Entered) -> None:
        """Focus the events on Enter in the filter."""
        event.stop()
        self.list.focus()

    @on(Rows.Picked)
    def picked(self, event: Rows.Picked) -> None:
        """Choose the event that was double-clicked, or leave it out."""
        event.stop()
        self.key_space()

    def key_space(self) -> None:
        """Choose the event under the cursor, or leave it out."""
        if self.list.row_id:
            self.choice.toggle(self.list.row_id)
            self._show()

    def key_upper_a(self) -> None:
        """Choose all events that are shown, or none."""
        self.choice.toggle_all(self.field.text)
        self._show()

    def key_enter(self) -> None:
        """Close and add the chosen events."""
        self.dismiss(True)

    def action_turn(self) -> None:
        """Focus the filter, or the events."""
        (self.list if self.field.has_focus else self.field).focus()

    def action_close(self) -> None:
        """Close without adding events."""
        self.dismiss(False)


def import_events(items: ItemList) -> None:
    """Ask for a file, and for the events to add."""
    if items.editing.session.status == "final":
        items.say("this review is final: reopen it first", wrong=True)
        return
    heading = "Import events from a file: a log, a chat, a table, a pager's JSON"
    items.app.push_screen(PathPrompt(heading, partial(_accept, items), word="read it", browse=True))


def _accept(items: ItemList, text: str) -> str:
    if not text.strip():
        return "write a path, or choose a file below"
    path = meant(text)
    if path.is_dir():
        return f"{path} is a folder: go on to a file in it"
    if not path.is_file():
        return f"{path}: there is no such file"
    items.say("reading …")
    items.run_worker(_choose(items, path))
    return ""


async def _choose(items: ItemList, path: Path) -> None:
    """Read the file in a thread, then show its events."""
    session = items.editing.session
    try:
        choice = await asyncio.to_thread(events_in, path, session, datetime.now(UTC))
    except NotReadable as error:
        items.say(str(error), wrong=True)
        return
    items.say("")
    if not await items.app.push_screen_wait(EventsFromFile(choice)):
        return
    made = choice.taken()
    if made is None:
        items.say("none was chosen: nothing was imported")
    else:
        items.add_made(made)
