"""`Form`: labelled fields one below the other. What is typed into them is saved at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static, TextArea

from pmtui import signs
from pmtui.app.editing_session import EditingSession
from pmtui.app.event_changes import TimesBefore
from pmtui.app.field_values import Slot, read, why_unread
from pmtui.app.guesses import guess
from pmtui.library.ids import uuid7
from pmtui.meeting.step import Field
from pmtui.meeting.steps import main_of
from pmtui.session.document import Event, Parked, Session
from pmtui.session.edits import EditRefused, add_items
from pmtui.session.text import cut
from pmtui.tui.protocols import HoldsText
from pmtui.tui.widgets.choice import ChoiceField
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.field_row import FieldRow, next_visit
from pmtui.tui.widgets.idle_field import SLIM
from pmtui.tui.widgets.textual_workarounds import Ground

COMMIT_SECONDS: Final = 0.4
"""The seconds after the last key until text becomes an edit; with the save it stays within the promised second."""

_READ: Final = ("time", "date", "zone")
"""The kinds of field whose text is parsed."""
_NEXT: Final = "screen.act('field.next')"
_PREVIOUS: Final = "screen.act('field.previous')"


class Form(Ground, HoldsText):
    """The fields of the session, or of one item.

    Args:
        editing: the session that is edited.
        slots: the fields, with the places of their values.
        title: a title above the fields; empty: none.
    """

    class Visited(Message):
        """Posted when a field gets the focus, with its label and help."""

        def __init__(self, label: str, help: str) -> None:
            super().__init__()
            self.label, self.help = label, help

    def __init__(self, editing: EditingSession, slots: Iterable[Slot], *, title: str = "") -> None:
        super().__init__()
        self.editing = editing
        self.title = title
        self._times = TimesBefore()
        self.rows = [self._make(slot) for slot in slots]

    def _make(self, slot: Slot) -> FieldRow:
        words = self.editing.unread.text(slot.key)
        return FieldRow(slot, self.editing.session, words, "" if words is None else self._why(slot, words))

    def _why(self, slot: Slot, words: str) -> str:
        return why_unread(slot, words, self.editing.session, self.editing.now())

    def compose(self) -> ComposeResult:
        """Make the title and the fields."""
        if self.title:
            yield Static(self.title, markup=False, classes="form-title")
        yield from self.rows

    def on_resize(self, event: events.Resize) -> None:
        """Put labels above their fields if there is no room beside them."""
        self.set_class(self.size.width < SLIM, "-slim")

    def show(self, session: Session) -> None:
        """Show the values of the session."""
        self.give_way(session)
        for row in self.rows:
            row.show(session)
            row.offer(guess(row.slot.field, session, self.editing.earlier_details))

    def give_way(self, session: Session) -> None:
        """Text that could not be read gives way to a value that was set from elsewhere since; what it was is said.

        Where it was taken out or put back elsewhere (undo, the same field on another screen), so it is here.
        """
        for row in self.rows:
            words = self.editing.unread.text(row.slot.key)
            if row.overtaken(session):
                text = cut(row.entered or "", 40)
                self.editing.drop(row.slot.key)
                self.editing.filled(row.slot.key)
                row.give_up(session, f"“{text}” could not be read; this was set since")
            elif row.refused and words is None and not self.editing.drafted(row.slot.key):
                row.give_up(session)
            elif words is not None and not row.dirty and row.entered == row.seen:
                row.put_unread(words, self._why(row.slot, words))

    def row_of(self, path: str) -> FieldRow | None:
        """Return the row of the field with this path; None if there is none."""
        return next((row for row in self.rows if row.slot.field.path == path), None)

    def commit_all(self) -> None:
        """Make edits of the text in all fields."""
        for row in self.rows:
            self._commit(row)

    def keep_drafts(self) -> None:
        """Keep the text of all fields as drafts: the app ends, and the message of the last key may not have come."""
        for row in self.rows:
            if (editor := row.editor) is None:
                continue
            known = row.seen if row.kept is not None else row.slot.text(row.known)
            if row.dirty or editor.text != known:
                row.dirty = True
                self._draft(row, editor.text, typing=False)

    def rescue(self) -> bool:
        """Park typed text, because the item was deleted; return whether there was any.

        Raises:
            EditRefused: the review is final, so nothing can be parked.
        """
        self.keep_drafts()
        found = False
        for row in self.rows:
            row.dirty = False
            found |= self.editing.commit(row.slot.key)
        return found

    # --- typing ---

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        """Keep the changed text as a draft, and make it an edit `COMMIT_SECONDS` after the last key."""
        event.stop()
        row = self._row(event.text_area)
        if row is None or (editor := row.editor) is None:
            return
        text = row.seen = editor.text
        if not row.dirty and text == row.slot.text(row.known):
            return
        if row.refused and text == self.editing.unread.text(row.slot.key):
            return
        from pmtui.app.completion import of_field  # deferred: the first drawing does not need it

        row.dirty, row.refused = True, False
        self._draft(row, text)
        editing = self.editing
        now, known = editing.now(), editing.known_words
        editor.completion.offer(*of_field(row.slot.field, row.slot.section, text, editing.session, known, now))
        if row.timer is not None:
            row.timer.stop()
        row.timer = self.set_timer(COMMIT_SECONDS, lambda: self._commit(row, leaving=False))

    @on(ChoiceField.Taken)
    def taken(self, event: ChoiceField.Taken) -> None:
        """Make an edit of the choice."""
        event.stop()
        row = self._row(event.field)
        if row is not None:
            row.seen = event.field.value
            if not self._do(row, self._chosen(row, event.field.value)):
                row.show(self.editing.session)

    def _chosen(self, row: FieldRow, value: str | None) -> dict[str, object]:
        """Return the fields that a choice changes; the precision of a time changes the time too."""
        session, path = self.editing.session, row.slot.field.path
        owner = row.slot.owner(session)
        if isinstance(owner, Event) and path == "precision" and value is not None:
            return self._times.sure(owner, value, session.key_details.timezone)
        return {path: value == "yes" if row.slot.field.kind == "tick" else value}

    @on(Editor.Entered)
    def entered(self, event: Editor.Entered) -> None:
        """Focus the next field on Enter. If the text cannot be read, say so; Enter again goes on."""
        event.stop()
        row = self._row(event.editor)
        if row is not None and row.dirty and not row.refused and row.slot.field.kind in _READ:
            self._commit(row)
            if row.refused:
                return
        self.call_later(self.run_action, _NEXT)

    @on(Editor.Choose)
    def choose(self, event: Editor.Choose) -> None:
        """Take the next suggestion on down, if the field has some; else focus the neighbouring field on up and down."""
        event.stop()
        row = self._row(event.editor)
        if row is not None and row.slot.field.suggestions and event.by > 0:
            words = row.slot.field.suggestions
            at = words.index(event.editor.text) + 1 if event.editor.text in words else 0
            if at < len(words):
                event.editor.text = words[at]
                event.editor.move_cursor(event.editor.document.end)
                return
        self.call_later(self.run_action, _NEXT if event.by > 0 else _PREVIOUS)

    @on(ChoiceField.Leave)
    def leave_choice(self, event: ChoiceField.Leave) -> None:
        """Focus the neighbouring field of a choice."""
        event.stop()
        self.call_later(self.run_action, _NEXT if event.by > 0 else _PREVIOUS)

    def on_descendant_focus(self) -> None:
        """Begin a visit: what is typed in it is undone as one edit. Post the help of the field."""
        for row in self.rows:
            if row.has_field_focus:
                row.visit = next_visit()
                self.post_message(self.Visited(row.slot.field.label, help_of(row.slot.field)))

    def on_descendant_blur(self) -> None:
        """End the visit to a field: its text becomes an edit.

        If only the terminal lost the focus, the field keeps the text as it was typed.
        """
        for row in self.rows:
            if not row.has_field_focus and not row.holds(self.screen.focused):
                self._commit(row, leaving=self.app.app_focus)

    def _draft(self, row: FieldRow, text: str, *, typing: bool = True) -> None:
        parked = Parked(id=uuid7(), text=f"{row.slot.field.label}: {text}")

        def park(session: Session) -> Session:
            return add_items(session, "parking_lot", [parked] if text.strip() else [])

        owner = row.slot.owner(self.editing.session)
        try:
            changes = read(row.slot.field, owner, text, self.editing.session, self.editing.now()).changes
        except ValueError:
            self.editing.keep_unread(row.slot.key, text, typing=typing)
            return
        edit = row.slot.edit_from(row.known, changes)
        self.editing.draft(
            row.slot.key,
            # If another program deleted the item, the text is parked.
            lambda session: park(session) if row.slot.owner(session) is None else edit(session),
            _label(row.slot, row.known),
            row.slot.place,
            (*row.slot.key, row.visit),
        )

    def _commit(self, row: FieldRow, *, leaving: bool = True) -> None:
        """Make an edit of the text of a field; `leaving`: the field was left, and not only typing paused."""
        if row.timer is not None:
            row.timer.stop()
            row.timer = None
        if (editor := row.editor) is None:
            return
        session = self.editing.session
        if row.slot.owner(session) is None:
            return  # the item was deleted; whoever shows the form parks the text
        if not row.dirty:
            if leaving and row.kept is not None:
                row.settle(session)
            return
        if not leaving and row.slot.field.kind in _READ and not editor.text.strip():
            return  # it was emptied to type another value; it counts as empty only when it is left
        if not self._do_text(row, editor.text, leaving=leaving):
            # The text stays in the field until it is accepted.
            row.refused = leaving
            self.editing.keep_unread(row.slot.key, editor.text, typing=not leaving)
            return
        # From here the field shows the value, which may change elsewhere until the next key.
        row.dirty = False
        row.seen = editor.text
        self.editing.drop(row.slot.key)
        self.editing.filled(row.slot.key)
        row.known = self.editing.session
        row.kept = row.slot.text(row.known)
        if leaving:
            row.settle(row.known)

    def _do_text(self, row: FieldRow, text: str, *, leaving: bool) -> bool:
        """Read the text and do the edit; return False if it could not be read or was refused, with a message."""
        session = self.editing.session
        try:
            got = read(row.slot.field, row.slot.owner(session), text, session, self.editing.now())
        except ValueError as error:
            if leaving or row.slot.field.kind not in _READ:
                row.say(str(error), wrong=True)
            return False
        return self._do(row, got.changes, got.note)

    def _do(self, row: FieldRow, changes: dict[str, object], note: str = "") -> bool:
        """Do the edit; return False if it was refused, with a message below the field."""
        edit = row.slot.edit_from(row.known, changes)
        try:
            self.editing.do(edit, _label(row.slot, row.known), row.slot.place, (*row.slot.key, row.visit))
        except EditRefused as refused:
            row.say(f"{refused}", wrong=True)
            return False
        row.say(note)
        return True

    def _row(self, widget: Widget) -> FieldRow | None:
        return next((row for row in self.rows if row.holds(widget)), None)


def help_of(field: Field) -> str:
    """Return the help of a field, and its suggestions."""
    usual = " · ".join(field.suggestions)
    return field.help + (f"  {signs.DOWN} {usual}" if usual else "")


def _label(slot: Slot, session: Session) -> str:
    """Return the label of an edit for undo: `overview`, `time of “global kill”`, with the name before the edit."""
    if slot.section is None:
        return slot.field.short_name
    main = str(getattr(slot.owner(session), main_of(slot.section), ""))
    name = "text" if slot.field.path == main_of(slot.section) else slot.field.short_name
    return f"{name} of “{cut(main, 24)}”" if main.strip() else name
