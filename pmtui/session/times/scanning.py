"""Scan a typed time: find its parts (day, time of day, zone, range) in the text."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from pmtui.session.times import scan_patterns as patterns
from pmtui.session.times.clocks import Clock, scan_bare_hour, scan_clock
from pmtui.session.times.days import Day, scan_day
from pmtui.session.times.typed_time import UnreadableTime, quoted
from pmtui.session.times.zones import Zone, offset_of, scan_zone, zone_offsets

_SECONDS = {"h": 3600, "m": 60, "s": 1}


class Moment(Struct, frozen=True):
    """One time as typed."""

    end: int
    about: bool = False
    ago: timedelta | None = None
    """The time before now."""
    since: timedelta | None = None
    """The time after the start of the incident; negative: before it."""
    day: Day | None = None
    clock: Clock | None = None
    zone: Zone | None = None


class Scanned(Struct, frozen=True):
    """A time or a range of two, and the position after it."""

    begin: Moment
    until: Moment | None
    end: int
    note: str = ""


class Scanner:
    """Scans one text. With `whole`, the text must be only a time, so a day may stand without a year."""

    def __init__(self, text: str, zone: str, when: datetime, whole: bool, opened: str = "") -> None:
        self.text, self.zone, self.when, self.whole = text, zone, when, whole
        self.opened = opened
        """The bracket that is open: at first the one before the time; day and time of day may each have brackets."""

    def scan(self, at: int) -> Scanned | None:
        """Return the time at a position; None where there is none.

        Raises:
            UnreadableTime: it looks like a time but cannot be read.
        """
        begin = self._moment(at) or self._bare_hour(at)
        if begin is None:
            return None
        dash = None if begin.ago is not None else patterns.range_separator().match(self.text, begin.end)
        if dash is None:
            return Scanned(begin, None, begin.end)
        try:
            until = self._moment(dash.end(), begin)
            if until is not None and until.clock is not None:
                until.clock.time()
        except UnreadableTime as error:
            # A dash between blanks may only separate the time from the text.
            if dash[0].strip() == dash[0] or self.whole:
                raise
            return Scanned(begin, None, begin.end, f"{error.what}: kept as words")
        if not self.whole and until is not None and begin.day is not None and begin.clock is None:
            self._refuse_clock_of_last_day(at, until)
        return Scanned(begin, until, until.end if until else begin.end)

    def _moment(self, at: int, begin: Moment | None = None) -> Moment | None:
        """Scan one time; with `begin`, the end of the range that starts with it."""
        text = self.text
        about = patterns.approximately().match(text, at)
        at, is_about = (about.end(), about.end() > at) if about else (at, False)
        if begin is None and (ago := patterns.ago().match(text, at)):
            return Moment(ago.end(), is_about, _length(ago))
        if text[at : at + 1] in ("T", "t") and (since := patterns.since_start(whole=self.whole).match(text, at)):
            return Moment(since.end(), is_about, since=_length_since(since))
        if self.whole and (now := re.compile(r"now(?!\w)", re.I).match(text, at)):
            return Moment(now.end(), is_about, timedelta())
        if (found := scan_day(text, at)) and not found[0].ahead_of_today:
            return self._on_day(*found, is_about, begin)
        if begin is None and (dotted := patterns.dotted_day().match(text, at)):
            raise UnreadableTime(f"{dotted[1]} is no date", "write 18-11 14:02")
        if found_clock := scan_clock(text, at):
            clock, end = found_clock
            return self._zoned(Moment(end, is_about, clock=clock), begin is None)
        return None

    def _on_day(self, day: Day, end: int, about: bool, begin: Moment | None) -> Moment | None:
        joined = patterns.day_and_clock_join().match(self.text, end)
        if begin is None and (parted := self._separator(end)):
            joined = parted
        if joined:
            again = patterns.approximately().match(self.text, joined.end())
            at = again.end() if again else joined.end()
            if found := self._clock_or_bare_hour(at):
                moment = Moment(found[1], about or at > joined.end(), day=day, clock=found[0])
                return self._with_year(self._zoned(moment, begin is None))
            if half := re.match(r"[0-9]{1,2}:[0-9]\S*", self.text[at : at + 24]):
                raise UnreadableTime(f"{quoted(half[0])} is no time", "write 14:02")
        if zoned := self._zone_before_clock(day, end, about):
            return zoned
        if begin is not None and begin.clock is not None:
            return None
        if begin is None:
            self._refuse_end_of_day(day, end)
        if not self.whole and (day.year is None or re.match(r"[\w/-]|\.\w|:\S", self.text[end : end + 2])):
            return None
        if not self.whole and begin is None and self._is_time_behind_at(end):
            return None
        return Moment(end, about, day=day)

    def _zone_before_clock(self, day: Day, end: int, about: bool) -> Moment | None:
        """Scan a day whose zone comes before the time of day, as in `2026-11-18 (UTC) 14:02`.

        Raises:
            UnreadableTime: a weekday or a word in brackets is between day and time, or there are two zones.
        """
        found = scan_zone(self.text, end, self.zone, self.when)
        zone, behind = (found[0], found[1]) if found and found[0].tz else (None, end)
        if zone is None:
            between = patterns.between_day_and_clock().match(self.text, end)
            behind = between.end() if between else end
        if behind == end:
            return None
        parted = patterns.day_separator().match(self.text, behind)
        clock = scan_clock(self.text, parted.end()) if parted and not parted["open"] and not parted["close"] else None
        if clock is None or not clock[0].certain:
            return None
        has_two = self.text[clock[1] : clock[1] + 1] != "-" and scan_zone(self.text, clock[1], self.zone, self.when)
        if zone is None or has_two:
            raise UnreadableTime(f"{quoted(day.text + self.text[end : clock[1]])} is no time", "write 18-11 14:02 UTC")
        return Moment(clock[1], about, day=day, clock=clock[0], zone=zone)

    def _refuse_clock_of_last_day(self, at: int, until: Moment) -> None:
        """Refuse `18 Nov 2026 - 19 Nov 2026 14:02`, a range from a day to a time of day.

        Raises:
            UnreadableTime: it is one.
        """
        if until.clock is not None or self._is_time_behind_at(until.end):
            raise UnreadableTime(f"{quoted(self.text[at : until.end])} is no time", "write 18-11 14:02 - 19-11 14:02")

    def _separator(self, end: int) -> re.Match[str] | None:
        """Return the separator between a day and its time of day, if it is not just blanks; brackets must match."""
        found = patterns.day_separator().match(self.text, end)
        if found is None or found.end() == end:
            return None
        if found["close"] and found["close"] != {"[": "]", "(": ")"}.get(self.opened):
            return None
        if found["open"] and self.opened and not found["close"]:
            return None
        about = patterns.approximately().match(self.text, found.end())
        if self._clock_or_bare_hour(about.end() if about else found.end()) is None:
            return None
        if found["close"]:
            self.opened = ""
        if found["open"]:
            self.opened = found["open"].strip()
        return found

    def _refuse_end_of_day(self, day: Day, end: int) -> None:
        """Refuse `18 Nov to 14:02`, a range from a day to a time of day.

        Raises:
            UnreadableTime: it is one.
        """
        dash = patterns.range_separator().match(self.text, end)
        if dash is None or scan_day(self.text, dash.end()):
            return
        found = scan_clock(self.text, dash.end())
        if found and found[0].certain:
            shown = f"{day.text} {dash[0].strip()} {found[0].text}"
            raise UnreadableTime(f"{quoted(shown)} is no time", "write 18-11 14:02")

    def _is_time_behind_at(self, end: int) -> bool:
        """Whether `at` or `@` and a time of day follow a day, which is not read alone then."""
        word = patterns.at_word().match(self.text, end)
        about = patterns.approximately().match(self.text, word.end()) if word else None
        found = scan_clock(self.text, about.end()) if about else None
        return found is not None and found[0].certain

    def _with_year(self, moment: Moment) -> Moment:
        """Add the year to a timestamp of a log or of `date` that ends with it: `Thu Nov 26 14:02:11 UTC 2026`."""
        day, clock = moment.day, moment.clock
        if day is None or clock is None or day.year is not None or not day.by_name:
            return moment
        # Only machines write the year there. In `18 Nov 14:02 2026 requests` it is a number.
        if day.weekday is None and clock.text.count(":") < 2:
            return moment
        found = patterns.year_after().match(self.text, moment.end)
        if found is None or int(found[1]) > self.when.year + 1:
            return moment
        return replace(moment, day=replace(day, year=int(found[1])), end=found.end())

    def _zoned(self, moment: Moment, may_range: bool) -> Moment:
        assert moment.clock is not None
        dash = patterns.offset_or_end().match(self.text, moment.end) if may_range else None
        note = ""
        if dash is not None:
            is_end, note = self._is_end(moment, dash)
            if is_end:
                return replace(moment, zone=Zone(UTC), end=dash.end("utc")) if dash["utc"] else moment
        found = scan_zone(self.text, moment.end, self.zone, self.when)
        return (
            moment
            if found is None
            else replace(moment, zone=replace(found[0], note=found[0].note or note), end=found[1])
        )

    def _is_end(self, moment: Moment, dash: re.Match[str]) -> tuple[bool, str]:
        """Whether `-05:00` after a time is the end of a range and not an offset, and a note about it.

        It is an end if no such offset exists. Otherwise it is an offset after an ISO date or `UTC`; else only if the
        range would be longer than half a day, or, after a blank, if the session's zone has that offset (which is how
        times in a repeated hour are shown).
        """
        assert moment.clock is not None
        hours, minutes = int(dash["h"]), int(dash["m"])
        is_iso = moment.day is not None and moment.day.iso
        if offset_of("-", hours, minutes) is None or (hours == minutes == 0 and not is_iso):
            return True, ""
        length = (hours * 60 + minutes - moment.clock.hour * 60 - moment.clock.minute) % 1440
        is_stamp = is_iso and (moment.clock.second or re.search(r"T[0-9:]+$", self.text[: moment.end][-9:]))
        if is_stamp:
            return False, ""
        is_own = bool(dash["blank"]) and -60 * hours - minutes in zone_offsets(self.zone, self._year(moment))
        note = f"{dash['offset']} is read as an offset: write a range as 14:02 - 14:10"
        if is_iso or dash["utc"]:
            return False, note if length <= 720 else ""
        if is_own:
            return False, ""
        return (True, "") if length <= 720 else (False, note)

    def _year(self, moment: Moment) -> int:
        return (moment.day.year if moment.day else None) or self.when.year

    def _clock_or_bare_hour(self, at: int) -> tuple[Clock, int] | None:
        """Return a time of day, or the hour at the start of a range such as 2-3pm."""
        return scan_clock(self.text, at) or scan_bare_hour(self.text, at)

    def _bare_hour(self, at: int) -> Moment | None:
        about = patterns.approximately().match(self.text, at)
        found = scan_bare_hour(self.text, about.end() if about else at)
        return None if found is None else Moment(found[1], bool(about and about[0]), clock=found[0])


def _length(found: re.Match[str]) -> timedelta:
    count = found["n"].casefold().replace(",", ".")
    number = float(count) if count[0].isdigit() else 0.5 if count.startswith("half") else 1
    return timedelta(seconds=round(number * _SECONDS[found["unit"][0].casefold()]) + int(found["n2"] or 0) * 60)


def _length_since(found: re.Match[str]) -> timedelta:
    """Return the duration after `T+`; a number alone is minutes."""
    if found["clock"]:
        hours, minutes, seconds = (*found["clock"].split(":"), "0")[:3]
        length = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    else:
        unit = _SECONDS[(found["unit"] or "m")[0].casefold()]
        length = timedelta(seconds=round(float(found["n"].replace(",", ".")) * unit) + int(found["n2"] or 0) * 60)
    return length if found["sign"] == "+" else -length
