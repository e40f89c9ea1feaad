"""What a step declares: its place in the meeting, its guidance, and what it edits. Every step file fills these in.

A step that is made of forms and lists alone needs nothing else: the app draws it from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from pmtui.session.document import Session, StepName

FieldKind = Literal["line", "text", "choice", "date", "time", "zone", "names", "tick", "figures"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a pick-list, and the words for it. None is "not said"."""

    value: str | None
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled field of a form.

    `path` is a dotted path in the session for a step's form (`key_details.product`), the attribute's name for an
    item's. Kinds: `line` one line of text; `text` several (block Markdown where the document allows it); `choice` one
    of `choices`; `date` a day; `time` an instant; `zone` an IANA name; `names` a list of strings, typed with commas;
    `tick` yes or no; `figures` ids of evidence.
    """

    path: str
    label: str
    kind: FieldKind = "line"
    help: str = ""
    example: str = ""
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()
    """The usual words for a free text; anything else may be typed."""


@dataclass(frozen=True, slots=True)
class Form:
    """Fields one below the other."""

    fields: tuple[Field, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list of items: an add line that fills `main`, and the item's other fields when it is edited.

    `columns` are the attributes shown beside the text, in that order; `defaults` are put into a new item.
    """

    section: str
    title: str
    noun: str
    fields: tuple[Field, ...]
    main: str = "text"
    columns: tuple[str, ...] = ()
    subtitle: str = ""
    """What belongs into the list, in a few words under its title."""
    example: str = ""
    """What stands, dim, in the empty add line."""
    offered: tuple[str, ...] = ()
    """The usual items, each added by one key."""
    defaults: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, said so that it can be mended; points at its place."""

    step: StepName
    text: str
    item_id: str | None = None
    field: str | None = None
    """The path of a field in the session, or of the item."""


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of the meeting."""

    name: StepName
    title: str
    minutes: tuple[int | None, int | None, int | None]
    """Timebox in meetings of 30, 60 and 90 minutes; None: no time of its own."""
    purpose: str
    """One or two sentences for the guide."""
    prompts: tuple[str, ...]
    """Short questions to ask the room, turned over by a key."""
    parts: tuple[Form | Items, ...] = ()
    gaps: Callable[[Session], Iterable[Gap]] = lambda _: ()
    """What is missing before the review may be called final."""
    filled: Callable[[Session], bool] = lambda _: False
    """Whether anything stands in the step at all."""
    count: Callable[[Session], int | None] = lambda _: None
    """The number beside the step in the agenda; None shows none."""
