"""`FieldRow`: a field of a form, with its label and a message below it."""

from __future__ import annotations

import re
from itertools import count
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets.text_area import Location

from pmtui.app.field_values import Slot
from pmtui.meeting.step import Choice, Field
from pmtui.session.document import Session
from pmtui.session.own_fields import PATH as OWN_FIELDS
from pmtui.session.text import cut
from pmtui.tui.widgets import idle_field
from pmtui.tui.widgets.choice import ChoiceField
from pmtui.tui.widgets.editor import Editor

_LABEL_WIDTH: Final = 20
_TICKS: Final = (Choice("yes", "yes"), Choice("no", "no"))
_visits = count()


def next_visit() -> int:
    """Return a new number for a visit to a field, so that its edits are undone together."""
    return next(_visits)


class FieldRow(Widget):
    """One field with its label, and a line under it where something is wrong with it or has to be said.

    The row draws a short text itself until somebody enters the field: only then it is made.
    """

    def __init__(self, slot: Slot, session: Session, unread: str | None = None, why: str = "") -> None:
        _, _, name = slot.field.path.rpartition(".") if not slot.field.path.startswith(OWN_FIELDS) else ("", "", "own")
        super().__init__(classes=f"-{slot.field.kind} {_class(name)} {_class(slot.field.path)}")
        self.slot = slot
        self.known = session
        self.visit = next_visit()
        self.dirty = self.refused = unread is not None
        """Whether text was typed since the value was shown; whether the text could not be read on leaving the field."""
        self._why = why
        self.timer: Timer | None = None
        self._text = slot.text(session) if unread is None else unread
        """The text of a field that is not made yet."""
        self._input = self._made_at_once(session)
        self._is_composed = False
        self._presses: Location | None = None
        """Where in the text the mouse was pressed; None if it is not pressed."""
        self.seen: str | None = self.entered
        """The text or choice that the form knows; keys may have changed the field since, before their message."""
        self.guess = ""
        self.kept: str | None = None
        """The text of the value that was read; the field shows the typed text until it is left. None: none was read."""
        self.height_drawn = 0
        """The number of lines at the last layout; 0 before that."""

    def _made_at_once(self, session: Session) -> Editor | ChoiceField | None:
        field = self.slot.field
        if field.kind == "choice":
            return ChoiceField(field.choices, self.slot.value(session))
        if field.kind == "tick":
            return ChoiceField(_TICKS, _choice_value(self.slot, session))
        is_idle = field.kind != "text" and not self.dirty and idle_field.can_draw(self._text)
        return None if is_idle else _editor(field, self._text)

    @property
    def is_idle(self) -> bool:
        """Whether the field is not made yet."""
        return self._input is None

    @property
    def editor(self) -> Editor | None:
        """The text field; None if it is not made yet, or the row has a choice instead."""
        return self._input if isinstance(self._input, Editor) else None

    def ensure_field(self) -> Editor | ChoiceField:
        """Return the field; make and mount it first if there is none yet."""
        if self._input is None:
            self._input = _editor(self.slot.field, self._text)
            if self.guess:
                self._input.completion.offer_into_empty(self.guess, _placeholder(self.slot.field))
            if self._is_composed:
                self.mount(self._input)
                self.call_later(self._bring_in_sight)
        return self._input

    def _bring_in_sight(self) -> None:
        """Scroll to the row, because a new field that gets the focus is not laid out yet."""
        if self.size and self.holds(self.screen.focused) and not self.screen.can_view_entire(self):
            self.screen.scroll_to_center(self, origin_visible=True)

    @property
    def stop(self) -> Widget:
        """The widget that Tab goes to: the field, or the row if it is not made; `field_of` makes it."""
        return self._input or self

    def holds(self, widget: Widget | None) -> bool:
        """Return whether a widget is the field of this row."""
        return widget is not None and widget is self._input

    @property
    def has_field_focus(self) -> bool:
        """Whether the field has the focus."""
        return self._input is not None and self._input.has_focus

    @property
    def entered(self) -> str | None:
        """The text or choice of the field."""
        if self._input is None:
            return self._text
        return self._input.value if isinstance(self._input, ChoiceField) else self._input.text

    def compose(self) -> ComposeResult:
        """Make the field if there is one; the row itself draws the label."""
        self._is_composed = True
        if self._input is not None:
            yield self._input

    def on_mount(self) -> None:
        """Show what is wrong with text that could not be read."""
        if self._why:
            self.say(self._why, wrong=True)

    def render(self) -> Content:
        """Return the label, at the left of the field or above it."""
        indent = " " * (4 if (self.has_class("-detail") or self.has_class("-of")) else 2)
        return Content.styled(indent + cut(self.slot.field.label, _LABEL_WIDTH + 1 - len(indent)), "$dim")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines that the field would have."""
        if self._input is None:
            return idle_field.height(self._text, width)
        return super().get_content_height(container, viewport, width)

    def render_line(self, y: int) -> Strip:
        """Draw a line of the label, and of the text if the field is not made."""
        line = super().render_line(y)
        if self._input is not None:
            return line
        return idle_field.draw_line(self._text, line, y, self.size.width, self.visual_style.rich_style)

    def show(self, session: Session) -> None:
        """Show the value of the session, unless text is being typed."""
        if self.dirty or self.entered != self.seen:
            return
        self.known = session
        if isinstance(self._input, ChoiceField):
            self.seen = _choice_value(self.slot, session)
            self._input.put(self.seen)
            return
        text = self.slot.text(session)
        if text == self.kept:
            return
        self.seen, self.kept = text, None
        if self._input is not None or not idle_field.can_draw(text):
            _put(self.ensure_field(), text)
        elif text != self._text:
            self._text = text
            self.refresh(layout=True)

    def offer(self, guess: str) -> None:
        """Offer a guess while the field is empty; one key takes it."""
        if guess != self.guess and not isinstance(self._input, ChoiceField):
            self.guess = guess
            if self._input is not None:
                self._input.completion.offer_into_empty(guess, _placeholder(self.slot.field))

    def put_unread(self, text: str, why: str) -> None:
        """Show text that could not be read, and why."""
        if isinstance(field := self.ensure_field(), Editor):
            self.dirty = self.refused = True
            self.seen, self.kept = text, None
            field.put(text)
            self.say(why, wrong=True)

    def give_up(self, session: Session, said: str = "") -> None:
        """Drop the text that could not be read: show the value, and a message."""
        self.dirty = self.refused = False
        self.seen, self.kept = self.entered, None
        self.say(said)
        self.show(session)

    def overtaken(self, session: Session) -> bool:
        """Return whether the value was changed elsewhere while this field has text that could not be read."""
        return self.refused and not self.has_field_focus and self.slot.value(session) != self.slot.value(self.known)

    def settle(self, session: Session) -> None:
        """Show the value that was read, because the field was left."""
        self.kept = None
        self.show(session)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the focus in view when a message appears or goes, which moves what is below."""
        before, self.height_drawn = self.height_drawn, event.size.height
        if before not in (0, event.size.height) and (focused := self.screen.focused) is not None:
            focused.scroll_visible(animate=False, immediate=True)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show a message below the field; an empty text removes it. `wrong`: it is an error."""
        if self._input is None and not text:
            return
        self.set_class(wrong, "-wrong")
        old = self.query(Static)
        if not text:
            old.remove()
        elif old:
            old.first(Static).update(text)
        else:
            self.mount(Static(text, markup=False, classes="said"), after=self.ensure_field())

    # --- the mouse, on the text of a field that is not made: it is made, and text is selected until the button is up
    # ---

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Make and focus the field, with the cursor where the mouse was pressed."""
        if (
            self._input is None
            and (at := idle_field.location_at(self._text, event.offset, self.size.width)) is not None
        ):
            self._presses = at
            self.capture_mouse()
            self.screen.set_focus(self.ensure_field(), scroll_visible=False)
            self._select_to(at)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select text from where the mouse was pressed; over a text the pointer is that of a field."""
        idle, drawn_over = self.is_idle, self._presses is not None
        at = idle_field.location_at(self._text, event.offset, self.size.width) if idle or drawn_over else None
        if drawn_over:
            self._select_to(at or (0, 0))
        self.styles.pointer = "text" if idle and at is not None else "default"

    def on_mouse_up(self) -> None:
        """End the selection."""
        if self._presses is not None:
            self._presses = None
            self.release_mouse()

    def _select_to(self, at: Location) -> None:
        field, start = self.ensure_field(), self._presses
        if isinstance(field, Editor) and start is not None:
            # After the message of the focus, which puts the cursor at the end.
            field.call_later(_select, field, start, at)

    @property
    def empty(self) -> bool:
        """Whether the field is empty."""
        return self.entered is None if isinstance(self._input, ChoiceField) else not self.entered


def field_of(stop: Widget) -> Widget:
    """Return the widget to focus for a stop of Tab; the field of a row is made if necessary."""
    return stop.ensure_field() if isinstance(stop, FieldRow) else stop


def _select(field: Editor, start: Location, end: Location) -> None:
    field.move_cursor(start)
    field.move_cursor(end, select=True)


def _put(field: Editor | ChoiceField, text: str) -> None:
    if isinstance(field, Editor):
        field.put(text)


def _editor(field: Field, text: str) -> Editor:
    editor = Editor(text, mode="text" if field.kind == "text" else "line", placeholder=_placeholder(field))
    editor.shows_example = False  # in a form, examples in all fields at once would look like values
    return editor


def _placeholder(field: Field) -> str:
    example = field.example or ", ".join(field.suggestions[:5])
    return f"for example {example}" if example else ""


def _class(path: str) -> str:
    """Return the CSS class of a field."""
    return "-" + re.sub(r"[^a-zA-Z0-9]+", "-", path)


def _choice_value(slot: Slot, session: Session) -> str | None:
    value = slot.value(session)
    if slot.field.kind == "tick":
        return "yes" if value else "no"
    return None if value is None else str(value)
