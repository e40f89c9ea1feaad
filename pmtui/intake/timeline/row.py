"""What every reader of timeline data is told, and the rows that it yields."""

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
from pmtui.session.times import Typed


class Row(NamedTuple):
    """One record of a file: a line of a log with what belongs to it, a message, a row of a table."""

    line: int
    """The number of its first line, from 1."""
    text: str
    """What stands there, for the account."""
    event: Event | None = None
    """Without an id. None: it is no event."""
    left_out: str = ""
    """Why it is none, in words to be counted by: `joins, leaves and topic changes`; empty: structure, or filtered."""


@dataclass(slots=True)
class Tally:
    """What a reader has to say besides its rows."""

    notes: dict[str, None] = field(default_factory=dict)
    """Sentences for the person, each once."""
    removed: int = 0
    """Control characters that were taken out."""
    left_out: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    """Lines of a log that were passed over, by the filter, without a row."""
    milestones: dict[str, Instant] = field(default_factory=dict)
    """The earliest instant for each field of the key details that the data says."""

    def note(self, text: str) -> None:
        """Say something once."""
        if text:
            self.notes.setdefault(text)

    def milestone(self, name: str, at: Instant, *, last: bool = False) -> None:
        """Offer an instant for a field of the key details: the first that the data says, or the last."""
        known = self.milestones.get(name)
        if known is None or (at > known if last else at < known):
            self.milestones[name] = at


@dataclass(frozen=True, slots=True)
class Given:
    """What a reader of timeline data is told."""

    context: IntakeContext
    wanted: Wanted = EVERYTHING
    """The filter; readers of logs use it to pass over lines quickly, all else is filtered afterwards."""
    name: str = ""
    """The file's name, which is the source of events that name none."""
    channel: str = ""
    """The channel that a Slack export is of."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Names of the members of a Slack workspace, by id."""
    began: Instant | None = None
    """When the incident began, where that is known."""
    written: datetime | None = None
    """When the file was written, aware: ages in it count back from there; None: from now."""
    every_line: bool = False
    """Whether a row is wanted for every line, also for those that the filter passes over."""
    tally: Tally = field(default_factory=Tally)

    @property
    def now(self) -> datetime:
        """The present."""
        return self.context.now


MOST_TEXT: Final = 100_000
"""Characters of one event's text: what is longer is no event but a file."""


def event_of(
    given: Given,
    at: Typed | None,
    text: str,
    *,
    who: str = "",
    source: str = "",
    kind: EventKind = "other",
) -> Event:
    """An event without an id, its text as a session keeps it; control characters that were taken out are counted."""
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
    """The text without the sequences that colour it on a terminal."""
    if "\x1b" not in text:
        return text
    import re  # hardly any text has them

    return re.sub(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])", "", text)
