"""Read the earlier reviews of a library for a meeting: what they left open, which are similar, names, timings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from pmtui.app.known_words import KnownWords
from pmtui.library.protocol import SessionStore
from pmtui.meeting.past_reviews import Earlier, earlier
from pmtui.session.document import KeyDetails, Session, Sitting
from pmtui.session.edits import set_field

if TYPE_CHECKING:
    from pmtui.app.action_progress import ActionProgress
    from pmtui.app.similar_reviews import SimilarReviews
    from pmtui.index.facts import Facts


class EarlierReviews(Struct, frozen=True):
    """What was found in earlier reviews; `sittings` are the team's earlier meetings, newest first."""

    earlier: Earlier = Earlier()
    sittings: tuple[Sitting, ...] = ()
    details: tuple[KeyDetails, ...] = ()
    """The key details of the reviews that were read, newest first."""
    similar: SimilarReviews | None = None
    """Finds the reviews similar to the current state of this one; None where nothing was read."""
    known: KnownWords = KnownWords()
    """The names that the library uses."""
    progress: ActionProgress | None = None
    """Changes the actions that they left open; None where nothing was read."""


def read_earlier_reviews(library: SessionStore, session: Session, today: date) -> EarlierReviews:
    """Read the earlier reviews that may matter to a session. It takes as long as reading some tens of files."""
    # Deferred: SQLite and modules that the opening of a meeting does not need; this runs after the first picture.
    from pmtui.app.action_progress import ActionProgress
    from pmtui.app.similar_reviews import SimilarReviews
    from pmtui.library.related import likely_related

    others = likely_related(library, session)
    sittings = tuple(sitting for other in others for sitting in reversed(other.meeting))
    details = tuple(other.key_details for other in others)
    facts = _known(library, others)
    similar = SimilarReviews(facts)
    found = replace(earlier(session, others, today), seen_before=similar.similar_to(session))
    return EarlierReviews(found, sittings, details, similar, KnownWords(facts), ActionProgress(library))


def _known(library: SessionStore, read: Iterable[Session]) -> list[Facts]:
    """Return the facts of all known reviews, newest first; reviews that were read just now override the index."""
    from pmtui.index.facts import facts_of
    from pmtui.index.location import facts_without_refresh

    by_id = {facts.id: facts for facts in facts_without_refresh(library)}
    by_id |= {session.id: facts_of(session, "") for session in read}
    return sorted(by_id.values(), key=lambda facts: (facts.day, facts.id), reverse=True)


def recurrence(of: str) -> Callable[[Session], Session]:
    """Return the edit that adds a review's id to the earlier occurrences, and says that it happened before."""

    def edit(session: Session) -> Session:
        before = session.summary.recurrence.of
        said = set_field(session, "summary.recurrence.answer", "yes")
        return said if of in before else set_field(said, "summary.recurrence.of", (*before, of))

    return edit
