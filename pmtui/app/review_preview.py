"""Previews of reviews for the list: facts beyond the header, read in the background for the visible rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from threading import Lock

import msgspec

from pmtui.library.entries import Entry
from pmtui.library.errors import LibraryError
from pmtui.meeting.deadlines import due_on, in_words
from pmtui.session.document import Action, Session
from pmtui.session.durations import format_duration, incident_durations
from pmtui.session.paths import walk

_MOST_WANTED = 200
"""At most so many reviews wait to be read: rows that were scrolled past are dropped."""


class ReviewPreview(msgspec.Struct, frozen=True):
    """A preview of a review. Where the review cannot be read, only `trouble` is set, to the reason."""

    filled: int = 0
    steps: int = 0
    facts: tuple[str, ...] = ()
    """Reference, severity and effect, as far as they are known."""
    lengths: tuple[tuple[str, str], ...] = ()
    """Pairs such as `detected` and `7 min`."""
    measures: tuple[tuple[str, str], ...] = ()
    roots: tuple[str, ...] = ()
    open_actions: tuple[Action, ...] = ()
    overdue: frozenset[str] = frozenset()
    """The ids of open actions that are overdue."""
    due: date | None = None
    """By when the review should be final; None where it is final, or has no deadline."""
    deadline: str = ""
    """`due in 2 days` or `3 days late`; empty without a deadline."""
    before: tuple[str, ...] = ()
    """The ids of the earlier reviews that the review names as the same problem."""
    begins: str = ""
    """The first text of the timeline, to show while there is no headline."""
    words: str = ""
    """Further searchable text in lower case: tags, names, the summary, the problem and its root causes."""
    trouble: str = ""


def preview(session: Session, today: date, deadlines: Mapping[str, int] | None = None) -> ReviewPreview:
    """Return the preview of a review.

    Args:
        session: the review.
        today: open actions that were due before this day are overdue.
        deadlines: days within which a review is due, as in `pmtui.meeting.deadlines`.
    """
    from pmtui.meeting.completeness import progress  # deferred: the first picture does not need it

    details, lengths = session.key_details, incident_durations(session.key_details)
    known = (("detected", lengths.detect), ("mitigated", lengths.mitigate), ("resolved", lengths.resolve))
    filled, steps = progress(session)
    due = due_on(session, deadlines or {})
    todo = tuple(action for action in session.actions if action.status == "open")
    return ReviewPreview(
        filled=filled,
        steps=steps,
        facts=tuple(fact for fact in (details.reference, details.severity, session.summary.effect) if fact),
        lengths=tuple(
            (word, format_duration(length) if length else "at once") for word, length in known if length is not None
        ),
        measures=tuple((measure.name, measure.value) for measure in session.impact.measures),
        roots=(roots := tuple(why.text for _, why in walk(session.root_cause.whys) if why.verdict == "root")),
        open_actions=todo,
        overdue=frozenset(action.id for action in todo if action.due is not None and action.due < today),
        due=due,
        deadline=in_words(due, today) if due else "",
        before=session.summary.recurrence.of,
        begins="" if details.headline else next((event.text for event in session.timeline if event.text), ""),
        words="\n".join((*_named(session), *roots)).casefold(),
    )


def _named(session: Session) -> Iterator[str]:
    details, summary, cause = session.key_details, session.summary, session.root_cause
    yield from (*details.tags, details.reference, details.team, details.customer, *details.more.values())
    yield from (*summary.services, *summary.related_tickets, summary.overview)
    yield from (session.impact.statement, cause.problem, cause.statement)


class ReviewPreviews:
    """A cache of previews with a queue of reviews to read, the last request first. Thread-safe."""

    def __init__(
        self,
        read: Callable[[Entry], Session],
        today: Callable[[], date],
        deadlines: Mapping[str, int] | None = None,
    ) -> None:
        self._read, self.today, self._deadlines = read, today, deadlines
        self._known: dict[tuple[str, str, date], ReviewPreview] = {}
        self._wanted: list[Entry] = []
        self._lock = Lock()

    def of(self, entry: Entry) -> ReviewPreview | None:
        """Return the preview of a review; None where this version of its file was not read."""
        return self._known.get(self._key(entry))

    def files(self) -> set[str]:
        """Return the files that were read."""
        return {file for file, _, _ in list(self._known)}

    def want(self, entry: Entry) -> None:
        """Request that a review is read next."""
        with self._lock:
            if entry in self._wanted[-1:]:
                return
            self._wanted = [*(other for other in self._wanted if other is not entry), entry][-_MOST_WANTED:]

    def read_next(self) -> Entry | None:
        """Read the review that was requested last, and return its entry; None where none is requested."""
        with self._lock:
            if not self._wanted:
                return None
            entry = self._wanted.pop()
        if self.of(entry) is None:
            try:
                found = preview(self._read(entry), self.today(), self._deadlines)
            except LibraryError as error:
                found = ReviewPreview(trouble=str(error))
            self._known[self._key(entry)] = found
        return entry

    def _key(self, entry: Entry) -> tuple[str, str, date]:
        return entry.file, entry.updated_at, self.today()
