"""What the commands do in one place: a table of plain functions that a list or a screen is given.

A key, the palette, help and the projector all ask this table: what a command does here, and whether it can be done now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from inspect import isawaitable
from typing import Any, Generic, TypeVar

from msgspec import Struct
from textual.dom import DOMNode

Place = TypeVar("Place")
"""What the functions of a table get: the list, or the screen."""


def always(_place: object) -> bool:
    """The act can be done at any time."""
    return True


class Act(Struct, Generic[Place], frozen=True):
    """One command, as it is done in one place."""

    id: str
    """The command's, as in `pmtui.meeting.commands`."""
    do: Callable[[Place], object]
    """Does it; where it returns an awaitable, that is awaited."""
    can: Callable[[Place], bool | str] = always
    """True: it can be done now; words: it cannot, and why; False: it cannot, and nobody has to be told."""
    why_not: Callable[[Place], str] = lambda _: ""
    """Why it would do nothing now, for help and the palette, where its key answers all the same; empty: it does."""
    what: str = ""
    """What it does here, where the words of the table of commands do not say it."""


def table(acts: Iterable[Act[Any]]) -> dict[str, Act[Any]]:
    """The acts by the ids of their commands; of two with one id the later counts."""
    return {act.id: act for act in acts}


def action(command_id: str) -> str:
    """The action that Textual is asked for when a command shall be done by a node with a table."""
    return f"act('{command_id}')"


class HasActs(DOMNode):
    """A list or a screen whose commands stand in a table. A subclass sets `acts`."""

    acts: Mapping[str, Act[Any]]

    def can(self, command_id: str) -> bool:
        """Whether a command can be done here now."""
        act = self.acts.get(command_id)
        return act is not None and act.can(self) is True

    def why_not(self, command_id: str) -> str:
        """Why a command of this place cannot be done now, in a few words; empty where it can, or is none."""
        act = self.acts.get(command_id)
        if act is None:
            return ""
        said = act.can(self)
        return said if isinstance(said, str) else act.why_not(self)

    async def do_act(self, command_id: str) -> bool:
        """Do a command; False where it cannot be done here now."""
        if not self.can(command_id):
            return False
        done = self.acts[command_id].do(self)
        if isawaitable(done):
            await done
        return True

    async def action_act(self, command_id: str) -> None:
        """Do a command: what Textual calls for a key."""
        await self.do_act(command_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell Textual whether an action can be done now."""
        return self.can(str(parameters[0])) if action == "act" else super().check_action(action, parameters)
