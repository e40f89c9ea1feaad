"""The list in the step `close` of what is missing: one line for each gap or group of gaps, most important first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from msgspec.structs import asdict

from pmtui.app.add_lines import OpenLine
from pmtui.app.editing_session import Place
from pmtui.app.field_values import Slot
from pmtui.checks.check import gaps_without_wording
from pmtui.checks.codes import GROUPS, matches
from pmtui.checks.secrets import HEADING
from pmtui.meeting.completeness import weight, wordings
from pmtui.meeting.step import Gap
from pmtui.meeting.steps import STEPS
from pmtui.report.formats import doubts
from pmtui.session.document import Parked, Session
from pmtui.session.sections import section, title_of
from pmtui.session.text import cut, one_line

ALIKE: Final = 3
"""So many gaps of one kind become one line with their number; fewer are listed one by one."""

_TITLES: Final = {step.name: step.title for step in STEPS}
_SECRET: Final = -2
_UNREAD: Final = -1
_ORDINARY: Final = 3
_QUESTIONS: Final = 2
_WORDING: Final = 10


class GapLine(NamedTuple):
    """A line of the list: its heading, its text, and the place that it points to."""

    row_id: str
    place: Place
    heading: str
    text: str
    soft: bool
    """Whether it is a hint on wording or style, and nothing is missing."""
    weight: int
    """Its rank: a lower number is more important."""
    in_hand: bool = False
    """Whether it is open, and somebody takes care of it."""
    number: int = 1
    """How many gaps it stands for; `place` is that of the first."""


def gap_lines(
    session: Session,
    unread: Iterable[tuple[Slot, str]] = (),
    lines: Iterable[OpenLine] = (),
    off: tuple[str, ...] = (),
    allowed: tuple[str, ...] = (),
    in_files: Iterable[Gap] = (),
) -> list[GapLine]:
    """Return what is missing and what to reword, sorted by heading; a heading ranks by its most important line.

    Args:
        session: the review.
        unread: fields with text that could not be read as a value.
        lines: lines with text that was not added.
        off: codes of checks that are switched off.
        allowed: personal data that is not reported.
        in_files: the findings of `file_gaps` in attached files.
    """
    asked = [parked for parked in session.parking_lot if parked.kind == "question" and not parked.answer.strip()]
    ones = [
        *_not_understood(session, unread),
        *_not_added(lines),
        *_shown_as_typed(session),
        *_missing([*in_files, *gaps_without_wording(session, allowed)], {question.id for question in asked}, off),
        *_open(asked),
        *_worded(session, off),
    ]
    first = {one.heading: n for n, one in reversed(list(enumerate(ones)))}
    heaviest: dict[str, int] = {}
    for one in ones:
        heaviest[one.heading] = min(one.weight, heaviest.get(one.heading, one.weight))
    return sorted(ones, key=lambda one: (heaviest[one.heading], first[one.heading], one.weight))


def _not_understood(session: Session, unread: Iterable[tuple[Slot, str]]) -> Iterator[GapLine]:
    """Yield values that could not be read. They rank first: only somebody present knows what was meant."""
    for slot, text in unread:
        item = slot.owner(session) if slot.section is not None else None
        of = title_of(section(slot.section).table, asdict(item)) if slot.section and item is not None else ""
        words = f"{slot.field.label}{f' of “{cut(of, 40)}”' if of else ''}: “{cut(text, 40)}”"
        yield GapLine(f"unread {slot.key}", slot.place, "Not understood", words, False, _UNREAD)


def _not_added(lines: Iterable[OpenLine]) -> Iterator[GapLine]:
    for line in lines:
        words = f"{line.title}: “{cut(one_line(line.text), 60)}”"
        yield GapLine(f"line {line}", line.place, "Typed and not added", words, False, _UNREAD)


def _shown_as_typed(session: Session) -> Iterator[GapLine]:
    for doubt in doubts(session):
        place = Place(doubt.step, doubt.item_id, doubt.field)
        words = doubt.text[0].upper() + doubt.text[1:]
        yield GapLine(f"as typed {place}", place, "Not read by the report", words, False, _UNREAD)


def _missing(gaps: Iterable[Gap], asked: set[str], off: tuple[str, ...]) -> Iterator[GapLine]:
    kinds: dict[object, list[Gap]] = {}
    for n, gap in enumerate(gaps):
        if gap.item_id not in asked and not matches(gap.code, off):
            kinds.setdefault((gap.step, gap.many) if gap.many else n, []).append(gap)
    seen: Counter[str] = Counter()
    for alike in kinds.values():
        if len(alike) < ALIKE:
            for one in (_found(gap, gap.text) for gap in alike):
                # Two passwords in one text have the same words: number them.
                seen[one.row_id] += 1
                yield one._replace(row_id=f"{one.row_id} {seen[one.row_id]}") if seen[one.row_id] > 1 else one
        else:
            yield _found(alike[0], f"{len(alike)} {alike[0].many}", len(alike))


def _found(gap: Gap, text: str, number: int = 1) -> GapLine:
    place = Place(gap.step, gap.item_id, gap.field)
    row_id = f"{place} {text}" if number == 1 else f"{gap.step} {gap.many}"
    soft = gap.code in GROUPS["How it reads"]
    heading = gap.heading or _TITLES[gap.step]
    return GapLine(row_id, place, heading, text, soft, _weight(gap, soft), number=number)


def _weight(gap: Gap, soft: bool) -> int:
    """Return the rank: secrets first; style and internal addresses after what is missing."""
    if gap.heading == HEADING:
        return _ORDINARY if gap.code == "internal-ip" else _SECRET
    return _WORDING if soft else weight(gap)


def _open(questions: list[Parked]) -> Iterator[GapLine]:
    """Yield the open questions of the opening, which should be answered by now."""
    for question in questions:
        owner = one_line(question.owner).strip()
        words = f"{one_line(question.text)}  {f'{owner} finds out' if owner else 'who finds out?'}"
        place = Place("opening", question.id, "answer")
        heading = "Questions still open"
        yield GapLine(f"question {question.id}", place, heading, words, False, _QUESTIONS, in_hand=bool(owner))


def _worded(session: Session, off: tuple[str, ...]) -> Iterator[GapLine]:
    seen: Counter[str] = Counter()
    for wording in wordings(session):
        if matches(f"wording-{wording.flag.kind}", off):
            continue
        place = Place(wording.step, wording.item_id, wording.field)
        row_id = f"{place} {wording.text}"
        seen[row_id] += 1
        yield GapLine(f"{row_id} {seen[row_id]}", place, "Wording", wording.text, True, _WORDING)
