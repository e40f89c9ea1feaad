"""From the table of commands to Textual's bindings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual.binding import Binding
from textual.keys import format_key

from pmtui.meeting import commands
from pmtui.meeting.commands import Command, Where

_SPOKEN: Final = {
    "escape": "esc", "right_square_bracket": "]", "left_square_bracket": "[", "question_mark": "?", "slash": "/",
    "plus": "+", "asterisk": "*", "less_than_sign": "<", "greater_than_sign": ">", "delete": "del", "up": "↑",
    "down": "↓", "shift+up": "shift+↑", "shift+down": "shift+↓",
}  # fmt: skip


def bindings(*places: Where, but: Iterable[str] = ()) -> list[Binding]:
    """The bindings of one or several places; a person's own keys are laid over them by id (`App.set_keymap`)."""
    left_out = set(but)
    return [
        Binding(",".join(command.keys), command.action, command.what, id=command.id, show=bool(command.label))
        for place in places
        for command in commands.at(place)
        if command.id not in left_out
    ]


def spoken(key: str) -> str:
    """A key as a person reads it."""
    return _SPOKEN.get(key) or format_key(key)


def keys_of(command: Command) -> str:
    """All keys of a command as a person reads them."""
    return " ".join(spoken(key) for key in command.keys)
