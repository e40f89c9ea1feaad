"""Which commands can be done at this moment, and by whom: what help and the palette offer.

A letter that a field takes for itself is no binding while one types; the command behind it can still be chosen. So this
asks who *can* do it, not which key is bound.
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
    """A command, and the node whose action it is."""

    command: Command
    node: DOMNode
    action: str
    """What Textual calls it there."""
    why_not: str = ""
    """Why it cannot be done at this moment, in a few words; empty where it can."""


def available_commands(screen: Screen[object], table: Iterable[Command]) -> list[AvailableCommand]:
    """The commands of the table that can be done now, in its order; and those that say why they cannot."""
    nodes = list(_nodes(screen))
    passed_over: frozenset[str] = getattr(screen, "passed_over", frozenset())
    table = [command for command in table if command.id not in passed_over]
    return [reach for command in table if (reach := _reach(nodes, command)) is not None]


def _nodes(screen: Screen[object]) -> Iterator[DOMNode]:
    """From the focus outwards; what the step would act on where nothing has the focus; the app last."""
    for node in screen.focused.ancestors_with_self if screen.focused is not None else ():
        # A field's own undo and redo are its keys' business.
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
