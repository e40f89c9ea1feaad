"""Choose the date of a typed time of day, and handle clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from pmtui.session.document import Instant
from pmtui.session.instants import to_datetime
from pmtui.session.times.days import Day, resolve
from pmtui.session.times.formatting import clock_text, exists, occurs_twice, show_offset
from pmtui.session.times.typed_time import UnreadableTime, is_current
from pmtui.session.times.zones import shown_zone

AHEAD = timedelta(minutes=10)
"""How far the clock of the user may be ahead of the machine's."""
_LATELY = timedelta(hours=1)
_NEXT_DAY = timedelta(hours=12)


class DateResolver:
    """Finds the dates and instants for one typed text, and collects notes for the user."""

    def __init__(
        self,
        zone: str,
        now: datetime,
        incident_date: date | None,
        newest: Instant | None,
        above: Instant | None,
        started: Instant | None = None,
    ) -> None:
        self.zone, self.tz, self.now, self.incident_date = zone, ZoneInfo(zone), now.astimezone(UTC), incident_date
        self.newest, self.above, self.started = newest, above, started
        self.notes: list[str] = []

    def since_start(self, length: timedelta) -> datetime:
        """Return the time this long after the incident began.

        Raises:
            UnreadableTime: the start of the incident is unknown.
        """
        if self.started is None:
            raise UnreadableTime("T+ counts from the start of the incident, which has no time yet", "write 14:02")
        return to_datetime(self.started) + length

    def day(self, day: Day, clock: time | None, tz: tzinfo) -> date:
        """Return the date of a typed day: the one nearest to the incident, or without incident date the last one."""
        today = self.now.astimezone(tz).date()
        if self.incident_date is not None and day.ahead is None:
            return resolve(day, today, near=self.incident_date)
        found = resolve(day, today)
        if clock is not None and day.month and day.year is None and self._later(found, clock, tz):
            return resolve(day, found - timedelta(days=1))
        return found

    def bare(self, clock: time, tz: tzinfo) -> date:
        """Return the date of a time of day that was typed without a date."""
        if self.incident_date is None:
            today = self.now.astimezone(tz).date()
            days = (today + timedelta(days=1), today, today - timedelta(days=1))
            found = next(day for day in days if day == days[-1] or not self._later(day, clock, tz))
        elif is_current(self.incident_date, self.zone, self.now):
            found = self._current(self.incident_date, clock, tz)
        else:
            found = self._of_incident(self.incident_date, clock, tz)
        if self.above is None:
            return found
        above = to_datetime(self.above)
        found = max(found, above.astimezone(tz).date() - timedelta(days=1))
        while self._moment(found, clock, tz) < above - _NEXT_DAY:
            found += timedelta(days=1)
        return found

    def _current(self, incident_date: date, clock: time, tz: tzinfo) -> date:
        """Return the date of a time of day in a review of today or yesterday."""
        usual = self._of_incident(incident_date, clock, tz)
        last = self.now.astimezone(tz).date() + timedelta(days=1)
        first = incident_date - timedelta(days=1)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        past = {day: when for day in days if (when := self._moment(day, clock, tz)) <= self.now + AHEAD}
        newest = to_datetime(self.newest) if self.newest else None
        # An event long before the incident tells nothing about its later times.
        if newest is not None and newest.astimezone(self.tz).date() >= first:
            return min(past, key=lambda day: abs(past[day] - newest))
        if newest is not None and usual not in past:
            return max(past)
        return next((day for day, when in past.items() if when >= self.now - _LATELY), usual)

    def _of_incident(self, incident_date: date, clock: time, tz: tzinfo) -> date:
        """Return the date in the typed zone at which a time of day is on the incident's date in the session's zone."""
        days = [incident_date]
        if date.min < incident_date < date.max:
            days += [incident_date - timedelta(days=1), incident_date + timedelta(days=1)]
        on = (day for day in days if self._moment(day, clock, tz).astimezone(self.tz).date() == incident_date)
        return incident_date if tz is self.tz else next(on, incident_date)

    def after(self, begin: datetime, clock: time, tz: tzinfo, *, typed: time | None = None) -> date:
        """Return the date of the first such time of day at or after `begin`.

        Args:
            typed: the time of day that was typed for `begin`; a clock change may have moved `begin` to later.
        """
        day = begin.astimezone(tz).date()
        was_moved = typed is not None and isinstance(tz, ZoneInfo) and not exists(datetime.combine(day, typed, tz))
        if was_moved and typed is not None and typed <= clock:
            return day
        return day if self._moment(day, clock, tz, fold=1) >= begin else day + timedelta(days=1)

    def at(self, day: date, clock: time, tz: tzinfo, *, begin: datetime | None = None) -> datetime:
        """Return the instant of a local time: moved forward if a clock change skips it, the first if it is repeated.

        Args:
            begin: the start of the range that this time ends; a repeated time is the first that is not before it.
        """
        typed = datetime.combine(day, clock, tz)
        if begin is not None and typed.astimezone(UTC) < begin and occurs_twice(typed):
            typed = typed.replace(fold=1)
        when = typed.astimezone(UTC)
        if not isinstance(tz, ZoneInfo):
            return when
        if not exists(typed):
            moved = clock_text(when.astimezone(tz).time())
            self.notes.append(f"{clock_text(clock)} was skipped by a clock change: read as {moved}")
        elif occurs_twice(typed):
            other = f"{clock_text(clock)} {shown_zone(typed.replace(fold=1 - typed.fold))}"
            self.notes.append(f"{clock_text(clock)} occurs twice: read as {show_offset(typed)}; else write {other}")
        return when

    def _moment(self, day: date, clock: time, tz: tzinfo, fold: int = 0) -> datetime:
        when = datetime.combine(day, clock, tz)
        # Only a repeated time has a later instant with fold=1; for a skipped time fold=1 is the earlier one.
        return (when.replace(fold=fold) if fold and occurs_twice(when) else when).astimezone(UTC)

    def _later(self, day: date, clock: time, tz: tzinfo) -> bool:
        """Whether it is in the future, allowing for a clock that is a little ahead of ours."""
        return self._moment(day, clock, tz) > self.now + AHEAD
