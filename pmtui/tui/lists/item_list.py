"""The list of items that the steps are made of: heading, rows, add line. What is special of one, it is given.

`ListParts` says what a list may be given; `docs/architecture.md` shows how one is made.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cache, partial
from typing import Any, ClassVar, cast

from msgspec import Struct
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static, TextArea

from pmtui import signs
from pmtui.app import item_parsing
from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.item_parsing import Edit, NewItems
from pmtui.app.suggestions import Offer
from pmtui.library.drafts import FieldKey
from pmtui.meeting.commands import Where
from pmtui.meeting.gap_wording import cached_by_identity
from pmtui.meeting.step import Items
from pmtui.session import edits
from pmtui.session.document import Session, StepName
from pmtui.session.text import cut
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import Act, HasActs, table
from pmtui.tui.lists.add_line import AddLine
from pmtui.tui.lists.hint import Hint
from pmtui.tui.lists.item_rows import ItemRows, ListRows, WithRemarks
from pmtui.tui.lists.wording_marks import WordingMarks
from pmtui.tui.protocols import HoldsText, Meeting
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.rows import Rows
from pmtui.tui.widgets.textual_workarounds import Ground

# --- what a list is given ---


def common_kind(items: ItemList) -> str | None:
    """The kind that all items of a list of parked thoughts have; None in other lists."""
    kind = dict(items.part.defaults).get("kind") if items.part.section == "parking_lot" else None
    return str(kind) if kind else None


def draft_is_for(items: ItemList, key: FieldKey) -> bool:
    """What was kept goes with the same as what is typed here."""
    return key.item == items.parts.entry.goes_with(items)


def parsed(items: ItemList, texts: list[str]) -> NewItems:
    """The items that entries become by the declaration, behind the one under the cursor."""
    return item_parsing.entry(items.part, texts, after=items.item_id, **items.editing.present())


class Entry(Struct, frozen=True):
    """What is typed into the add line, and what it becomes."""

    make: Callable[[ItemList, list[str]], NewItems] = parsed
    """The items of typed entries, and the edit that adds them."""
    split: Callable[[str], list[str]] = item_parsing.lines
    """The entries in a text: usually its lines."""
    submit: Callable[[ItemList, list[str]], bool] = lambda items, texts: items.add_made(items.make(texts))
    """Adds entries; False where that was refused, which is said."""
    make_pasted: Callable[[ItemList, str, str], NewItems | None] = lambda *_: None
    """What a paste becomes, of what stood in the line and what was pasted; None: as if both had been typed."""
    goes_with: Callable[[ItemList], str | None] = common_kind
    """What the items go with, so that a draft comes back at its place: an answer's id, a kind."""
    takes_up: Callable[[ItemList, FieldKey], bool] = draft_is_for
    """Whether a draft of this section belongs into this line."""
    hint: str = f"Enter adds it · {signs.UP_DOWN} choose · Esc for commands"
    """What stands below the line."""


def plain_heading(items: ItemList) -> Content:
    """The declaration's title, and dim beside it what belongs into the list."""
    return Content.assemble((items.part.title, "bold"), ("   " + items.part.subtitle, "$dim"))


def usual_offers(items: ItemList, session: Session) -> list[Offer]:
    """The usual items of the declaration that the list does not have yet."""
    have = {str(getattr(item, items.part.main)).casefold() for item in items.items(session)}
    return [Offer(text, text) for text in items.part.offered if text.casefold() not in have]


class ListParts(Struct, frozen=True):
    """What one list is made of. All but the declaration and the acts may be left out."""

    part: Items
    """The declaration: section, words, fields."""
    acts: Sequence[Act[ItemList]]
    """What its commands do (`pmtui.tui.lists.usual_acts.USUAL` and more); of two with one id the later counts."""
    keys: Where | None = None
    """The place in the table of commands whose keys it has, besides those of every list."""
    rows: ListRows | None = None
    """What it shows; None: a row for each item of the section."""
    entry: Entry = Entry()
    heading: Callable[[ItemList], Content] = plain_heading
    under: Widget | None = None
    """A widget between the rows and the add line."""
    shown: Callable[[ItemList], None] = lambda _: None
    """Called when the session was shown."""
    pointed: Callable[[ItemList], None] = lambda _: None
    """Called when the cursor stands on another row."""
    entered: Callable[[ItemList], None] = lambda _: None
    """Called when the list, or its add line, gets the focus."""
    left: Callable[[ItemList], None] = lambda _: None
    """Called when the focus goes, and before it ever comes."""
    type_on: Callable[[ItemList, str], bool] = lambda *_: False
    """What a character, or another key by its name, does on the item under the cursor; False: nothing."""
    offers: Callable[[ItemList, Session], list[Offer]] = usual_offers
    """The usual items that may be taken."""
    window_field: Callable[[Any], str | None] = lambda _: None
    """The field that an item's window opens on; None: its first."""
    classes: str = ""
    """Classes for the style sheets, besides one made of the section's name."""


# --- the list ---


class ItemList(Ground, HasActs, HoldsText):
    """Heading, rows, add line. Nothing is overridden: whatever differs from list to list stands in its `ListParts`.

    While the add line has the focus, up and down move the list's cursor, and the acts with a function key work on it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.acts("list")]

    class Said(Message):
        """Something to tell the person, in one line."""

        def __init__(self, text: str, *, wrong: bool = False) -> None:
            super().__init__()
            self.text, self.wrong = text, wrong

    class Editing(Message):
        """Posted when an item should be edited."""

        def __init__(self, view: ItemList, item_id: str, field: str | None = None) -> None:
            super().__init__()
            self.view, self.item_id, self.field = view, item_id, field

    def __init__(self, editing: EditingSession, parts: ListParts, step: StepName) -> None:
        part, entry = parts.part, parts.entry
        name = part.section.rpartition(".")[2].replace("_", "-")
        super().__init__(classes=f"-{name} {parts.classes}".strip())
        self.editing, self.parts, self.part = editing, parts, part
        self.step: StepName = step
        self.acts = table(parts.acts)
        self.list = Rows()
        self.list.pointed = self._pointed
        self.wording = WordingMarks(part, self.list)
        self.rows = WithRemarks(parts.rows or ItemRows(part))
        self.add = Editor(mode="add", placeholder=part.example, classes="add")
        self.hint = entry.hint
        self.line = AddLine(
            editing, part.section, self.add, split=entry.split, make=self.make, place=self.place,
            submit=partial(entry.submit, self), goes_with=partial(entry.goes_with, self),
            takes_up=partial(entry.takes_up, self),
        )  # fmt: skip
        self.columns = 0
        """Its columns, or those that it had when it was last seen."""
        self._shown: object = None
        self._by_id = cached_by_identity(lambda items: {item.id: item for item in items})

    # --- content ---

    def compose(self) -> ComposeResult:
        """Heading, rows, what stands below them, add line and a hint below it."""
        yield Static(classes="items-title")
        yield self.list
        if self.parts.under is not None:
            yield self.parts.under
        yield self.add
        yield Hint(self.hint, markup=False, classes="hint")

    def on_mount(self) -> None:
        """Show what is there, and what stood in the add line when the program ended without a word."""
        self.show(self.editing.session)
        if not self.add.has_focus:
            self.parts.left(self)
        # What is selected in it is known once its rows are there.
        self.call_later(self._take_up_line)

    def _take_up_line(self) -> None:
        self.show(self.editing.session)
        self.line.take_up()

    def on_resize(self, event: events.Resize) -> None:
        """Draw rows anew that depend on the width; what one types into is always in view."""
        self.columns = event.size.width
        self.show(self.editing.session)
        self.fit()
        # Children that were not laid out yet, or grew with the width, have their height only then.
        self.call_after_refresh(self.fit)

    def fit(self) -> None:
        """Let the rows have what the lines around them leave."""
        others = [child for child in self.children if child is not self.list and child.display]
        # The hint has no size while it is hidden, and its place all the same.
        taken = sum(max(child.outer_size.height, 1) + child.styles.margin.height for child in others)
        self.list.styles.max_height = max(self.size.height - taken, 2)

    def show(self, session: Session) -> None:
        """Show the list as it is now; rows of items that did not change are not made again."""
        self.wording.show(session)
        if self.is_mounted and (made_of := self.rows.made_of(session, self.columns)) != self._shown:
            self._shown = made_of
            self.list.show(self.rows.rows(session, self.items(session), self.columns))
            self.query_one(".items-title", Static).update(self.parts.heading(self), layout=False)
        self.parts.shown(self)

    # --- the item that acts work on ---

    def items(self, session: Session) -> tuple[Any, ...]:
        """The items that this list shows, in their order."""
        return self.rows.items(session)

    @property
    def item_id(self) -> str | None:
        """The id under the cursor."""
        return self.list.row_id or None

    def item(self, item_id: str | None = None) -> Any:
        """The item under the cursor, or that one; None where it is gone."""
        return self._by_id(self.items(self.editing.session)).get(item_id or self.item_id or "")

    def named(self, item_id: str) -> str:
        """An item by the first words of its text, for a sentence."""
        return f"“{cut(str(getattr(self.item(item_id), self.part.main, '')), 24)}”"

    def chosen(self) -> tuple[str, ...]:
        """The ids of the items to act on: the selected ones, else the one under the cursor."""
        return tuple(row_id for row_id in self.list.chosen() if row_id and self.item(row_id) is not None)

    def go_to(self, item_id: str | None) -> bool:
        """Put the cursor on an item; False where it is not in this list."""
        return self.list.go_to(item_id)

    def focus_entry(self) -> None:
        """Focus the add line."""
        # At once: `Widget.focus` puts it off, and the next key may be here before.
        self.screen.set_focus(self.add)

    # --- edits ---

    def place(self, item_id: str | None = None, field: str | None = None) -> Place:
        """Where an act on this list happens."""
        return Place(self.step, item_id, field)

    def do(self, edit: Edit, label: str, item_id: str | None = None, *, group: Hashable = None) -> bool:
        """Do an edit; False where nothing changed, or it was refused, which is said. See `EditingSession.do`."""
        try:
            return self.editing.do(edit, label, self.place(item_id), group)
        except edits.EditRefused as refused:
            self.say(str(refused), wrong=True)
            return False

    def change(self, item_id: str, label: str, **changes: Any) -> bool:
        """Change fields of one item."""
        section = self.part.section
        return self.do(lambda session: edits.change_item(session, section, item_id, **changes), label, item_id)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tell the person something, in one line."""
        self.post_message(self.Said(text, wrong=wrong))

    # --- adding ---

    def make(self, texts: list[str]) -> NewItems:
        """The items that typed entries become in this list."""
        return self.parts.entry.make(self, texts)

    def add_made(self, made: NewItems) -> bool:
        """Add what was made of a text, and go to the last of it; False where it was refused, which is said."""
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

    def let_go(self) -> None:
        """The app did not end after all: what stood in the add line is an item already, unless that was refused."""
        self.line.let_go()

    def gather(self) -> None:
        """The app ends: what stands in the add line is a draft, though the message of its last key has not come yet."""
        self.line.keep(self.add.text)

    @on(TextArea.Changed, ".add")
    def _typed(self, event: TextArea.Changed) -> None:
        """What stands in the add line is a draft; what was understood of it is said, and the rest of a name offered."""
        event.stop()
        self.call_after_refresh(self.fit)
        understood = self.line.keep(self.add.text)
        self.add.offer(*self.editing.completion(self.part, self.add.text))
        self.query_one(Hint).say(f"{signs.RIGHT} {understood}" if understood else self.hint)
        self.set_class(bool(understood), "-understood")

    @on(Editor.Paused, ".add")
    def _paused(self) -> None:
        """A letter that stands alone may have been meant as a command: say how it is one."""
        if words := keymap.letter_as_command(self.app, self.add.text):
            self.query_one(Hint).say(words)

    @on(Editor.Entered, ".add")
    def _entered(self, event: Editor.Entered) -> None:
        """Enter adds it, and the line is free for the next."""
        event.stop()
        if self.line.submit(self.add.text):
            self.add.empty()

    @on(Editor.Pasted, ".add")
    def _pasted(self, event: Editor.Pasted) -> None:
        """Every entry of a paste is an item; what stood in the line goes before the first. What is refused stays."""
        event.stop()
        before, text = self.add.text, event.text
        made = self.parts.entry.make_pasted(self, before, text)
        if self.line.submit(before + text) if made is None else self.add_made(made):
            self.add.empty()
        else:
            self.add.put(before + text if made is None else f"{before.strip()}\n{text}")

    # --- keys, the cursor, the focus ---

    @on(Editor.Choose, ".add")
    def _choose(self, event: Editor.Choose) -> None:
        """Up and down move the list's cursor."""
        event.stop()
        self.list.move(event.by)

    def _pointed(self) -> None:
        """The cursor stands on another row: what is shown of the item is in the same picture."""
        if self.is_attached:
            self.parts.pointed(self)
            self._select()

    def _select(self) -> None:
        """Show the guide for the item that acts work on now."""
        if isinstance(self.screen, Meeting):
            self.screen.show_guide()

    @on(Rows.Picked)
    async def _picked(self, event: Rows.Picked) -> None:
        """Edit the item that was clicked twice."""
        event.stop()
        await self.do_act("item.edit")

    def on_key(self, event: events.Key) -> None:
        """A character may do something on the item, such as a digit that is its votes."""
        if self.list.has_focus and self.type_on(event.character or event.key):
            event.stop()
            event.prevent_default()

    def type_on(self, key: str) -> bool:
        """Let a character, or another key, do what it does on the item under the cursor; False: nothing."""
        return self.parts.type_on(self, key)

    def on_descendant_focus(self) -> None:
        """The list's cursor is as strong as with focus while the add line steers it."""
        self.list.set_cursor_active(self.add.has_focus)
        self.query_one(Hint).shown = True
        self.parts.entered(self)
        self._select()

    def on_descendant_blur(self) -> None:
        """Let the cursor fade: the add line does not steer it any more."""
        self.list.set_cursor_active(False)
        self.query_one(Hint).shown = False
        self.parts.left(self)


def make_list(editing: EditingSession, parts: ListParts, step: StepName) -> ItemList:
    """Make a list of its parts."""
    return _with_keys(parts.keys)(editing, parts, step)


@cache
def _with_keys(keys: Where | None) -> type[ItemList]:
    """The list's class with the keys of one place: Textual binds keys by class, and there is nothing else in it."""
    if keys is None:
        return ItemList
    return cast(type[ItemList], type("ItemList", (ItemList,), {"BINDINGS": [*keymap.acts(keys)]}))
