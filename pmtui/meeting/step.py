"""The types by which a step declares its place in the meeting, its guidance, and what it edits.

Each step module fills in one `Step`. The app draws forms and lists from it; such a step needs no code of its own.
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
    from pmtui.meeting.wording import TextKind

LastWord = Literal["name", "date", "priority", "ticket"]
"""Words that may end a typed line and fill another attribute: `@Priya`, `18-12`, `!P1`, `WAF-1202`."""

FieldKind = Literal["line", "text", "choice", "date", "time", "zone", "names", "tick", "figures"]


class Choice(msgspec.Struct, frozen=True):
    """One value of a pick-list and its label. The value None means "not said"."""

    value: str | None
    label: str


class Field(msgspec.Struct, frozen=True):
    """One labelled field of a form.

    Attributes:
        path: in a step's form a dotted path in the session (`key_details.product`), in a list the item's attribute.
        label: what stands before the field.
        kind: `line` is one line of text, `text` several (block Markdown where the document allows it), `choice` one of
            `choices`, `date` a day, `time` an instant, `zone` an IANA time zone, `names` strings separated by commas,
            `tick` yes or no, `figures` ids of evidence.
        help: a sentence for the guide.
        example: a value for the help.
        choices: the values of a `choice`.
    """

    path: str
    label: str
    kind: FieldKind = "line"
    help: str = ""
    example: str = ""
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()
    """Usual values of a free text; any other may be typed."""
    wording: TextKind | None = None
    """What kind of text it is for the wording hints; None where wording is not checked (names, numbers, links)."""

    @property
    def document_name(self) -> str:
        """The name of the field in the document and the report (`overview`); empty where the label says the same."""
        if self.path.startswith(OWN_FIELDS):
            return ""
        _, _, inner = self.path.partition(".")
        name = inner.removesuffix(".answer").removesuffix("_at").replace(".", " ").replace("_", " ")
        return "" if name in self.label.lower() else name

    @property
    def short_name(self) -> str:
        """The name of the field in a word or two, for use in a sentence."""
        return self.document_name or self.label.lower().rstrip("?")


class Form(msgspec.Struct, frozen=True):
    """Fields, one below the other."""

    fields: tuple[Field, ...]
    title: str = ""


class Parsed(Struct, frozen=True):
    """The result of parsing typed lines."""

    items: Sequence[dict[str, Any]]
    """The attributes of each new item, without ids."""
    note: str = ""
    """A notice for the user about how the lines were understood; empty where there is none."""


Parse = Callable[[Sequence[str], Session, datetime], Parsed]
"""Parses typed lines into items; the arguments are the lines, the session, and the present time."""


def each_line(read: Callable[[str], dict[str, Any]]) -> Parse:
    """Return a parser that makes one item of each line."""
    return lambda texts, _session, _now: Parsed([read(text) for text in texts])


class Tick(msgspec.Struct, frozen=True):
    """What the tick key does with an item."""

    changes: Callable[[Any, date], dict[str, object]]
    """Returns the attributes to change, given the item and today's date; empty where it cannot be ticked."""
    name: str = "tick"
    """The label of the edit for undo."""


class Items(msgspec.Struct, frozen=True):
    """A list of items, with an add line and a form for each item. `session.sections.Section` says how it is stored.

    Attributes:
        section: the path of the list in the session.
        title: its heading.
        noun: what one item is called.
        fields: the fields of an item's form.
        main: the attribute that the add line fills.
        columns: the attributes shown beside the text, in that order.
    """

    section: str
    title: str
    noun: str
    fields: tuple[Field, ...]
    main: str = "text"
    columns: tuple[str, ...] = ()
    subtitle: str = ""
    """A few words below the title on what belongs into the list."""
    example: str = ""
    """What the empty add line shows, dim."""
    offered: tuple[str, ...] = ()
    """Usual items, each added by one key."""
    defaults: tuple[tuple[str, object], ...] = ()
    """Attributes of a new item. A list with defaults shows only the items of its section that have these values."""
    parse: Parse | None = None
    """Parses typed lines; None: each line is the `main` of one item."""
    whole_pastes: bool = False
    """Whether several lines that are pasted at once are one item, and not one each."""
    last_words: tuple[tuple[LastWord, str], ...] = ()
    """Kinds of words that may end a line typed in the app, each with the attribute that it fills."""
    tick: Tick | None = None
    """What the tick key does; None: items cannot be ticked."""
    numbered: bool = False
    """Whether its items are figures, which reports call by their place in the list (`Fig. 2`)."""

    def shows(self, item: object) -> bool:
        """Whether the list shows an item of its section (see `defaults`)."""
        return all(getattr(item, name) == value for name, value in self.defaults)


class Gap(msgspec.Struct, frozen=True):
    """A finding: something that is missing or wrong, with its place and how to mend it."""

    step: StepName
    code: str
    """The stable name of the kind of finding, for programs and the config; one of `pmtui.checks.codes`."""
    text: str
    item_id: str | None = None
    field: str | None = None
    """The dotted path in the session, or the attribute of the item."""
    many: str = ""
    """What to say of several findings of the code at once, after their number (`events have no source`)."""
    mend: str = ""
    """How to mend it; empty: as `pmtui.checks.codes` says for the code."""
    heading: str = ""
    """Its heading in the list of what is missing; empty: the title of its step."""


class Step(msgspec.Struct, frozen=True):
    """One step of the meeting."""

    name: StepName
    title: str
    minutes: tuple[int | None, int | None, int | None]
    """Minutes of the step in meetings of each of `MEETING_LENGTHS`; None: it has no timebox."""
    purpose: str
    """One or two sentences on what the step is for."""
    prompts: tuple[str, ...]
    """Short questions to ask the room; a key shows the next one."""
    parts: tuple[Form | Items, ...] = ()
    tree: Items | None = None
    """A list whose items form a tree; the step's own view draws it."""
    gaps: Callable[[Session], Iterable[Gap]] = lambda _: ()
    """Returns what is missing before the review may be final."""
    filled: Callable[[Session], bool] = lambda _: False
    """Whether the step has any content."""
    count: Callable[[Session], int | None] = lambda _: None
    """Returns the number to show beside the step in the agenda; None shows none."""
    short: str = ""
    """Its name where there is no room for the title; empty: the first words of the title."""

    @property
    def lists(self) -> tuple[Items, ...]:
        """The lists of the step, the tree last."""
        lists = tuple(part for part in self.parts if isinstance(part, Items))
        return (*lists, self.tree) if self.tree is not None else lists

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of the step's forms."""
        return tuple(field for part in self.parts if isinstance(part, Form) for field in part.fields)
