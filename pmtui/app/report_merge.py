"""Merge the changes that somebody made in an exported report into its session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from pmtui.app.session_changes import Change, changes, with_only
from pmtui.intake.own_report.changes import edited_session
from pmtui.intake.result import IntakeContext
from pmtui.library.errors import LibraryError
from pmtui.library.revisions import stored_revision
from pmtui.report.markdown import revision as revision_of
from pmtui.session.document import Session
from pmtui.session.instants import to_datetime
from pmtui.session.merge import merge

if TYPE_CHECKING:
    from pmtui.library.entries import Entry
    from pmtui.library.protocol import SessionStore

_MOST_TOLD = 200
"""At most so many changes are listed one by one."""


class NothingToMergeWith(LibraryError):
    """The session changed since the report was exported, and its state at that time was not kept."""


class MergePlan(NamedTuple):
    """What a report would change, and how to do it."""

    would: str
    changes: tuple[str, ...]
    """Each change in words, then notices about conflicts."""
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
        library: the library of the session.
        entry: the session's entry.
        where: the file of the report, for messages.
        edited: the session as it was read from the report.
        revision: the revision that the report's last line names.
        say: called with a message for the user.
        ask: asks about each difference, where the library did not keep the exported session; None: nobody can be asked.

    Raises:
        NothingToMergeWith: the exported session was not kept, and nobody can be asked.
    """
    ours = library.read(entry)
    base = stored_revision(library, revision) if revision_of(ours) != revision else ours
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
    """Return the context for reading a report that pmtui wrote: its dates are complete, so no clock is needed."""
    details = ours.key_details
    now = to_datetime(ours.created_at) if ours.created_at else datetime.now(UTC)
    return IntakeContext(now, details.timezone, details.incident_date, library.new_id)
