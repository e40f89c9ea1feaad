"""One field of a form, with its label and what is to be said about what stands in it."""

from __future__ import annotations

import re
from itertools import count
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from pmtui.app.field_values import Slot
from pmtui.meeting.step import Choice, Field
from pmtui.session.document import Session
from pmtui.session.own_fields import PATH as OWN_FIELDS
from pmtui.session.text import cut
from pmtui.tui.widgets.choice import ChoiceField
from pmtui.tui.widgets.editor import Editor

_LABEL_WIDTH: Final = 20
_TICKS: Final = (Choice("yes", "yes"), Choice("no", "no"))
_visits = count()


def next_visit() -> int:
    """A number that no visit to a field has had."""
    return next(_visits)


class FieldRow(Widget):
    """One field with its label, and a line under it where something is wrong with it or has to be said."""

    def __init__(self, slot: Slot, session: Session, unread: str | None = None, why: str = "") -> None:
        _, _, name = slot.field.path.rpartition(".") if not slot.field.path.startswith(OWN_FIELDS) else ("", "", "own")
        super().__init__(classes=f"-{slot.field.kind} {_class(name)} {_class(slot.field.path)}")
        self.slot = slot
        self.known = session
        self.visit = next_visit()
        self.dirty = self.refused = unread is not None
        """Whether somebody typed into it since its value was shown; whether that could not be read on leaving it."""
        self._why = why
        self.timer: Timer | None = None
        self.input = _input(slot, session, unread)
        self.seen: str | None = self.entered
        """The text or choice that the form knows of: keys may have changed it since, whose message has not come yet."""
        self.guess = ""
        self.kept: str | None = None
        """What the typed text was understood as: until the field is left, it stands as it was typed."""
        self.height_drawn = 0
        """Lines that the row took when it was last laid out; 0 before that."""

    @property
    def entered(self) -> str | None:
        """What stands in the field."""
        return self.input.value if isinstance(self.input, ChoiceField) else self.input.text

    def compose(self) -> ComposeResult:
        """The field; the label is drawn by the row itself."""
        yield self.input

    def on_mount(self) -> None:
        """Words that were not understood stand here with what is wrong with them."""
        if self._why:
            self.say(self._why, wrong=True)

    def render(self) -> Content:
        """The label, before or above the field."""
        indent = " " * (4 if (self.has_class("-detail") or self.has_class("-of")) else 2)
        return Content.styled(indent + cut(self.slot.field.label, _LABEL_WIDTH + 1 - len(indent)), "$dim")

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

    def offer(self, guess: str) -> None:
        """Offer what can be guessed, as long as the field is empty: one key takes it."""
        if isinstance(self.input, Editor) and guess != self.guess:
            self.guess = guess
            self.input.offer_into_empty(guess, _placeholder(self.slot.field))

    def put_unread(self, text: str, why: str) -> None:
        """Show words that could not be read, and what is wrong with them."""
        if isinstance(self.input, Editor):
            self.dirty = self.refused = True
            self.seen, self.kept = text, None
            self.input.put(text)
            self.say(why, wrong=True)

    def give_up(self, session: Session, said: str = "") -> None:
        """The words that could not be read are not wanted any more: show the value, and say something of it."""
        self.dirty = self.refused = False
        self.seen, self.kept = self.entered, None
        self.say(said)
        self.show(session)

    def overtaken(self, session: Session) -> bool:
        """Whether the value was set from elsewhere, while text stands here that could not be read."""
        return self.refused and not self.input.has_focus and self.slot.value(session) != self.slot.value(self.known)

    def settle(self, session: Session) -> None:
        """The field is left: its value stands there as it was understood."""
        self.kept = None
        self.show(session)

    def on_resize(self, event: events.Resize) -> None:
        """A line under the field came or went: what stands below has moved, and the focus stays in sight."""
        before, self.height_drawn = self.height_drawn, event.size.height
        if before not in (0, event.size.height) and (focused := self.screen.focused) is not None:
            focused.scroll_visible(animate=False, immediate=True)

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


def _input(slot: Slot, session: Session, unread: str | None) -> Editor | ChoiceField:
    field = slot.field
    if field.kind == "choice":
        return ChoiceField(field.choices, slot.value(session))
    if field.kind == "tick":
        return ChoiceField(_TICKS, _choice_value(slot, session))
    text = slot.text(session) if unread is None else unread
    editor = Editor(text, mode="text" if field.kind == "text" else "line", placeholder=_placeholder(field))
    editor.shows_example = False  # in a form the examples of all fields at once would be taken for what stands there
    return editor


def _placeholder(field: Field) -> str:
    example = field.example or ", ".join(field.suggestions[:5])
    return f"for example {example}" if example else ""


def _class(path: str) -> str:
    """The name that style sheets know a field by."""
    return "-" + re.sub(r"[^a-zA-Z0-9]+", "-", path)


def _choice_value(slot: Slot, session: Session) -> str | None:
    value = slot.value(session)
    if slot.field.kind == "tick":
        return "yes" if value else "no"
    return None if value is None else str(value)
