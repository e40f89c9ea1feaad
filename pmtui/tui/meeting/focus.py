"""Keep the focus on a visible widget: of the step that is shown, or of the line over it."""

from __future__ import annotations

from itertools import takewhile

from textual.screen import Screen
from textual.widget import Widget

from pmtui.tui.lists.hint import Hint
from pmtui.tui.steps.base import StepView
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.quick_add import QuickAdd
from pmtui.tui.widgets.rows import Rows


def is_in_sight(widget: Widget, *within: Widget) -> bool:
    """Return whether a widget is part of one of these, and neither it nor a parent is hidden."""
    if not widget.is_attached:
        return False
    around = tuple(widget.ancestors_with_self)
    return all(node.display for node in around) and any(part in around for part in within)


def is_coming(widget: Widget, view: StepView) -> bool:
    """Return whether a widget is in the list in use, which is displayed only with the next drawing."""
    active = view.active_list()
    if active is None or not view.display or view.list_of(widget) is not active:
        return False
    return all(node.display for node in takewhile(lambda node: node is not active, widget.ancestors_with_self))


def settle(screen: Screen[None], view: StepView, line: Widget) -> None:
    """Give the focus to the step's entry if it is neither in the step that is shown nor in the line over it."""
    focused = screen.focused
    if focused is None or is_in_sight(focused, view, line) or is_coming(focused, view):
        return
    screen.set_focus(None)
    if not view.is_mounted:
        return
    view.focus_entry()
    if screen.focused is not None and not is_in_sight(screen.focused, view):
        screen.set_focus(None)


def leave_field(screen: Screen[None], view: StepView, line: QuickAdd) -> None:
    """Close the line over the step if it is open; else move the focus from the field to the rows of its list."""
    focused = screen.focused
    if line.display:
        line.close()
        if line.came_from is not None and view in line.came_from.ancestors:
            screen.set_focus(line.came_from)
        else:
            view.focus_entry()
    elif focused is not None and (isinstance(focused, Editor) or focused.check_consume_key("a", "a")):
        items = view.list_of(focused) or view.active_list()
        view.commit()
        screen.set_focus(items.list if items is not None else None)


def show_focus(left: Widget | None, entered: Widget | None) -> None:
    """Draw the cursors and hints of the lists that lost and got the focus.

    The lists also get messages about it, but only after the next drawing.
    """
    for focused, inside in ((left, False), (entered, True)):
        if focused is None or focused.parent is None:
            continue
        for beside in focused.parent.children:
            if isinstance(beside, Hint):
                beside.shown = inside
            elif isinstance(beside, Rows):
                beside.set_cursor_active(inside and focused is not beside)
