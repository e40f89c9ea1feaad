"""`HelpScreen`: the keys that work now, and help on the focused field and the step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from pmtui import signs
from pmtui.meeting.commands import Command, Where
from pmtui.tui.input import keymap
from pmtui.tui.input.keymap import spoken
from pmtui.tui.lists.item_list import ItemList
from pmtui.tui.meeting.available_commands import AvailableCommand, available_commands
from pmtui.tui.steps.base import StepView
from pmtui.tui.styles import HEIGHTS, LOW_WINDOW, sheet
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.field_row import FieldRow
from pmtui.tui.widgets.rows import Row, Rows, Span
from pmtui.tui.widgets.status_bar import KeysLine
from pmtui.tui.widgets.text_rows import TextRows

_HEADINGS: Final[dict[Where, str]] = {
    "opening": "On this step", "timeline": "On this step", "lessons": "On this step", "five whys": "On this step",
    "actions": "On this step", "evidence": "On this step", "close": "On this step", "list": "In a list",
    "field": "In and between fields",
    "board": "On the board", "trends": "On the trends", "health": "On the health of the practice",
    "names": "On the names",
    "library": "In the library", "meeting": "In the meeting", "anywhere": "Anywhere",
}  # fmt: skip
"""The headings in the order in which they are shown; commands nearest to the focus come first."""

_IN_LISTS: Final = (
    (f"{signs.UP} {signs.DOWN}", "Choose (k and j too)"),
    ("pgup pgdn", "A screenful up or down"),
    ("home end", "The first, the last"),
)
_ENTER: Final = {
    "add": "Add it; the line is free for the next",
    "line": "Go on to the next field",
    "text": "A new line",
}
_WIDEST: Final = 22
"""The cells for keys; half of it on a narrow screen."""
_WIDE: Final = 70


class HelpScreen(ModalScreen[None]):
    """Lines of help above a screen.

    Args:
        title: the title.
        rows: the help.
    """

    CSS_PATH = sheet("help")
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close", show=False),
        Binding("f1,question_mark", "close", "Close", id="help", show=False),
        *(binding for binding in keymap.on_top() if binding.id != "help"),
    ]

    def __init__(self, title: str, rows: Sequence[Row]) -> None:
        super().__init__()
        self.heading = title
        self.rows = rows
        self.list = TextRows()

    @classmethod
    def on_screen(cls, screen: Screen[object], table: Iterable[Command]) -> HelpScreen:
        """Return the help for a screen as it is now, with the user's own keys."""
        view = getattr(screen, "view", None)
        step = view.step if isinstance(view, StepView) else None
        rows = [Row("", step.purpose, "dim", fixed=True, gap=1)] if step else []
        rows += on_focus(screen.focused)
        room = _WIDEST if screen.app.size.width >= _WIDE else _WIDEST // 2
        own: Callable[[], list[tuple[str, str]]] | None = getattr(screen, "more_keys", None)
        typing = (own() if own else while_typing(screen.focused)) if isinstance(screen.focused, Editor) else []
        walking: Sequence[tuple[str, str]] = getattr(screen, "WALKING", ())
        in_list = isinstance(screen.focused, Rows)
        rows += on_keys(available_commands(screen, table), typing, in_list=in_list, widest=room, walking=walking)
        return cls(step.title if step else getattr(screen, "HELP_TITLE", "Keys"), rows)

    def compose(self) -> ComposeResult:
        """Make the title and the lines."""
        with Vertical(id="help"):
            yield Static(self.heading, markup=False, classes="heading")
            yield self.list
            yield KeysLine()

    def on_mount(self) -> None:
        """Focus the lines, so that keys scroll them."""
        self.list.show(self.rows)
        self.list.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Show as many lines as fit between the title and the line of keys."""
        self.list.styles.max_height = max(event.size.height - (8 if event.size.height >= LOW_WINDOW else 3), 3)

    def more_keys(self) -> list[tuple[str, str]]:
        """Return keys of this window and their labels, for the line of keys."""
        return [(signs.UP_DOWN, "scroll"), ("esc", "close")]

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss(None)


def on_focus(focused: Widget | None) -> list[Row]:
    """Return rows about the field or list that has the focus; none if nothing has."""
    if focused is None:
        return []
    around = list(focused.ancestors_with_self)
    field_row = next((node for node in around if isinstance(node, FieldRow)), None)
    if field_row is not None:
        field = field_row.slot.field
        usual = f"Usual: {' · '.join(field.suggestions)}" if field.suggestions else ""
        return _about(field.label, field.help, f"For example: {field.example}" if field.example else "", usual)
    view = next((node for node in around if isinstance(node, ItemList)), None)
    if view is not None:
        part = view.part
        return _about(part.title, part.subtitle, f"For example: {part.example}" if part.example else "")
    return []


def while_typing(field: Editor) -> list[tuple[str, str]]:
    """Return the keys of a field and what they do."""
    return [
        ("enter", _ENTER[field.mode]),
        ("ctrl+j", "A line break" if field.mode != "text" else "A new line too"),
        (f"{signs.UP} {signs.DOWN}", "Choose in the list, or another field"),
        ("esc", "Leave the field, keeping the text; letters are commands then"),
        (keymap.key_for(field.app, "palette", typing=True), "Any command by its name, from the field too"),
    ]


def on_keys(
    reaches: Sequence[AvailableCommand],
    typing: Sequence[tuple[str, str]],
    *,
    in_list: bool,
    widest: int,
    walking: Sequence[tuple[str, str]] = (),
) -> list[Row]:
    """Return rows for the keys, those nearest to the focus first. Keys that work only outside of fields are dim.

    Args:
        reaches: the available commands.
        typing: keys of the focused field and what they do; empty if no field has the focus.
        in_list: whether a list has the focus.
        widest: the cells for keys.
        walking: keys that go from slide to slide and what they do; empty outside of present mode.
    """
    groups: dict[str, list[tuple[str, str, str]]] = {}
    if typing:
        groups["While you type"] = [(key, what, "") for key, what in typing]
    if walking:
        groups["On the projector"] = [(keys, what, "") for keys, what in walking]
    if in_list:
        groups["In a list"] = [(keys, what, "") for keys, what in _IN_LISTS]
    for where, heading in _HEADINGS.items():
        for reach in reaches:
            if reach.command.where == where:
                groups.setdefault(heading, []).append(_keys(reach, typing=bool(typing)))
    order = ["While you type", "On the projector", *dict.fromkeys(_HEADINGS.values())]
    width = min(max((len(a) + len(b) + 1 for rows in groups.values() for a, _, b in rows), default=0), widest)
    made: list[Row] = []
    for heading in sorted(groups, key=order.index):
        made.append(Row("", heading, "bold accent", fixed=True))
        made += [_row(*each, width) for each in groups[heading]]
        made.append(Row("", "", fixed=True))
    return made[:-1]


def _keys(reach: AvailableCommand, *, typing: bool) -> tuple[str, str, str]:
    """Return the keys that work now, what they do, and the keys that work after Escape."""
    command = reach.command
    keys = [spoken(key) for key in command.keys]
    if reach.why_not:
        return "", f"{command.what}: {reach.why_not}", " ".join(keys)
    letters = [key for key in keys if len(key) == 1 or key == "enter"] if typing else []
    return " ".join(key for key in keys if key not in letters), command.what, " ".join(letters)


def _row(now: str, what: str, later: str, width: int) -> Row:
    gap = " " if now and later else ""
    space = " " * max(width - len(now + gap + later), 0)
    lead = (Span("  "), Span(now, "bold"), Span(gap + later + space + "  ", "dim"))
    return Row("", what, "" if now else "dim", lead=lead, fixed=True)


def _about(title: str, *texts: str) -> list[Row]:
    said = [text for text in texts if text]
    if not said:
        return []
    rows = [Row("", title, "bold accent", fixed=True)]
    rows += [Row("", text, "" if n == 0 else "dim", lead=(Span("  "),), fixed=True) for n, text in enumerate(said)]
    return [*rows, Row("", "", fixed=True)]
