"""Find the field for words that were typed on a choice. Only empty fields and add lines take them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget

from pmtui.tui.widgets.choice import ChoiceField
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.field_row import FieldRow, field_of


def field_for_words(source: Widget, stops: Sequence[Widget]) -> Editor | None:
    """Return the field that takes the words: an empty one of the question, else the next for prose, else the add line.

    Args:
        source: the widget with the focus.
        stops: the widgets that Tab goes to, in this order.
    """
    at = stops.index(source) + 1 if source in stops else 0
    empty = [stop for stop in (*stops[at:], *stops[:at]) if _is_empty_text(stop)]
    fields = [(stop, row.slot.field) for stop in empty if (row := _row_of(stop)) is not None]
    question = _question_of(source)
    same = [stop for stop, field in fields if question and field.kind == "line" and field.path.startswith(question)]
    prose = [stop for stop, field in fields if field.kind == "text"]
    lines = [stop for stop in empty if isinstance(stop, Editor) and stop.mode == "add" and _is_seen(stop)]
    found = next(map(field_of, (*same, *prose, *lines)), None)
    return found if isinstance(found, Editor) else None


def words_went(source: Widget, target: Editor | None) -> str:
    """Return the message for the user: what keys do on the choice, and where the words went (None: to the topics)."""
    row = _row_of(target) if target is not None else None
    name = f"“{row.slot.field.label}”" if row is not None else "the line that adds"
    name = "the line below, enter parks them" if target is None else name
    picks = f"{' '.join(source.field_keys()[0])}: " if isinstance(source, ChoiceField) else ""
    return f"{picks}the words go to {name}"


def _question_of(source: Widget) -> str:
    """Return the prefix of the paths of a question's fields (`summary.data_loss.`); empty if it has only one."""
    path = row.slot.field.path if (row := _row_of(source)) is not None else ""
    return path.removesuffix("answer") if path.endswith(".answer") else ""


def _row_of(stop: Widget) -> FieldRow | None:
    """Return the row of a field, also of one that is not made yet."""
    row = stop if isinstance(stop, FieldRow) else stop.parent
    return row if isinstance(row, FieldRow) else None


def _is_empty_text(stop: Widget) -> bool:
    return stop.empty if isinstance(stop, FieldRow) else isinstance(stop, Editor) and not stop.text


def _is_seen(stop: Widget) -> bool:
    return all(node.display for node in stop.ancestors_with_self)
