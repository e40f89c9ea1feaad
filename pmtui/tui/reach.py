"""Which commands can be done at this moment, and by whom: what help and the palette offer.

A letter that a field takes for itself is no binding while one types; the command behind it can still be chosen. So this
asks who *can* do it, not which key is bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import TextArea

from pmtui.meeting.commands import Command
from pmtui.tui.steps.base import StepView


class Reach(NamedTuple):
    """A command, and the node whose action it is."""

    command: Command
    node: DOMNode


def reachable(screen: Screen[object], table: Iterable[Command]) -> list[Reach]:
    """The commands of the table that can be done now, in its order."""
    nodes = list(_nodes(screen))
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
    yield screen.app


def _reach(nodes: Sequence[DOMNode], command: Command) -> Reach | None:
    if command.id in ("back", "palette"):
        return None
    for node in nodes:
        if hasattr(node, f"action_{command.action}"):
            return Reach(command, node) if node.check_action(command.action, ()) else None
    return None
