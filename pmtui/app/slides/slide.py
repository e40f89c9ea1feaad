"""What a card is made of and what it makes: the scene, the slide, and the rows that all cards share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from pmtui.app.editing_session import Place
from pmtui.app.field_values import as_text
from pmtui.app.row_layout import Row, Span
from pmtui.app.wrap import fit
from pmtui.meeting.past_reviews import Earlier
from pmtui.meeting.step import Field, Form, Items
from pmtui.meeting.steps import step
from pmtui.session import paths
from pmtui.session.document import Session, StepName


class ListInUse(NamedTuple):
    """The step's list that is in use, as it stands."""

    step: StepName
    part: Items
    """Its declaration."""
    items: tuple[Any, ...]
    """In the order in which they are shown."""
    item_id: str | None
    """The one that is chosen."""
    rows: Sequence[Row]
    """As the list itself shows them."""

    @property
    def item(self) -> Any:
        """The item that is chosen; None where none is."""
        return next((item for item in self.items if item.id == self.item_id), None)


class Scene(NamedTuple):
    """What a card is made of."""

    session: Session
    list: ListInUse | None
    """None where the step has none."""
    title: str
    """The step's."""
    question: str
    """The one that stands; empty where the facilitator keeps the prompts to themselves."""
    width: int
    """Columns for text."""
    air: int
    """Empty lines between paragraphs: none where lines are dear, two where there are many."""
    today: date
    earlier: Earlier
    """What earlier reviews say."""

    @property
    def heading(self) -> str:
        """What is asked, or where we are."""
        return self.question or self.title

    @property
    def gap(self) -> int:
        """Empty lines between the rows of a list."""
        return min(self.air, 1)


class Link(NamedTuple):
    """Where Enter leads on a row that is no item of the list: a place, and the fields to edit there, if any."""

    place: Place
    fields: tuple[Field, ...] = ()


class Slide(NamedTuple):
    """What is seen."""

    head: tuple[Row, ...]
    """Stays in view."""
    rows: tuple[Row, ...]
    """Scroll, where there are more than fit; a row that is not `fixed` can be chosen."""
    adds: Literal["here", "asked", "no"] = "no"
    """The line to add: always there, there when it is asked for, or on another card."""
    acts: bool = False
    """Whether the keys of the step's list work here."""
    walks: bool = False
    """Whether the keys that walk go from item to item, each on a slide of its own, and not from row to row."""
    where: str = ""
    """`3 of 21`."""
    picture: str = ""
    """The name of the attached file that is shown above the rows; empty: there is none."""
    links: Mapping[str, Link] = {}
    """By row id; that of a slide on which nothing is chosen is empty."""


Card = Callable[[Scene], Slide | None]
"""Makes the slide; None where the card has nothing to show."""


# --- rows ---


def asked(text: str, *, gap: int = 1, right: str = "") -> Row:
    """What the room is asked."""
    return Row("", text, "accent bold", gap=gap, fixed=True, right=(Span(right, "dim"),) if right else ())


def quiet(text: str, *, gap: int = 0) -> Row:
    """What stands beside it."""
    return Row("", text, "dim", gap=gap, fixed=True)


def said(text: str, *, style: str = "", gap: int = 0) -> Row:
    """What is to be read."""
    return Row("", text, style, gap=gap, fixed=True)


NOT_SAID: Final = "not said yet"


def answered(label: str, text: str, row_id: str, scene: Scene, *, column: int, right: str = "") -> Row:
    """A label and what stands there, beside it or, where there is no room, below it."""
    style = "bold" if text else "dim"
    beside = (Span(right, "dim"),) if right else ()
    if scene.width < column + 24:
        return Row(row_id, label, "dim", below=(Span(f"  {text or NOT_SAID}", style),), gap=scene.gap)
    return Row(row_id, text or NOT_SAID, style, lead=(Span(fit(label, column), "dim"),), right=beside, gap=scene.gap)


# --- fields ---


def field_of(name: StepName, path: str) -> Field:
    """A field of one of the step's forms."""
    forms = (part for part in step(name).parts if isinstance(part, Form))
    return next(field for form in forms for field in form.fields if field.path == path)


def words_of(session: Session, field: Field) -> str:
    """A field's value as a person reads it; empty where nothing is said."""
    value = paths.get(session, field.path)
    label = next((choice.label for choice in field.choices if choice.value == value and value is not None), None)
    return label if label is not None else ", ".join(as_text(field, session, value, session).split("\n"))


_MARKS: Final = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])([*_])(?=[^\s*_])(.+?)(?<=[^\s*_])\3(?![\w*])")


def unmarked(text: str) -> str:
    """Markdown without its emphasis: a room reads words, not stars."""
    text = re.sub(r"(?m)^#+ +", "", text)
    return _MARKS.sub(lambda found: unmarked(found[2] or found[4]), text)
