"""The input that all readers of timeline data get, and the rows that they yield."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from pmtui.intake.result import IntakeContext
from pmtui.intake.timeline.filters import EVERYTHING, Wanted
from pmtui.session.document import Event, EventKind, Instant
from pmtui.session.text import clean, one_line
from pmtui.session.times import TypedTime


class Row(NamedTuple):
    """A record of a file: a line of a log with the lines that belong to it, a message, a row of a table."""

    line: int
    """The number of its first line, from 1."""
    text: str
    """The text of the record, for the account."""
    event: Event | None = None
    """Its event, without an id; None where it makes none."""
    left_out: str = ""
    """The reason why it makes none, under which it is counted: `joins, leaves and topic changes`; may be empty."""


@dataclass(slots=True)
class Tally:
    """What a reader reports besides its rows."""

    notes: dict[str, None] = field(default_factory=dict)
    """Messages for the user; each is shown once."""
    unused: dict[str, None] = field(default_factory=dict)
    """The keys of JSON whose values no event has."""
    removed: int = 0
    """The number of control characters removed."""
    left_out: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    """The number of lines of a log that the filter skipped without a row."""
    milestones: dict[str, Instant] = field(default_factory=dict)
    """By field of the key details, the instant that the data states."""

    def note(self, text: str) -> None:
        """Add a message, once."""
        if text:
            self.notes.setdefault(text)

    def milestone(self, name: str, at: Instant, *, last: bool = False) -> None:
        """Offer an instant for a field of the key details; the earliest counts, or the latest with `last`."""
        known = self.milestones.get(name)
        if known is None or (at > known if last else at < known):
            self.milestones[name] = at


@dataclass(frozen=True, slots=True)
class Given:
    """The input of a reader of timeline data."""

    context: IntakeContext
    wanted: Wanted = EVERYTHING
    """The filter. Readers of logs use it to skip lines quickly; other rows are filtered later."""
    name: str = ""
    """The name of the file, which is the source of events that name none."""
    channel: str = ""
    """The channel of a Slack export."""
    people: Mapping[str, str] = field(default_factory=dict)
    """The names of the members of a Slack workspace, by id."""
    began: Instant | None = None
    """When the incident began; None: not known."""
    written: datetime | None = None
    """When the file was written, timezone-aware, from which ages count back; None: they count from now."""
    every_line: bool = False
    """Whether to yield a row for every line, also for lines that the filter skips."""
    tally: Tally = field(default_factory=Tally)

    @property
    def now(self) -> datetime:
        """The present, timezone-aware."""
        return self.context.now


MOST_TEXT: Final = 100_000
"""In characters: a longer text is a file, and no event."""


def event_of(
    given: Given,
    at: TypedTime | None,
    text: str,
    *,
    who: str = "",
    source: str = "",
    kind: EventKind = "other",
) -> Event:
    """Return an event without an id; control characters are removed from its text and counted."""
    if at is not None:
        given.tally.note(at.note)
    kept, removed = clean(_without_colours(text))
    given.tally.removed += removed + (text.count("\x1b") if kept is not text else 0)
    return Event(
        at=at.at if at else None,
        until=at.until if at else None,
        precision=at.precision if at else "exact",
        text=kept.strip().removesuffix("\n"),
        kind=kind,
        who=one_line(clean(who)[0]),
        source=one_line(clean(source or given.name)[0]),
    )


def _without_colours(text: str) -> str:
    """Return a text without terminal colour sequences."""
    if "\x1b" not in text:
        return text
    import re  # deferred: hardly any text has them

    return re.sub(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])", "", text)
