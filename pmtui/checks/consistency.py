"""Find contradictions in a session: impossible dates, and references to items that do not exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from pmtui.meeting.gap_wording import quoted
from pmtui.meeting.step import Gap
from pmtui.session.date_format import show_date
from pmtui.session.document import Instant, Session
from pmtui.session.instants import sort_key, to_datetime
from pmtui.session.paths import LESSON_LISTS, all_items

FAR: Final = timedelta(days=30)
"""An event farther from the incident than this is reported; changes weeks before it may belong to it."""


def date_gaps(session: Session) -> Iterator[Gap]:
    """Yield dates and times that cannot be right."""
    details = session.key_details
    day = details.incident_date
    begun = _first_day(session)
    if day is not None and details.started_at is not None and begun is not None and abs(begun - day) > _A_DAY:
        words = f"The incident's date is {show_date(day)}, and it started on {show_date(begun)}"
        yield Gap(step="key_details", code="date-differs", text=words, field="key_details.incident_date")
    day = min(filter(None, (day, begun)), default=None)
    if day is None:
        return
    if details.review_date is not None and details.review_date < day:
        words = "The review date is before the incident"
        yield Gap(step="key_details", code="review-too-early", text=words, field="key_details.review_date")
    yield from _actions(session, day)
    yield from _events(session)


_A_DAY: Final = timedelta(days=1)


def _first_day(session: Session) -> date | None:
    started = session.key_details.started_at
    try:
        return to_datetime(started).astimezone(ZoneInfo(session.key_details.timezone)).date() if started else None
    except OverflowError:
        return None


def _actions(session: Session, day: date) -> Iterator[Gap]:
    for action in session.actions:
        for field, code, words in (("due", "due-too-early", "was due"), ("done_at", "done-too-early", "was done")):
            value = getattr(action, field)
            if value is not None and value < day:
                yield Gap(
                    step="actions",
                    code=code,
                    text=f"{quoted(action.text)} {words} before the incident",
                    item_id=action.id,
                    field=field,
                    many=f"actions {words.replace('was', 'were')} before the incident",
                )


def _events(session: Session) -> Iterator[Gap]:
    details = session.key_details
    known = [each for each in (details.started_at, details.detected_at, details.resolved_at) if each is not None]
    if not known:
        return
    known.sort(key=sort_key)
    first, last = _shifted(known[0], -FAR), _shifted(known[-1], FAR)
    for event in session.timeline:
        if event.at is not None and not first <= event.at[:19] <= last:
            words = f"{quoted(event.text)} lies more than {FAR.days} days from the incident"
            many = f"events lie more than {FAR.days} days from the incident"
            yield Gap(step="timeline", code="event-far-off", text=words, item_id=event.id, field="at", many=many)


def _shifted(at: Instant, by: timedelta) -> str:
    """Return an instant moved by some time, to the second, as text that sorts chronologically."""
    try:
        return (to_datetime(at) + by).isoformat()[:19]
    except OverflowError:
        return "0001" if by < timedelta(0) else "9999-13"


def reference_gaps(
    session: Session, known: Collection[str] | None = None, has_file: Callable[[str], bool] | None = None
) -> Iterator[Gap]:
    """Yield references to items, reviews and files that do not exist.

    Args:
        session: the review.
        known: the ids of the library's sessions; None: references to earlier reviews are not checked.
        has_file: whether a file of that name is attached; None: files are not checked.
    """
    for earlier in session.summary.recurrence.of:
        field = "summary.recurrence.of"
        if earlier == session.id:
            words = "The review names itself as an earlier one"
            yield Gap(step="summary", code="recurrence-itself", text=words, field=field)
        elif known is not None and earlier not in known:
            words = f"The earlier review {quoted(earlier)} is not in this library"
            yield Gap(step="summary", code="recurrence-dead", text=words, field=field)
    for number, figure in enumerate(session.evidence, 1):
        if figure.path and has_file is not None and not has_file(figure.path):
            words, many = f"The file of Fig. {number} is not attached", "figures' files are not attached"
            yield Gap(step="evidence", code="figure-no-file", text=words, item_id=figure.id, field="path", many=many)
    yield from _remarks(session)
    yield from _groups(session)


def _remarks(session: Session) -> Iterator[Gap]:
    about = [parked for parked in session.parking_lot if parked.of is not None and not parked.settled]
    there = {item.id for _, item in all_items(session)} if about else set()
    for parked in about:
        if parked.of not in there:
            words, many = f"What {quoted(parked.text)} is about is not there any more", "remarks are about what is gone"
            yield Gap(step="evidence", code="remark-dead", text=words, item_id=parked.id, field="of", many=many)


def _groups(session: Session) -> Iterator[Gap]:
    for name in LESSON_LISTS:
        notes = getattr(session.lessons, name)
        sizes = Counter(note.group for note in notes if note.group)
        for note in notes:
            if note.group and sizes[note.group] == 1:
                words = f"{quoted(note.text)} is alone in its group “{note.group}”"
                many = "notes are alone in their group"
                yield Gap(step="lessons", code="group-of-one", text=words, item_id=note.id, field="group", many=many)
