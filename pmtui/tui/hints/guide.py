"""`Guide`: the column at the right, with the next question to ask, notices, and advice on the step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from msgspec import Struct
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pmtui import signs
from pmtui.app.wrap import wrap
from pmtui.meeting.step import Step

_TALL: Final = 48
"""The lines of the screen from which the guide shows all questions of a step."""


class Aside(Struct, frozen=True):
    """A paragraph of the guide with a heading."""

    heading: str
    text: Content | str = ""
    notice: bool = False
    bullets: tuple[str, ...] = ()
    """Short sentences, each with a bullet; wrapped lines are indented."""
    under: tuple[str, ...] = ()
    """A dim line under each of the first bullets."""
    short: str = ""
    """The text for a guide of one line; empty: the first sentence of `text`."""
    early: bool = False
    """Whether that line comes before the question of the step, until the user asks for the next question."""


class Guide(VerticalScroll, can_focus=False):
    """The column at the right, which is folded into one or two lines if there is no room for it."""

    def __init__(self) -> None:
        super().__init__()
        self._text = Static(markup=False)
        self._turn: dict[str, int] = {}
        self._shown: object = None
        self._waiting: Content | None = None
        """The text to draw when the guide is laid out."""
        self.lines: list[str] = []
        """The texts for a guide of one or two lines, the most important first."""

    def compose(self):  # type: ignore[no-untyped-def]
        """Make one text for the guide."""
        if self.display:
            yield self._text

    def next_question(self, step: Step) -> None:
        """Show the next question of the step."""
        self._turn[step.name] = (self._turn.get(step.name, 0) + 1) % max(len(step.prompts), 1)

    def question(self, step: Step) -> str:
        """Return the question that is shown."""
        return step.prompts[self._turn.get(step.name, 0) % len(step.prompts)] if step.prompts else ""

    def show(self, step: Step, asides: Sequence[Aside], *, question: str = "", prompts: bool = True) -> None:
        """Draw a question and paragraphs.

        Args:
            step: the step.
            asides: the paragraphs.
            question: a question that fits the typed text; empty: the step's own.
            prompts: whether questions are shown at all.
        """
        ask = question or self.question(step)
        parts: list[Content] = []
        if prompts and ask:
            turn = self._turn.get(step.name, 0) + 1
            parts.append(Content.styled("Ask", "bold"))
            parts.append(Content(ask))
            words = "fits what was said · q goes on" if question else f"{turn} of {len(step.prompts)} · q for another"
            parts.append(Content.styled(words, "$dim"))
            parts.append(Content(""))
        for aside in asides:
            parts.append(Content.styled(aside.heading, "bold $notice" if aside.notice else "bold"))
            if aside.text:
                parts.append(aside.text if isinstance(aside.text, Content) else Content(aside.text))
            for bullet, under in zip_longest(aside.bullets, aside.under, fillvalue=""):
                parts.append(self._hanging(bullet, aside.notice))
                if under:
                    parts.append(Content.styled("\n".join(f"  {line}" for line in self._wrapped(under)), "$dim"))
            parts.append(Content(""))
        if prompts:
            parts.append(Content.styled(step.purpose, "$dim"))
            parts += self._others(step, ask)
        self._put(Content("\n").join(parts))
        firsts = [_first(aside).removeprefix(f"{signs.FULL} ") for aside in asides if aside.notice]
        notices = [f"{signs.FULL} {first}" for first in firsts if first]
        calm = [aside for aside in asides if not aside.notice and _first(aside)]
        early = [_first(aside) for aside in calm if aside.early]
        others = [f"{aside.heading}: {_first(aside)}" for aside in calm if not aside.early]
        asked = [ask] if prompts and ask else []
        wanted = bool(question or self._turn.get(step.name))
        self.lines = [*notices, *(asked + early if wanted else early + asked), *others]

    def _others(self, step: Step, ask: str) -> list[Content]:
        """Return the other questions of the step if the screen has lines for all of them."""
        others = [prompt for prompt in step.prompts if prompt != ask]
        if not others or self.app.size.height < _TALL:
            return []
        heading = Content.styled("\nTo ask as well", "bold $dim")
        return [heading, *(Content.styled("· " + "\n  ".join(self._wrapped(other)), "$dim") for other in others)]

    def on_show(self) -> None:
        """Draw the text that came before the guide was laid out."""
        if self._waiting is not None:
            self._put(self._waiting)

    def _put(self, text: Content) -> None:
        """Draw the text if it changed; lay the screen out only if the guide is visible and its height changed."""
        self._waiting = None if self.display else text
        if self.display and (text.plain, text.spans) != self._shown:
            self._shown = text.plain, text.spans
            if not self._text.is_attached:
                self.mount(self._text)
            size = self._text.size
            self._text.update(text, layout=not size.width or text.get_height({}, size.width) != size.height)

    def _hanging(self, text: str, notice: bool) -> Content:
        sign = Content.styled(f"{signs.FULL} " if notice else "· ", "$notice" if notice else "$dim")
        return Content.assemble(sign, "\n  ".join(self._wrapped(text)))

    def _wrapped(self, text: str) -> list[str]:
        return wrap(text, max(self.size.width - 7, 20))


def _first(aside: Aside) -> str:
    """Return the text of a paragraph for a guide of one line."""
    return aside.short or (aside.bullets[0] if aside.bullets else str(aside.text).split("\n")[0])
