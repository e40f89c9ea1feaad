"""The agenda: all steps, where we are, what is filled; at any time a click or a key goes anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from pmtui import signs
from pmtui.app.wrap import fit
from pmtui.meeting.step import Step
from pmtui.session.document import Session, StepName

_WIDTH = 26


class AgendaPanel(Widget):
    """One line a step, and below it what the meeting has come to."""

    class Chosen(Message):
        """A step was clicked."""

        def __init__(self, name: StepName) -> None:
            super().__init__()
            self.name = name

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__()
        self.steps: Sequence[Step] = steps
        self._lines: list[Content] = []
        self.footing: tuple[Content, ...] = ()

    def show(self, session: Session, current: StepName) -> None:
        """Redraw it if the session or the current step changed."""
        lines = [self._line(step, session, step.name == current) for step in self.steps]
        lines += self._below(session)
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def set_footing(self, footing: tuple[Content, ...]) -> None:
        """Set the lines under the steps, which tell the meeting's time."""
        if footing != self.footing:
            self.footing = footing
            self.refresh()

    def render(self) -> Content:
        """Draw one line for each step, and the footing."""
        return Content("\n").join([*self._lines, *self.footing])

    def _line(self, step: Step, session: Session, here: bool) -> Content:
        filled, gaps = step.filled(session), any(True for _ in step.gaps(session))
        sign, sign_style = (
            (signs.TICK, "$well") if filled and not gaps else (signs.BEGUN, "$dim") if filled else ("·", "$dim")
        )
        number = step.count(session)
        count = str(number) if number else ""
        title = fit(step.title, _WIDTH - 4 - len(count) - 1)
        if here:
            bar = Content.styled(signs.BAR, "$accent on $panel")
            rest = Content.assemble(
                (f"{signs.HERE} ", "bold on $panel"), (f"{title} ", "bold on $panel"), (count, "$dim on $panel")
            )
            return Content.assemble(bar, rest, (" ", "on $panel"))
        return Content.assemble(" ", (sign, sign_style), " ", f"{title} ", (count, "$dim"))

    def _below(self, session: Session) -> list[Content]:
        parked = [item for item in session.parking_lot if item.kind in ("topic", "idea", "conflict")]
        questions = [item for item in session.parking_lot if item.kind == "question"]
        lines: list[Content] = []
        if parked or questions:
            lines.append(Content(""))
        if parked:
            lines.append(Content.assemble((" Parked     ", "$dim"), str(len(parked))))
        if questions:
            answered = sum(bool(question.answer.strip()) for question in questions)
            lines.append(Content.assemble((" Questions  ", "$dim"), f"{answered} of {len(questions)} answered"))
        return lines

    def on_click(self, event: events.Click) -> None:
        """Go to the step under the pointer."""
        line = event.get_content_offset_capture(self).y
        if 0 <= line < len(self.steps):
            self.post_message(self.Chosen(self.steps[line].name))
