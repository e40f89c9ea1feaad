"""Times as postmortems write them, by the one reader of times; what only they write is put into its words first."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from pmtui.intake.markdown.other_languages import with_english_dates
from pmtui.session.document import Instant
from pmtui.session.instants import moment
from pmtui.session.times import Typed, local, read_date, read_time, take_time

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
"""`12:45 PM PST Saturday Oct 30th: …`, `10:00 - 7 Nov 2023 - …`: a day behind the time, with a sign behind it."""
_TWICE_TOLD: Final = re.compile(r"\b((?:1[3-9]|2[0-3]|00):\d{2}(?::\d{2})?)\s*[AaPp]\.?[Mm]\b\.?")
"""`13:55 PM`: the clock of 24 hours says it already."""
_HOURS_BEHIND: Final = re.compile(r"^(\D{0,3}(?:\d{4}-\d{2}-\d{2}[ T])?\d{1,2}:\d{2})\s?(?:hrs|hours|h)\b\.?")
_NO_COLON: Final = re.compile(
    r"^(\D{0,3}(?:\d{4}-\d{2}-\d{2}[ T]|\d{1,2}\s[A-Z][a-z]{2,8}(?:\s\d{4})?\s)?)([01]\d|2[0-3])([0-5]\d)"
    r"(?:\s?(?:hrs|hours|h)\b\.?|(?=\s?(?:UTC|GMT|Z|CES?T|[EP][SD]T)\b))"
)
"""`1250 UTC`, `0830hrs`."""
_TWO_DAYS: Final = re.compile(r"\W*\d{4}-\d{2}-\d{2}/\d")
"""`2026-07-29/31` is more than a day."""
_USUAL: Final = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2})?Z?$", re.ASCII)
"""What needs no other words."""
_IN_CODE: Final = re.compile(r"`(?P<time>[^`\n]{3,50})`[\s:*_]*(?:[-–—:|·]+\s+)?(?P<rest>.*)", re.DOTALL)
_RULE: Final = re.compile(r"^[:=>~|*•-]{2,}\s+")
"""What some put between the time and the text: `14:02 ::::: alert`."""
_MAY_BE: Final = re.compile(
    r"[\s\[(*~≈|>-]*(?:\d|[A-Za-z]{2,9}\.?,?\s+\d|about|around|circa|ca\b|approx)", re.IGNORECASE
)
_YEAR: Final = timedelta(days=400)
_DATE_IN_TEXT: Final = re.compile(
    r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s+\d{4}"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{4})\b"
)


_MONTH_FIRST: Final = re.compile(r"(?<![\d/-])(?:0?[1-9]|1[0-2])([/-])(?:1[3-9]|2\d|3[01])\1\d{2}(?:\d{2})?(?![\d/-])")
_DAY_FIRST: Final = re.compile(r"(?<![\d/-])(?:1[3-9]|2\d|3[01])([/-])(?:0?[1-9]|1[0-2])\1\d{2}(?:\d{2})?(?![\d/-])")
_NUMBERS: Final = re.compile(r"\W*\d{1,2}([/-])\d{1,2}(?:\1\d{2}|(?=\D|$))")


def month_first(text: str) -> str:
    """A date of a text that has its month first, `04/23/2026`; empty where there is none, or one with its day first."""
    found = _MONTH_FIRST.search(text)
    return found[0] if found and not _DAY_FIRST.search(text) else ""


class Read(NamedTuple):
    """A time that was read off the beginning of a text."""

    typed: Typed
    rest: str
    """What is left of the text; empty where it was nothing but the time."""
    taken: str
    """The words that were the time."""


class Moments:
    """Reads times in the order of the text: a time of day is on the day that was named last.

    Args:
        zone: what times without one are in.
        now: the present, aware.
        day: the day of the incident, where it is known.
    """

    def __init__(self, zone: str, now: datetime, day: date | None) -> None:
        self.zone, self.now, self.day = zone, now, day
        self.above: Instant | None = None
        self.month_first = False
        """Whether the text has dates with their month first: what may be one is left as words, and not read wrongly."""
        self.foreign = False
        """Whether dates may be written in other languages than English."""
        self.suffix = ""
        """An abbreviation behind the times that names the zone: it says nothing more."""
        self.undated = 0
        """Times of day that were left as words because nothing says on which day they were."""

    @property
    def today(self) -> date:
        """The day that a due date without a year is read on: the incident's, where it is known."""
        return self.day or self.now.date()

    def begin(self) -> None:
        """A new list of times begins: none stands above the next one."""
        self.above = None

    def take(self, text: str) -> Read | None:
        """The time that a text begins with."""
        if text.startswith("`") and (code := _IN_CODE.match(text)):
            alone = self.whole(code["time"])
            return alone and alone._replace(rest=code["rest"].strip())
        if not _MAY_BE.match(text) or _TWO_DAYS.match(text) or (self.month_first and _NUMBERS.match(text)):
            return None
        adapted, taken = self._adapted(text), ""
        found = take_time(adapted, zone=self.zone, now=self.now, incident_date=self.day, above=self.above)
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
        """Whether a text begins with a date that has its month first, and so is an event without a time."""
        return self.month_first and _NUMBERS.match(text) is not None

    def whole(self, text: str) -> Read | None:
        """A text that is nothing but a time or a day."""
        if len(text) > 60 or not _MAY_BE.match(text) or (self.month_first and _NUMBERS.match(text)):
            return None
        adapted = self._adapted(text).strip(" :*|-–—")
        try:
            typed = read_time(adapted, zone=self.zone, now=self.now, incident_date=self.day)
        except ValueError:
            return None
        if typed.precision != "day" and self.above is not None:
            again = take_time(adapted, zone=self.zone, now=self.now, incident_date=self.day, above=self.above).typed
            typed = again or typed
        return self._kept(Read(typed, "", adapted)) if self._is_sure(adapted, typed) else None

    def date(self, text: str) -> date | None:
        """The day that a text names, alone or with a time of day."""
        if self.month_first and _NUMBERS.match(text):
            return None
        text = with_english_dates(text)
        bare = text.strip(" .*")
        try:
            return read_date(bare, self.now.date())
        except ValueError:
            pass
        # Of `January 14-19, 2026` the first day counts.
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

    def _is_sure(self, text: str, typed: Typed) -> bool:
        """Whether it is known on which day a time is; another present would move one of which it is not."""
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
    """The first date with its year that stands in a text; without `numbers` none of numbers with the year last."""
    for found in _DATE_IN_TEXT.finditer(text):
        if not numbers and _NUMBERS.match(found[0]):
            continue
        try:
            return read_date(re.sub(r"\bof\s+|,", "", found[0]), now.date())
        except ValueError:
            continue
    return None


def is_before(one: Instant, other: Instant) -> bool:
    """Whether a moment is before another."""
    return moment(one) < moment(other)
