"""What is missing before a review may be final, over all steps; its progress; and the wording flags of all texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from pmtui.meeting.gap_wording import people, quoted
from pmtui.meeting.step import Gap, Items
from pmtui.meeting.steps import STEPS
from pmtui.session.document import Session, StepName
from pmtui.session.paths import get, items_of

if TYPE_CHECKING:
    from pmtui.meeting.wording import Flag, TextKind


def gaps(session: Session) -> tuple[Gap, ...]:
    """Return everything that is missing, in the order of the steps."""
    return tuple(gap for step in STEPS for gap in step.gaps(session))


def weight(gap: Gap) -> int:
    """Return the rank of a gap for sorting: 0 is the most important, because the meeting is held for it."""
    return _WEIGHTS.get((gap.step, gap.field), _ORDINARY) if gap.item_id is not None else _ORDINARY


_ORDINARY: Final = 3
_WEIGHTS: Final[dict[tuple[StepName, str | None], int]] = {
    ("five_whys", None): 0,
    ("actions", "owner"): 1,
    ("actions", "due"): 1,
    ("evidence", "answer"): 2,
    ("timeline", "source"): 9,
}
"""By step and field of an item's gap. The field is None where the whole item is meant, as a root without an action."""


def progress(session: Session) -> tuple[int, int]:
    """Return how many steps have content, and how many steps there are."""
    return sum(step.filled(session) for step in STEPS), len(STEPS)


class Wording(msgspec.Struct, frozen=True):
    """A wording flag with its place in the review; `words` is the flagged text."""

    step: StepName
    field: str
    """The dotted path in the session, or the attribute of the item."""
    item_id: str | None
    words: str
    flag: Flag

    @property
    def text(self) -> str:
        """One line for the user: the words, what is wrong with them, and what to write instead."""
        return f"{quoted(self.words)} {self.flag.says}. {self.flag.offer}"


def wordings(session: Session) -> tuple[Wording, ...]:
    """Return the wording flags of the whole review, in the order of the steps."""
    return tuple(wording for found in each_wording(session) for wording in found)


def each_wording(session: Session) -> Iterator[tuple[Wording, ...]]:
    """Yield the wording flags text by text, so that a caller can stop between them in a review of thousands."""
    from pmtui.meeting.wording import flags  # deferred: progress and gaps do without the rules

    names = people(session)
    for step, field, item_id, where, text in _texts(session):
        yield tuple(
            Wording(step, field, item_id, text[flag.start : flag.end], flag)
            for flag in flags(text, where=where, names=names)
        )


def text_kind_of(section: str | None, field: str) -> TextKind | None:
    """Return what kind of text a field holds; None where wording is not checked (names, numbers, quotations, links).

    Args:
        section: the list that the field's item is in; None for a field of the session itself.
        field: the item's attribute, or the dotted path in the session.
    """
    return _TEXT_KINDS.get((section, field))


_TEXT_KINDS: Final[dict[tuple[str | None, str], TextKind]] = {
    (section, field.path): field.wording
    for step in STEPS
    for section, fields in ((None, step.fields), *((part.section, part.fields) for part in step.lists))
    for field in fields
    if field.wording is not None
}

_Text: TypeAlias = "tuple[StepName, str, str | None, TextKind, str]"


def _texts(session: Session) -> Iterator[_Text]:
    """Yield every text whose wording is checked, in the order of the steps. Evidence is quoted, so it is left out."""
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
