"""`ListParts`: what a step passes to its list, and the functions that a list has where the step passes none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct
from textual.content import Content
from textual.widget import Widget

from pmtui import signs
from pmtui.app import item_parsing
from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.item_parsing import NewItems
from pmtui.app.suggestions import Offer
from pmtui.library.drafts import FieldKey
from pmtui.meeting.commands import Where
from pmtui.meeting.step import Items
from pmtui.session.document import Session
from pmtui.tui.input.acts import Act
from pmtui.tui.lists.item_rows import ListRows
from pmtui.tui.widgets.editor import Editor


class ListWidget(Protocol):
    """What the default functions and the add line call of the list; `ItemList` implements it."""

    editing: EditingSession
    part: Items
    parts: ListParts[Any]
    add: Editor

    @property
    def item_id(self) -> str | None:
        """The id of the item under the cursor."""

    def items(self, session: Session) -> tuple[Any, ...]:
        """Return the items that the list shows."""

    def place(self, item_id: str | None = None, field: str | None = None) -> Place:
        """Return the place of an item and a field of this list."""

    def make(self, texts: list[str]) -> NewItems:
        """Make items of typed texts."""

    def add_made(self, made: NewItems) -> bool:
        """Add new items; return False if that was refused."""


L = TypeVar("L", bound=ListWidget)
"""The class of the list that the functions get as their first argument."""


def common_kind(items: ListWidget) -> str | None:
    """Return the kind that all items of a list of parked topics have; None for every other list."""
    kind = dict(items.part.defaults).get("kind") if items.part.section == "parking_lot" else None
    return str(kind) if kind else None


def draft_is_for(items: ListWidget, key: FieldKey) -> bool:
    """Return whether a draft has the same `goes_with` as what is typed in the list."""
    return key.item == items.parts.add_line.goes_with(items)


def parsed(items: ListWidget, texts: list[str]) -> NewItems:
    """Make an item of each text as the declaration says, to be added after the item under the cursor."""
    return item_parsing.entry(items.part, texts, after=items.item_id, **items.editing.present())


def plain_heading(items: ListWidget) -> Content:
    """Return the title of the declaration, and its subtitle in a dim style."""
    return Content.assemble((items.part.title, "bold"), ("   " + items.part.subtitle, "$dim"))


def usual_offers(items: ListWidget, session: Session) -> list[Offer]:
    """Return the suggestions of the declaration that are not items of the list yet."""
    have = {str(getattr(item, items.part.main)).casefold() for item in items.items(session)}
    return [Offer(text, text) for text in items.part.offered if text.casefold() not in have]


class AddLineParts(Struct, Generic[L], frozen=True):
    """How the add line turns typed text into items."""

    make: Callable[[L, list[str]], NewItems] = parsed
    """Makes items of texts, with the edit that adds them."""
    split: Callable[[str], list[str]] = item_parsing.lines
    """Divides a text into one text per item, usually its lines."""
    submit: Callable[[L, list[str]], bool] = lambda items, texts: items.add_made(items.make(texts))
    """Adds an item for each text; False if that was refused, and then the user was told."""
    make_pasted: Callable[[L, str, str], NewItems | None] = lambda *_: None
    """Makes items of the text of the line and a pasted text; None: both are treated like typed text."""
    goes_with: Callable[[L], str | None] = common_kind
    """What the new items belong to (the id of an answer, or a kind), so that a draft is restored in its place."""
    restores: Callable[[L, FieldKey], bool] = draft_is_for
    """Whether a draft of this section is restored into this line."""
    hint: str = f"Enter adds it · {signs.UP_DOWN} choose · Esc for commands"
    """The line of help below the add line."""


class ListParts(Struct, Generic[L], frozen=True):
    """The parts of one list. All have a default, except the declaration and the acts."""

    part: Items
    """The declaration: section, words, fields."""
    acts: Sequence[Act[L]]
    """What the commands do in it (`pmtui.tui.lists.usual_acts.USUAL` and more); of two with one id the later counts."""
    keys: Where | None = None
    """The place in the table of commands whose keys the list has, besides the keys of every list."""
    rows: ListRows | None = None
    """Makes the rows; None: one row for each item of the section."""
    add_line: AddLineParts[L] = AddLineParts()
    heading: Callable[[L], Content] = plain_heading
    under: Widget | None = None
    """A widget between the rows and the add line."""
    shown: Callable[[L], None] = lambda _: None
    """Called after the list has drawn a session."""
    cursor_moved: Callable[[L], None] = lambda _: None
    """Called when the cursor has moved to another row."""
    entered: Callable[[L], None] = lambda _: None
    """Called when the list, or its add line, gets the focus."""
    left: Callable[[L], None] = lambda _: None
    """Called when the focus leaves the list, and once on mount if the add line has no focus."""
    type_on: Callable[[L, str], bool] = lambda *_: False
    """Handles a character, or the name of another key, for the item under the cursor; False: it has no meaning."""
    offers: Callable[[L, Session], list[Offer]] = usual_offers
    """Returns the suggestions that the user can choose from."""
    window_field: Callable[[Any], str | None] = lambda _: None
    """Returns the field that gets the focus in an item's window; None: the first."""
    classes: str = ""
    """CSS classes, separated by spaces; the list also has one made of the section's name."""
