"""What is missing before the review may be called final, over all steps, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from pmtui.meeting.gap_wording import people, quoted
from pmtui.meeting.step import Gap
from pmtui.meeting.steps import STEPS
from pmtui.meeting.wording import Flag, Where, flags
from pmtui.session.document import STEP_NAMES, Session, StepName
from pmtui.session.paths import get, walk


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
    if section is None:
        return "statement" if any(path == field for _, path in _FIELDS) else None
    return _WHERE.get((section, field))


_Text = tuple[StepName, str, str | None, Where, str]

_FIELDS: tuple[tuple[StepName, str], ...] = (
    ("key_details", "key_details.headline"),
    ("summary", "summary.overview"),
    ("summary", "summary.data_loss.detail"),
    ("summary", "summary.human_intervention.detail"),
    ("summary", "summary.recurrence.detail"),
    ("impact", "impact.statement"),
    ("five_whys", "root_cause.problem"),
    ("five_whys", "root_cause.statement"),
    ("five_whys", "root_cause.not_found"),
)
_LISTS: tuple[tuple[StepName, str, Where], ...] = (
    ("lessons", "lessons.went_well", "note"),
    ("lessons", "lessons.went_wrong", "note"),
    ("lessons", "lessons.got_lucky", "lucky"),
    ("lessons", "lessons.learned", "note"),
    ("actions", "actions", "action"),
)

_WHERE: dict[tuple[str, str], Where] = {
    ("timeline", "text"): "event",
    ("timeline", "known"): "event",
    ("root_cause.whys", "text"): "why",
    **{(section, "text"): where for _, section, where in _LISTS},
}


def _texts(session: Session) -> list[_Text]:
    """Every text whose wording matters, in the order of the steps. Evidence is quoted, and left alone."""
    found: list[_Text] = [(step, path, None, "statement", get(session, path)) for step, path in _FIELDS]
    for event in session.timeline:
        found.append(("timeline", "text", event.id, "event", event.text))
        found.append(("timeline", "known", event.id, "event", event.known))
    for step, section, where in _LISTS:
        found += [(step, "text", item.id, where, item.text) for item in get(session, section)]
    found += [("five_whys", "text", why.id, "why", why.text) for _, why in walk(session.root_cause.whys)]
    return sorted(found, key=lambda text: STEP_NAMES.index(text[0]))
