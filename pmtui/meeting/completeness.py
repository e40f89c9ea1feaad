"""What is missing before the review may be called final, over all steps, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from pmtui.meeting.gap_wording import people, quoted
from pmtui.meeting.step import Gap, Items
from pmtui.meeting.steps import STEPS
from pmtui.meeting.wording import Flag, Where, flags
from pmtui.session.document import Session, StepName
from pmtui.session.paths import get, items_of


def gaps(session: Session) -> tuple[Gap, ...]:
    """Everything that is missing, in the order of the steps."""
    return tuple(gap for step in STEPS for gap in step.gaps(session))


def weight(gap: Gap) -> int:
    """How much a gap matters, the least number most: what the review is held for first, where it was looked up last."""
    return _WEIGHTS.get((gap.step, gap.field), _ORDINARY) if gap.item_id is not None else _ORDINARY


_ORDINARY: Final = 3
_WEIGHTS: Final[dict[tuple[StepName, str | None], int]] = {
    ("five_whys", None): 0,
    ("actions", "owner"): 1,
    ("actions", "due"): 1,
    ("evidence", "answer"): 2,
    ("timeline", "source"): 9,
}
"""Of an item, by step and field; a root without an action has none: it is the item that has no action."""


def progress(session: Session) -> tuple[int, int]:
    """How many steps have anything in them, and how many there are."""
    return sum(step.filled(session) for step in STEPS), len(STEPS)


class Wording(msgspec.Struct, frozen=True):
    """One flagged wording of the review and where it stands; `words` are those flagged."""

    step: StepName
    field: str
    """The path of the field in the session, or of the item."""
    item_id: str | None
    words: str
    flag: Flag

    @property
    def text(self) -> str:
        """One line for a person: the words, what is said of them, and what to write."""
        return f"{quoted(self.words)} {self.flag.says}. {self.flag.offer}"


def wordings(session: Session) -> tuple[Wording, ...]:
    """Where the wording of the whole review blames, judges or looks back, in the order of the steps."""
    return tuple(wording for found in each_wording(session) for wording in found)


def each_wording(session: Session) -> Iterator[tuple[Wording, ...]]:
    """The same, a text at a time, for whoever must not be held up by thousands of them."""
    names = people(session)
    for step, field, item_id, where, text in _texts(session):
        yield tuple(
            Wording(step, field, item_id, text[flag.start : flag.end], flag)
            for flag in flags(text, where=where, names=names)
        )


def where_of(section: str | None, field: str) -> Where | None:
    """What kind of text a field holds; None where its wording does not matter (names, numbers, quotations, links).

    `section` is None for a field of the session itself; then `field` is its dotted path.
    """
    return _WHERE.get((section, field))


_WHERE: Final[dict[tuple[str | None, str], Where]] = {
    (section, field.path): field.wording
    for step in STEPS
    for section, fields in ((None, step.fields), *((part.section, part.fields) for part in step.lists))
    for field in fields
    if field.wording is not None
}

_Text = tuple[StepName, str, str | None, Where, str]


def _texts(session: Session) -> Iterator[_Text]:
    """Every text whose wording matters, in the order of the steps. Evidence is quoted, and left alone."""
    for step in STEPS:
        for field in step.fields:
            if field.wording is not None:
                yield step.name, field.path, None, field.wording, get(session, field.path)
        for part in step.lists:
            yield from _texts_of(session, step.name, part)


def _texts_of(session: Session, step: StepName, part: Items) -> Iterator[_Text]:
    fields = [(field.path, field.wording) for field in part.fields if field.wording is not None]
    if not fields:
        return
    for item in items_of(session, part.section):
        for path, where in fields:
            yield step, path, item.id, where, getattr(item, path)
