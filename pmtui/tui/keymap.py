"""From the table of commands to Textual's bindings."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace
from textual.binding import Binding
from textual.keys import KEY_NAME_REPLACEMENTS, KEY_TO_UNICODE_NAME, Keys, format_key
from textual.screen import Screen

from pmtui.meeting import commands
from pmtui.meeting.commands import Command, Where

_SPOKEN: Final = {
    "escape": "esc", "right_square_bracket": "]", "left_square_bracket": "[", "question_mark": "?", "slash": "/",
    "plus": "+", "asterisk": "*", "less_than_sign": "<", "greater_than_sign": ">", "delete": "del", "up": "↑",
    "down": "↓", "enter": "enter", "backspace": "backspace", "shift+up": "shift+↑", "shift+down": "shift+↓",
}  # fmt: skip

_MODIFIERS: Final = frozenset({"ctrl", "shift", "alt", "super", "meta", "hyper"})
_NAMED: Final = frozenset({*(key.value for key in Keys), *KEY_NAME_REPLACEMENTS.values(), *KEY_TO_UNICODE_NAME})


def bindings(*places: Where, but: Iterable[str] = ()) -> list[Binding]:
    """The bindings of one or several places; a person's own keys are laid over them by id (`App.set_keymap`)."""
    left_out = set(but)
    return [
        Binding(",".join(command.keys), command.action, command.what, id=command.id, show=bool(command.label))
        for place in places
        for command in commands.at(place)
        if command.id not in left_out
    ]


def first(command_id: str) -> Binding:
    """The binding of one command, before everything else: through fields, and through what lies on top."""
    command = commands.by_id(command_id)
    return Binding(",".join(command.keys), command.action, command.what, id=command.id, show=False, priority=True)


def on_top() -> list[Binding]:
    """What works anywhere, for a screen that lies on top of others: bindings of the app do not reach through it."""
    return [
        Binding(",".join(command.keys), f"app.{command.action}", command.what, id=command.id, show=False)
        for command in commands.at("anywhere")
        if command.id not in ("back", "palette")
    ]


def in_force(own: Mapping[str, Sequence[str]]) -> tuple[Command, ...]:
    """The table as it works with a person's own keys: a key taken for one act is taken from the others beside it."""
    table = commands.effective(own)
    taken: dict[tuple[str, str], set[str]] = {}
    for command in table:
        if command.id in own:
            for key in command.keys:
                taken.setdefault((_together(command), _long(key)), set()).add(command.id)
    return tuple(
        replace(command, keys=tuple(key for key in command.keys if not taken.get((_together(command), _long(key)))))
        if command.id not in own
        else command
        for command in table
    )


def mistakes(own: Mapping[str, Sequence[str]]) -> list[str]:
    """What is wrong with a person's own keys: a line for each act or key that does not exist."""
    said = [f"keys: {name}: no such action: pmtui keys lists them" for name in commands.unknown(own)]
    for name, keys in own.items():
        said += [f"keys: {name}: no key {key!r}: write f8, ctrl+s or question_mark" for key in keys if not _is_key(key)]
    return said


def _together(command: Command) -> str:
    """Acts whose keys would be in each other's way."""
    if command.where in ("anywhere", "library"):
        return command.where
    return "meeting" if command.where in ("meeting", "field") else "step"


def _long(key: str) -> str:
    if len(key) > 1:
        return key
    name = unicodedata.name(key, key).lower().replace(" ", "_").replace("-", "_")
    return key if key.isalnum() else KEY_NAME_REPLACEMENTS.get(name, name)


def _is_key(key: str) -> bool:
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        return False
    if len(name) == 1 or name in _NAMED:
        return True
    try:
        unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return False
    return True


def key_of(screen: Screen[Any], command_id: str) -> str:
    """The key that does it on this screen now, as a person reads it, the shortest; empty where there is none."""
    keys = [spoken(key) for key, found in screen.active_bindings.items() if found.binding.id == command_id]
    return min(keys, key=len, default="")


def key_in(table: Iterable[Command], command_id: str, *, typing: bool) -> str:
    """The key of a command in the table that is in force, as a person reads it; while they type, none that types."""
    keys = next((command.keys for command in table if command.id == command_id), ())
    fitting = [spoken(key) for key in keys if not typing or len(key) > 1]
    return min(fitting, key=len, default="")


def spoken(key: str) -> str:
    """A key as a person reads it."""
    return _SPOKEN.get(key) or format_key(key)


def keys_of(command: Command) -> str:
    """All keys of a command as a person reads them."""
    return " ".join(spoken(key) for key in command.keys)
