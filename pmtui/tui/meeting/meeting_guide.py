"""`MeetingGuide`: the guide of a meeting, in its column or as a line or two."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from pmtui.session.document import Session
from pmtui.tui.hints.guide import Aside, Guide
from pmtui.tui.hints.wording_hints import WordingHints
from pmtui.tui.steps.base import StepView
from pmtui.tui.widgets.field_row import FieldRow
from pmtui.tui.widgets.form import help_of
from pmtui.tui.widgets.status_bar import FoldedLine


class MeetingGuide:
    """Fills the column and the line of the guide, of which one is visible."""

    def __init__(self, hints: WordingHints) -> None:
        self.hints = hints
        self.column = Guide()
        self.line = FoldedLine(id="folded")
        self._help: tuple[str, str] | None = None
        """The label and the help of the focused field."""

    def visit(self, label: str, help: str) -> None:
        """Set the help for the field that got the focus."""
        self._help = (label, help)

    def begin_at(self, focused: Widget | None) -> None:
        """Set the help for the field with the focus when a step opens, before its message comes; or no help."""
        self._help = None
        if focused is not None and isinstance(row := focused.parent, FieldRow):
            self.visit(row.slot.field.label, help_of(row.slot.field))

    def leave(self, focused: Widget | None) -> bool:
        """Remove the help if the focus is in no field of a form; return whether that changes the guide."""
        if self._help is None or isinstance(getattr(focused, "parent", None), FieldRow):
            return False
        self._help = None
        return True

    def show(self, view: StepView, session: Session, more: Iterable[Aside], *, prompts: bool) -> None:
        """Draw the guide for the step and the item under the cursor; `more` are paragraphs below those of the step."""
        asides = [*view.asides(session), *more]
        if self._help is not None and self._help[1] and prompts:
            asides.insert(0, Aside(*self._help))
        asides, question = self.hints.joined(asides), self.hints.question()
        self.column.show(view.step, asides, question=question, prompts=prompts)
        helped = self._help is not None and not (asides and asides[0].notice)
        help = [self._help[1]] if self._help is not None and helped else []
        # A hint for the typed text replaces the help of the field.
        before = 1 if question and prompts else 0
        lines = self.column.lines
        self.line.show([*lines[:before], *help, *lines[before:]])
