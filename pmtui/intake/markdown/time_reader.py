"""Read times as postmortems write them: forms that only they have are rewritten for `pmtui.session.times`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from pmtui.intake.markdown.other_languages import with_english_dates
from pmtui.session.document import Instant
from pmtui.session.instants import to_datetime
from pmtui.session.times import ReadingContext, TypedTime, local, read_date, read_time, take_time

_BEHIND: Final = re.compile(r"^(\d{1,2}[:.]\d{2})\s?~")
_UNKNOWN: Final = re.compile(r"(?<=\d)[ T]+(?:HH:mm|hh:mm|--:--|-:-|\?\?:\?\?|xx:xx|XX:XX|\?{1,5})(?=\W|$)")
_DAY_BEHIND: Final = re.compile(
    r"^([~≈]?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?(?:\s+[A-Z]{2,4})?)\s*\(((?:[A-Z][a-z]{2,8}\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8})(?:,?\s+\d{4})?)\)"
)
_CLOCK: Final = r"[~≈]?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp]\.?[Mm]\b\.?)?(?:\s+[A-Z]{2,4}\b)?"
_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_WEEKDAY: Final = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+)"
_WRITTEN_DAY: Final = rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH})(?:,?\s+\d{{4}})?"
_TIME_THEN_DAY: Final = re.compile(
    rf"^(?P<clock>{_CLOCK})(?:\s*[,–—-]\s*|\s+on\s+|\s+){_WEEKDAY}?(?P<day>{_WRITTEN_DAY}|\d{{4}}-\d{{2}}-\d{{2}})"
    r"(?=\s*(?::|[|,]|[-–—](?:\s|$)|$))"
)
"""Matches a date after the time: `12:45 PM PST Saturday Oct 30th: …`, `10:00 - 7 Nov 2023 - …`."""
_TWICE_TOLD: Final = re.compile(r"\b((?:1[3-9]|2[0-3]|00):\d{2}(?::\d{2})?)\s*[AaPp]\.?[Mm]\b\.?")
"""Matches `13:55 PM`, where the 24-hour clock makes PM superfluous."""
_HOURS_BEHIND: Final = re.compile(r"^(\D{0,3}(?:\d{4}-\d{2}-\d{2}[ T])?\d{1,2}:\d{2})\s?(?:hrs|hours|h)\b\.?")
_NO_COLON: Final = re.compile(
    r"^(\D{0,3}(?:\d{4}-\d{2}-\d{2}[ T]|\d{1,2}\s[A-Z][a-z]{2,8}(?:\s\d{4})?\s)?)([01]\d|2[0-3])([0-5]\d)"
    r"(?:\s?(?:hrs|hours|h)\b\.?|(?=\s?(?:UTC|GMT|Z|CES?T|[EP][SD]T)\b))"
)
"""Matches `1250 UTC` and `0830hrs`."""
_TWO_DAYS: Final = re.compile(r"\W*\d{4}-\d{2}-\d{2}/\d")
"""Matches `2026-07-29/31`, which is more than one day."""
_USUAL: Final = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2})?Z?$", re.ASCII)
"""Matches the usual form, which needs no rewriting."""
_IN_CODE: Final = re.compile(r"`(?P<time>[^`\n]{3,50})`[\s:*_]*(?:[-–—:|·]+\s+)?(?P<rest>.*)", re.DOTALL)
_RULE: Final = re.compile(r"^[:=>~|*•-]{2,}\s+")
"""Matches signs between time and text: `14:02 ::::: alert`."""
_MAY_BE: Final = re.compile(
    r"[\s\[(*~≈|>-]*(?:\d|[A-Za-z]{2,9}\.?,?\s+\d|about|around|circa|ca\b|approx|T\s?[+−-]\s?\d)", re.IGNORECASE
)
_YEAR: Final = timedelta(days=400)
_DATE_IN_TEXT: Final = re.compile(
    rf"\b(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+\d{{4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}})\b"
)


_MONTH_FIRST: Final = re.compile(r"(?<![\d/-])(?:0?[1-9]|1[0-2])([/-])(?:1[3-9]|2\d|3[01])\1\d{2}(?:\d{2})?(?![\d/-])")
_DAY_FIRST: Final = re.compile(r"(?<![\d/-])(?:1[3-9]|2\d|3[01])([/-])(?:0?[1-9]|1[0-2])\1\d{2}(?:\d{2})?(?![\d/-])")
_NUMBERS: Final = re.compile(r"\W*\d{1,2}([/-])\d{1,2}(?:\1\d{2}|(?=\D|$))")


def month_first(text: str) -> str:
    """Return a date that can only have the month first, `04/23/2026`; empty where a date can only have the day
    first.
    """
    found = _MONTH_FIRST.search(text)
    return found[0] if found and not _DAY_FIRST.search(text) else ""


class Read(NamedTuple):
    """A time that was read at the beginning of a text."""

    typed: TypedTime
    rest: str
    """The rest of the text; empty where it was only the time."""
    taken: str
    """The words of the time."""


class TimeReader:
    """Reads times in the order of the text: a time without a date is on the last date that was named.

    Args:
        zone: the time zone of times that name none.
        now: the present, timezone-aware.
        day: the day of the incident; None: not known.
    """

    def __init__(self, zone: str, now: datetime, day: date | None) -> None:
        self.zone, self.now, self.day = zone, now, day
        self.above: Instant | None = None
        self.started: Callable[[], Instant | None] = lambda: None
        """Return when the incident began, as far as it was read: `T+5m` counts from there."""
        self.month_first = False
        """Whether the text has dates with the month first: ambiguous dates are then kept as words."""
        self.foreign = False
        """Whether dates may be written in other languages than English."""
        self.suffix = ""
        """The abbreviation of the zone after every time, which is ignored."""
        self.undated = 0
        """Times of day that were kept as words because their date is not known."""

    @property
    def _known(self) -> ReadingContext:
        """The context in which a time is read."""
        return {
            "zone": self.zone,
            "now": self.now,
            "incident_date": self.day,
            "newest": None,
            "started": self.started(),
        }

    @property
    def today(self) -> date:
        """The date from which due dates without a year are counted: the incident's, else the current one."""
        return self.day or self.now.date()

    def begin(self) -> None:
        """Begin a new list of times: the next time does not depend on the last one."""
        self.above = None

    def take(self, text: str) -> Read | None:
        """Return the time at the beginning of a text; None where there is none."""
        if text.startswith("`") and (code := _IN_CODE.match(text)):
            alone = self.whole(code["time"])
            return alone and alone._replace(rest=code["rest"].strip())
        if not _MAY_BE.match(text) or _TWO_DAYS.match(text) or (self.month_first and _NUMBERS.match(text)):
            return None
        adapted, taken = self._adapted(text), ""
        found = take_time(adapted, **self._known, above=self.above)
        if found.typed is None:
            return self.whole(text)
        rest = found.text
        if rest.strip() == adapted.strip():
            rest = ""
        taken = adapted[: len(adapted) - len(rest)] if rest and adapted.endswith(rest) else adapted
        if rest.startswith((",", ";")):
            rest = rest[1:].lstrip()
        if not self._is_sure(text, found.typed):
            return None
        return self._kept(Read(found.typed, _RULE.sub("", rest).strip(), taken))

    def is_kept_as_words(self, text: str) -> bool:
        """Whether a text begins with an ambiguous date, which makes it an event without a time."""
        return self.month_first and _NUMBERS.match(text) is not None

    def whole(self, text: str) -> Read | None:
        """Return the time of a text that is only a time or date; None where it is not."""
        if len(text) > 60 or not _MAY_BE.match(text) or (self.month_first and _NUMBERS.match(text)):
            return None
        adapted = self._adapted(text).strip(" :*|-–—")
        try:
            typed = read_time(adapted, **self._known)
        except ValueError:
            return None
        if typed.precision != "day" and self.above is not None:
            again = take_time(adapted, **self._known, above=self.above).typed
            typed = again or typed
        return self._kept(Read(typed, "", adapted)) if self._is_sure(adapted, typed) else None

    def date(self, text: str) -> date | None:
        """Return the date that a text names, with or without a time of day; None where it names none."""
        if self.month_first and _NUMBERS.match(text):
            return None
        text = with_english_dates(text)
        bare = text.strip(" .*")
        try:
            return read_date(bare, self.now.date())
        except ValueError:
            pass
        # Of `January 14-19, 2026` take the first day.
        text = re.sub(r"(?<=[A-Za-z] )(\d{1,2})\s?[-–]\s?(?:[A-Z][a-z]+ )?\d{1,2}(?=,? \d{4})", r"\1", text)
        found = _DATE_IN_TEXT.search(text)
        if found is None:
            return None
        try:
            return read_date(re.sub(r"\bof\s+|,", "", found[0]), self.now.date())
        except ValueError:
            return None

    def _adapted(self, text: str) -> str:
        text = text.replace("\u2011", "-").strip()
        if _USUAL.match(text):
            return text
        if self.foreign:
            text = with_english_dates(text)
        if "~" in text:
            text = _BEHIND.sub(r"~\1", text)
        if "(" in text:
            text = _DAY_BEHIND.sub(r"\2 \1", text)
        if self.suffix and self.suffix in text[:40]:
            text = re.sub(rf"(?<=[\dMm.])\s*\(?\b{self.suffix}\b\)?", "", text, count=1)
        if "m" in text[:24].casefold():
            text = _TWICE_TOLD.sub(r"\1", text, count=1)
        if behind := _TIME_THEN_DAY.match(text):
            rest = text[behind.end() :].lstrip()
            text = f"{behind['day']} {behind['clock']}{'' if rest[:1] == ':' else ' '}{rest}"
        text = _NO_COLON.sub(r"\1\2:\3", _HOURS_BEHIND.sub(r"\1", text))
        return _UNKNOWN.sub("", text) if "-" in text or "?" in text or ":" in text else text

    def _is_sure(self, text: str, typed: TypedTime) -> bool:
        """Whether the date of a time is certain, that is, does not depend on the present."""
        if self.day is not None:
            return True
        later = take_time(self._adapted(text) + " x", zone=self.zone, now=self.now + _YEAR, incident_date=None).typed
        if later is not None and later.at != typed.at:
            self.undated += 1
            return False
        return True

    def _kept(self, read: Read) -> Read:
        self.day = local(read.typed.at, self.zone).date()
        self.above = None if read.typed.precision == "day" else read.typed.at
        return read


def first_date(text: str, now: datetime, *, numbers: bool = True) -> date | None:
    """Return the first date with a year in a text; without `numbers`, numeric dates ending in the year do not count."""
    for found in _DATE_IN_TEXT.finditer(text):
        if not numbers and _NUMBERS.match(found[0]):
            continue
        try:
            return read_date(re.sub(r"\bof\s+|,", "", found[0]), now.date())
        except ValueError:
            continue
    return None


def is_before(one: Instant, other: Instant) -> bool:
    """Whether an instant is before another."""
    return to_datetime(one) < to_datetime(other)
