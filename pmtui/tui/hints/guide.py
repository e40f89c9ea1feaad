"""The guide: the next question to ask, what is worth noticing, and what else the step has to say. Never in the way."""

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
"""Lines of the screen from which the guide has room for all questions of a step."""


class Aside(Struct, frozen=True):
    """A paragraph of the guide under a heading."""

    heading: str
    text: Content | str = ""
    notice: bool = False
    bullets: tuple[str, ...] = ()
    """Short sentences, each with a bullet that it does not run under."""
    under: tuple[str, ...] = ()
    """Dim, under each of the first bullets, what goes with it."""
    short: str = ""
    """What is said of it in a line where there is no room for the guide; else its first sentence."""
    early: bool = False
    """Whether that line comes before the step's own question, as long as nobody asked for another one."""


class Guide(VerticalScroll, can_focus=False):
    """The right column; folded into a line or two where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self._text = Static(markup=False)
        self._turn: dict[str, int] = {}
        self._shown: object = None
        self._waiting: Content | None = None
        """What is to be shown once the guide has a place on the screen."""
        self.lines: list[str] = []
        """What is said in a line or two where there is no room for more, the most wanted first."""

    def compose(self):  # type: ignore[no-untyped-def]
        """Lay out the guide as one text; folded into a line it has none."""
        if self.display:
            yield self._text

    def next_question(self, step: Step) -> None:
        """Turn to the step's next question."""
        self._turn[step.name] = (self._turn.get(step.name, 0) + 1) % max(len(step.prompts), 1)

    def question(self, step: Step) -> str:
        """The question that is shown."""
        return step.prompts[self._turn.get(step.name, 0) % len(step.prompts)] if step.prompts else ""

    def show(self, step: Step, asides: Sequence[Aside], *, question: str = "", prompts: bool = True) -> None:
        """Show the step's question (or the one that fits what was just typed) and what goes with it."""
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
        """The step's other questions, where the screen has lines for all of them."""
        others = [prompt for prompt in step.prompts if prompt != ask]
        if not others or self.app.size.height < _TALL:
            return []
        heading = Content.styled("\nTo ask as well", "bold $dim")
        return [heading, *(Content.styled("· " + "\n  ".join(self._wrapped(other)), "$dim") for other in others)]

    def on_show(self) -> None:
        """Draw what waited for a place."""
        if self._waiting is not None:
            self._put(self._waiting)

    def _put(self, text: Content) -> None:
        """Draw the text if it changed; lay the screen out anew only if it is seen, and its height changed."""
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
    """What of an aside is said in one line."""
    return aside.short or (aside.bullets[0] if aside.bullets else str(aside.text).split("\n")[0])
