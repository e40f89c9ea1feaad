"""What a step declares: its place in the meeting, its guidance, and what it edits. Every step file fills these in.

A step that is made of forms and lists alone needs nothing else: the app draws it from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import Struct

from pmtui.session.document import Session, StepName
from pmtui.session.own_fields import PATH as OWN_FIELDS

if TYPE_CHECKING:
    from pmtui.meeting.wording import Where

LastWord = Literal["name", "date", "priority", "ticket"]
"""What the last words of a typed line may be: `@Priya`, `18-12`, `!P1`, `WAF-1202`."""

FieldKind = Literal["line", "text", "choice", "date", "time", "zone", "names", "tick", "figures"]


class Choice(msgspec.Struct, frozen=True):
    """One value of a pick-list, and the words for it. None is "not said"."""

    value: str | None
    label: str


class Field(msgspec.Struct, frozen=True):
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
    wording: Where | None = None
    """What kind of text it holds, where its wording matters; None for names, numbers, quotations, links."""

    @property
    def document_name(self) -> str:
        """What the document and the report call a field of the session (`overview`); empty where the label says it."""
        if self.path.startswith(OWN_FIELDS):
            return ""
        _, _, inner = self.path.partition(".")
        name = inner.removesuffix(".answer").removesuffix("_at").replace(".", " ").replace("_", " ")
        return "" if name in self.label.lower() else name

    @property
    def short_name(self) -> str:
        """The field in a word or two, for a sentence."""
        return self.document_name or self.label.lower().rstrip("?")


class Form(msgspec.Struct, frozen=True):
    """Fields one below the other."""

    fields: tuple[Field, ...]
    title: str = ""


class Parsed(Struct, frozen=True):
    """What typed lines come to."""

    items: Sequence[dict[str, Any]]
    """The attributes of each new item, without its id."""
    note: str = ""
    """What to tell the person: how the lines were understood."""


Parse = Callable[[Sequence[str], Session, datetime], Parsed]
"""How lines become items: lines, the session as it is, the present."""


def each_line(read: Callable[[str], dict[str, Any]]) -> Parse:
    """How lines become items where each is read by itself."""
    return lambda texts, _session, _now: Parsed([read(text) for text in texts])


class Tick(msgspec.Struct, frozen=True):
    """What one key ticks, and unticks, on an item."""

    changes: Callable[[Any, date], dict[str, object]]
    """The attributes to change of an item; the date is today."""
    name: str = "tick"
    """What undo calls it."""


class Items(msgspec.Struct, frozen=True):
    """A list of items: an add line that fills `main`, and the item's other fields when it is edited.

    `columns` are the attributes shown beside the text, in that order; `defaults` are put into a new item, and a list
    with defaults shows such items alone. What the document knows of it is `pmtui.session.sections.Section`.
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
    parse: Parse | None = None
    """How typed lines become items; None: each line is the `main` of one."""
    whole_pastes: bool = False
    """Several lines that are pasted at once are one item; else each is one."""
    last_words: tuple[tuple[LastWord, str], ...] = ()
    """Kinds of words that are taken off the end of a line typed in the app, and the attributes that they fill."""
    tick: Tick | None = None
    """What the key that ticks does; None: there is nothing to tick."""
    numbered: bool = False
    """Its items are figures, which a report calls by their place in the list (`Fig. 2`)."""

    def shows(self, item: object) -> bool:
        """Whether the list shows an item of its section."""
        return all(getattr(item, name) == value for name, value in self.defaults)


class Gap(msgspec.Struct, frozen=True):
    """Something that is missing, said so that it can be mended; points at its place."""

    step: StepName
    code: str
    """Its name for programs and for the config, one of `pmtui.checks.codes`."""
    text: str
    item_id: str | None = None
    field: str | None = None
    """The path of a field in the session, or of the item."""
    many: str = ""
    """What is said of several of the kind at once, behind their number (`events have no source`)."""
    mend: str = ""
    """How to mend it; empty: as its code says."""
    heading: str = ""
    """What it stands under in the list of what is missing; empty: under its step's title."""


class Step(msgspec.Struct, frozen=True):
    """One screen of the meeting."""

    name: StepName
    title: str
    minutes: tuple[int | None, int | None, int | None]
    """Timebox in meetings of each of `MEETING_LENGTHS`; None: no time of its own."""
    purpose: str
    """One or two sentences for the guide."""
    prompts: tuple[str, ...]
    """Short questions to ask the room, turned over by a key."""
    parts: tuple[Form | Items, ...] = ()
    tree: Items | None = None
    """Items below one another, which the step's own screen draws."""
    gaps: Callable[[Session], Iterable[Gap]] = lambda _: ()
    """What is missing before the review may be called final."""
    filled: Callable[[Session], bool] = lambda _: False
    """Whether anything stands in the step at all."""
    count: Callable[[Session], int | None] = lambda _: None
    """The number beside the step in the agenda; None shows none."""
    short: str = ""
    """Its name where there is no room for the title; empty: the title's first words."""

    @property
    def lists(self) -> tuple[Items, ...]:
        """Its lists, the tree last."""
        lists = tuple(part for part in self.parts if isinstance(part, Items))
        return (*lists, self.tree) if self.tree is not None else lists

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of its forms."""
        return tuple(field for part in self.parts if isinstance(part, Form) for field in part.fields)
