"""Find a place for text that was typed or pasted where no field has the focus."""

from __future__ import annotations

from textual.widget import Widget

from pmtui.session.text import cleaned
from pmtui.tui.protocols import HoldsText
from pmtui.tui.steps.base import StepView
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.quick_add import QuickAdd
from pmtui.tui.widgets.words_on_choices import field_for_words, words_went


def put_words(text: str, source: Widget, view: StepView, quick: QuickAdd) -> str:
    """Put words typed on a choice into an empty field or the add line of the step, else into the line for topics.

    Returns:
        A message for the user that says where they went.
    """
    target = field_for_words(source, view.takers_of_words())
    if target is None:
        quick.take_words(text)
    else:
        view.screen.set_focus(target)
        target.take_words(text)
    return words_went(source, target)


def keep_paste(text: str, focused: Widget | None, view: StepView, quick: QuickAdd) -> None:
    """Put a paste into the focused field or the add line, else into the line for topics; all are kept at the end."""
    kept = isinstance(focused, Editor) and any(isinstance(node, HoldsText) for node in focused.ancestors)
    field = focused if kept and isinstance(focused, Editor) else view.paste_target()
    if field is None:
        quick.take_words(text)
    else:
        field.insert_here(cleaned(text))
