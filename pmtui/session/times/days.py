"""Read days: 18-11, 18/11/2026, 2026-11-18, 18 Nov, Nov 18, yesterday, next friday, in 2 weeks."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import Final

from msgspec import Struct

from pmtui.session.times.typed_time import UnreadableTime, quoted

_MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS: Final = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_NEAR: Final = {"today": 0, "yesterday": -1, "tomorrow": 1}

_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_WEEKDAY = "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_DAY = r"[0-9]{1,2}"
_YEAR = r"(?:19|20)[0-9]{2}(?![0-9]|[.h][0-9])"

_NUMBERS = rf"""
    (?P<y>[0-9]{{4}})(?P<s>[-/])(?P<m>{_DAY})(?P=s)(?P<d>{_DAY})(?![0-9])
  | (?P<d2>{_DAY})(?P<s2>[-/])(?P<m2>{_DAY})(?:(?P=s2)(?P<y2>[0-9]{{4}}))?(?![0-9])
  | (?P<d3>{_DAY})\.(?P<m3>{_DAY})\.(?P<y3>[0-9]{{4}})(?![0-9])
"""
_NAMED = rf"""
    (?:(?P<w>{_WEEKDAY})\b\.?,?\s*)?
    (?: (?P<d>{_DAY})(?:st|nd|rd|th)?[-/\s]*(?P<m>{_MONTH})\b\.?(?:[-/,\s]\s*(?P<y>{_YEAR}))?
      | (?P<m2>{_MONTH})\b\.?\s*(?P<d2>{_DAY})(?:st|nd|rd|th)?(?![0-9:]|[.h][0-9]|\s*[ap]m\b)(?:,?\s+(?P<y2>{_YEAR}))? )
    (?!\w|[-/]\w)
"""
_WORDS = rf"""
    (?P<near>today|yesterday|tomorrow)(?![\w-])
  | (?:(?P<which>next|last|on)\s+)?(?P<w>{_WEEKDAY})(?![\w-])
  | in\s+(?P<n>[0-9]{{1,4}}|an?)\s+(?P<unit>day|week|month|year)s?(?!\w)
"""


class Day(Struct, frozen=True):
    """A day as typed."""

    text: str
    year: int | None = None
    month: int = 0
    day: int = 0
    ahead: int | None = None
    """The number of days from today."""
    months: int = 0
    """The number of months from today."""
    weekday: int | None = None
    which: str = ""
    """Of a weekday: `next`, `last` or empty."""
    iso: bool = False
    """Whether the year comes first."""
    by_name: bool = False
    """Whether the month is a name."""

    @property
    def ahead_of_today(self) -> bool:
        """Whether it is in the future, where no event can be: `tomorrow`, `next friday`, `in 2 weeks`."""
        return bool(self.months or self.which == "next" or (self.ahead or 0) > 0)


def scan_day(text: str, at: int) -> tuple[Day, int] | None:
    """Return the day at a position of a text, and the position after it; None where there is none.

    It may be invalid.
    """
    digit = text[at : at + 1].isdecimal()
    if digit and (found := _numbers().match(text, at)):
        kept = found.groupdict()
        year = kept["y"] or kept["y2"] or kept["y3"]
        month, day = kept["m"] or kept["m2"] or kept["m3"], kept["d"] or kept["d2"] or kept["d3"]
        if year is None and re.match(r"[-/.][0-9]", text[found.end() : found.end() + 2]):
            if short := re.match(rf"({_DAY}([-/]){_DAY}\2[0-9]{{2}})\s+[0-9]{{1,2}}:[0-9]{{2}}", text[at : at + 20]):
                raise UnreadableTime(f"{short[1]} is no date", "write the year in full: 18-11-2026")
            return None
        return Day(
            _one_line(found[0]), int(year) if year else None, int(month), int(day), iso=bool(kept["y"])
        ), found.end()
    # For most texts that start with a number, the character after it decides, without the longer patterns.
    digits = len(text) - at - len(text[at:].lstrip("0123456789")) if digit else 0
    if digit and (digits > 2 or text[at + digits : at + digits + 1] in (":", ".", "")):
        return None
    if found := _named().match(text, at):
        kept = found.groupdict()
        year = kept["y"] or kept["y2"]
        month = _MONTHS.index((kept["m"] or kept["m2"])[:3].casefold()) + 1
        weekday = _WEEKDAYS.index(kept["w"][:3].casefold()) if kept["w"] else None
        day = int(kept["d"] or kept["d2"])
        known_year = int(year) if year else None
        return Day(_one_line(found[0]), known_year, month, day, weekday=weekday, by_name=True), found.end()
    if not digit and (found := _words().match(text, at)):
        return _in_words(found), found.end()
    return None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _in_words(found: re.Match[str]) -> Day:
    if found["near"]:
        return Day(_one_line(found[0]), ahead=_NEAR[found["near"].casefold()])
    if found["w"]:
        which = (found["which"] or "").casefold().replace("on", "")
        return Day(_one_line(found[0]), weekday=_WEEKDAYS.index(found["w"][:3].casefold()), which=which)
    count = int(found["n"]) if found["n"].isdigit() else 1
    unit = found["unit"].casefold()
    if unit in ("day", "week"):
        return Day(_one_line(found[0]), ahead=count * (7 if unit == "week" else 1))
    return Day(_one_line(found[0]), ahead=0, months=count * (12 if unit == "year" else 1))


def resolve(day: Day, today: date, *, forward: bool = False, near: date | None = None) -> date:
    """Return the date of a typed day.

    Args:
        forward: a day without a year, or a weekday, is in the future; otherwise in the past.
        near: choose the date nearest to this one instead, but none after today.

    Raises:
        UnreadableTime: there is no such date.
    """
    try:
        if day.ahead is not None:
            return _months_on(today, day.months) + timedelta(days=day.ahead)
        if not day.month and day.weekday is not None:
            return _weekday(day, today, forward, near)
        return _in_year(day, today, forward, near)
    except OverflowError:
        raise UnreadableTime(f"{quoted(day.text)} lies outside the years 1 to 9999") from None


def _weekday(day: Day, today: date, forward: bool, near: date | None) -> date:
    assert day.weekday is not None
    if day.which == "next":
        return today + timedelta(days=7 - today.weekday() + day.weekday)
    if near is not None and not day.which:
        ahead = (day.weekday - near.weekday()) % 7
        found = near + timedelta(days=ahead if ahead <= 3 else ahead - 7)
        return found if found <= max(today, near) else found - timedelta(days=7)
    if forward and day.which != "last":
        return today + timedelta(days=(day.weekday - today.weekday() - 1) % 7 + 1)
    return today - timedelta(days=(today.weekday() - day.weekday - 1) % 7 + 1)


def _in_year(day: Day, today: date, forward: bool, near: date | None) -> date:
    if day.month > 12:
        raise UnreadableTime(f"{day.text} is no date", "day first, then the month, as in 18-11")
    # Leap days can be eight years apart; for a given weekday the right year can be 40 years away.
    reach = 8 if day.weekday is None else 40
    about = near or today
    years = [day.year] if day.year is not None else range(max(about.year - reach, 1), min(about.year + reach, 9999) + 1)
    dates = [found for year in years if (found := _day_of(year, day.month, day.day))]
    if not dates:
        raise UnreadableTime(f"{day.text} is no date", "there is no such day")
    if day.weekday is not None:
        right = [found for found in dates if found.weekday() == day.weekday]
        if not right:
            raise UnreadableTime(f"{day.text} is no date", f"that is a {dates[0]:%A}")
        dates = right
    if day.year is None:
        if near is not None:
            dates = [found for found in dates if found <= max(today, near)]
        else:
            dates = [found for found in dates if (found >= today if forward else found <= today)]
    if not dates:
        raise UnreadableTime(f"{day.text} is no date", "write its year, as in 18-11-2026")
    return min(dates, key=lambda found: abs(found - about))


def _months_on(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    if year > 9999:
        raise OverflowError
    # The last day of the month where it is too short.
    return next(found for day in range(today.day, 0, -1) if (found := _day_of(year, month + 1, day)))


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_date(text: str, today: date, *, forward: bool = False) -> date:
    """Read `18-11-2026`, `2026-11-18`, `18 Nov`, `Nov 18`, `tomorrow`, `friday`, `next friday` or `in 2 weeks`.

    Args:
        forward: without a year, and for weekdays, choose the next such day (a due date); otherwise the last one.

    Raises:
        ValueError: one line that says how to write it.
    """
    bare = text.strip()
    found = scan_day(bare, 0)
    if found is None or found[1] != len(bare):
        raise UnreadableTime(f"not a date: {quoted(bare)}", "write 18-11-2026, 18 Nov or today")
    return resolve(found[0], today, forward=forward)


class LastDate(Struct, frozen=True):
    """The result of taking a date off the end of a text."""

    date: date | None
    text: str
    """The text before the date; the whole text if there is none."""
    note: str = ""
    """Why an ending that looks like a date was not read; otherwise empty."""


_MOST_WORDS: Final = 4
"""The words of the longest date, such as `Friday 18 December 2026`."""
_NO_DATES: Final = frozenset({"24/7"})


def take_last_date(text: str, today: date) -> LastDate:
    """Take the date at the end of a text, such as `18-12`, `18 Dec 2026`, `next friday` or `in 2 weeks`.

    A date without a year is in the future. The text must have other words before it: a text that is only a date stays.
    """
    bare = text.strip()
    starts = [0, *(found.end() for found in re.finditer(r"\s+", bare))][-_MOST_WORDS:]
    for start in starts:
        before, words = bare[:start].rstrip(), bare[start:]
        try:
            found = scan_day(words, 0)
            if found is None or found[1] != len(words):
                continue
            if not before or found[0].which == "last" or words in _NO_DATES:
                return LastDate(None, text)
            return LastDate(resolve(found[0], today, forward=True), before)
        except UnreadableTime as error:
            return LastDate(None, text, f"{error.what}: kept as words")
    return LastDate(None, text)


@cache
def _numbers() -> re.Pattern[str]:
    return re.compile(_NUMBERS, re.VERBOSE)


@cache
def _named() -> re.Pattern[str]:
    return re.compile(_NAMED, re.VERBOSE | re.IGNORECASE)


@cache
def _words() -> re.Pattern[str]:
    return re.compile(_WORDS, re.VERBOSE | re.IGNORECASE)
