"""Text that no field has asked for: a paste beside all fields, and words that were typed on a choice."""

from __future__ import annotations

from textual.widget import Widget

from pmtui.session.text import cleaned
from pmtui.tui.protocols import HoldsText
from pmtui.tui.steps.base import StepView
from pmtui.tui.widgets.editor import Editor
from pmtui.tui.widgets.quick_add import QuickAdd
from pmtui.tui.widgets.words_on_choices import field_for_words, words_went


def put_words(text: str, source: Widget, view: StepView, quick: QuickAdd) -> str:
    """Put words that were typed on a choice into an empty field or the add line of the step, else park them.

    Returns:
        Where they went, for the person.
    """
    target = field_for_words(source, view.takers_of_words())
    if target is None:
        quick.take_words(text)
    else:
        view.screen.set_focus(target)
        target.take_words(text)
    return words_went(source, target)


def keep_paste(text: str, focused: Widget | None, view: StepView, quick: QuickAdd) -> None:
    """Put a paste where it is kept when the app ends: where no field takes it, it is parked."""
    kept = isinstance(focused, Editor) and any(isinstance(node, HoldsText) for node in focused.ancestors)
    field = focused if kept and isinstance(focused, Editor) else view.paste_target()
    if field is None:
        quick.take_words(text)
    else:
        field.insert_here(cleaned(text))
