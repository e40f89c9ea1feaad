"""The regular expressions of `pmtui.session.times.scanning`, compiled on first use."""

from __future__ import annotations

import re
from functools import cache

_ABOUT = r"(?:[~≈]\s*|(?:about|around|ca\.?|circa|approx\.?|approximately)\s+)?"
_JOIN = r"[Tt](?=[0-9])|:(?=[0-9]{2}:[0-9]{2}:[0-9]{2})|,?\s+"
_PARTED = r"""
    (?: \s*(?P<close>[\])]) )?
    (?: \s*[-–—|·]\s* | :\s+ | \s* )
    (?P<open>[\[(]\s*)?
"""
"""As in `18-11 - 14:02`, `[18-11] [14:02]` and `18-11: 14:02`."""
_RANGE = r"\s*[-–—]\s*|\s+(?:to|until|till)\s+"


@cache
def approximately() -> re.Pattern[str]:
    """A word or sign for "about", or nothing."""
    return re.compile(_ABOUT, re.IGNORECASE)


@cache
def ago() -> re.Pattern[str]:
    """A duration before now, such as `5 min ago` or `half an hour ago`."""
    return re.compile(
        r"(?P<n>[0-9]{1,5}(?:[.,][0-9]{1,2})?|half\s+an?|an?)\s*(?P<unit>h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)"
        r"(?:\s*(?P<n2>[0-9]{1,5})\s*(?:m|mins?|minutes?)?)?\s+ago(?!\w)",
        re.IGNORECASE,
    )


@cache
def since_start(*, whole: bool) -> re.Pattern[str]:
    """The time since the start of the incident, such as `T+05 min`, `T+5m`, `T+1h30`, `T+00:05`.

    A number alone is minutes, and only read if the text has nothing else: in banking, `T+1` is a day.
    """
    return re.compile(
        r"T\s?(?P<sign>[+−-])\s?(?:(?P<clock>[0-9]{1,3}:[0-5][0-9](?::[0-5][0-9])?)"
        r"|(?P<n>[0-9]{1,5}(?:[.,][0-9]{1,2})?)"
        r"(?:\s?(?P<unit>hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)"
        rf"(?:\s?(?P<n2>[0-9]{{1,2}})(?:\s?(?:minutes?|mins?|m))?)?){'?' if whole else ''})(?!\w|:\d)",
        re.IGNORECASE,
    )


@cache
def day_and_clock_join() -> re.Pattern[str]:
    """What may stand between a day and its time of day: `T`, a colon, or blanks with or without a comma."""
    return re.compile(_JOIN)


@cache
def day_separator() -> re.Pattern[str]:
    """A separator between a day and its time of day that is not just blanks."""
    return re.compile(_PARTED, re.VERBOSE)


@cache
def between_day_and_clock() -> re.Pattern[str]:
    """A weekday or words in brackets between a day and its time."""
    names = "mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun"
    return re.compile(
        rf",?\s*(?:\([^()\n]{{1,30}}\)|\[[^\[\]\n]{{1,30}}\]|\b(?:{names})(?:day)?\b[.,]?)", re.IGNORECASE
    )


@cache
def dotted_day() -> re.Pattern[str]:
    """A day such as `18.11`, which would be a time of day if none followed it."""
    return re.compile(
        r"((?:0?[1-9]|[12][0-9]|3[01])\.(?:0?[1-9]|1[0-2]))\.?,?\s+[0-9]{1,2}(?:[:.][0-9]{2}(?![0-9])|\s?[ap]m\b)",
        re.IGNORECASE,
    )


@cache
def at_word() -> re.Pattern[str]:
    """`at` or `@` between a day and its time of day."""
    return re.compile(r",?\s+(?:at\s+|@\s*)|,?@\s*", re.IGNORECASE)


@cache
def offset_or_end() -> re.Pattern[str]:
    """An offset or the end of a range; UTC may precede the end."""
    return re.compile(
        r"(?:\s?(?P<utc>UTC|GMT|Z))?(?P<blank>\s*)(?P<offset>[-−](?P<h>[0-9]{2}):(?P<m>[0-9]{2}))(?![0-9])",
        re.IGNORECASE,
    )


@cache
def year_after() -> re.Pattern[str]:
    """A year after a time of day."""
    return re.compile(r"\s+((?:19|20)[0-9]{2})(?![\w.,%-]*\w)(?!%)")


@cache
def range_separator() -> re.Pattern[str]:
    """A dash or a word between the two times of a range."""
    return re.compile(_RANGE, re.IGNORECASE)
