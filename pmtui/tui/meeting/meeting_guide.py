"""The guide of a meeting: what it says of step, field and wording, in its column or in a line or two."""

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
    """Fills the column and the line; only one of the two is seen."""

    def __init__(self, hints: WordingHints) -> None:
        self.hints = hints
        self.column = Guide()
        self.line = FoldedLine(id="folded")
        self._help: tuple[str, str] | None = None
        """Label and help of the field with the focus."""

    def visit(self, label: str, help: str) -> None:
        """Help with a field that has the focus now."""
        self._help = (label, help)

    def begin_at(self, focused: Widget | None) -> None:
        """Help with the field that has the focus as a step opens, before any message says so; else with none."""
        self._help = None
        if focused is not None and isinstance(row := focused.parent, FieldRow):
            self.visit(row.slot.field.label, help_of(row.slot.field))

    def leave(self, focused: Widget | None) -> bool:
        """Forget the help where the focus is in no field of a form any more; True where that changes the guide."""
        if self._help is None or isinstance(getattr(focused, "parent", None), FieldRow):
            return False
        self._help = None
        return True

    def show(self, view: StepView, session: Session, more: Iterable[Aside], *, prompts: bool) -> None:
        """Draw both for the step and what is selected in it; `more` stands below what the step says."""
        asides = [*view.asides(session), *more]
        if self._help is not None and self._help[1] and prompts:
            asides.insert(0, Aside(*self._help))
        asides, question = self.hints.joined(asides), self.hints.question()
        self.column.show(view.step, asides, question=question, prompts=prompts)
        helped = self._help is not None and not (asides and asides[0].notice)
        help = [self._help[1]] if self._help is not None and helped else []
        # What fits the words just typed is said at once; who types has read the help.
        before = 1 if question and prompts else 0
        lines = self.column.lines
        self.line.show([*lines[:before], *help, *lines[before:]])
