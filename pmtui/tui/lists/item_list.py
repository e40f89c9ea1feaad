"""`ItemList`: the widget for every list of items in a step. It has a heading, rows and an add line.

A step passes `ListParts` (`pmtui.tui.lists.list_parts`) for what is special; `docs/architecture.md` shows how.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Static, TextArea

from pmtui import signs
from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.item_parsing import Edit, NewItems
from pmtui.meeting.commands import Where
from pmtui.meeting.gap_wording import cached_by_identity
from pmtui.session import edits
from pmtui.session.document import Session, StepName
from pmtui.session.text import cut
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import HasActs, table
from pmtui.tui.lists.add_line import AddLine
from pmtui.tui.lists.hint import Hint
from pmtui.tui.lists.item_rows import ItemRows, WithRemarks
from pmtui.tui.lists.list_parts import ListParts
from pmtui.tui.lists.wording_marks import WordingMarks
from pmtui.tui.protocols import HoldsText, Meeting
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.rows import Rows
from pmtui.tui.widgets.textual_workarounds import Ground


class ItemList(Ground, HasActs, HoldsText):
    """A heading, rows with a cursor, and an add line. It is never subclassed: its `ListParts` say what is special.

    While the add line has the focus, up and down move the cursor of the rows, and function keys act on its item.

    Args:
        editing: the session that is edited.
        parts: what is special about this list.
        step: the step that shows it; edits are recorded with it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.acts("list")]

    class Said(Message):
        """Posted to show the user a message of one line; `wrong`: it is an error."""

        def __init__(self, text: str, *, wrong: bool = False) -> None:
            super().__init__()
            self.text, self.wrong = text, wrong

    class Editing(Message):
        """Posted to open the window of an item; `field` gets the focus in it."""

        def __init__(self, view: ItemList, item_id: str, field: str | None = None) -> None:
            super().__init__()
            self.view, self.item_id, self.field = view, item_id, field

    def __init__(self, editing: EditingSession, parts: ListParts[ItemList], step: StepName) -> None:
        part = parts.part
        name = part.section.rpartition(".")[2].replace("_", "-")
        super().__init__(classes=f"-{name} {parts.classes}".strip())
        self.editing, self.parts, self.part = editing, parts, part
        self.step: StepName = step
        self.acts = table(parts.acts)
        self.list = Rows()
        self.list.cursor_moved = self._cursor_moved
        self.wording = WordingMarks(part, self.list)
        self.rows = WithRemarks(parts.rows or ItemRows(part))
        self.add = Editor(mode="add", placeholder=part.example, classes="add")
        self.hint = parts.add_line.hint
        self.line = AddLine(self)
        self.columns = 0
        """The width when the list was last shown, in columns; 0 before that."""
        self._shown: object = None
        self._by_id = cached_by_identity(lambda items: {item.id: item for item in items})

    # --- content ---

    def compose(self) -> ComposeResult:
        """Make the heading, the rows, the widget below them if there is one, the add line and its hint."""
        yield Static(classes="items-title")
        yield self.list
        if self.parts.under is not None:
            yield self.parts.under
        yield self.add
        yield Hint(self.hint, markup=False, classes="hint")

    def on_mount(self) -> None:
        """Draw the session, and restore what was in the add line when the program was killed."""
        self.show(self.editing.session)
        if not self.add.has_focus:
            self.parts.left(self)
        # Later: which draft belongs here depends on the cursor, which needs the rows.
        self.call_later(self._restore_line)

    def _restore_line(self) -> None:
        self.show(self.editing.session)
        self.line.restore()

    def on_resize(self, event: events.Resize) -> None:
        """Draw the rows that depend on the width; keep the add line in view."""
        self.columns = event.size.width
        self.show(self.editing.session)
        self.fit()
        # Again after the layout: new children, and those whose text wraps anew, have their height only then.
        self.call_after_refresh(self.fit)

    def fit(self) -> None:
        """Limit the height of the rows so that all other children fit."""
        others = [child for child in self.children if child is not self.list and child.display]
        # A hidden hint has no size, but keeps its line.
        taken = sum(max(child.outer_size.height, 1) + child.styles.margin.height for child in others)
        self.list.styles.max_height = max(self.size.height - taken, 2)

    def show(self, session: Session) -> None:
        """Draw the session's items; rows of unchanged items are kept."""
        self.wording.show(session)
        if self.is_mounted and (made_of := self.rows.made_of(session, self.columns)) != self._shown:
            self._shown = made_of
            self.list.show(self.rows.rows(session, self.items(session), self.columns))
            self.query_one(".items-title", Static).update(self.parts.heading(self), layout=False)
        self.parts.shown(self)

    # --- items and the cursor ---

    def items(self, session: Session) -> tuple[Any, ...]:
        """Return the items that this list shows, in the order of the rows."""
        return self.rows.items(session)

    @property
    def item_id(self) -> str | None:
        """The id of the item under the cursor; None if there is none."""
        return self.list.row_id or None

    def item(self, item_id: str | None = None) -> Any:
        """Return the item with this id, or the one under the cursor; None if there is no such item."""
        return self._by_id(self.items(self.editing.session)).get(item_id or self.item_id or "")

    def named(self, item_id: str) -> str:
        """Return the first words of an item's text in quotation marks, for a message."""
        return f"“{cut(str(getattr(self.item(item_id), self.part.main, '')), 24)}”"

    def chosen(self) -> tuple[str, ...]:
        """Return the ids of the items to act on: the selected ones, else the one under the cursor."""
        return tuple(row_id for row_id in self.list.chosen() if row_id and self.item(row_id) is not None)

    def go_to(self, item_id: str | None) -> bool:
        """Put the cursor on an item; return False if it is not in this list."""
        return self.list.go_to(item_id)

    def focus_entry(self) -> None:
        """Focus the add line."""
        # `Widget.focus` would do it later, perhaps after the next key.
        self.screen.set_focus(self.add)

    # --- edits ---

    def place(self, item_id: str | None = None, field: str | None = None) -> Place:
        """Return the place that is recorded with an edit, and that undo returns to."""
        return Place(self.step, item_id, field)

    def do(self, edit: Edit, label: str, item_id: str | None = None, *, group: Hashable = None) -> bool:
        """Do an edit (see `EditingSession.do`); return False if nothing changed, or it was refused, with a message."""
        try:
            return self.editing.do(edit, label, self.place(item_id), group)
        except edits.EditRefused as refused:
            self.say(str(refused), wrong=True)
            return False

    def change(self, item_id: str, label: str, **changes: Any) -> bool:
        """Change fields of one item; return False as `do` does."""
        section = self.part.section
        return self.do(lambda session: edits.change_item(session, section, item_id, **changes), label, item_id)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show the user a message of one line."""
        self.post_message(self.Said(text, wrong=wrong))

    # --- adding ---

    def make(self, texts: list[str]) -> NewItems:
        """Make items of typed texts, as this list does."""
        return self.parts.add_line.make(self, texts)

    def add_made(self, made: NewItems) -> bool:
        """Add new items and put the cursor on the last; return False if that was refused, with a message."""
        try:
            self.editing.do_all(made.acts, self.place(made.items[-1].id))
        except edits.EditRefused as refused:
            self.say(str(refused), wrong=True)
            return False
        self.show(self.editing.session)
        self.go_to(made.items[-1].id)
        if made.note:
            self.say(made.note)
        return True

    def empty_kept(self) -> None:
        """Empty the add line if its text was made into items by an end of the app that then failed."""
        self.line.empty_kept()

    def keep_drafts(self) -> None:
        """Keep the text of the add line as a draft: the app ends, and the message of its last key may not have come."""
        self.line.keep(self.add.text)

    @on(TextArea.Changed, ".add")
    def _typed(self, event: TextArea.Changed) -> None:
        """Keep the text as a draft, show in the hint what was understood of it, and offer to complete a name."""
        event.stop()
        self.call_after_refresh(self.fit)
        understood = self.line.keep(self.add.text)
        self.add.completion.offer(*self.editing.completion(self.part, self.add.text))
        self.query_one(Hint).say(f"{signs.RIGHT} {understood}" if understood else self.hint)
        self.set_class(bool(understood), "-understood")

    @on(Editor.Paused, ".add")
    def _paused(self) -> None:
        """Explain in the hint how to give a command, if the only letter of the line is the key of one."""
        if words := keymap.letter_as_command(self.app, self.add.text):
            self.query_one(Hint).say(words)

    @on(Editor.Entered, ".add")
    def _entered(self, event: Editor.Entered) -> None:
        """Add the text as items and empty the line."""
        event.stop()
        if self.line.submit(self.add.text):
            self.add.empty()

    @on(Editor.Pasted, ".add")
    def _pasted(self, event: Editor.Pasted) -> None:
        """Add the pasted text, after the text of the line, as items; if that is refused, put it into the line."""
        event.stop()
        before, text = self.add.text, event.text
        made = self.parts.add_line.make_pasted(self, before, text)
        if self.line.submit(before + text) if made is None else self.add_made(made):
            self.add.empty()
        else:
            self.add.put(before + text if made is None else f"{before.strip()}\n{text}")

    # --- keys and focus ---

    @on(Editor.Choose, ".add")
    def _choose(self, event: Editor.Choose) -> None:
        """Move the cursor of the rows."""
        event.stop()
        self.list.move(event.by)

    def _cursor_moved(self) -> None:
        """Show at once what belongs to the item under the cursor, so that it is drawn together with the cursor."""
        if self.is_attached:
            self.parts.cursor_moved(self)
            self._select()

    def _select(self) -> None:
        """Draw the guide for the item under the cursor."""
        if isinstance(self.screen, Meeting):
            self.screen.show_guide()

    @on(Rows.Picked)
    async def _picked(self, event: Rows.Picked) -> None:
        """Edit the item that was double-clicked."""
        event.stop()
        await self.do_act("item.edit")

    def on_key(self, event: events.Key) -> None:
        """Let the list handle a character, such as a digit for the votes of the item."""
        if self.list.has_focus and self.type_on(event.character or event.key):
            event.stop()
            event.prevent_default()

    def type_on(self, key: str) -> bool:
        """Handle a character, or a key by its name, for the item under the cursor; return False if it means nothing."""
        return self.parts.type_on(self, key)

    def on_descendant_focus(self) -> None:
        """Show the cursor of the rows while the add line has the focus, and show the hint."""
        self.list.set_cursor_active(self.add.has_focus)
        self.query_one(Hint).shown = True
        self.parts.entered(self)
        self._select()

    def on_descendant_blur(self) -> None:
        """Show the cursor and the hint as they are without the focus."""
        self.list.set_cursor_active(False)
        self.query_one(Hint).shown = False
        self.parts.left(self)


def make_list(editing: EditingSession, parts: ListParts[ItemList], step: StepName) -> ItemList:
    """Return a new list of these parts."""
    return _with_keys(parts.keys)(editing, parts, step)


@cache
def _with_keys(keys: Where | None) -> type[ItemList]:
    """Return a class of lists with the keys of one place; Textual binds keys by class, so a subclass has them alone."""
    if keys is None:
        return ItemList
    return cast(type[ItemList], type("ItemList", (ItemList,), {"BINDINGS": [*keymap.acts(keys)]}))
