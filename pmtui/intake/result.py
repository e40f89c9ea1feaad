"""What reading other people's text gives: a session or events to add, and an account of where every line went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from pmtui.session.document import Event, Session


class NotReadable(ValueError):
    """A text that is refused whole: one line, `what was wrong: how to mend it`, without the file's name."""


class IntakeContext(NamedTuple):
    """What a reader must be told, since it asks no clock, no machine and no chance."""

    now: datetime
    """The present moment, with its zone."""
    zone: str
    """IANA name of the zone that times without one are read in."""
    date: date | None
    """The day of the incident, where it is known."""
    new_id: Callable[[], str]
    """Makes the id of an item or session."""


class Placed(NamedTuple):
    """Where one stretch of the text went: a row of `import --json`."""

    line: int
    """The number of its first line, from 1."""
    text: str
    place: str | None
    """The field or item that holds it, as in `timeline` or `summary.sections: Detection`; None: it was not placed."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read from one text."""

    kind: str
    """What it was taken for, in words for a person: `Markdown postmortem`, `Slack export`."""
    session: Session | None = None
    """A whole review; None where the text holds events for the timeline of another."""
    events: tuple[Event, ...] = ()
    account: tuple[Placed, ...] = ()
    notes: tuple[str, ...] = ()
    """What a person should be told, a sentence each: a zone that was assumed, a milestone that was taken."""
    milestones: tuple[tuple[str, str], ...] = ()
    """Field of the key details (`started_at` …) and instant, where events say it; offered where the field is empty."""
    filtered: int = 0
    """Events, or lines of a log, that the filter of the person who asked left out."""
    undated: bool = False
    """Of a session document: whether it leaves out when the session was made."""
    revision: str = ""
    """Of a report of ours: what its last line names as the session that it was made of."""
