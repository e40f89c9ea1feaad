"""The keys that are in force: the table of commands with the user's own keys applied.

Bindings, footer, hints, help, palette, projector and `pmtui keys` all read this table. A key that a user gives to one
command is taken from every other command that works in the same place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from pmtui.meeting.commands import COMMANDS, Command, Where, by_id, unknown

OwnKeys = Mapping[str, Sequence[str]]
"""A user's own keys, by command id."""

NEAREST: Final[tuple[Where, ...]] = (
    "opening", "timeline", "five whys", "lessons", "actions", "evidence", "close", "list", "board", "trends", "health",
    "names", "library", "field", "meeting", "anywhere",
)  # fmt: skip
"""Where one key belongs to commands of several places, the place that comes first here wins: nearest to the focus."""

_STEPS: Final = frozenset({"opening", "timeline", "five whys", "lessons", "actions", "evidence", "close"})
_MODIFIERS: Final = frozenset({"ctrl", "shift", "alt", "super", "meta", "hyper"})
_NAMED: Final = frozenset(
    {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete", "backspace", "enter"}
    | {"escape", "tab", "space", "slash", "backslash", "at", "minus", "plus", "underscore"}
    | {f"f{n}" for n in range(1, 25)}
)
_RENAMED: Final = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip


def canonical(key: str) -> str:
    """Return the one name by which Textual knows a key: `?` is `question_mark`."""
    *modifiers, name = key.strip().rsplit("+", 1) if len(key.strip()) > 1 and not key.endswith("+") else [key.strip()]
    if len(name) == 1 and not name.isalnum():
        long = unicodedata.name(name, name).lower().replace("-", "_").replace(" ", "_")
        name = _RENAMED.get(long, long)
    return "+".join([*modifiers, name])


_SIGNS: Final = frozenset(canonical(chr(code)) for code in range(0x21, 0x7F))
"""The names of all characters of an English keyboard."""


def in_force(own: OwnKeys) -> tuple[Command, ...]:
    """Return the table of commands with the user's keys.

    Ids and keys that do not exist are ignored (see `mistakes`).
    """
    if not own:
        return tuple(COMMANDS)
    asked = [replace(command, keys=_own_keys(own, command)) for command in COMMANDS]
    return tuple(
        replace(command, keys=tuple(key for key in command.keys if _owner(key, command, asked, own) is command))
        for command in asked
    )


def command_at(table: Iterable[Command], key: str, places: Iterable[Where]) -> Command | None:
    """Return the command of a key where commands of these places can be reached; None where the key does nothing."""
    reach = set(places)
    found = [command for command in table if command.where in reach and key in command.keys]
    return min(found, key=_nearness, default=None)


def mistakes(own: OwnKeys) -> list[str]:
    """Return every mistake in a user's own keys, a line each, in the words that are shown to the user."""
    return [*misspelt(own), *clashes(own)] if own else []


def misspelt(own: OwnKeys) -> list[str]:
    """Return a line for each command id and each key in a user's own keys that does not exist."""
    said = [f"keys: {name}: no such action: pmtui keys lists them" for name in unknown(own)]
    for name, keys in own.items():
        said += [f"keys: {name}: no key {key!r}: write f8, ctrl+s or question_mark" for key in keys if not is_key(key)]
    return said


def clashes(own: OwnKeys) -> list[str]:
    """Return a line for each key that a user's own keys take from another command, or give to two."""
    asked = [replace(command, keys=_own_keys(own, command)) for command in COMMANDS]
    return list(_clashes(asked, own))


def is_key(key: str) -> bool:
    """Whether Textual knows a key of that name."""
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        return False
    if len(name) == 1 or name in _NAMED | _SIGNS:
        return True
    try:
        unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return False
    return True


def _clashes(asked: Sequence[Command], own: OwnKeys) -> Iterator[str]:
    for command in asked:
        for key in command.keys:
            owner = _owner(key, command, asked, own)
            if owner is command:
                continue
            left = [each for each in command.keys if _owner(each, command, asked, own) is command]
            rest = f"{' '.join(left)} is left" if left else "it has no key left: give it another"
            yield f"keys: {owner.id}: {key} is taken from {command.id}: {rest}"


def _own_keys(own: OwnKeys, command: Command) -> tuple[str, ...]:
    """Return the keys of a command: the user's; the defaults where there are none, or none of them exists."""
    given = own.get(command.id)
    if given is None:
        return command.keys
    existing = tuple(dict.fromkeys(canonical(key) for key in given if is_key(key)))
    return command.keys if given and not existing else existing


def _owner(key: str, command: Command, asked: Sequence[Command], own: OwnKeys) -> Command:
    """Return the command that keeps a key: the one that the user gave it to; of two such, the nearest to the focus."""
    given = [other for other in asked if key in other.keys and _is_given(key, other, own)]
    rivals = [other for other in given if other is not command and _together(other.where, command.where)]
    if not rivals:
        return command
    if _is_given(key, command, own):
        return min([command, *rivals], key=lambda each: (_nearness(each), asked.index(each)))
    return rivals[0]


def _is_given(key: str, command: Command, own: OwnKeys) -> bool:
    """Whether the user gave the command a key that it does not have by default."""
    return command.id in own and key not in by_id(command.id).keys


def _together(one: Where, other: Where) -> bool:
    """Whether commands of two places can be reachable at the same time."""
    if one == other or "anywhere" in (one, other):
        return True
    return not {"library", "board", "trends", "health", "names"} & {one, other} and not {one, other} <= _STEPS


def _nearness(command: Command) -> int:
    return NEAREST.index(command.where)
