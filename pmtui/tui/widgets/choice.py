"""`ChoiceField`: a field with all its choices on one line, of which one key takes one.

Letters never choose. Words that are typed here were meant for a text field: they are moved to the next one.
"""

from __future__ import annotations

from typing import ClassVar, Final

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget

from pmtui import signs
from pmtui.meeting.step import Choice
from pmtui.session.text import is_text
from pmtui.tui.protocols import HasCursor, TakesWords

_GAP: Final = "   "

HESITATION: Final = 1.5
"""The seconds after which a pressed number is a choice for good, and not the beginning of a typed text."""


class ChoiceField(HasCursor, Widget, can_focus=True):
    """Choices side by side; the left and right arrow keys, or the number of a choice, take one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
        Binding("up", "choose(-1)", show=False),
        Binding("down,enter", "choose(1)", show=False),
        Binding("backspace,delete", "none", show=False),
    ]

    class Taken(Message):
        """Posted when another choice was taken."""

        def __init__(self, field: ChoiceField) -> None:
            super().__init__()
            self.field = field

    class Leave(Message):
        """Posted for up (-1) and down (1), to focus the neighbouring field."""

        def __init__(self, field: ChoiceField, by: int) -> None:
            super().__init__()
            self.field, self.by = field, by

    def __init__(self, choices: tuple[Choice, ...], value: str | None = None) -> None:
        super().__init__()
        self.choices = choices
        self.value = value
        self._run = ""
        """Digits and spaces pressed in a row: choices, unless a letter shows that they begin a text."""
        self._run_began_at: str | None = None
        """The choice before the row of keys."""
        self._run_time = 0.0

    def put(self, value: str | None) -> None:
        """Show another value."""
        if value != self.value:
            self.value = value
            self.refresh(layout=True)

    def take(self, value: str | None) -> None:
        """Take a choice and post `Taken`."""
        if value != self.value:
            self.put(value)
            self.post_message(self.Taken(self))

    def render(self) -> Content:
        """Return the choices, the taken one in bold; a sign stays on the line of its word."""
        lines: list[Content] = []
        for line in self._lines(self.size.width):
            parts = [
                Content.styled(f"{signs.FULL if taken else signs.OPEN} {word}", "bold $accent" if taken else "$dim")
                for taken, word in ((value == self.value, word) for value, word in line)
            ]
            lines.append(Content(_GAP).join(parts))
        return Content("\n").join(lines)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Return the number of lines that the choices need."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[list[tuple[str, str]]]:
        """Return the values and their texts, line by line."""
        lines: list[list[tuple[str, str]]] = [[]]
        used = 0
        for choice in self.choices:
            if choice.value is None:
                continue
            word = _short(choice)
            size = cell_len(word) + 2
            if lines[-1] and used + len(_GAP) + size > width:
                lines.append([])
                used = 0
            used += size + (len(_GAP) if lines[-1] else 0)
            lines[-1].append((choice.value, word))
        return lines

    @property
    def cursor_on_screen(self) -> Offset:
        """The cell of the screen where the taken choice begins, or the first choice if none is taken."""
        for y, line in enumerate(self._lines(self.size.width)):
            x = 0
            for value, word in line:
                if value == self.value:
                    return self.content_region.offset + Offset(x, y)
                x += cell_len(word) + 2 + len(_GAP)
        return self.content_region.offset

    def field_keys(self) -> list[tuple[str, str]]:
        """Return keys of the field and their labels, for the line of keys."""
        return [(f"1–{len(self._values())}", "picks"), (signs.LEFT_RIGHT, "choose"), ("tab", "on")]

    def _values(self) -> list[str]:
        """Return the values in order, without the one for “not said”."""
        return [choice.value for choice in self.choices if choice.value is not None]

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Return that the field takes letters, so that they are no commands."""
        return is_text(character)

    def on_key(self, event: events.Key) -> None:
        """Take a choice by its number or the space bar; anything else that is typed is text."""
        if not is_text(event.character):
            self._run = ""
            return
        event.stop()
        event.prevent_default()
        if not self._run or event.time - self._run_time > HESITATION:
            self._run, self._run_began_at = "", self.value
        self._run += event.character or ""
        self._run_time = event.time
        values = self._values()
        if not self.has_focus or not all(each.isdecimal() or each == " " for each in self._run):
            self._carry()
        elif event.character == " ":
            if not self._run.strip():
                self._turn(1, around=True)
        elif 0 < (number := int(self._run[-1])) <= len(values):
            self.take(values[number - 1])

    def on_paste(self, event: events.Paste) -> None:
        """Move pasted text to a text field."""
        event.stop()
        event.prevent_default()
        self._run, self._run_began_at = event.text, self.value
        self._carry()

    def on_blur(self) -> None:
        """End the row of pressed keys."""
        self._run = ""

    def _carry(self) -> None:
        """Move typed words to a text field, and undo the choices of the numbers that they began with."""
        text, self._run = self._run, ""
        self.take(self._run_began_at)
        for node in self.ancestors:
            if isinstance(node, TakesWords):
                node.take_words(text, self)
                return

    def on_click(self, event: events.Click) -> None:
        """Take the choice under the pointer."""
        at = event.get_content_offset_capture(self)
        lines = self._lines(self.size.width)
        end = 0
        for value, word in lines[at.y] if 0 <= at.y < len(lines) else []:
            start, end = end, end + cell_len(word) + 2
            if start <= at.x < end:
                self.take(value)
            end += len(_GAP)

    def action_turn(self, by: int) -> None:
        """Take the neighbouring choice; at the end do nothing."""
        self._turn(by, around=False)

    def _turn(self, by: int, *, around: bool) -> None:
        values = self._values()
        if self.value not in values:
            self.take(values[0] if by > 0 else values[-1])
            return
        at = values.index(self.value) + by
        if around or 0 <= at < len(values):
            self.take(values[at % len(values)])

    def action_choose(self, by: int) -> None:
        """Focus the neighbouring field by up or down."""
        self.post_message(self.Leave(self, by))

    def action_none(self) -> None:
        """Take “not said”, if that is a choice."""
        if any(choice.value is None for choice in self.choices):
            self.take(None)


def _short(choice: Choice) -> str:
    return choice.label.partition(":")[0]
