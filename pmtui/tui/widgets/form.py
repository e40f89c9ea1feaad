"""A form: labelled fields one below the other, each saved as it is typed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Final

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static, TextArea

from pmtui.library.ids import uuid7
from pmtui.meeting.step import Choice, Field
from pmtui.session.document import Parked, Session
from pmtui.session.edits import EditRefused, add_items
from pmtui.session.text import cut
from pmtui.tui.desk import Desk, Place
from pmtui.tui.parts import HoldsText
from pmtui.tui.values import Slot, read
from pmtui.tui.widgets.choice import ChoiceField
from pmtui.tui.widgets.editor import Editor

COMMIT_SECONDS: Final = 0.4
"""How long after the last key text is kept; with the save that follows it stays within the second that we promise."""

_LABEL_WIDTH: Final = 20
SLIM: Final = 44
"""Columns of a form below which labels stand above their fields."""
_TICKS: Final = (Choice("yes", "yes"), Choice("no", "no"))
_visits = count()


class FieldRow(Widget):
    """One field with its label, and a line under it where something is wrong with it or has to be said."""

    def __init__(self, slot: Slot, session: Session) -> None:
        _, _, name = slot.field.path.rpartition(".")
        super().__init__(classes=f"-{slot.field.kind} {_class(name)} {_class(slot.field.path)}")
        self.slot = slot
        self.known = session
        self.visit = next(_visits)
        self.dirty = False
        self.refused = False
        """Whether what stands there could not be read when the field was left."""
        self.timer: Timer | None = None
        self.input = _input(slot, session)
        self.seen: str | None = self.entered
        """The text or choice that the form knows of: keys may have changed it since, whose message has not come yet."""
        self.kept: str | None = None
        """What the typed text was understood as: until the field is left, it stands as it was typed."""

    @property
    def entered(self) -> str | None:
        """What stands in the field."""
        return self.input.value if isinstance(self.input, ChoiceField) else self.input.text

    def compose(self) -> ComposeResult:
        """The field; the label is drawn by the row itself."""
        yield self.input

    def render(self) -> Content:
        """The label, before or above the field."""
        return Content.styled(cut(self.slot.field.label, _LABEL_WIDTH - 1), "$dim")

    def show(self, session: Session) -> None:
        """Show the value as it is now, unless something is being typed here."""
        if self.dirty or self.entered != self.seen:
            return
        self.known = session
        if isinstance(self.input, ChoiceField):
            self.seen = _choice_value(self.slot, session)
            self.input.put(self.seen)
        else:
            text = self.slot.text(session)
            if text == self.kept:
                return
            self.seen, self.kept = text, None
            self.input.put(text)

    def overtaken(self, session: Session) -> bool:
        """Whether the value was set from elsewhere, while text stands here that could not be read."""
        return self.refused and not self.input.has_focus and self.slot.value(session) != self.slot.value(self.known)

    def settle(self, session: Session) -> None:
        """The field is left: its value stands there as it was understood."""
        self.kept = None
        self.show(session)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """A line under the field; empty takes it away."""
        self.set_class(wrong, "-wrong")
        old = self.query(Static)
        if not text:
            old.remove()
        elif old:
            old.first(Static).update(text)
        else:
            self.mount(Static(text, markup=False, classes="said"))

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return self.input.value is None if isinstance(self.input, ChoiceField) else not self.input.text


class Form(Widget, HoldsText):
    """The fields of one form, or of one item."""

    class Visited(Message):
        """A field has the focus: its label, and what belongs there."""

        def __init__(self, label: str, help: str) -> None:
            super().__init__()
            self.label, self.help = label, help

    def __init__(self, desk: Desk, slots: Iterable[Slot], *, title: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.title = title
        self.rows = [FieldRow(slot, desk.session) for slot in slots]

    def compose(self) -> ComposeResult:
        """The title and the fields."""
        if self.title:
            yield Static(self.title, markup=False, classes="form-title")
        yield from self.rows

    def on_resize(self, event: events.Resize) -> None:
        """Labels stand above their fields where there is no room for them beside."""
        self.set_class(self.size.width < SLIM, "-slim")

    def show(self, session: Session) -> None:
        """Show the values as they are now."""
        self.give_way(session)
        for row in self.rows:
            row.show(session)

    def give_way(self, session: Session) -> None:
        """Text that could not be read gives way to a value that was set from elsewhere since; what it was is said."""
        for row in self.rows:
            if row.overtaken(session):
                row.dirty = row.refused = False
                self.desk.drop(row.slot.key)
                row.say(f"“{cut(row.entered or '', 40)}” could not be read; this was set since")
                row.show(session)

    def row_of(self, path: str) -> FieldRow | None:
        """The field with that path."""
        return next((row for row in self.rows if row.slot.field.path == path), None)

    def commit_all(self) -> None:
        """Keep whatever is half-typed."""
        for row in self.rows:
            self._commit(row)

    def gather(self) -> None:
        """The app ends: what stands in the fields is a draft, though the message of its last key has not come yet."""
        for row in self.rows:
            if not isinstance(row.input, Editor):
                continue
            known = row.seen if row.kept is not None else row.slot.text(row.known)
            if row.dirty or row.input.text != known:
                row.dirty = True
                self._draft(row, row.input.text)

    def rescue(self) -> bool:
        """The item is gone: words that were not kept yet are parked. Whether there were any.

        Raises:
            EditRefused: nothing can be parked any more.
        """
        self.gather()
        found = False
        for row in self.rows:
            row.dirty = False
            found |= self.desk.commit(row.slot.key)
        return found

    # --- typing ---

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        """Text changed: it is a draft at once, and an edit a moment after the last key."""
        event.stop()
        row = self._row(event.text_area)
        if row is None or not isinstance(row.input, Editor):
            return
        text = row.seen = row.input.text
        if not row.dirty and text == row.slot.text(row.known):
            return
        row.dirty, row.refused = True, False
        self._draft(row, text)
        _suggest(row.input, row.slot.field, text)
        if row.timer is not None:
            row.timer.stop()
        row.timer = self.set_timer(COMMIT_SECONDS, lambda: self._commit(row, leaving=False))

    @on(ChoiceField.Taken)
    def taken(self, event: ChoiceField.Taken) -> None:
        """A choice is an edit at once."""
        event.stop()
        row = self._row(event.field)
        if row is not None:
            row.seen = event.field.value
            value = event.field.value == "yes" if row.slot.field.kind == "tick" else event.field.value
            if not self._do(row, {row.slot.field.path: value}):
                row.show(self.desk.session)

    @on(Editor.Entered)
    def entered(self, event: Editor.Entered) -> None:
        """Enter goes on to the next field."""
        event.stop()
        self.call_later(self.run_action, "screen.field_next")

    @on(Editor.Choose)
    def choose(self, event: Editor.Choose) -> None:
        """Down takes the next suggestion of a field that has some; else up and down go to the neighbour."""
        event.stop()
        row = self._row(event.editor)
        if row is not None and row.slot.field.suggestions and event.by > 0:
            words = row.slot.field.suggestions
            at = words.index(event.editor.text) + 1 if event.editor.text in words else 0
            if at < len(words):
                event.editor.text = words[at]
                event.editor.move_cursor(event.editor.document.end)
                return
        self.call_later(self.run_action, "screen.field_next" if event.by > 0 else "screen.field_previous")

    @on(ChoiceField.Leave)
    def leave_choice(self, event: ChoiceField.Leave) -> None:
        """On to the neighbour."""
        event.stop()
        self.call_later(self.run_action, "screen.field_next" if event.by > 0 else "screen.field_previous")

    def on_descendant_focus(self) -> None:
        """A visit begins: what is typed now is undone as one, and what belongs there is said elsewhere."""
        for row in self.rows:
            if row.input.has_focus:
                row.visit = next(_visits)
                self.post_message(self.Visited(row.slot.field.label, help_of(row.slot.field)))

    def on_descendant_blur(self) -> None:
        """A visit ends: what was typed is kept."""
        for row in self.rows:
            if not row.input.has_focus:
                self._commit(row)

    def _draft(self, row: FieldRow, text: str) -> None:
        parked = Parked(id=uuid7(), text=f"{row.slot.field.label}: {text}")

        def park(session: Session) -> Session:
            return add_items(session, "parking_lot", [parked] if text.strip() else [])

        owner = row.slot.owner(self.desk.session)
        try:
            changes = read(row.slot.field, owner, text, self.desk.session, self.desk.now()).changes
        except ValueError:
            # It cannot be read as the time or date that it should be: where the app ends now, the words are parked.
            self.desk.draft(row.slot.key, park, "park what was typed", Place("evidence", parked.id))
            return
        edit = row.slot.edit_from(row.known, changes)
        self.desk.draft(
            row.slot.key,
            # So are they where the item was deleted from elsewhere.
            lambda session: park(session) if row.slot.owner(session) is None else edit(session),
            _label(row.slot.field),
            row.slot.place,
            (*row.slot.key, row.visit),
        )

    def _commit(self, row: FieldRow, *, leaving: bool = True) -> None:
        if row.timer is not None:
            row.timer.stop()
            row.timer = None
        if not isinstance(row.input, Editor):
            return
        session = self.desk.session
        if row.slot.owner(session) is None:
            return  # the item is gone: whoever shows the form sees to the words
        if not row.dirty:
            if leaving and row.kept is not None:
                row.settle(session)
            return
        try:
            got = read(row.slot.field, row.slot.owner(session), row.input.text, session, self.desk.now())
        except ValueError as error:
            row.refused = leaving
            if leaving or row.slot.field.kind not in ("time", "date", "zone"):
                row.say(str(error), wrong=True)
            return
        if not self._do(row, got.changes, got.note):
            return  # what was typed stands there until it is taken
        # What is shown from here on is the value: until the next key, it may change from elsewhere again.
        row.dirty = False
        row.seen = row.input.text
        self.desk.drop(row.slot.key)
        row.known = self.desk.session
        row.kept = row.slot.text(row.known)
        if leaving:
            row.settle(row.known)

    def _do(self, row: FieldRow, changes: dict[str, object], note: str = "") -> bool:
        """Do the edit; False where it was refused, which is said under the field."""
        edit = row.slot.edit_from(row.known, changes)
        try:
            self.desk.do(edit, _label(row.slot.field), row.slot.place, (*row.slot.key, row.visit))
        except EditRefused as refused:
            row.say(f"{refused}", wrong=True)
            return False
        row.say(note)
        return True

    def _row(self, widget: Widget) -> FieldRow | None:
        return next((row for row in self.rows if row.input is widget), None)


def _input(slot: Slot, session: Session) -> Editor | ChoiceField:
    field = slot.field
    if field.kind == "choice":
        return ChoiceField(field.choices, slot.value(session))
    if field.kind == "tick":
        return ChoiceField(_TICKS, _choice_value(slot, session))
    example = field.example or ", ".join(field.suggestions[:5])
    placeholder = f"for example {example}" if example else ""
    return Editor(slot.text(session), mode="text" if field.kind == "text" else "line", placeholder=placeholder)


def _class(path: str) -> str:
    """The name that style sheets know a field by."""
    return "-" + path.replace(".", "-").replace("_", "-")


def _choice_value(slot: Slot, session: Session) -> str | None:
    value = slot.value(session)
    if slot.field.kind == "tick":
        return "yes" if value else "no"
    return None if value is None else str(value)


def _suggest(editor: Editor, field: Field, text: str) -> None:
    """The rest of the first usual word that begins like this, dim behind the cursor; right takes it."""
    low = text.lower()
    found = next((word for word in field.suggestions if low and word.lower().startswith(low) and word != text), "")
    editor.suggestion = found[len(text) :]


def help_of(field: Field) -> str:
    """What belongs into the field, and the usual words for it."""
    usual = " · ".join(field.suggestions)
    return field.help + (f"  ↓ {usual}" if usual else "")


def _label(field: Field) -> str:
    return f"edit {field.label.lower().rstrip('?')}"
