"""Make Textual's key bindings from the table of commands, and find the keys of commands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from textual.app import App
from textual.binding import Binding
from textual.keys import format_key
from textual.screen import Screen

from pmtui import signs
from pmtui.meeting import commands
from pmtui.meeting.commands import Command, Where
from pmtui.tui.input.acts import action

_SPOKEN: Final = {
    "escape": "esc", "right_square_bracket": "]", "left_square_bracket": "[", "question_mark": "?", "slash": "/",
    "plus": "+", "asterisk": "*", "less_than_sign": "<", "greater_than_sign": ">", "delete": "del", "up": signs.UP,
    "down": signs.DOWN, "enter": "enter", "backspace": "backspace",
    "shift+up": f"shift+{signs.UP}", "shift+down": f"shift+{signs.DOWN}",
    "equals_sign": "=", "number_sign": "#", "at": "@",
}  # fmt: skip

NO_KEY: Final = "no_key"
"""A key that no keyboard sends, for the binding of a command without keys."""


def bindings(*places: Where, but: Iterable[str] = ()) -> list[Binding]:
    """Return the bindings of some places; the user's own keys replace them by id (`App.set_keymap`)."""
    left_out = set(but)
    return [
        Binding(",".join(command.keys), command.action, command.what, id=command.id, show=bool(command.label))
        for place in places
        for command in commands.at(place)
        if command.id not in left_out
    ]


def acts(*places: Where, but: Iterable[str] = ()) -> list[Binding]:
    """Return the bindings of some places for a list or a screen with a table of acts."""
    return [replace(each, action=action(each.id or "")) for each in bindings(*places, but=but)]


def first(command_id: str) -> Binding:
    """Return the binding of one command with priority: it works in fields and under windows too."""
    command = commands.by_id(command_id)
    return Binding(",".join(command.keys), command.action, command.what, id=command.id, show=False, priority=True)


def some_acts(*command_ids: str) -> list[Binding]:
    """Return the bindings of single commands, for a screen that has them outside of their usual place."""
    found = map(commands.by_id, command_ids)
    return [Binding(",".join(each.keys), action(each.id), each.what, id=each.id, show=False) for each in found]


def on_top() -> list[Binding]:
    """Return the bindings that work everywhere, for a window: bindings of the app do not reach through it."""
    return [
        Binding(",".join(command.keys), f"app.{command.action}", command.what, id=command.id, show=False)
        for command in commands.at("anywhere")
        if command.id not in ("back", "palette")
    ]


def overrides(table: Iterable[Command]) -> dict[str, str]:
    """Return, by id, the keys that replace the default bindings (for `App.set_keymap`)."""
    changed = (command for command in table if command.keys != commands.by_id(command.id).keys)
    return {command.id: ",".join(command.keys or (NO_KEY,)) for command in changed}


def table_of(app: App[Any]) -> tuple[Command, ...]:
    """Return the commands with the user's own keys."""
    table: tuple[Command, ...] = getattr(app, "commands", commands.COMMANDS)
    return table


def keys_for(app: App[Any], command_id: str) -> tuple[str, ...]:
    """Return the keys of a command by Textual's names."""
    return next((command.keys for command in table_of(app) if command.id == command_id), ())


def key_for(app: App[Any], command_id: str, *, typing: bool) -> str:
    """Return the key of a command for a text; `typing`: only a key that types no character."""
    return key_in(table_of(app), command_id, typing=typing)


def key_anywhere(app: App[Any], command_id: str) -> str:
    """Return the key of a command for a text; one that works in fields too, if there is one."""
    return key_for(app, command_id, typing=True) or key_for(app, command_id, typing=False)


def key_of(screen: Screen[Any], command_id: str) -> str:
    """Return the shortest key that works on this screen now, for a text; empty if there is none."""
    keys = [spoken(key) for key, found in screen.active_bindings.items() if found.binding.id == command_id]
    return min(keys, key=len, default="")


def key_in(table: Iterable[Command], command_id: str, *, typing: bool) -> str:
    """Return the key of a command in a table, for a text; `typing`: only a key that types no character."""
    keys = next((command.keys for command in table if command.id == command_id), ())
    fitting = [spoken(key) for key in keys if not typing or len(key) > 1]
    return min(fitting, key=len, default="")


def letter_as_command(app: App[Any], typed: str) -> str:
    """Return what a single typed letter does outside of a field, for a hint; empty if it does nothing.

    An example: `v is text here · esc, then v: Present on a projector: one question, large and calm`.
    """
    found = [each for each in table_of(app) if each.where in ("meeting", "list") and typed in each.keys]
    back = key_for(app, "back", typing=True)
    return f"{typed} is text here · {back}, then {typed}: {found[0].what}" if found and len(typed) == 1 else ""


def spoken(key: str) -> str:
    """Return a key as text for the user."""
    return _SPOKEN.get(key) or format_key(key)


def keys_of(command: Command) -> str:
    """Return all keys of a command as text for the user."""
    return " ".join(spoken(key) for key in command.keys)
