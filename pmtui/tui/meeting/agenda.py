"""`AgendaPanel`: the list of all steps, which shows the present one, and how much is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from operator import is_

from msgspec import Struct
from msgspec.structs import replace
from textual import events
from textual.content import Content, Span
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pmtui import signs
from pmtui.app.screen_columns import AGENDA
from pmtui.app.wrap import fit
from pmtui.meeting.evidence import is_open_remark, still_parked
from pmtui.meeting.step import Step
from pmtui.session.document import Session, StepName
from pmtui.tui.widgets.textual_workarounds import drawn_line


class AgendaPanel(Widget):
    """A line for each step, and below them counts and the time of the meeting."""

    class Chosen(Message):
        """Posted when a step was clicked."""

        def __init__(self, name: StepName) -> None:
            super().__init__()
            self.name = name

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__()
        self.steps: Sequence[Step] = steps
        self._lines: list[_Said] = []
        """The lines, from the first step to the time of the meeting."""
        self._said: list[_Said] = []
        self._made_of: tuple[Session, Sequence[Step], StepName] | None = None
        self._filled: list[_Line] = []
        self._below: list[_Said] = []
        self._footing: list[_Said] = []
        self._drawn: dict[tuple[_Said, int, int], Strip] = {}

    def show(self, session: Session, current: StepName) -> None:
        """Draw the lines that changed with the session or the present step."""
        made_of = session, self.steps, current
        before, self._made_of = self._made_of, made_of
        if before is None or not all(map(is_, before[:2], made_of)):
            below = _below(session)
            self._filled = [_line(step, session) for step in self.steps]
            self._below = [*([_Words("")] if below else []), *below]
        elif before[2] is current:
            return
        here = zip(self.steps, self._filled, strict=True)
        steps = [replace(line, here=True) if step.name == current else line for step, line in here]
        self._said = [*steps, *self._below]
        self._show_lines()

    @property
    def room(self) -> int:
        """The width in columns; it is right before the layout too."""
        given = self.styles.width
        return int(given.value) if given is not None else AGENDA

    def set_footing(self, footing: tuple[Content, ...]) -> None:
        """Set the lines below the steps, which show the time of the meeting."""
        self._footing = [_Words(line.plain, tuple(line.spans)) for line in footing]
        self._show_lines()

    def _show_lines(self) -> None:
        """Draw the lines that differ from those on the screen."""
        before, self._lines = self._lines, [*self._said, *self._footing]
        for y, (old, new) in enumerate(zip_longest(before, self._lines)):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def render(self) -> Content:
        """Return a line for each step, and the footing."""
        return Content("\n").join(self._drawn_line(said) for said in self._lines)

    def render_line(self, y: int) -> Strip:
        """Draw one line; the strip of a line is cached."""
        if self.text_selection is not None:
            return super().render_line(y)
        width = self.size.width
        if y >= len(self._lines):
            return Strip.blank(width, self.visual_style.rich_style)
        said = self._lines[y]
        if (strip := self._drawn.get((said, width, y))) is None:
            if len(self._drawn) > 200:
                self._drawn.clear()
            strip = drawn_line(self, self._drawn_line(said), y)
            self._drawn[said, width, y] = strip = strip.adjust_cell_length(width, self.visual_style.rich_style)
        return strip

    def _drawn_line(self, said: _Said) -> Content:
        return said.drawn(self.size.width).truncate(self.size.width, ellipsis=True)

    def notify_style_update(self) -> None:
        """Forget the cached lines: the styles have changed."""
        super().notify_style_update()
        self._drawn.clear()

    def on_click(self, event: events.Click) -> None:
        """Post `Chosen` for the step under the pointer."""
        line = event.get_content_offset_capture(self).y
        if 0 <= line < len(self.steps):
            self.post_message(self.Chosen(self.steps[line].name))


class _Line(Struct, frozen=True):
    """The line of a step."""

    title: str
    short: str
    """The text for a title that is too long; empty: its first words."""
    sign: str
    sign_style: str
    items: str
    here: bool = False

    def drawn(self, width: int) -> Content:
        """Return the line at a width in columns, with the count if there is room for it beside the title."""
        room = width - 4
        name = self.title if len(self.title) <= room or not self.short else self.short
        count = self.items if len(name) + 1 + len(self.items) <= room else ""
        left = max(room - (len(count) + 1 if count else 0), 1)
        title = fit(_whole_words(name, left), left) + (" " if count else "")
        if not self.here:
            return Content.assemble(" ", (self.sign, self.sign_style), " ", title, (count, "$dim"))
        sign = Content.styled(f" {signs.HERE} ", "bold $accent on $panel")
        return Content.assemble(sign, (title, "bold on $panel"), (count, "$dim on $panel"), (" ", "on $panel"))


def _whole_words(title: str, width: int) -> str:
    """Return as many words of a title as fit; a title of one word is not cut."""
    words = title.split()
    while len(words) > 1 and len(" ".join(words).rstrip(",")) > width:
        words.pop()
    return " ".join(words).rstrip(",")


def _line(step: Step, session: Session) -> _Line:
    filled, gaps = step.filled(session), any(True for _ in step.gaps(session))
    done = filled and not gaps
    sign, sign_style = (signs.TICK, "$well") if done else (signs.BEGUN, "$dim") if filled else ("·", "$dim")
    return _Line(step.title, step.short, sign, sign_style, f"{n:,}" if (n := step.count(session)) else "")


class _Count(Struct, frozen=True):
    """A line with a count, for example of parked topics."""

    label: str
    words: str
    short: str
    """The text for a narrow column."""
    style: str = ""

    def drawn(self, width: int) -> Content:
        """Return the line at a width in columns."""
        label = f" {self.label.ljust(10)} "
        if len(label) + len(self.words) <= width:
            return Content.assemble((label, "$dim"), (self.words, self.style))
        return Content.assemble((f" {self.label} ", "$dim"), (self.short, self.style))


class _Words(Struct, frozen=True):
    """A line of plain text."""

    plain: str
    spans: tuple[Span, ...] = ()

    def drawn(self, width: int) -> Content:
        """Return the line; the caller cuts it to the width."""
        return Content(self.plain, list(self.spans))


_Said = _Line | _Count | _Words


def _below(session: Session) -> list[_Count]:
    parked = still_parked(session)
    questions = [item for item in session.parking_lot if item.kind == "question"]
    answered = sum(bool(question.answer.strip()) for question in questions)
    remarks = sum(map(is_open_remark, session.parking_lot))
    counts = (
        (parked, _Count("Parked", str(parked), str(parked))),
        (len(questions), _Count("Questions", f"{answered} of {len(questions)}", f"{answered}/{len(questions)}")),
        (remarks, _Count("Remarks", f"{remarks} open", str(remarks), "$notice")),
    )
    return [count for some, count in counts if some]
