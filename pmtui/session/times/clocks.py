"""Read times of day: 14:02, 14:02:31,5, 14.02, 14h02, 2 pm, 2:05 p.m."""

from __future__ import annotations

import re
from datetime import time
from functools import cache

from msgspec import Struct

from pmtui.session.times.typed_time import UnreadableTime

_CLOCK = r"""
    (?P<hour>[0-9]{1,2})
    (?: :(?P<minute>[0-9]{2}) (?: :(?P<second>[0-9]{2}) (?:[.,](?P<fraction>[0-9]+))? )?
      | (?P<sign>[.h])(?P<minute2>[0-9]{2}) )?
    (?![0-9])
    (?: \s*(?P<half>[ap])(?:\s?m|\.\s?m\.?)(?!\w) )?
"""

_NO_TIME = r"""
    \.[0-9] | [-_/+]\w                                  # 14.02.1, 22.04-rc1: a version
  | \s*(?:%|‰|°|€|£|\$|×)
  | \s*(?:percent|per\ cent|pct|[kmgtp]i?b|[kmgt]?bytes|bits|[kmgt]bps|[mn]s|µs|s|secs?|seconds|mins?|minutes|h|hrs?
         |hours|days|weeks|months|years|k[gmw]|mw|kwh|[kmg]?hz|rps|qps|tps|rpm|req/s|million|billion|bn|usd|eur|gbp
         |dollars|euros|lts)(?![\w-])
"""
"""What follows a number that only looks like a time: a version, a percentage, a unit."""


@cache
def _clock() -> re.Pattern[str]:
    """Return the pattern of a time of day. Patterns are compiled on first use, so that `pmtui log` starts quickly."""
    return re.compile(_CLOCK, re.VERBOSE | re.IGNORECASE)


@cache
def _not_a_time() -> re.Pattern[str]:
    return re.compile(_NO_TIME, re.VERBOSE | re.IGNORECASE)


@cache
def _incomplete_pm() -> re.Pattern[str]:
    """The `p` of an incomplete `pm`."""
    return re.compile(r"\s+p\.?(?=[\s,;]|$)", re.I)


@cache
def _duration_words() -> re.Pattern[str]:
    """The words after `1h30` that make it a duration."""
    return re.compile(r"\s*(?:m|min|mins|minutes)?\s*(?:later|earlier|after|before|of|long|downtime|ago)\b", re.I)


class Clock(Struct, frozen=True):
    """A time of day as typed."""

    hour: int
    minute: int
    second: int
    fraction: str
    """The digits of the fraction of a second, without trailing zeros."""
    am_pm: str
    """`a` (am), `p` (pm) or empty."""
    text: str
    certain: bool
    """Whether it has a colon, am or pm; without them the text may be no time, and an invalid one is kept as words."""

    def time(self) -> time:
        """Return the time of day.

        Raises:
            UnreadableTime: there is no such time.
        """
        hour = self.hour
        if self.am_pm and hour <= 12:
            if hour == 0 and self.am_pm == "p":
                raise UnreadableTime(f"{self.text} is no time", f"write 12:{self.minute:02} or 00:{self.minute:02}")
            hour = hour % 12 + (12 if self.am_pm == "p" else 0)
        elif self.am_pm == "a" or (self.am_pm and hour > 23):
            raise UnreadableTime(f"{self.text} is no time", "hours before am go to 12")
        try:
            return time(hour, self.minute, self.second)
        except ValueError:
            raise UnreadableTime(f"{self.text} is no time", "hours go to 23, minutes to 59") from None

    @property
    def lacks_am_pm(self) -> bool:
        """Whether it can be am or pm, since neither is written."""
        return not self.am_pm and 1 <= self.hour <= 12


def scan_clock(text: str, at: int) -> tuple[Clock, int] | None:
    """Return the time of day at a position of a text, and the position after it; None where there is none.

    It may be invalid (99:99): `Clock.time` checks it.
    """
    found = _clock().match(text, at)
    if found is None:
        return None
    hour, minute, second, fraction, sign, minute2, half = found.groups()
    end = found.end()
    if minute is None and minute2 is None and half is None:
        return None
    if half is None and (letter := _incomplete_pm().match(text, end)) and 1 <= int(hour) <= 12:
        raise UnreadableTime(f"{found[0]}{letter[0]} is no time", f"write {found[0]} pm")
    if sign is not None and half is None and not _is_clock(text, end, sign, int(hour), int(minute2)):
        return None
    clock = Clock(
        int(hour),
        int(minute or minute2 or 0),
        int(second or 0),
        (fraction or "").rstrip("0"),
        (half or "").casefold(),
        " ".join(found[0].split()),
        sign is None or half is not None,
    )
    return clock, end


def _is_clock(text: str, end: int, sign: str, hour: int, minute: int) -> bool:
    """Whether 14.02 or 14h02 is a time and not a number, a version or a duration."""
    if hour > 23 or minute > 59:
        return False
    if sign == ".":
        # It may be the start of a range: 14.02-14.10.
        return not _not_a_time().match(text, end) or (text[end] in "-" and scan_clock(text, end + 1) is not None)
    return not _duration_words().match(text, end)


def scan_bare_hour(text: str, at: int) -> tuple[Clock, int] | None:
    """Return the hour at the start of a range such as 2-3pm, whose am or pm is at the end."""
    found = re.compile(r"([0-9]{1,2})(?=\s*[-–—]\s*[0-9]{1,2}(?:[:.][0-9]{2})?\s*[ap]m\b)", re.I).match(text, at)
    if found is None or not 1 <= int(found[1]) <= 12:
        return None
    return Clock(int(found[1]), 0, 0, "", "", found[0], True), found.end()
