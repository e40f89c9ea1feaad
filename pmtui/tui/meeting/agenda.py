"""The agenda: all steps, where we are, what is filled; at any time a click or a key goes anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from pmtui import signs
from pmtui.app.screen_columns import AGENDA
from pmtui.app.wrap import fit
from pmtui.meeting.evidence import is_open_remark
from pmtui.meeting.step import Step
from pmtui.session.document import Session, StepName


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
        self._lines: list[_Line] = []
        self._below: list[_Count] = []
        self.footing: tuple[Content, ...] = ()

    def show(self, session: Session, current: StepName) -> None:
        """Redraw it if the session or the current step changed."""
        lines = [_line(step, session, step.name == current) for step in self.steps]
        below = _below(session)
        if (lines, below) != (self._lines, self._below):
            self._lines, self._below = lines, below
            self.refresh()

    @property
    def room(self) -> int:
        """The columns that it was given, also before it is laid out anew."""
        given = self.styles.width
        return int(given.value) if given is not None else AGENDA

    def set_footing(self, footing: tuple[Content, ...]) -> None:
        """Set the lines under the steps, which tell the meeting's time."""
        if footing != self.footing:
            self.footing = footing
            self.refresh()

    def render(self) -> Content:
        """Draw one line for each step, and the footing."""
        width = self.size.width
        counts = [Content("")] * bool(self._below) + [count.drawn(width) for count in self._below]
        lines = [*(line.drawn(width) for line in self._lines), *counts, *self.footing]
        return Content("\n").join(line.truncate(width, ellipsis=True) for line in lines)

    def on_click(self, event: events.Click) -> None:
        """Go to the step under the pointer."""
        line = event.get_content_offset_capture(self).y
        if 0 <= line < len(self.steps):
            self.post_message(self.Chosen(self.steps[line].name))


class _Line(NamedTuple):
    """What the agenda says of a step."""

    title: str
    sign: str
    sign_style: str
    items: str
    here: bool

    def drawn(self, width: int) -> Content:
        """The line in so many columns; the count where there is room for it beside the whole title."""
        room = width - 4
        count = self.items if len(self.title) + 1 + len(self.items) <= room else ""
        left = max(room - (len(count) + 1 if count else 0), 1)
        title = fit(_whole_words(self.title, left), left) + (" " if count else "")
        if not self.here:
            return Content.assemble(" ", (self.sign, self.sign_style), " ", title, (count, "$dim"))
        sign = Content.styled(f" {signs.HERE} ", "bold $accent on $panel")
        return Content.assemble(sign, (title, "bold on $panel"), (count, "$dim on $panel"), (" ", "on $panel"))


def _whole_words(title: str, width: int) -> str:
    """As many words of a title as there is room for; a title of one word is left as it is."""
    words = title.split()
    while len(words) > 1 and len(" ".join(words).rstrip(",")) > width:
        words.pop()
    return " ".join(words).rstrip(",")


def _line(step: Step, session: Session, here: bool) -> _Line:
    filled, gaps = step.filled(session), any(True for _ in step.gaps(session))
    done = filled and not gaps
    sign, sign_style = (signs.TICK, "$well") if done else (signs.BEGUN, "$dim") if filled else ("·", "$dim")
    return _Line(step.title, sign, sign_style, str(step.count(session) or ""), here)


class _Count(NamedTuple):
    """How much of something was noted beside the steps."""

    label: str
    words: str
    short: str
    """The words where the column is too narrow for them."""
    style: str = ""

    def drawn(self, width: int) -> Content:
        """The line in so many columns."""
        label = f" {self.label.ljust(10)} "
        if len(label) + len(self.words) <= width:
            return Content.assemble((label, "$dim"), (self.words, self.style))
        return Content.assemble((f" {self.label} ", "$dim"), (self.short, self.style))


def _below(session: Session) -> list[_Count]:
    parked = sum(item.kind in ("topic", "idea", "conflict") for item in session.parking_lot)
    questions = [item for item in session.parking_lot if item.kind == "question"]
    answered = sum(bool(question.answer.strip()) for question in questions)
    remarks = sum(map(is_open_remark, session.parking_lot))
    counts = (
        (parked, _Count("Parked", str(parked), str(parked))),
        (len(questions), _Count("Questions", f"{answered} of {len(questions)}", f"{answered}/{len(questions)}")),
        (remarks, _Count("Remarks", f"{remarks} open", str(remarks), "$notice")),
    )
    return [count for some, count in counts if some]
