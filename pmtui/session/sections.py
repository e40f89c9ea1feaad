"""The lists of items in the document: path, table, struct and properties of each, declared once.

Paths, tables on disk, codec and merge are derived from `SECTIONS`. What the meeting knows of a list (its fields, how a
typed line becomes an item) is in `pmtui.meeting.step.Items`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from pmtui.session import document as doc


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A list of items, or the tree of whys."""

    path: str
    """Its path in the session, such as `timeline` or `lessons.went_well`."""
    item: type[doc.Item]
    table: str
    """The table of its rows on disk; the lists of notes share one."""
    noun: str
    """The word for one item in a sentence."""
    counted: str = ""
    """The plural after a number (`2 figures`); empty: same as `noun`."""
    texts: tuple[str, ...] = ("text",)
    """The attributes with text that people wrote; the first one names the item."""
    long_text: str = ""
    """An attribute whose text may be megabytes (a log), which a library stores beside the document; empty: none."""
    reused: tuple[str, ...] = ()
    """The attributes that a new review copies from a template; empty: its items are not copied."""
    grouped_by: str = ""
    """The field of a row that names its group: its list, or in a tree its parent."""
    tree: bool = False
    """Whether the items form a tree."""
    by_time: bool = False
    """Whether the items are sorted by time; if not, people choose their order."""

    @property
    def name(self) -> str:
        """Return the last part of the path; where lists share a table, the group of its rows."""
        return self.path.rpartition(".")[2]


def _lesson(name: str) -> Section:
    return Section(path=f"lessons.{name}", item=doc.Note, table="lessons", noun="note", grouped_by="list")


SECTIONS: Final[tuple[Section, ...]] = (
    Section(
        path="summary.sections",
        item=doc.OwnSection,
        table="sections",
        noun="section",
        texts=("title", "text"),
        long_text="text",
        reused=("title",),
    ),
    Section(path="impact.measures", item=doc.Measure, table="measures", noun="measure", texts=("name", "value")),
    Section(path="root_cause.whys", item=doc.Why, table="whys", noun="why", grouped_by="parent", tree=True),
    Section(
        path="timeline",
        item=doc.Event,
        table="timeline",
        noun="event",
        texts=("text", "known", "known_now", "who", "source"),
        by_time=True,
    ),
    Section(
        path="resources",
        item=doc.Resource,
        table="resources",
        noun="resource",
        texts=("text", "location"),
        reused=("text", "location"),
    ),
    Section(
        path="actions",
        item=doc.Action,
        table="actions",
        noun="action",
        texts=("text", "description", "ticket", "owner"),
    ),
    _lesson("learned"),
    _lesson("went_well"),
    _lesson("went_wrong"),
    _lesson("got_lucky"),
    Section(
        path="evidence",
        item=doc.Evidence,
        table="evidence",
        noun="evidence",
        counted="figure",
        texts=("caption", "url", "body"),
        long_text="body",
    ),
    Section(
        path="further_reading",
        item=doc.Reading,
        table="further_reading",
        noun="further reading",
        counted="link",
        texts=("title", "url"),
    ),
    Section(
        path="parking_lot",
        item=doc.Parked,
        table="parking_lot",
        noun="parked item",
        texts=("text", "answer", "owner"),
    ),
)
"""All lists, in document order."""

FORMS: Final[dict[str, type[doc.Part]]] = {
    "key_details": doc.KeyDetails,
    "summary": doc.Summary,
    "impact": doc.Impact,
    "root_cause": doc.RootCause,
}
"""The parts of a session that have fields of their own, in document order."""

_BY_PATH: Final = {each.path: each for each in SECTIONS}
_BY_TABLE: Final = {
    table: tuple(each for each in SECTIONS if each.table == table)
    for table in dict.fromkeys(each.table for each in SECTIONS)
}
_GROUPED_BY: Final = {each.table: each.grouped_by for each in SECTIONS}

ITEM_TABLES: Final = tuple(_BY_TABLE)
"""The tables of items, in document order."""


def section(path: str) -> Section:
    """Return the section at a path.

    Raises:
        KeyError: there is none.
    """
    return _BY_PATH[path]


def by_time(path: str) -> bool:
    """Whether the items at a path are sorted by time."""
    return section(path).by_time


def sections_of_table(table: str) -> tuple[Section, ...]:
    """Return the sections whose items share a table; empty for a table without items."""
    return _BY_TABLE.get(table, ())


def sections_within(form: str) -> tuple[Section, ...]:
    """Return the sections within a part that has fields of its own (`impact.measures` within `impact`)."""
    return tuple(each for each in SECTIONS if form in FORMS and each.path.startswith(f"{form}."))


def grouped_by(table: str) -> str:
    """Return the field that names the group of a table's rows; empty if it has no groups."""
    return _GROUPED_BY.get(table, "")


def title_of(table: str, row: Mapping[str, Any]) -> str:
    """Return the title of a row of items: its first text that is not empty."""
    known = sections_of_table(table)
    return next((str(row[name]) for name in (known[0].texts if known else ()) if row.get(name)), "")


def is_tree(table: str) -> bool:
    """Whether the rows of a table form a tree."""
    return any(each.tree for each in sections_of_table(table))
