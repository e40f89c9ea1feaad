"""`Scale`: the durations of an incident, and its events on a time scale of blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.content import Content
from textual.widget import Widget

from pmtui import signs
from pmtui.session.document import Event, Instant, KeyDetails
from pmtui.session.durations import format_duration, incident_durations
from pmtui.session.edits import MILESTONES
from pmtui.session.instants import to_datetime
from pmtui.session.outliers import outliers
from pmtui.session.times import local

BLOCKS: Final = signs.BLOCKS
_WIDEST: Final = 72
_LABELLED: Final = 44
"""The columns from which the first and last time are shown beside the blocks."""


class Scale(Widget):
    """A line of durations and a line of blocks; the block of the selected event is highlighted."""

    def __init__(self) -> None:
        super().__init__()
        self.hint = ""
        """The text while there are no durations."""
        self._details: KeyDetails | None = None
        self._measures = Content("")
        self._times: dict[Instant, float] = {}
        self._events: Sequence[Event] = ()
        self._known: list[Instant] = []
        self._span: tuple[Instant, Instant] | None = None
        self._beyond = 0, 0
        """The number of events long before and long after the others, which are not drawn to scale."""
        self._counts: list[int] = []
        self._room = 0
        self._begin, self._per_second = 0.0, 0.0
        self._here: Instant | None = None

    def show(self, details: KeyDetails, events: Sequence[Event]) -> None:
        """Draw the scale if something changed."""
        if details is self._details and events is self._events:
            return
        if details is not self._details:
            self._details, self._measures = details, measures_line(details, self.hint)
        self._events, self._counts = events, []
        self.refresh()

    def point(self, at: Instant | None) -> None:
        """Highlight the block of a time."""
        if at != self._here:
            self._here = at
            self.refresh()

    def render(self) -> Content:
        """Return the durations and the blocks."""
        return Content("\n").join([self._measures.truncate(self.size.width, ellipsis=True), self._line()])

    def _line(self) -> Content:
        labelled = self.size.width >= _LABELLED
        if not self._counts:
            self._find_span()
        before, after = self._labels(labelled)
        taken = max(len(before) + len(after), 26) if labelled else len(before) + len(after) + 2
        room = min(self.size.width - taken, _WIDEST)
        if not self._counts or room != self._room:
            self._count(room)
        if self._span is None or self._details is None or room < 1:
            return Content("")
        here = self._place(self._here)
        parts: list[tuple[str, str]] = []
        most = max(self._counts)
        for n, count in enumerate(self._counts):
            level = 0 if not count else max(1, (count * (len(BLOCKS) - 1) + most - 1) // most)
            style = "bold $foreground" if n == here else "$accent" if count else "$rule"
            if parts and parts[-1][1] == style:
                parts[-1] = parts[-1][0] + BLOCKS[level], style
            else:
                parts.append((BLOCKS[level], style))
        outside = "bold $foreground" if here is None and self._here in self._times else "$dim"
        return Content.assemble(
            (before, outside if self._beyond[0] else "$dim"), *parts, (after, outside if self._beyond[1] else "$dim")
        )

    def _labels(self, labelled: bool) -> tuple[str, str]:
        """Return the first and the last time, with the number of events before and after them."""
        if self._span is None or self._details is None:
            return "", ""
        early, late = self._beyond
        if not labelled:
            return f"{signs.LEFT} " * bool(early), f" {signs.RIGHT}" * bool(late)
        first, last = (_label(at, self._span, self._details.timezone) for at in self._span)
        return f"{early} earlier {signs.LEFT} " * bool(
            early
        ) + f"{first} ", f" {last}" + f" {signs.RIGHT} {late} later" * bool(late)

    def _find_span(self) -> None:
        """Find the span from the first to the last event, without those far off; milestones are always within."""
        times = self._times
        known = self._known = [event.at for event in self._events if event.at is not None and event.precision != "day"]
        for at in known:
            if at not in times:
                times[at] = to_datetime(at).timestamp()
        self._span, self._beyond = None, (0, 0)
        if len(set(known)) < 2:
            return
        in_order = sorted(known, key=times.__getitem__)
        details = self._details
        marks = [getattr(details, name) for name in MILESTONES if getattr(details, name) is not None]
        kept = [to_datetime(at).timestamp() for at in marks]
        early, late = self._beyond = outliers([times[at] for at in in_order], kept)
        self._span = in_order[early], in_order[-1 - late]

    def _count(self, room: int) -> None:
        """Count the events of each block."""
        self._room = room
        if self._span is None or room < 1:
            self._counts = [0]
            return
        times = self._times
        begin, end = (times[edge] for edge in self._span)
        # Times that differ by less than a microsecond have the same number.
        self._begin, self._per_second = begin, room / ((end - begin) or 1.0)
        counts = self._counts = [0] * (room + 1)
        per_second = self._per_second
        for when in map(times.__getitem__, self._known):
            if begin <= when <= end:
                counts[int((when - begin) * per_second)] += 1
        # The end of the span belongs to the last block.
        last = counts.pop()
        counts[-1] += last

    def _place(self, at: Instant | None) -> int | None:
        """Return the index of the block of a time; None if it has none."""
        if at is None or at not in self._times or self._span is None:
            return None
        first, last = (self._times[edge] for edge in self._span)
        if not first <= self._times[at] <= last:
            return None
        return min(int((self._times[at] - self._begin) * self._per_second), self._room - 1)


def measures_line(details: KeyDetails, hint: str) -> Content:
    """Return `detected 3 h   resolved 23 h 10`, or what is wrong with the times."""
    found = incident_durations(details)
    named = (
        ("detected", found.detect), ("acknowledged", found.acknowledge), ("mitigated", found.mitigate),
        ("resolved", found.resolve),
    )  # fmt: skip
    parts = [
        Content.assemble((f"{name} ", "$dim"), (format_duration(length) if length else "at once", "bold"))
        for name, length in named
        if length is not None
    ]
    parts += [Content.styled(note, "$notice") for note in found.notes]
    return Content("   ").join(parts) if parts else Content.styled(hint, "$dim")


def _label(at: Instant, span: tuple[Instant, Instant], zone: str) -> str:
    """Return a time, with its day if the span has several days."""
    when = local(at, zone)
    one_day = len({local(edge, zone).date() for edge in span}) == 1
    return f"{when:%H:%M}" if one_day else f"{when:%d-%m %H:%M}"
