"""Words that were typed where no field takes them are carried to the next field of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.widget import Widget

from pmtui.tui.widgets.choice import ChoiceField
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.field_row import FieldRow

Say = Callable[[str, bool], None]
"""Tells the person something; True where it is a refusal."""


def carry(text: str, source: Widget, stops: Sequence[Widget], say: Say) -> None:
    """Put the words into the field of text that follows `source` among the stops; refuse them aloud where none does."""
    picks = " ".join(source.field_keys()[0]) if isinstance(source, ChoiceField) else ""
    target = text_field_after(source, stops)
    if target is None:
        say(f"{picks}: there is no field for words here", True)
        return
    target.screen.set_focus(target)
    target.move_cursor(target.document.end)
    if target.text and not target.text[-1].isspace():
        target.insert_here(" ")
    if "\n" in text:
        target.take_paste(text)
    else:
        target.insert_here(text)
    say(f"{picks}: the words go to {_name(target)}", False)


def text_field_after(source: Widget, stops: Sequence[Widget]) -> Editor | None:
    """The next field of free text or add line among the stops; where none follows, the nearest before."""
    at = stops.index(source) if source in stops else -1
    others = (*stops[at + 1 :], *reversed(stops[: max(at, 0)]))
    return next((stop for stop in others if isinstance(stop, Editor) and _takes_words(stop)), None)


def _takes_words(stop: Editor) -> bool:
    row = stop.parent
    return row.slot.field.kind in ("line", "text") if isinstance(row, FieldRow) else stop.mode == "add"


def _name(target: Editor) -> str:
    row = target.parent
    return f"“{row.slot.field.label}”" if isinstance(row, FieldRow) else "the line that adds"
