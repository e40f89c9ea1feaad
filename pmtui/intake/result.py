"""The result of reading a text: a session, or events to add, and an account of where every line went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from pmtui.session.document import Event, Instant, Session

DOCUMENT: Final = "session document"
"""The kind of text that has ids of its own."""


class NotReadable(ValueError):
    """The whole text is refused. The message is `what was wrong: how to mend it`, without the file's name."""


class IntakeContext(NamedTuple):
    """What readers need to know, so that they are pure functions."""

    now: datetime
    """The present, timezone-aware."""
    zone: str
    """The IANA time zone of times that name none."""
    date: date | None
    """The day of the incident; None: not known."""
    new_id: Callable[[], str]
    """Returns a new id for an item or session."""
    started: Instant | None = None
    """When the incident began: `T+5m` counts from there; None: not known."""


class Placed(NamedTuple):
    """Where a part of the text went: a row of `import --json`."""

    line: int
    """The number of its first line, from 1."""
    text: str
    place: str | None
    """The field or item that has it, such as `timeline` or `summary.sections: Detection`; None: it was not placed."""


@dataclass(frozen=True, slots=True)
class Intake:
    """The result of reading one text."""

    kind: str
    """The kind of text, in words for the user: `Markdown postmortem`, `Slack export`."""
    session: Session | None = None
    """A whole review; None where the text has events for the timeline of another."""
    events: tuple[Event, ...] = ()
    account: tuple[Placed, ...] = ()
    notes: tuple[str, ...] = ()
    """Messages for the user, a sentence each: an assumed time zone, a milestone that was set."""
    milestones: tuple[tuple[str, str], ...] = ()
    """Pairs of a field of the key details (`started_at` …) and an instant that events state, to fill empty fields."""
    filtered: int = 0
    """The number of events, or lines of a log, that the user's filter left out."""
    undated: bool = False
    """Of a session document: whether it lacks the time when the session was created."""
    revision: str = ""
    """Of a report: the revision that its last line names."""
