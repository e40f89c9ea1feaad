"""`Act`: the function that carries out a command in one place, and whether the command is possible there.

A list or a screen has a table of acts. Keys, the palette, help and the projector read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from inspect import isawaitable
from typing import Any, Generic, TypeVar

from msgspec import Struct
from textual.dom import DOMNode

Place = TypeVar("Place")
"""The argument of the functions: the list or the screen that has the table."""


def always(_place: object) -> bool:
    """Return that the command is always possible."""
    return True


class Act(Struct, Generic[Place], frozen=True):
    """A command in one place."""

    id: str
    """The id of the command, as in `pmtui.meeting.commands`."""
    do: Callable[[Place], object]
    """Carries out the command; if it returns an awaitable, that is awaited."""
    can: Callable[[Place], bool | str] = always
    """Whether the command is possible: True; False, without a reason; or a text that says why it is not."""
    why_not: Callable[[Place], str] = lambda _: ""
    """Says, in help and the palette, why the command would change nothing, though its key answers; empty: it would."""
    what: str = ""
    """A description for this place; empty: the one in the table of commands."""


def table(acts: Iterable[Act[Any]]) -> dict[str, Act[Any]]:
    """Return the acts by the ids of their commands; of two with one id the later counts."""
    return {act.id: act for act in acts}


def action(command_id: str) -> str:
    """Return the name of Textual's action that carries out a command."""
    return f"act('{command_id}')"


class HasActs(DOMNode):
    """A list or a screen with a table of acts. A subclass sets `acts`."""

    acts: Mapping[str, Act[Any]]

    def can(self, command_id: str) -> bool:
        """Return whether a command is possible here now."""
        act = self.acts.get(command_id)
        return act is not None and act.can(self) is True

    def why_not(self, command_id: str) -> str:
        """Return why a command is not possible here now; empty if it is, or if this place does not have it."""
        act = self.acts.get(command_id)
        if act is None:
            return ""
        said = act.can(self)
        return said if isinstance(said, str) else act.why_not(self)

    async def do_act(self, command_id: str) -> bool:
        """Carry out a command; return False if it is not possible here now."""
        if not self.can(command_id):
            return False
        done = self.acts[command_id].do(self)
        if isawaitable(done):
            await done
        return True

    async def action_act(self, command_id: str) -> None:
        """Carry out a command; Textual calls this for a key."""
        await self.do_act(command_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether Textual may run an action now."""
        return self.can(str(parameters[0])) if action == "act" else super().check_action(action, parameters)
