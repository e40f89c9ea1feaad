"""Turn a record with named values, from a table or JSON, into an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmtui.intake.timeline.column_meanings import Meaning, kind_of, zone_in
from pmtui.intake.timeline.row import Given, event_of
from pmtui.intake.timeline.timestamps import read_timestamp
from pmtui.session.document import Event, Instant
from pmtui.session.instants import sort_key
from pmtui.session.times import TypedTime


class Records:
    """Makes events of the records of one file, in order."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._columns: Mapping[Meaning, Sequence[str]] = {}
        self._above: Instant | None = None

    def event(self, values: Mapping[str, str], columns: Mapping[Meaning, Sequence[str]]) -> Event | None:
        """Return the event of a record; None where it has neither time nor text.

        Args:
            values: the values by name.
            columns: the names by meaning.

        Raises:
            ValueError: the time cannot be read.
        """
        self._columns = columns
        text = "\n".join(dict.fromkeys(filter(None, (values.get(name, "").strip() for name in self._names("text")))))
        at = self._time(values)
        if at is None and not text:
            return None
        source = self._first(values, "source")
        who = self._first(values, "who")
        return event_of(self._given, at, text, who=who, source=source, kind=kind_of(self._first(values, "kind")))

    def _time(self, values: Mapping[str, str]) -> TypedTime | None:
        day, clock = self._first(values, "date"), self._first(values, "time")
        written = f"{day} {clock}".strip()
        if not written:
            return None
        zone = self._first(values, "zone") or next(filter(None, map(zone_in, self._names("time"))), "")
        try:
            at = read_timestamp(written, self._given, self._above, zone)
        except ValueError:
            if not (day and clock):
                raise
            at = read_timestamp(clock, self._given, self._above, zone)  # the clock has its own date
        if at.precision != "day":
            self._above = at.at
        return self._with_end(at, values, zone)

    def _with_end(self, at: TypedTime, values: Mapping[str, str], zone: str) -> TypedTime:
        end = self._first(values, "until")
        if not end or at.until is not None:
            return at
        until = read_timestamp(end, self._given, at.at, zone).at
        return at._replace(until=until) if sort_key(until) > sort_key(at.at) else at

    def _names(self, meaning: Meaning) -> Sequence[str]:
        return self._columns.get(meaning, ())

    def _first(self, values: Mapping[str, str], meaning: Meaning) -> str:
        """Return the first value with a meaning that is not empty; else an empty string."""
        return next((value for name in self._names(meaning) if (value := values.get(name, "").strip())), "")
