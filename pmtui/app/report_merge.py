"""What was changed in a report of a session, merged into that session as it is now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from pmtui.app.session_changes import Change, changes, with_only
from pmtui.intake.own_report.changes import edited_session
from pmtui.intake.result import IntakeContext
from pmtui.library.errors import LibraryError
from pmtui.library.revisions import kept
from pmtui.report.markdown import revision as revision_of
from pmtui.session.document import Session
from pmtui.session.instants import moment
from pmtui.session.merge import merge

if TYPE_CHECKING:
    from pmtui.library.entries import Entry
    from pmtui.library.protocol import SessionStore

_MOST_TOLD = 200
"""Changes that are listed one by one."""


class NothingToMergeWith(LibraryError):
    """A report whose session changed since, and nobody knows any more what it was then."""


class MergePlan(NamedTuple):
    """What a report would change."""

    would: str
    changes: tuple[str, ...]
    """In words, one each, and what is to be looked at."""
    act: Callable[[], str] | None
    ours: Session
    merged: Session | None


def plan_merge(
    library: SessionStore,
    entry: Entry,
    where: str,
    edited: Session,
    revision: str,
    *,
    say: Callable[[str], None],
    ask: Callable[[str], bool] | None,
) -> MergePlan:
    """Plan to merge an edited report into its session.

    Args:
        library: where the session is.
        entry: of the session.
        where: the file of the report.
        edited: what was read from it.
        revision: what its last line names.
        say: takes a sentence for the person.
        ask: asks about each difference where the library has not kept what the report was made of; None: nobody can
            be asked.

    Raises:
        NothingToMergeWith: it is not kept, and there is nobody to ask.
    """
    ours = library.read(entry)
    base = kept(library, revision) if revision_of(ours) != revision else ours
    if base is not None and base.id != ours.id:
        base = None
    theirs = edited_session(base or ours, edited, revision, _context(library, ours))
    if base is None and changes(ours, theirs):
        if ask is None:
            raise NothingToMergeWith(
                f"{where}: what this report was made of is not kept any more: "
                "import it on a terminal, to be asked about each difference"
            )
        answer = ask
        theirs = with_only(ours, theirs, lambda change: answer(change.words))
    found = merge(base or ours, ours, theirs)
    made = changes(ours, found.session)
    if not made:
        return MergePlan(f"{where}: {entry.file} holds all of it already: nothing to do", (), None, ours, None)
    would = f"{where}: would change {entry.file}: {len(made)} {'change' if len(made) == 1 else 'changes'}"
    told = _in_words(made, found.notices)
    return MergePlan(would, told, partial(_do, library, entry, base or ours, theirs, say), ours, found.session)


def _do(library: SessionStore, entry: Entry, base: Session, theirs: Session, say: Callable[[str], None]) -> str:
    told: list[str] = []

    def edit(session: Session) -> Session:
        found = merge(base, session, theirs)
        told[:] = found.notices
        return found.session

    saved = library.change(entry, edit)
    for notice in told:
        say(notice)
    return saved.session.id


def _in_words(made: list[Change], notices: tuple[str, ...]) -> tuple[str, ...]:
    more = (f"and {len(made) - _MOST_TOLD} more",) if len(made) > _MOST_TOLD else ()
    return (*(change.words for change in made[:_MOST_TOLD]), *more, *notices)


def _context(library: SessionStore, ours: Session) -> IntakeContext:
    """For reading back a report that was just written, which asks no clock."""
    details = ours.key_details
    now = moment(ours.created_at) if ours.created_at else datetime.now(UTC)
    return IntakeContext(now, details.timezone, details.incident_date, library.new_id)
