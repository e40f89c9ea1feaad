"""Find the commands that are possible now, for help and the palette.

While a field has the focus, a letter has no binding, but its command can still be chosen in the palette. So each node
is asked whether it can carry out the command, not whether a key is bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import TextArea

from pmtui.meeting.commands import Command
from pmtui.tui.input.acts import HasActs, action
from pmtui.tui.steps.base import StepView


class AvailableCommand(NamedTuple):
    """A command, and the node that carries it out."""

    command: Command
    node: DOMNode
    action: str
    """The name of Textual's action on that node."""
    why_not: str = ""
    """Why the command is not possible now; empty if it is."""


def available_commands(screen: Screen[object], table: Iterable[Command]) -> list[AvailableCommand]:
    """Return the commands of the table that are possible now, or that say why not, in the order of the table."""
    nodes = list(_nodes(screen))
    passed_over: frozenset[str] = getattr(screen, "passed_over", frozenset())
    table = [command for command in table if command.id not in passed_over]
    return [reach for command in table if (reach := _reach(nodes, command)) is not None]


def _nodes(screen: Screen[object]) -> Iterator[DOMNode]:
    """Yield the nodes from the focus to the app; without a focus, begin with the list in use."""
    for node in screen.focused.ancestors_with_self if screen.focused is not None else ():
        # Undo and redo of a field are for its own keys only.
        if node is not screen and node is not screen.app and not isinstance(node, TextArea):
            yield node
    view = getattr(screen, "view", None)
    if isinstance(view, StepView):
        active = view.active_list()
        yield from (view,) if active is None else (active, view)
    yield screen
    over: Callable[[], DOMNode | None] | None = getattr(screen, "list_in_reach", None)
    if over is not None and (below := over()) is not None:
        yield below
    yield screen.app


def _reach(nodes: Sequence[DOMNode], command: Command) -> AvailableCommand | None:
    if command.id in ("back", "palette"):
        return None
    for node in nodes:
        act = node.acts.get(command.id) if isinstance(node, HasActs) else None
        if act is not None and isinstance(node, HasActs):
            why_not = node.why_not(command.id)
            named = replace(command, what=act.what) if act.what else command
            return (
                AvailableCommand(named, node, action(command.id), why_not) if node.can(command.id) or why_not else None
            )
        if hasattr(node, f"action_{command.action}"):
            can = bool(node.check_action(command.action, ()))
            ask: Callable[[str], str] | None = getattr(node, "why_not", None)
            why_not = ask(command.id) if ask is not None else ""
            return AvailableCommand(command, node, command.action, why_not) if can or why_not else None
    return None
