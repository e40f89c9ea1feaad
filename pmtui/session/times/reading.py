"""Times and dates that people type, read in the zone of the session."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final, NamedTuple, TypedDict
from zoneinfo import ZoneInfo

from pmtui.session.document import Event, Instant, Precision, Session
from pmtui.session.instants import canonical, instant, moment, sort_key
from pmtui.session.times.showing import clock_text, exists, local, occurs_twice, show_date, show_offset, show_time

NOON: Final = time(12)
_FIRST: Final = frozenset("~0123456789tTyY")
"""What a time can begin with."""

_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?"
_FULL_DATE = r"\d{1,2}-\d{1,2}-\d{4}|\d{4}-\d\d-\d\d"
_ANY_DATE = rf"{_FULL_DATE}|\d{{1,2}}-\d{{1,2}}|yesterday|today"
_OFFSET = r"(?:[Zz]|[+-]\d\d:\d\d)"
_SECONDS = r":\d\d(?:\.\d+)?"
_RFC = rf"\d{{4}}-\d\d-\d\d(?:[Tt]\d\d:\d\d(?:{_SECONDS})?|[ ]\d\d:\d\d{_SECONDS}){_OFFSET}"


def _moment_pattern(name: str, alone: str) -> str:
    """One moment; `alone` are the dates that may stand without a time of day."""
    return (
        rf"(?P<about_{name}>~\s*)?(?:(?P<rfc_{name}>{_RFC})"
        rf"|(?:(?P<day_{name}>{_ANY_DATE})(?:[Tt]|\s+))?(?P<about2_{name}>~\s*)?(?P<clock_{name}>{_CLOCK})"
        rf"|(?P<alone_{name}>{alone}))"
    )


def _typed_pattern(alone: str) -> str:
    return rf"{_moment_pattern('a', alone)}(?:\s*[-–—]\s*{_moment_pattern('b', alone)})?"


@cache
def _whole() -> re.Pattern[str]:
    """Compiled when it is first needed, as are the others: together they take as long as reading a session."""
    return re.compile(_typed_pattern(_ANY_DATE), re.ASCII | re.IGNORECASE)


@cache
def _leading(ranges: bool) -> re.Pattern[str]:
    """A leading `18-11`, `today` or `3-4` is far more often the beginning of a sentence than a date."""
    pattern = _typed_pattern(_FULL_DATE) if ranges else _moment_pattern("a", _FULL_DATE)
    return re.compile(rf"\s*{pattern}(?::?\s+(?=\S)|:?\s*$)", re.ASCII | re.IGNORECASE)


class Typed(NamedTuple):
    """A time that was typed."""

    at: Instant
    precision: Precision
    note: str
    """What had to be decided where the clocks change, for the person to know; else empty."""
    until: Instant | None
    """The end of a range."""


class Taken(NamedTuple):
    """What taking a leading time off a text came to."""

    typed: Typed | None
    text: str
    """What is left."""
    note: str
    """What there is to say: the note of the time, or why what begins like a time was not read; else empty."""


class ReadingContext(TypedDict):
    """What a bare time is read against; `read_time` and `take_time` take it as keyword arguments."""

    zone: str
    now: datetime
    incident_date: date | None
    newest: Instant | None
    """The latest time of day in the timeline."""


def reading_context(session: Session, now: datetime) -> ReadingContext:
    """What the times that are typed into a session are read against."""
    details = session.key_details
    known = [event.at for event in session.timeline if event.at is not None and event.precision != "day"]
    return {
        "zone": details.timezone,
        "now": now,
        "incident_date": details.incident_date,
        "newest": max(known, key=sort_key, default=None),
    }


def read_time(
    text: str,
    *,
    zone: str,
    now: datetime,
    incident_date: date | None,
    newest: Instant | None = None,  # noqa: ARG001
    after: Instant | None = None,  # noqa: ARG001
) -> Typed:
    """Read `14:02`, `14:02:31`, `~14:02`, `18-11 14:02`, `yesterday 14:02`, RFC 3339, a date, `now`, or a range of two.

    A bare time is on the incident's date where that is set, else the last such moment not after `now`; a day and month
    likewise take the year that lies nearest to the incident, else the last one. A date alone is its noon, with the
    precision `day`. The end of a range without a date is the next such time after its beginning.

    Args:
        zone: IANA name; what is typed without an offset is in it.
        now: aware; says what today is.
        newest: the latest time of day in the timeline, see `reading_context`.
        after: a bare time is the next such moment from this one on (the end of an event).

    Raises:
        ValueError: one line that says how to write it.
    """
    stripped = text.strip()
    tz = ZoneInfo(zone)
    if stripped.lower() == "now":
        return Typed(instant(now.astimezone(UTC)), "exact", "", None)
    found = _whole().fullmatch(stripped)
    if not found:
        raise ValueError(f"not a time: {_quoted(stripped)}: write 14:02, ~14:02, 18-11 14:02 or 2026-11-18T14:02:00Z")
    try:
        return _Reader(tz, now, incident_date).typed(found)
    except OverflowError:
        raise ValueError(f"{_quoted(stripped)} lies outside the years 1 to 9999") from None


def take_time(
    text: str,
    *,
    zone: str,
    now: datetime,
    incident_date: date | None,
    newest: Instant | None = None,  # noqa: ARG001
    above: Instant | None = None,  # noqa: ARG001
) -> Taken:
    """Take a leading time off the text of an event.

    What is not surely a time stays: `14 servers down`, `4.2 rolled back`, `18-11 nodes`. Where nothing would be left
    the text stays whole beside its time, so that no event is without words.

    Args:
        zone: IANA name; what is typed without an offset is in it.
        now: aware; says what today is.
        newest: the latest time of day in the timeline, see `reading_context`.
        above: the time of the line above, in a paste, a file or a pipe.
    """
    if text.lstrip()[:1] not in _FIRST:
        return Taken(None, text, "")
    for ranges in (True, False):
        if found := _leading(ranges).match(text):
            with suppress(ValueError, OverflowError):
                typed = _Reader(ZoneInfo(zone), now, incident_date).typed(found)
                return Taken(typed, text[found.end() :] or text.strip(), typed.note)
    return Taken(None, text, "")


def is_current(incident_date: date | None, zone: str, now: datetime) -> bool:
    """Whether an incident is of today or yesterday, or its date is not set; what has no time is then of now."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return incident_date is None or today - timedelta(days=1) <= incident_date <= today


def read_date(text: str, today: date, *, forward: bool = False) -> date:  # noqa: ARG001
    """Read `18-11-2026`, `2026-11-18`, `18-11` (the nearest one), `today`, `yesterday` or `tomorrow`.

    Raises:
        ValueError: one line that says how to write it.
    """
    word = text.strip().lower()
    near = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if word in near:
        return today + timedelta(days=near[word])
    if not re.fullmatch(_ANY_DATE, word, re.ASCII):
        raise ValueError(f"not a date: {_quoted(text.strip())}: write 18-11-2026, 2026-11-18, 18-11 or today")
    return _date(word, today, nearest=True)


# --- the reader ---


def show_typed(event: Event, zone: str, incident_date: date | None) -> str:
    """The event's time as one would type it: `read_time` makes the same instants and precision of it again.

    An event that knows only its day keeps its day, which is all that it says.
    """
    if event.at is None:
        return ""
    if event.precision == "day" and event.until is None:
        return show_date(local(event.at, zone).date())
    short = show_time(event.at, zone, precision=event.precision, until=event.until, on=incident_date)
    want = event.at, event.precision, event.until
    try:
        # Without an incident's date a bare time would hang on the clock, and none is shown.
        got = read_time(short, zone=zone, now=moment(event.at), incident_date=incident_date)
    except ValueError:
        got = None
    if got is not None and (got.at, got.precision, got.until) == want:
        return short
    if event.precision == "day":
        return f"{show_date(local(event.at, zone).date())} – {event.until}"
    about = "~" if event.precision == "about" else ""
    return about + event.at + (f" – {event.until}" if event.until else "")


class _Reader:
    """Reads the parts of a match; collects what there is to say about it."""

    def __init__(self, tz: ZoneInfo, now: datetime, incident_date: date | None) -> None:
        self.tz, self.now, self.incident_date = tz, now, incident_date
        self.today = now.astimezone(tz).date()
        self.notes: list[str] = []

    def typed(self, found: re.Match[str]) -> Typed:
        parts = found.groupdict()
        at = self._begin(parts)
        until = self._end(parts, at) if any(parts.get(f"{kind}_b") for kind in ("rfc", "clock", "alone")) else None
        if until is not None and moment(until) < moment(at):
            raise ValueError(f"{_quoted(found[0])} ends before it begins: put the earlier time first")
        about = any(parts.get(name) for name in ("about_a", "about2_a", "about_b", "about2_b"))
        precision: Precision = "day" if parts["alone_a"] else "about" if about else "exact"
        return Typed(at, precision, "; ".join(self.notes), until)

    def _begin(self, parts: dict[str, str | None]) -> Instant:
        if rfc := parts["rfc_a"]:
            return _rfc(rfc)
        if alone := parts["alone_a"]:
            return self._on(self._day(alone, None), NOON)
        clock = _time(parts["clock_a"] or "")
        if day := parts["day_a"]:
            return self._on(self._day(day, clock), clock)
        if self.incident_date:
            return self._on(self.incident_date, clock)
        day_of = self.today if self._instant(self.today, clock) <= self.now else self.today - timedelta(days=1)
        return self._on(day_of, clock)

    def _end(self, parts: dict[str, str | None], at: Instant) -> Instant:
        if rfc := parts["rfc_b"]:
            return _rfc(rfc)
        begin = moment(at).astimezone(self.tz)
        if alone := parts["alone_b"]:
            return self._on(_date(alone.lower(), begin.date(), nearest=True, today=self.today), NOON)
        clock = _time(parts["clock_b"] or "")
        if day := parts["day_b"]:
            return self._on(_date(day.lower(), begin.date(), nearest=True, today=self.today), clock)
        same_day = self._instant(begin.date(), clock) >= moment(at)
        return self._on(begin.date() if same_day else begin.date() + timedelta(days=1), clock)

    def _day(self, text: str, clock: time | None) -> date:
        """A date as typed; a day and month lie nearest to the incident, else are the last ones not after now."""
        word = text.lower()
        if self.incident_date:
            return _date(word, self.incident_date, nearest=True, today=self.today)
        day = _date(word, self.today, nearest=False, today=self.today)
        if clock is not None and word.count("-") == 1 and self._instant(day, clock) > self.now:
            return _date(word, self.today - timedelta(days=1), nearest=False, today=self.today)
        return day

    def _instant(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.tz).astimezone(UTC)

    def _on(self, day: date, clock: time) -> Instant:
        """The instant of a local time: one that a clock change skips moves forward, of two it is the first."""
        typed = datetime.combine(day, clock, self.tz)
        when = typed.astimezone(UTC)
        shown = f"{clock_text(clock)} on {show_date(day)} in {self.tz.key}"
        if not exists(typed):
            moved = when.astimezone(self.tz)
            self.notes.append(f"{shown} was skipped by a clock change: read as {clock_text(moved.time())}")
        elif occurs_twice(typed):
            self.notes.append(
                f"{shown} occurs twice, because the clocks go back: read as the first ({show_offset(typed)})"
            )
        return instant(when)


def _rfc(text: str) -> Instant:
    if re.match(r"\d{4}-\d\d-\d\d.\d\d:\d\d(?!:)", text):
        text = f"{text[:16]}:00{text[16:]}"
    return canonical(text.upper())


def _time(text: str) -> time:
    hour, minute, second = (*map(int, text.split(":")), 0)[:3]
    try:
        return time(hour, minute, second)
    except ValueError:
        raise ValueError(f"no such time of day: {text}: hours are 0 to 23, minutes 0 to 59") from None


def _date(word: str, near: date, *, nearest: bool, today: date | None = None) -> date:
    """A date in one of its forms; without a year, the nearest to `near`, or the last one that is not after it."""
    if word in ("today", "yesterday"):
        return (today or near) - timedelta(days=word == "yesterday")
    parts = [int(part) for part in word.split("-")]
    if len(parts) == 3:
        day, month, year = reversed(parts) if len(word.split("-")[0]) == 4 else parts
        found = [_day_of(year, month, day)]
    else:
        # Leap days can be eight years apart.
        years = range(max(near.year - 8, 1), min(near.year + 8, 9999) + 1)
        found = [_day_of(year, parts[1], parts[0]) for year in years]
    dates = [found_date for found_date in found if found_date and (nearest or len(parts) == 3 or found_date <= near)]
    if not dates:
        raise ValueError(f"no such date: {word}: day first, then the month, as in 18-11-2026")
    return min(dates, key=lambda each: abs(each - near))


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")
