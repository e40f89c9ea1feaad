"""`ItemScreen`: a window with all fields of one item. Each is saved as it is typed; Escape closes the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from msgspec.structs import replace
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from pmtui import signs
from pmtui.app.action_line import Reading, take_last_words
from pmtui.app.editing_session import EditingSession, Place
from pmtui.app.field_values import Slot
from pmtui.app.item_parsing import last_words, reading_of
from pmtui.app.unread_values import item_of
from pmtui.library.drafts import ITEM_QUICK_LINE
from pmtui.meeting import commands
from pmtui.meeting.rephrase import Change
from pmtui.meeting.step import Field, Items
from pmtui.meeting.steps import step as step_named
from pmtui.session.document import Evidence, Parked, Session
from pmtui.session.edits import EditRefused, change_item
from pmtui.session.paths import figure_number
from pmtui.session.text import cut
from pmtui.tui.hints.field_hints import Flagged, field_text
from pmtui.tui.input import keymap
from pmtui.tui.input.acts import Act, HasActs, table
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.protocols import OverMeeting, TakesWords
from pmtui.tui.styles import sheet
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.field_row import field_of
from pmtui.tui.widgets.fields_area import FieldsArea
from pmtui.tui.widgets.form import Form
from pmtui.tui.widgets.hints_muted import is_silent
from pmtui.tui.widgets.picture import Picture
from pmtui.tui.widgets.quick_add import QuickAdd
from pmtui.tui.widgets.status_bar import KeysLine
from pmtui.tui.widgets.words_on_choices import field_for_words, words_went

_BESIDE: Final = 18
"""The lines of the window besides a picture: fields, keys, help and the space around them."""
_FIELDS: Final = 28
"""The most lines of the fields above a picture; more are scrolled."""
_FIELDS_AND_PICTURE: Final = 9
_AROUND: Final = 8
"""The lines of the window besides the fields: heading, help, keys and the space around them."""
_AROUND_LOW: Final = 3
_LOW: Final = 20
"""The lines of the screen below which there is no space around the fields."""


class ItemScreen(ModalScreen[None], HasActs, OverMeeting, TakesWords):
    """A form on one item; without a section, on fields of the session itself."""

    CSS_PATH = sheet("item")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        *keymap.acts("field"),
        *keymap.on_top(),
        *keymap.some_acts("undo", "redo"),
    ]

    def __init__(
        self,
        editing: EditingSession,
        title: str,
        section: str | None,
        fields: tuple[Field, ...],
        place: Place,
        *,
        line: Items | None = None,
        picture: str = "",
    ) -> None:
        super().__init__()
        self.picture = picture
        """The attached file that is shown below the fields; empty: none."""
        self.line = line
        """The list that a new item belongs to, if the last words of its text are read as in the add line; else None."""
        self.acts = table(ACTS)
        self.editing = editing
        self.heading = title
        self.place = place
        slots = [
            Slot(field, Place(place.step, place.item_id, field.path), section, place.item_id)
            for field in fields
            if field.kind != "figures"
        ]
        self.form = Form(editing, slots)
        self.quick = QuickAdd(editing, ITEM_QUICK_LINE)
        self.help_line = Static(markup=False, classes="help-line")
        self._help = ""
        self._found: Flagged | None = None
        self._leaving = False

    def compose(self) -> ComposeResult:
        """Make the heading and the form."""
        with Vertical(id="item", classes="-picture" if self.picture else None):
            yield Static(self.heading, markup=False, classes="heading")
            with FieldsArea():
                yield self.form
            if self.picture:
                shown = Picture(self.editing.opened.attached_files.read, self._room_for_picture, titled=False)
                shown.show(self.picture)
                yield shown
            yield self.help_line
            yield KeysLine()
        yield self.quick

    def on_resize(self) -> None:
        """Give the fields the lines that heading, help and keys leave."""
        self.set_class(self._is_low, "-low")
        room = self._highest - (_AROUND_LOW if self._is_low else _AROUND)
        most = _FIELDS_AND_PICTURE if self.picture else _FIELDS
        self.query_one("#item > FieldsArea").styles.max_height = max(min(room, most), 1)

    @property
    def _is_low(self) -> bool:
        return self.app.size.height < _LOW

    @property
    def _highest(self) -> int:
        """The most lines of the window, as in the style sheet: a share of what the line above it leaves."""
        return (self.app.size.height - (0 if self._is_low else 1)) * 92 // 100

    def _room_for_picture(self) -> int:
        return self._highest - _BESIDE

    @on(Picture.Drawn)
    def drawn(self, event: Picture.Drawn) -> None:
        """Show beside the heading what kind of file it is."""
        event.stop()
        self.query_one(".heading", Static).update(Content.assemble(self.heading, (f"  {event.facts}", "not bold $dim")))

    def on_mount(self) -> None:
        """Focus the field of the place, else the first one."""
        row = self.form.row_of(self.place.field or "") or self.form.rows[0]
        field = row.ensure_field()
        field.focus()
        if isinstance(field, Editor):
            field.move_cursor(field.document.end)

    @on(Form.Visited)
    def visited(self, event: Form.Visited) -> None:
        """Show the help of the field, or the wording hint for its text."""
        self._help = event.help
        self._hear()

    @on(Editor.Paused)
    def paused(self, event: Editor.Paused) -> None:
        """Check the wording of the text after a pause."""
        event.stop()
        self._hear()

    def _hear(self) -> None:
        heard = field_text(self.focused) if isinstance(self.focused, Editor) and not is_silent(self.app) else None
        self._found = heard.found(self.editing.session) if heard is not None else None
        understood = ""
        if (
            self.line is not None
            and isinstance(self.focused, Editor)
            and self.focused is self.form.rows[0].ensure_field()
        ):
            understood = self._understood()[1]
            self.focused.completion.offer(*self.editing.completion(self.line, self.focused.text))
        if self._found is not None:
            self.help_line.update(self._found.line(self._take_key))
        else:
            self.help_line.update(f"{signs.RIGHT} {understood}" if understood else self._help)
        self.query_one(KeysLine).refresh()

    def _understood(self) -> tuple[Mapping[str, object], str]:
        """Return what the last words of the text mean, as changes and as a message; nothing if they are not read."""
        text = self.form.rows[0].ensure_field()
        if self.line is None or not isinstance(text, Editor):
            return {}, ""
        here = self.editing.present()
        last, said = last_words(self.line, text.text, reading_of(**here))
        return ({self.line.main: last.text, **last.values} if said else {}), said

    def _take_last_words(self) -> None:
        """Move the last words of the text into their fields when it is left, as an edit that undo takes back."""
        changes, said = self._understood()
        self.form.commit_all()
        if self.line is None or not changes:
            return
        section, item_id, label = self.line.section, self.place.item_id or "", f"{said} in the {self.line.noun}"
        self.line = None
        try:
            self.editing.do(lambda session: change_item(session, section, item_id, **changes), label, self.place)
        except EditRefused as refused:
            self.query_one(KeysLine).tell(str(refused), wrong=True)
        self.form.show(self.editing.session)

    @property
    def _take_key(self) -> str:
        return keymap.key_for(self.app, "wording.take", typing=True)

    @property
    def taken(self) -> Change | None:
        """The neutral form that can be put in; None if there is none."""
        return self._found.change if self._found is not None else None

    def take_neutral_form(self) -> None:
        """Replace the flagged words with their neutral form."""
        if self._found is not None and (change := self.taken) is not None:
            self._found.put(change)
            self._hear()

    def more_keys(self) -> list[tuple[str, str]]:
        """Return keys of this window and their labels, for the line of keys."""
        if self.focused is self.quick.field:
            return self.quick.more_keys()
        key = self._take_key
        take = [(key, commands.by_id("wording.take").label)] if key and self.taken is not None else []
        key = keymap.key_for(self.app, "field.editor", typing=True)
        outside = [(key, "in your editor")] if key and isinstance(self.focused, Editor) else []
        following = keymap.key_for(self.app, "field.next", typing=True)
        return [*take, (following, "next field"), ("esc", "done"), *outside]

    def redraw(self, session: Session) -> None:
        """Show the session; if the item was deleted, park typed text and close the window."""
        if not self._is_gone(session):
            self.form.show(session)
        elif not self._leaving:
            try:
                rest = "; what was being typed is in the parking lot" if self.form.rescue() else ""
            except EditRefused as refused:
                rest = f"; what was being typed could not be kept: {refused}"
            self._leave(f"It was deleted elsewhere{rest}")

    def _is_gone(self, session: Session) -> bool:
        return self.form.rows[0].slot.owner(session) is None

    def _leave(self, said: str = "") -> None:
        self._leaving = True
        below = self.app.screen_stack[self.app.screen_stack.index(self) - 1]
        quick: QuickAdd | None = getattr(below, "quick", None)
        if quick is not None:
            quick.take_over(self.quick)
        say: Callable[[str], None] | None = getattr(below, "say", None)
        if said and say is not None:
            say(said)
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """Close the window if that was put off, because another window had covered it."""
        if self._leaving and self.is_current:
            self.dismiss(None)

    def action_close(self) -> None:
        """Save the typed text and close the window; if the line at the bottom is open, close that instead."""
        if self.quick.display:
            self.quick.close()
            self.set_focus(self.quick.came_from)
            return
        self._take_last_words()
        self.form.commit_all()
        if not self._leaving:
            refused = [row for row in self.form.rows if row.refused]
            words = "; ".join(f"{row.slot.field.label} “{cut(row.entered or '', 24)}”" for row in refused)
            self._leave(f"Not understood: {words}: the old value stands, the words wait in the field" if words else "")

    def edit_in_own_editor(self) -> None:
        """Edit the text of the field in the user's own editor."""
        from pmtui.tui.widgets.external_editor import edit_outside  # rarely used

        if isinstance(self.focused, Editor) and (trouble := edit_outside(self.app, self.focused)):
            self.query_one(KeysLine).tell(trouble, wrong=True)

    def undo(self) -> None:
        """Undo the last edit."""
        self.form.commit_all()
        self._undo_or_redo(self.editing.undo)

    def redo(self) -> None:
        """Redo the edit that was undone last."""
        self._undo_or_redo(self.editing.redo)

    def _undo_or_redo(self, turn: Callable[[], object]) -> None:
        try:
            turn()
        except EditRefused as refused:
            self.query_one(KeysLine).tell(str(refused), wrong=True)
            return
        if self._is_gone(self.editing.session):
            self._leave()
        else:
            self.form.show(self.editing.session)

    def take_words(self, text: str, source: Widget) -> None:
        """Put words typed on a choice into an empty field of the window, else into the line for topics."""
        target = field_for_words(source, self._stops())
        if target is None:
            self.quick.take_words(text)
        else:
            self.set_focus(target)
            target.take_words(text)
        self.query_one(KeysLine).tell(words_went(source, target), about=self.focused)

    async def take_paste(self, text: str) -> None:
        """Put a paste that no field took into an empty field."""
        if not isinstance(self.focused, Editor):
            self.take_words(text, self.focused or self)

    @on(QuickAdd.Done)
    def quick_done(self, event: QuickAdd.Done) -> None:
        """Show what was added in the line at the bottom."""
        self.query_one(KeysLine).tell(event.text, wrong=event.wrong)

    def _stops(self) -> list[Widget]:
        return [row.stop for row in self.form.rows]

    def turn(self, by: int) -> None:
        """Focus the next field (1) or the previous one (-1)."""
        self._take_last_words()
        stops = self._stops()
        at = stops.index(self.focused) + by if self.focused in stops else 0
        # `Widget.focus` would do it later, perhaps after the next key.
        self.set_focus(field_of(stops[at % len(stops)]))


def open_item_window(items: ItemList, item_id: str, field: str | None = None) -> None:
    """Open the window of an item of a list, with the focus on a field."""
    item = items.item(item_id)
    if item is not None:
        place = Place(items.step, item_id, field or opens_on(item))
        items.app.push_screen(_window(items.editing, items.part, item, place))


def open_window_of(app: App[object], editing: EditingSession, place: Place) -> bool:
    """Open the window of an item for a place, above any screen; return False if no step has such a field."""
    for part in step_named(place.step).lists:
        item = item_of(editing.session, part.section, place.item_id)
        if item is not None and part.shows(item) and any(field.path == place.field for field in part.fields):
            app.push_screen(_window(editing, part, item, place))
            return True
    return False


def _window(editing: EditingSession, part: Items, item: Any, place: Place) -> ItemScreen:
    heading = title_of(part.noun, figure_number(editing.session, item.id) if part.numbered else None)
    picture = item.path if isinstance(item, Evidence) else ""
    line = _line_for(part, item, reading_of(**editing.present()))
    return ItemScreen(editing, heading, part.section, part.fields, place, line=line, picture=picture)


def _line_for(part: Items, item: object, reading: Reading) -> Items | None:
    """Return the list whose add line reads the last words of the text into fields that are empty.

    None if there are no such fields, or if the text already ends in such words, which the user then left on purpose.
    """
    empty = tuple((kind, field) for kind, field in part.last_words if not getattr(item, field))
    left = take_last_words(getattr(item, part.main), dict(part.last_words), reading)
    return replace(part, last_words=empty) if empty and part.parse is None and not left.values else None


ACTS: Final[tuple[Act[ItemScreen], ...]] = (
    Act("field.next", lambda window: window.turn(1)),
    Act("field.previous", lambda window: window.turn(-1)),
    Act("field.editor", ItemScreen.edit_in_own_editor, lambda window: isinstance(window.focused, Editor)),
    Act("wording.take", ItemScreen.take_neutral_form, lambda window: window.taken is not None),
    Act("undo", ItemScreen.undo),
    Act("redo", ItemScreen.redo),
)


def title_of(noun: str, number: int | None = None) -> str:
    """Return the heading: `Event`, `Fig. 2`."""
    return f"Fig. {number}" if number else noun[:1].upper() + noun[1:]


def opens_on(item: object) -> str | None:
    """Return the field for the focus, if it is not the first: a question or remark waits for its answer."""
    return "answer" if isinstance(item, Parked) and item.kind in ("question", "remark") else None
