"""The types of slides: `Scene`, from which a card makes a `Slide`; and rows that several cards use."""

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
    """The list of the step that is in use, in its current state."""

    step: StepName
    part: Items
    """The list's declaration in `pmtui/meeting`."""
    items: tuple[Any, ...]
    """The items in the order in which they are shown."""
    item_id: str | None
    """The id of the selected item; None where none is selected."""
    rows: Sequence[Row]
    """The rows of the list on the meeting's screen."""

    @property
    def item(self) -> Any:
        """The selected item; None where none is selected."""
        return next((item for item in self.items if item.id == self.item_id), None)


class Scene(NamedTuple):
    """What a card makes its slide from."""

    session: Session
    list: ListInUse | None
    """None where the step has no list."""
    title: str
    """The title of the step."""
    question: str
    """The current prompt; empty where the facilitator hides the prompts."""
    width: int
    """The columns for text."""
    air: int
    """The number of empty lines between paragraphs: 0 on a low screen, up to 2 on a high one."""
    today: date
    earlier: Earlier
    """What earlier reviews left open."""

    @property
    def heading(self) -> str:
        """The prompt, or the title of the step."""
        return self.question or self.title

    @property
    def gap(self) -> int:
        """The number of empty lines between the rows of a list."""
        return min(self.air, 1)


class Link(NamedTuple):
    """What Enter opens on a row that is no item of the list: a place, and the fields to edit there, if any."""

    place: Place
    fields: tuple[Field, ...] = ()


class Slide(NamedTuple):
    """What the projector shows."""

    head: tuple[Row, ...]
    """Rows that stay in view."""
    rows: tuple[Row, ...]
    """Rows that scroll; those that are not `fixed` can be selected."""
    adds: Literal["here", "asked", "no"] = "no"
    """The add line: `here` always shows it, `asked` shows it on a key, `no` has none on this card."""
    acts: bool = False
    """Whether the keys of the step's list work on this slide."""
    walks: bool = False
    """Whether the keys for next and previous go from item to item, a slide each, and not from row to row."""
    where: str = ""
    """The position, such as `3 of 21`."""
    picture: str = ""
    """The name of the attached picture to show above the rows; empty: there is none."""
    links: Mapping[str, Link] = {}
    """The links of rows, by row id; the id is empty for the link of a slide without a selection."""


Card = Callable[[Scene], Slide | None]
"""Makes a slide; returns None where the card has nothing to show."""


# --- rows ---


def asked(text: str, *, gap: int = 1, right: str = "") -> Row:
    """Return the row of a question to the room."""
    return Row("", text, "accent bold", gap=gap, fixed=True, right=(Span(right, "dim"),) if right else ())


def quiet(text: str, *, gap: int = 0) -> Row:
    """Return a row of minor text."""
    return Row("", text, "dim", gap=gap, fixed=True)


def said(text: str, *, style: str = "", gap: int = 0) -> Row:
    """Return a row of main text."""
    return Row("", text, style, gap=gap, fixed=True)


NOT_SAID: Final = "not said yet"


def answered(label: str, text: str, row_id: str, scene: Scene, *, column: int, right: str = "") -> Row:
    """Return a row with a label and its value, beside it or, where there is no room, below it."""
    style = "bold" if text else "dim"
    beside = (Span(right, "dim"),) if right else ()
    if scene.width < column + 24:
        return Row(row_id, label, "dim", below=(Span(f"  {text or NOT_SAID}", style),), gap=scene.gap)
    return Row(row_id, text or NOT_SAID, style, lead=(Span(fit(label, column), "dim"),), right=beside, gap=scene.gap)


# --- fields ---


def field_of(name: StepName, path: str) -> Field:
    """Return a field of a step's forms."""
    forms = (part for part in step(name).parts if isinstance(part, Form))
    return next(field for form in forms for field in form.fields if field.path == path)


def words_of(session: Session, field: Field) -> str:
    """Return a field's value as text for a reader; empty where it has none."""
    value = paths.get(session, field.path)
    label = next((choice.label for choice in field.choices if choice.value == value and value is not None), None)
    return label if label is not None else ", ".join(as_text(field, session, value, session).split("\n"))


_MARKS: Final = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1|(?<![\w*])([*_])(?=[^\s*_])(.+?)(?<=[^\s*_])\3(?![\w*])")


def unmarked(text: str) -> str:
    """Return Markdown without the marks of emphasis and code."""
    text = re.sub(r"(?m)^#+ +", "", text)
    return _MARKS.sub(lambda found: unmarked(found[2] or found[4]), text)
