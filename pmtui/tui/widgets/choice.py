"""A pick-list on one line: all choices are seen, one key takes one."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from pmtui.meeting.step import Choice

_GAP: Final = "   "


class ChoiceField(Widget, can_focus=True):
    """Choices side by side; left and right, or the first letter of a choice, take one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right,space", "turn(1)", show=False),
        Binding("up", "choose(-1)", show=False),
        Binding("down,enter", "choose(1)", show=False),
        Binding("backspace,delete", "none", show=False),
    ]

    class Taken(Message):
        """Another choice was taken."""

        def __init__(self, field: ChoiceField) -> None:
            super().__init__()
            self.field = field

    class Leave(Message):
        """Up or down: on to the neighbour."""

        def __init__(self, field: ChoiceField, by: int) -> None:
            super().__init__()
            self.field, self.by = field, by

    def __init__(self, choices: tuple[Choice, ...], value: str | None = None) -> None:
        super().__init__()
        self.choices = choices
        self.value = value

    def put(self, value: str | None) -> None:
        """Show another value."""
        if value != self.value:
            self.value = value
            self.refresh(layout=True)

    def take(self, value: str | None) -> None:
        """Take a choice, and say so."""
        if value != self.value:
            self.put(value)
            self.post_message(self.Taken(self))

    def render(self) -> Content:
        """The choices, the taken one strong; a sign never parts from its word."""
        lines: list[Content] = []
        for line in self._lines(self.size.width):
            parts = [
                Content.styled(f"{'●' if taken else '○'} {word}", "bold $accent" if taken else "$dim")
                for taken, word in ((value == self.value, word) for value, word in line)
            ]
            lines.append(Content(_GAP).join(parts))
        return Content("\n").join(lines)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """One line, or as many as the choices need."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[list[tuple[str, str]]]:
        """The values with their words, as many on a line as there is room for."""
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

    def field_keys(self) -> list[tuple[str, str]]:
        """For the line of keys."""
        values = [choice for choice in self.choices if choice.value is not None]
        return [(f"1–{len(values)}", "or first letter"), ("←→", "choose"), ("tab", "on")]

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters choose here, and are no commands."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """The first letter of a choice takes it, or its number; again the letter, the next one with it."""
        if not event.is_printable or event.character in (None, " "):
            return
        event.stop()
        key = (event.character or "").lower()
        values = [choice.value for choice in self.choices if choice.value is not None]
        found = [c.value for c in self.choices if c.value is not None and c.label.lower().startswith(key)]
        # A word that the label does not begin with: `u` for what is unknown.
        found = found or [value for value in values if value.startswith(key)]
        if key.isdecimal() and 0 < int(key) <= len(values):
            found = [values[int(key) - 1]]
        if found:
            at = found.index(self.value) + 1 if self.value in found else 0
            self.take(found[at % len(found)])

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
        """Take the choice beside it."""
        values = [choice.value for choice in self.choices]
        at = values.index(self.value) + by if self.value in values else (0 if by > 0 else -1)
        self.take(values[at % len(values)])

    def action_choose(self, by: int) -> None:
        """Up or down: on to the neighbour."""
        self.post_message(self.Leave(self, by))

    def action_none(self) -> None:
        """Nothing said, where that is a choice."""
        if any(choice.value is None for choice in self.choices):
            self.take(None)


def _short(choice: Choice) -> str:
    return choice.label.partition(":")[0]
