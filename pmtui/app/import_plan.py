"""Decide what to do with what an import read, given the library's content; all is decided before anything is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace as with_fields

from pmtui.app.import_pictures import attach_pictures, pictures_beside
from pmtui.intake.result import DOCUMENT, Intake
from pmtui.library.errors import LibraryError
from pmtui.report.labels import DETAILS
from pmtui.session.document import Event, Instant, Session
from pmtui.session.edits import EditRefused, add_items, check_allowed, set_field
from pmtui.session.times import show_time

if TYPE_CHECKING:
    from pmtui.library.entries import Entry
    from pmtui.library.protocol import SessionStore


class ImportRefused(LibraryError):
    """A text is not imported; one line, `what was wrong: how to mend it`."""


class Plan(NamedTuple):
    """What to do with one text."""

    would: str
    """What would be done, in words, for a dry run or where there is nothing to do."""
    act: Callable[[], str] | None
    """Does it, and returns the id of the session made or changed; None: there is nothing to do."""
    changes: tuple[str, ...] = ()
    """The changes to an existing session in words, where they are known."""


class ImportPlanner:
    """Plans one import.

    Args:
        library: the library to import into.
        into: names the session to merge into, or to add events to; None: each text becomes its own session.
        replace: whether a session replaces the one with its id.
        say: called with a message for the user.
        ask: asks the user whether to take a change; None: nobody can be asked.
    """

    def __init__(
        self,
        library: SessionStore,
        *,
        into: str | None,
        replace: bool,
        say: Callable[[str], None],
        ask: Callable[[str], bool] | None = None,
    ) -> None:
        self.library, self.replace, self._say, self._ask = library, replace, say, ask
        self.target: Entry | None = library.find(into) if into else None
        entries = self.library.entries(quick=True)
        self.there = {entry.id: entry for entry in entries if not entry.unreadable}
        self.names = {entry.file for entry in entries}
        self.met: dict[str, str] = {}
        self._read_from_text = set[str]()
        """The ids of sessions whose items have no ids of their own: they were read from Markdown."""
        self._folders: dict[str, Path] = {}
        """The folders of the files that new sessions are made of."""

    def plan_intake(self, where: str, intake: Intake, folder: Path | None = None) -> Plan:
        """Return the plan for what a reader returned.

        Args:
            where: the file's name for messages.
            intake: what was read: a session, or events for the session that `into` names.
            folder: the folder of the file; pictures in it that the text names are attached.

        Raises:
            ImportRefused: it is refused, and with it the whole import.
        """
        if intake.session is not None and intake.revision:
            return self._plan_report(where, intake.session, intake.revision)
        if intake.session is not None:
            if folder is not None:
                self._folders[intake.session.id] = folder
            if intake.kind != DOCUMENT:
                self._read_from_text.add(intake.session.id)
            return self.plan(where, self._dated(intake.session) if intake.undated else intake.session)
        if self.target is None:
            raise ImportRefused(
                f"{where}: is timeline data ({intake.kind}): name the review to add it to with --into ID"
            )
        return self._events(self.target, where, intake)

    def _plan_report(self, where: str, session: Session, revision: str) -> Plan:
        """Return the plan for a report that pmtui wrote: merge its changes into the session that its last line
        names.
        """
        if self.target is not None and self.target.id == session.id:
            from pmtui.app.report_merge import plan_merge  # deferred: it imports the merge, which others do not need

            plan = plan_merge(self.library, self.target, where, session, revision, say=self._say, ask=self._ask)
            if plan.merged is not None:
                _allow(where, plan.ours, plan.merged)
            return Plan(plan.would, plan.act, plan.changes)
        if self.target is None and session.id in self.there and not self.replace:
            raise ImportRefused(
                f"{where}: is a report of session {session.id}, which the library has: "
                f"--into {session.id} merges what was changed in it"
            )
        self._read_from_text.add(session.id)
        return self.plan(where, session)

    def plan(self, where: str, session: Session) -> Plan:
        """Return the plan for a session.

        Raises:
            ImportRefused: it is refused, and with it the whole import.
        """
        if session.id in self.met:
            raise ImportRefused(f"{where}: the same id as {self.met[session.id]}: nothing was imported")
        self.met[session.id] = where
        name = f"{where}: session {session.id}"
        if self.target:
            return self._into(self.target, where, session)
        entry = self.there.get(session.id)
        if entry is None:
            self._check_id(where, session.id)
            self._say_if_alike(where, session)
            return Plan(f"{name} would be added", partial(self._add, session))
        old = self.library.read(entry)
        if same(old, session):
            return Plan(f"{name} is in the library already, the same: nothing to do", None)
        if not self.replace:
            raise ImportRefused(
                f"{name} is in the library already and differs: use --replace to put it in its place, "
                f"or --into {entry.id} to merge them"
            )
        _allow(where, old, session)
        return Plan(f"{name} would replace {entry.file}", partial(self._replace, entry, session))

    def _dated(self, session: Session) -> Session:
        """Return the session with `created_at`: where it lacks one, that of the library's version."""
        entry = self.target or self.there.get(session.id)
        return with_fields(session, created_at=self.library.read(entry).created_at) if entry else session

    def _say_if_alike(self, where: str, session: Session) -> None:
        """Warn where the library seems to have a new session already, as when a file is imported twice."""
        told = session.key_details.headline, session.key_details.incident_date
        alike = [each.file for each in self.there.values() if all(told) and (each.headline, each.incident_date) == told]
        if alike:
            self._say(
                f"{where}: {alike[0]} is of the same day and has the same headline: if both are of one incident, "
                f"take one away with pmtui delete"
            )

    def _check_id(self, where: str, session_id: str) -> None:
        """Refuse an id that cannot be typed as an argument, or means something else there."""
        why = ""
        if session_id.lower() in ("latest", "-"):
            why = "means another session where it is typed"
        elif session_id.startswith("-"):
            why = "would be taken for an option"
        elif session_id.strip() != session_id or not session_id.isprintable() or any(c in session_id for c in "/\\"):
            why = "holds a slash, blanks at its ends or what cannot be typed"
        elif session_id.endswith(".json") or f"{session_id}.json" in self.names:
            why = "is a file's name"
        if why:
            raise ImportRefused(f"{where}: $.id: {session_id!r} {why}: leave it out, and a new one is made")

    def _into(self, entry: Entry, where: str, session: Session) -> Plan:
        ours = self.library.read(entry)
        merged = self._merged(ours, session)
        if same(ours, merged):
            return Plan(f"{where}: {entry.file} holds all of it already: nothing to do", None)
        _allow(where, ours, merged)
        return Plan(f"{where} would be merged into {entry.file}", partial(self._merge, entry, where, session))

    def _events(self, entry: Entry, where: str, intake: Intake) -> Plan:
        ours = self.library.read(entry)
        with_them = add_intake(ours, intake)
        count = len(with_them.timeline) - len(ours.timeline)
        if with_them is ours:
            return Plan(f"{where}: {_nothing_new(entry, intake)}: nothing to do", None)
        _allow(where, ours, with_them)
        for name, at in milestones_of(ours, intake):
            self._say(f"{where}: {DETAILS[name]} is taken from it: {show_time(at, ours.key_details.timezone)}")
        events = "1 event" if count == 1 else f"{count} events"
        return Plan(
            f"{where}: {events} would be added to {entry.file}", partial(self._add_events, entry, where, intake)
        )

    def _add_events(self, entry: Entry, where: str, intake: Intake) -> str:
        before = 0

        def edit(session: Session) -> Session:
            nonlocal before
            before = len(session.timeline)
            return add_intake(session, intake)

        changed = self.library.change(entry, edit).session
        count = len(changed.timeline) - before
        self._say(f"{where}: {_events(count)} added to {entry.file}")
        return changed.id

    def _add(self, session: Session) -> str:
        entry = self.library.add(session)
        if pictures := pictures_beside(session, self._folders[session.id]) if session.id in self._folders else {}:
            attach_pictures(self.library, entry, pictures, self._say)
        return session.id

    def _merge(self, entry: Entry, where: str, session: Session) -> str:
        loaded = self.library.load(entry)
        merged = self._merged(loaded.session, session, self._say)
        _allow(where, loaded.session, merged)
        self.library.save(loaded, merged)
        return loaded.session.id

    def _merged(self, ours: Session, theirs: Session, say: Callable[[str], None] | None = None) -> Session:
        if theirs.id in self._read_from_text:
            from pmtui.app.import_matching import with_known_ids  # deferred: most imports merge no text

            theirs = with_known_ids(ours, theirs)
        return _merged(ours, theirs, say)

    def _replace(self, entry: Entry, session: Session) -> str:
        thrown = self.library.replace(entry, session)
        self._say(f"{entry.file}: the old one is in the trash: {thrown.place}")
        return session.id


def _not_there(session: Session, events: tuple[Event, ...]) -> list[Event]:
    """Return the events that the timeline does not have: none there has the same time and text."""
    from pmtui.intake.timeline.collecting import event_keys  # deferred: only timeline data needs it

    there = {key for event in session.timeline for key in event_keys(event)}
    return [event for event in events if there.isdisjoint(event_keys(event))]


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count:,} events"


def _nothing_new(entry: Entry, intake: Intake) -> str:
    """Return in words why a file's events change nothing."""
    if any(row.place for row in intake.account):
        return f"{entry.file} holds all of it already"
    return "--grep, --from and --to leave none of it" if intake.filtered else "holds no events"


def add_intake(session: Session, intake: Intake) -> Session:
    """Return the session with the events and milestones that it lacks."""
    new = _not_there(session, intake.events)
    changed = add_items(session, "timeline", new) if new else session
    for name, at in milestones_of(session, intake):
        changed = set_field(changed, f"key_details.{name}", at)
    return changed


def milestones_of(session: Session, intake: Intake) -> list[tuple[str, Instant]]:
    """Return the milestones that a session lacks and the data has."""
    return [(name, at) for name, at in intake.milestones if getattr(session.key_details, name) is None]


def same(a: Session, b: Session) -> bool:
    """Whether two sessions have the same content, apart from when they were saved."""
    return with_fields(a, updated_at="") == with_fields(b, updated_at="")


def _merged(ours: Session, theirs: Session, say: Callable[[str], None] | None = None) -> Session:
    from pmtui.session.merge import merge

    if theirs.id != ours.id:
        # From another session the content is merged, but not its id, dates and other identity.
        theirs = with_fields(theirs, id=ours.id, created_at=ours.created_at, status=ours.status)
    merged = merge(None, ours, theirs)
    if say is not None:
        for notice in merged.notices:
            say(notice)
    return merged.session


def _allow(where: str, before: Session, after: Session) -> None:
    try:
        check_allowed(before, after)
    except EditRefused as error:
        raise ImportRefused(f"{where}: {error}") from None
