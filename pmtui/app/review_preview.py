"""What the library shows of a review beyond its header: read in the background, for the rows in view."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from threading import Lock

import msgspec

from pmtui.library.entries import Entry
from pmtui.library.errors import LibraryError
from pmtui.meeting.deadlines import due_on, in_words
from pmtui.session.document import Action, Session
from pmtui.session.measures import measure, say
from pmtui.session.paths import walk

_MOST_WANTED = 200
"""Rows passed over quickly need not be read any more."""


class ReviewPreview(msgspec.Struct, frozen=True):
    """One review in a few words. `trouble` is why it could not be read, and then there is nothing else."""

    filled: int = 0
    steps: int = 0
    facts: tuple[str, ...] = ()
    """Reference, severity, effect: those that are there."""
    lengths: tuple[tuple[str, str], ...] = ()
    """`detected`, `7 min`."""
    measures: tuple[tuple[str, str], ...] = ()
    roots: tuple[str, ...] = ()
    open_actions: tuple[Action, ...] = ()
    overdue: frozenset[str] = frozenset()
    """Ids of open actions whose day has passed."""
    due: date | None = None
    """By when it should be final; None: it is, or nothing says a day."""
    deadline: str = ""
    """`due in 2 days` or `3 days late`, where there is a day."""
    before: tuple[str, ...] = ()
    """Ids of the earlier reviews of the same thing."""
    begins: str = ""
    """The first words noted, which stand for a headline as long as there is none."""
    words: str = ""
    """What it is found by beyond its header, in lower case: tags, names, the summary, the problem and its roots."""
    trouble: str = ""


def preview(session: Session, today: date, deadlines: Mapping[str, int] | None = None) -> ReviewPreview:
    """A review in a few words; an action is overdue from the day after the one it is due on.

    `deadlines`: in how many days a review is due, as in `pmtui.meeting.deadlines`.
    """
    from pmtui.meeting.completeness import progress  # the first picture does without

    details, lengths = session.key_details, measure(session.key_details)
    known = (("detected", lengths.detect), ("mitigated", lengths.mitigate), ("resolved", lengths.resolve))
    filled, steps = progress(session)
    due = due_on(session, deadlines or {})
    todo = tuple(action for action in session.actions if action.status == "open")
    return ReviewPreview(
        filled=filled,
        steps=steps,
        facts=tuple(fact for fact in (details.reference, details.severity, session.summary.effect) if fact),
        lengths=tuple((word, say(length) if length else "at once") for word, length in known if length is not None),
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
    """The previews read so far, and the files still to read, the last wanted first; safe to use from any thread."""

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
        """The preview, where that version of the file was read."""
        return self._known.get(self._key(entry))

    def files(self) -> set[str]:
        """The files that were read."""
        return {file for file, _, _ in list(self._known)}

    def want(self, entry: Entry) -> None:
        """Ask that this review be read next."""
        with self._lock:
            if entry in self._wanted[-1:]:
                return
            self._wanted = [*(other for other in self._wanted if other is not entry), entry][-_MOST_WANTED:]

    def read_next(self) -> Entry | None:
        """Read the one wanted last; None where none is wanted any more."""
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
