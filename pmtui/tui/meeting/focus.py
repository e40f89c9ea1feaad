"""The focus stays where the eye is: in what is shown, and never in a field that is hidden or under a closed line."""

from __future__ import annotations

from textual.widget import Widget


def is_in_sight(widget: Widget, *within: Widget) -> bool:
    """Whether a widget is part of one of these, and neither it nor anything around it is hidden."""
    if not widget.is_attached:
        return False
    around = tuple(widget.ancestors_with_self)
    return all(node.display for node in around) and any(part in around for part in within)
