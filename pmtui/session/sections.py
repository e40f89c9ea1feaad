"""What the document knows of each section that is a list of items, declared once.

Everything else that has to know them all derives it from `SECTIONS`: paths, the tables on disk, the codec, the merge.
What the meeting knows of a list (its fields, how a typed line becomes an item) is `pmtui.meeting.step.Items`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from pmtui.session import document as doc


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A list of items, or the tree of whys."""

    path: str
    """Where it stands in the session: `timeline`, `lessons.went_well`."""
    item: type[doc.Item]
    table: str
    """The table that holds its rows on disk; lists of one kind share one."""
    noun: str
    """What one of its items is called in a sentence."""
    counted: str = ""
    """The same where several are counted (`2 figures`); empty where it is the noun."""
    texts: tuple[str, ...] = ("text",)
    """The attributes that hold a person's words; the first names the item."""
    long_text: str = ""
    """The attribute whose text may be megabytes (a log), which a library keeps beside the document; empty: none is."""
    reused: tuple[str, ...] = ()
    """The attributes that a review taken as a template hands on; none where its items are the incident's own."""
    grouped_by: str = ""
    """The field of a row that names its group: its list, or its parent in a tree."""
    tree: bool = False
    """Its items stand below one another."""
    by_time: bool = False
    """Its items stand where their time is; else where a person put them."""

    @property
    def name(self) -> str:
        """The last part of the path; of several lists in one table, the group of its rows."""
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
"""In the document's order."""

FORMS: Final[dict[str, type[doc.Part]]] = {
    "key_details": doc.KeyDetails,
    "summary": doc.Summary,
    "impact": doc.Impact,
    "root_cause": doc.RootCause,
}
"""The parts of the session that have fields of their own, in the document's order."""

_BY_PATH: Final = {each.path: each for each in SECTIONS}
_BY_TABLE: Final = {
    table: tuple(each for each in SECTIONS if each.table == table)
    for table in dict.fromkeys(each.table for each in SECTIONS)
}
_GROUPED_BY: Final = {each.table: each.grouped_by for each in SECTIONS}

ITEM_TABLES: Final = tuple(_BY_TABLE)
"""The tables of items, in the document's order."""


def section(path: str) -> Section:
    """The section at a path.

    Raises:
        KeyError: there is none.
    """
    return _BY_PATH[path]


def by_time(path: str) -> bool:
    """Whether the items at a path stand where their time is."""
    return section(path).by_time


def of_table(table: str) -> tuple[Section, ...]:
    """The sections whose items share a table; none for a table that is no list of items."""
    return _BY_TABLE.get(table, ())


def inside(form: str) -> tuple[Section, ...]:
    """The sections inside a part of the session that has fields of its own (`impact` holds `impact.measures`)."""
    return tuple(each for each in SECTIONS if form in FORMS and each.path.startswith(f"{form}."))


def grouped_by(table: str) -> str:
    """The field that names the group of a table's rows; empty where it has no groups."""
    return _GROUPED_BY.get(table, "")


def title_of(table: str, row: Mapping[str, Any]) -> str:
    """What names a row of a table of items: the first of the attributes that hold words and has some."""
    known = of_table(table)
    return next((str(row[name]) for name in (known[0].texts if known else ()) if row.get(name)), "")


def is_tree(table: str) -> bool:
    """Whether the rows of a table stand below one another."""
    return any(each.tree for each in of_table(table))
