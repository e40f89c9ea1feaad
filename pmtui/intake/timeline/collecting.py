"""Choose the events of a file for a timeline: filter them, drop duplicates, and account for every line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from msgspec.structs import replace

from pmtui.intake.result import Intake, NotReadable, Placed
from pmtui.intake.timeline.formats import Format
from pmtui.intake.timeline.row import Given, Row
from pmtui.session.document import Event, Instant
from pmtui.session.text import cut

ENOUGH: Final = 500
"""With more events in a file the user is asked: nobody can discuss so many in a meeting."""
MOST: Final = 10_000
"""With more events a file is refused."""
_NAMED: Final = 12
"""Of the keys that were left out, so many are named."""
_SHOWN: Final = 200
"""In characters: the longest text of a row in the account."""

Asks = Callable[[int], bool]


def event_keys(event: Event) -> tuple[tuple[Instant | None, str], ...]:
    """Return what makes an event known: time and text, the text also with the name that may have been taken off it."""
    text = event.text
    return ((event.at, text), (event.at, f"{event.who}: {text}")) if event.who else ((event.at, text),)


def collect_events(data: Format, given: Given, there: Iterable[Event], asks: Asks | None = None) -> Intake:
    """Read a file's events.

    Args:
        data: the file's format, with its rows.
        given: the input of the reader.
        there: the events that the timeline has already.
        asks: asks the user whether to take so many events; None: nobody can be asked.

    Raises:
        NotReadable: it cannot be read in full, or has more events than `MOST`, or the user refuses them.
    """
    taker = _Taker(given, there, MOST if asks else ENOUGH)
    for row in data.rows(given):
        taker.take(row)
    if asks and len(taker.events) > ENOUGH and not asks(len(taker.events)):
        raise NotReadable(_too_many(len(taker.events)))
    return Intake(
        data.kind,
        events=tuple(taker.events),
        account=tuple(taker.account),
        notes=tuple(taker.notes()),
        filtered=taker.passed_over,
        milestones=tuple(each for each in given.tally.milestones.items() if each[1] in taker.times),
    )


class _Taker:
    """Takes rows one after the other, and counts those that it leaves out."""

    def __init__(self, given: Given, there: Iterable[Event], most: int) -> None:
        self._given, self._most = given, most
        self._met = {key for event in there for key in event_keys(event)}
        self._last: Instant | None = None
        self.times: set[Instant | None] = set()
        """The times of events that passed the filter: only they can be milestones."""
        self.events: list[Event] = []
        self.account: list[Placed] = []
        self.again = self.filtered = 0

    def take(self, row: Row) -> None:
        place = "timeline" if row.event is not None and self._takes(row.event) else None
        if row.left_out:
            self._given.tally.left_out[row.left_out] += 1
        if self._given.every_line or len(self.account) < MOST:
            self.account.append(Placed(row.line, cut(row.text, _SHOWN), place))

    def _takes(self, event: Event) -> bool:
        """Whether an event passes the filter; it is added, unless the timeline has it."""
        wanted = self._given.wanted
        self._last = event.at or self._last
        # An event without a time counts as of the time of the event before it.
        timed = event if event.at else replace(event, at=self._last)
        if wanted and not wanted.wants(timed):
            self.filtered += 1
            return False
        self.times.add(event.at)
        keys = event_keys(event)
        if not self._met.isdisjoint(keys):
            self.again += 1
            return True
        self._met.update(keys)
        if len(self.events) >= self._most:
            raise NotReadable(_too_many(self._most, more=True))
        self.events.append(replace(event, id=self._given.context.new_id()))
        return True

    @property
    def passed_over(self) -> int:
        """The number of events, or lines of a log, that the filter left out."""
        return self.filtered + self._given.tally.lines if self._given.wanted else 0

    def notes(self) -> list[str]:
        """Return messages for the user, a sentence each."""
        tally = self._given.tally
        notes = list(tally.notes)
        if tally.unused:
            more = f" and {len(tally.unused) - _NAMED:,} more" if len(tally.unused) > _NAMED else ""
            notes.append(
                f"keys that say nothing of an event were left out: {', '.join([*tally.unused][:_NAMED])}{more}"
            )
        if self.passed_over:
            what = "lines" if tally.lines else "events"
            notes.append(f"{self.passed_over:,} {what} left out by --grep, --from or --to")
        notes += [f"{count:,} left out: {what}" for what, count in tally.left_out.items()]
        if self.again:
            notes.append(f"{self.again:,} there already: not added twice")
        if tally.removed:
            notes.append(f"{tally.removed:,} control character{'s' * (tally.removed != 1)} taken out")
        return notes


def _too_many(count: int, more: bool = False) -> str:
    return (
        f"holds {'more than ' if more else ''}{count:,} events, which no timeline should: "
        f"choose some with --grep, --from and --to (in several calls, if all of them are wanted)"
    )
