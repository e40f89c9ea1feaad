"""A list of items as it is shown and typed into: title, rows, and the add line below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static, TextArea

from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.item_parsing import NewItems, entry, lines
from pmtui.library.drafts import ADD_LINE, PROJECTOR_LINE, FieldKey
from pmtui.meeting.completeness import where_of
from pmtui.meeting.gap_wording import people
from pmtui.meeting.step import Items
from pmtui.meeting.wording import Flag, flags
from pmtui.session import edits, paths
from pmtui.session.document import Session, StepName
from pmtui.session.edits import EditRefused
from pmtui.session.text import cut
from pmtui.session.times import show_date, show_time
from pmtui.tui.input.keymap import key_for
from pmtui.tui.protocols import HoldsText
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.identity import same, same_parts
from pmtui.tui.widgets.rows import Row, Rows, Span

Edit = Callable[[Session], Session]


class Listing(Widget, HoldsText):
    """Title, rows, add line. Subclasses draw their rows otherwise and add acts of their own.

    While the add line has the focus, up and down move the list's cursor, and the acts with a function key work on it.
    """

    HINT: ClassVar[str] = "Enter adds it · ↑↓ choose · Esc for commands"

    class Said(Message):
        """Something to tell the person, in one line."""

        def __init__(self, text: str, *, wrong: bool = False) -> None:
            super().__init__()
            self.text, self.wrong = text, wrong

    class Selected(Message):
        """Another item is the one that acts work on."""

        def __init__(self, view: Listing) -> None:
            super().__init__()
            self.view = view

    def __init__(self, editing: EditingSession, part: Items, step: StepName, *, add: bool = True) -> None:
        super().__init__(classes=f"-{part.section.rpartition('.')[2].replace('_', '-')}")
        self.editing = editing
        self.part = part
        self.step: StepName = step
        self.list = Rows()
        self.add: Editor | None = Editor(mode="add", placeholder=part.example, classes="add") if add else None
        self._rows: dict[str, tuple[tuple[Any, ...], Row]] = {}
        self._shown: object = None
        self._names: tuple[str, ...] = ()
        self._line_keys: dict[str, FieldKey] = {}
        """Under which key what stands in a line is kept."""
        self._where = where_of(part.section, part.main)
        if self._where is not None:
            self.list.marks = self.marks

    # --- content ---

    def compose(self) -> ComposeResult:
        """Title, list, add line and a hint below it."""
        yield Static(classes="items-title")
        yield self.list
        if self.add is not None:
            yield self.add
            yield Static(self.HINT, markup=False, classes="hint")

    def on_mount(self) -> None:
        """Show what is there, and what stood in the add line when the program ended without a word."""
        self.show(self.editing.session)
        # What is selected in it is known once its rows are there.
        self.call_later(self._take_up_line)

    def on_resize(self) -> None:
        """The list gives way: what one types into is always in view."""
        self.fit()
        # Children that were not laid out yet, or grew with the width, have their height only then.
        self.call_after_refresh(self.fit)

    def fit(self) -> None:
        """Let the list have what the lines around it leave."""
        others = [child for child in self.children if child is not self.list and child.display]
        # The hint has no size while it is hidden, and its place all the same.
        taken = sum(max(child.outer_size.height, 1) + child.styles.margin.height for child in others)
        self.list.styles.max_height = max(self.size.height - taken, 2)

    def items(self, session: Session) -> tuple[Any, ...]:
        """The items that this list shows."""
        found: tuple[Any, ...] = paths.get(session, self.part.section)
        return tuple(item for item in found if self.part.shows(item)) if self.part.defaults else found

    def show(self, session: Session) -> None:
        """Show the list as it is now; rows of items that did not change are not made again."""
        if self._where is not None and (names := people(session)) != self._names:
            self._names = names
            self.list.mark_again()
        if not self.is_mounted or (signature := self.signature(session)) == self._shown:
            return
        self._shown = signature
        items = self.items(session)
        self.list.show(self.make_rows(session, items))
        self.query_one(".items-title", Static).update(self.heading(session, items))

    def signature(self, session: Session) -> object:
        """Whatever the rows are made of: equal objects mean that nothing has to be drawn."""
        return same_parts(paths.get(session, self.part.section), session.evidence, session.key_details)

    def heading(self, session: Session, items: Sequence[Any]) -> Content:
        """The list's title, and what stands beside it."""
        return Content.assemble((self.part.title, "bold"), ("   " + self.subtitle(session, items), "$dim"))

    def subtitle(self, session: Session, items: Sequence[Any]) -> str:
        """What stands, dim, beside the title."""
        return self.part.subtitle

    def make_rows(self, session: Session, items: Sequence[Any]) -> list[Row]:
        """A row for each item."""
        made = [self.cached(item.id, (item, n), partial(self.row, session, item, n)) for n, item in enumerate(items)]
        return made or [self.empty_row()]

    def cached(self, row_id: str, made_of: tuple[Any, ...], make: Callable[[], Row]) -> Row:
        """The row made before, where it was made of the same."""
        old = self._rows.get(row_id)
        if old is not None and len(old[0]) == len(made_of) and all(map(same, old[0], made_of)):
            return old[1]
        row = make()
        self._rows[row_id] = made_of, row
        return row

    def row(self, session: Session, item: Any, number: int) -> Row:
        """One item as a row: its text, and what the declaration names beside it."""
        lead: tuple[Span, ...] = ()
        text, style = str(getattr(item, self.part.main)), ""
        right: list[Span] = []
        if self.part.numbered:
            lead = (Span(f"Fig. {number + 1}  ", "dim"),)
        for name in self.part.columns:
            value = getattr(item, name)
            if name == "secured":
                lead = (Span("✓ " if value else "○ ", "well" if value else "dim"), *lead)
                right.append(Span("secured" if value else "not secured", "well" if value else "notice"))
            elif name == "status":
                lead = (Span({"done": "✓ ", "dropped": "× "}.get(value, "○ "), "well" if value == "done" else "dim"),)
                style = "struck" if value == "dropped" else ""
                right += [Span(f"  {value}", "dim")] if value != "open" else []
            elif value not in (None, "", 0):
                right.append(Span(("  " if right else "") + _short(value, session), "dim"))
        return Row(item.id, text or "(no text)", style or ("" if text else "dim"), lead=lead, right=tuple(right))

    def marks(self, row: Row) -> tuple[tuple[int, int, str], ...]:
        """Words of a row that are better said otherwise, underlined softly; found for the rows that are drawn."""
        if row.fixed or row.style not in ("", "bold"):
            return ()
        return tuple((flag.start, flag.end, f"{row.style} soft".strip()) for flag in self.flags(self.said(row)))

    def flags(self, text: str) -> tuple[Flag, ...]:
        """Words of an item's text that are better said otherwise; none where the list is of another kind."""
        return flags(text, where=self._where, names=people(self.editing.session)) if self._where is not None else ()

    def said(self, row: Row) -> str:
        """The part of a row's text that a person wrote: its beginning."""
        return row.text

    def empty_row(self) -> Row:
        """What stands where the list is empty: what belongs there."""
        return Row(
            "", f"Nothing yet: {self.part.subtitle}." if self.part.subtitle else "Nothing yet.", "dim", fixed=True
        )

    # --- the item that acts work on ---

    @property
    def item_id(self) -> str | None:
        """The id under the cursor."""
        return self.list.row_id or None

    def item(self, item_id: str | None = None) -> Any:
        """The item under the cursor, or that one; None where it is gone."""
        wanted = item_id or self.item_id
        return next((item for item in self.items(self.editing.session) if item.id == wanted), None)

    def named(self, item_id: str) -> str:
        """An item by the first words of its text, for a sentence."""
        return f"“{cut(str(getattr(self.item(item_id), self.part.main, '')), 24)}”"

    def moved_label(self, item_id: str) -> str:
        """What undo calls a move of an item."""
        return f"place of {self.named(item_id)}"

    def key_for(self, command_id: str) -> str:
        """The key that does it now, as a person reads it."""
        return key_for(self.app, command_id, typing=isinstance(self.screen.focused, Editor))

    def chosen(self) -> tuple[str, ...]:
        """The ids to act on."""
        return tuple(row_id for row_id in self.list.chosen() if row_id)

    def go_to(self, item_id: str | None) -> bool:
        """Put the cursor on an item; False where it is not in this list."""
        return self.list.go_to(item_id)

    def focus_entry(self) -> None:
        """Focus the add line, or the list where there is none."""
        # At once: `Widget.focus` puts it off, and the next key may be here before.
        self.screen.set_focus(self.add or self.list)

    def place(self, item_id: str | None = None, field: str | None = None) -> Place:
        """Where an act on this list happens."""
        return Place(self.step, item_id, field)

    def do(self, edit: Edit, label: str, item_id: str | None = None) -> bool:
        """Do an edit; what is refused is said."""
        try:
            return self.editing.do(edit, label, self.place(item_id))
        except EditRefused as refused:
            self.post_message(self.Said(str(refused), wrong=True))
            return False

    def change(self, item_id: str, label: str, **changes: Any) -> bool:
        """Change fields of one item."""
        section = self.part.section
        return self.do(lambda session: edits.change_item(session, section, item_id, **changes), label, item_id)

    # --- adding ---

    def entry(self, texts: list[str]) -> NewItems:
        """The items that typed lines become, and the edit that adds them."""
        return entry(self.part, texts, session=self.editing.session, after=self.item_id, now=self.editing.now())

    def submit(self, texts: list[str]) -> bool:
        """Add lines as items; the cursor goes to the last of them."""
        return bool(texts) and self.submit_entry(self.entry(texts))

    def submit_entry(self, made: NewItems) -> bool:
        """Add what was made of a text; False where it was refused, which is said."""
        try:
            self.editing.do(made.edit, made.label, self.place(made.items[-1].id))
        except EditRefused as refused:
            self.post_message(self.Said(str(refused), wrong=True))
            return False
        self.show(self.editing.session)
        self.go_to(made.items[-1].id)
        if made.note:
            self.post_message(self.Said(made.note))
        return True

    def split(self, text: str) -> list[str]:
        """What was typed or pasted, an entry an item."""
        return lines(text)

    def line_item(self) -> str | None:
        """What the items of a line go with: the kind of parked thoughts."""
        kind = dict(self.part.defaults).get("kind") if self.part.section == "parking_lot" else None
        return str(kind) if kind else None

    def draft(self, text: str, line: str = ADD_LINE) -> None:
        """Half-typed lines are on disk, and become items where the app ends in good order."""
        key, before = FieldKey(self.part.section, self.line_item(), line), self._line_keys.get(line)
        if before not in (None, key):
            self.editing.drop(before)
        self._line_keys[line] = key
        if texts := self.split(text):
            made = self.entry(texts)
            self.editing.draft_line(key, text, made.edit, made.label, self.place(made.items[-1].id))
        else:
            self.editing.drop(key)

    def _drop_line(self, line: str) -> None:
        if (key := self._line_keys.get(line)) is not None:
            self.editing.drop(key)

    def _take_up_line(self) -> None:
        """Put what was left on disk into the add line; in a tree, under the answer that it was typed for."""
        self.show(self.editing.session)
        lines, ours = (ADD_LINE, PROJECTOR_LINE), self.part.section
        keys = [key for key in self.editing.unread.lines if key.section == ours and key.field in lines]
        texts = {key: self.editing.unread.text(key) or "" for key in keys if self.takes_up(key)}
        if self.add is None or not texts:
            return
        for key in texts:
            self.editing.drop(key)
        self.add.put("\n".join(filter(None, (self.add.text, *texts.values()))))
        self.draft(self.add.text)

    def takes_up(self, key: FieldKey) -> bool:
        """Whether what was kept under a key of this section belongs into this list's line."""
        return key.item == self.line_item()

    def take_over(self, text: str, line: str) -> None:
        """What was half-typed for this list in another line stands in the add line from now on."""
        if self.add is not None:
            self.add.put(f"{self.add.text}\n{text}" if self.add.text.strip() else text)
            self.draft(self.add.text)
            self._drop_line(line)

    def let_go(self) -> None:
        """The app did not end after all: what stood in the add line is an item already, unless that was refused."""
        if self.add is not None and not self.editing.drafted(self._line_keys.get(ADD_LINE)):
            self.add.empty()

    def gather(self) -> None:
        """The app ends: what stands in the add line is a draft, though the message of its last key has not come yet."""
        if self.add is not None:
            self.draft(self.add.text)

    def submit_text(self, text: str, line: str = ADD_LINE) -> bool:
        """Add what was typed or pasted, an item a line; False where there was nothing, or it was refused."""
        texts = self.split(text)
        done = self.submit(texts)
        if done or not texts:
            self._drop_line(line)
        return done

    @on(TextArea.Changed, ".add")
    def typed(self, event: TextArea.Changed) -> None:
        """What stands in the add line is a draft."""
        event.stop()
        self.call_after_refresh(self.fit)
        self.draft(event.text_area.text)

    @on(Editor.Entered, ".add")
    def entered(self, event: Editor.Entered) -> None:
        """Enter adds it, and the line is free for the next."""
        event.stop()
        if self.submit_text(event.editor.text):
            event.editor.empty()

    @on(Editor.Pasted, ".add")
    def pasted(self, event: Editor.Pasted) -> None:
        """Every line of a paste is an item; what stood in the line already goes before the first."""
        event.stop()
        self.paste(event.editor, event.text)

    def paste(self, editor: Editor, text: str) -> None:
        """Add what was pasted; what is refused stands in the line."""
        text = editor.text + text
        if self.submit_text(text):
            editor.empty()
        else:
            editor.put(text)

    @on(Editor.Choose, ".add")
    def choose(self, event: Editor.Choose) -> None:
        """Up and down move the list's cursor."""
        event.stop()
        self.list.move(event.by)

    @on(Rows.Moved)
    def moved(self, event: Rows.Moved) -> None:
        """Say so to whoever shows something about the item."""
        event.stop()
        self.post_message(self.Selected(self))

    def on_descendant_focus(self) -> None:
        """The list's cursor is as strong as with focus while the add line steers it."""
        self.list.set_cursor_active(self.add is not None and self.add.has_focus)
        self.add_class("-active")
        self.post_message(self.Selected(self))

    def on_descendant_blur(self) -> None:
        """Let the cursor fade: the add line does not steer it any more."""
        self.list.set_cursor_active(False)
        self.remove_class("-active")


def _short(value: object, session: Session) -> str:
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, str) and value.endswith("Z") and value[10:11] == "T":
        return show_time(value, session.key_details.timezone)
    return cut(str(value), 28)
