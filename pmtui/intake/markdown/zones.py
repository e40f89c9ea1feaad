"""Find the time zone that a text names for its times."""

from __future__ import annotations

import re
from typing import Final
from zoneinfo import ZoneInfo

_HOURS: Final = {
    "UTC": 0, "GMT": 0, "Z": 0, "CET": 1, "CEST": 2, "WET": 0, "WEST": 1, "EET": 2, "EEST": 3, "BST": 1, "EST": -5,
    "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
    "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "AWST": 8, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "MSK": 3,
    "SAST": 2, "PKT": 5, "GST": 4, "WAT": 1, "CAT": 2, "EAT": 3, "WIB": 7, "ICT": 7, "PHT": 8, "BRT": -3, "ART": -3,
}  # fmt: skip
"""Abbreviations with their offsets from UTC in hours."""
_NAMED: Final = {
    "pacific time": "America/Los_Angeles", "us/pacific": "America/Los_Angeles", "pt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles", "eastern time": "America/New_York", "us/eastern": "America/New_York",
    "et": "America/New_York", "eastern": "America/New_York", "central time": "America/Chicago",
    "us/central": "America/Chicago", "ct": "America/Chicago", "mountain time": "America/Denver",
    "mt": "America/Denver", "us/mountain": "America/Denver", "central european time": "Europe/Berlin",
    "uk time": "Europe/London", "london time": "Europe/London", "zurich time": "Europe/Zurich", "ist": "Asia/Kolkata",
    "danish time": "Europe/Copenhagen", "uc/pacific": "America/Los_Angeles",
}  # fmt: skip
_OFFSET: Final = re.compile(r"(?:UTC|GMT)\s?([+\-−–])\s?(\d{1,2})(?::?(\d{2}))?(?!\d)", re.IGNORECASE)
_IANA: Final = re.compile(r"\b[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?\b")
_LETTERS: Final = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2,5}(?![A-Za-z0-9])")
_NOTE: Final = re.compile(
    r"(?:all\s+(?:the\s+)?(?:times?|timestamps?|dates)(?:\s+(?:and\s+dates|below|here|listed|in\s+this\s+\w+))?"
    r"(?:\s+(?:are|is|shown|given|listed|noted|stated))*\s*(?:in|:|as)?"
    r"|times?\s*zone\s*:|(?:times?|timestamps?)\s+(?:are\s+|shown\s+|given\s+)*in\b|date\s+and\s+time\s+in\b"
    r"|times?\s*[(:]|timeline\s*\()\s*\**\s*(?P<zone>[^\n|]{2,60})",
    re.IGNORECASE,
)
_AROUND: Final = frozenset(
    re.findall(
        "[a-z]+",
        """all times time zone timezone local in are is the and or timestamps timestamp dates date below here listed
        this document report postmortem timeline page shown given noted stated as unless otherwise expressed note please
        use used standard daylight summer winter universal coordinated utc gmt clock based hour hours"""
        + " ".join(_NAMED),
    )
)
"""Other words in a note about the zone."""


def zone_in(text: str) -> str | None:
    """Return the IANA name of the zone that a few words name; None where they name none."""
    if found := _OFFSET.search(text):
        hours = int(found[2])
        if found[3] in (None, "00") and hours <= 12:
            east = found[1] == "+"
            return "UTC" if hours == 0 else f"Etc/GMT{'-' if east else '+'}{hours}"
    if (found := _IANA.search(text)) and _exists(found[0]):
        return found[0]
    low = f" {text.casefold()} "
    for name, zone in _NAMED.items():
        if re.search(rf"(?<![\w/]){re.escape(name)}(?![\w/])", low) and (len(name) > 3 or name.upper() in text):
            return zone
    for found in _LETTERS.finditer(text):
        if found[0] in _HOURS:
            hours = _HOURS[found[0]]
            return "UTC" if hours == 0 else f"Etc/GMT{'-' if hours > 0 else '+'}{abs(hours)}"
    return None


_BEHIND_A_TIME: Final = re.compile(
    r"^[^\w\n]*(?:[\w-]+,?\s){0,4}?\d{1,2}[:.]\d{2}(?::\d{2})?[\s`*_]*+(?:[ap]\.?m\b\.?)?[\s`*_(]*+(?P<zone>(?-i:[A-Z]{2,5}))(?![\w/+-])",
    re.IGNORECASE | re.MULTILINE,
)
_READ_ELSEWHERE: Final = frozenset({
    "UTC", "GMT", "Z", "CET", "CEST", "WET", "WEST", "EET", "EEST", "BST", "EST", "EDT", "CST", "CDT", "MST", "MDT",
    "PST", "PDT", "JST", "IST", "AM", "PM",
})  # fmt: skip
"""Abbreviations that are left to the reader of times: it knows them, or knows that they are ambiguous."""


def zone_behind_times(text: str) -> tuple[str, str] | None:
    """Return the abbreviation after all times of a text and its zone, as in `16:42 GST: …`.

    None where there is none, they differ, or the reader of times knows the abbreviation.
    """
    met = [found["zone"] for found in _BEHIND_A_TIME.finditer(text)]
    names = {name for name in met if name not in _READ_ELSEWHERE and (name in _HOURS or name.casefold() in _NAMED)}
    if len(names) != 1 or len(met) < _SEVERAL:
        return None
    (name,) = names
    zone = zone_in(name)
    return (name, zone) if zone and met.count(name) == len(met) else None


_SEVERAL: Final = 2


def is_zone_alone(text: str) -> bool:
    """Whether the value of a field is only a zone, in few words."""
    return len(text.split()) <= 6 and says_no_more(text)


def says_no_more(text: str) -> bool:
    """Whether words are only names of zones and other words of a note about them."""
    return all(
        word.isdecimal() or word in _HOURS or word.casefold() in _AROUND
        for word in re.findall(r"[^\W_]+", _IANA.sub(lambda zone: "" if _exists(zone[0]) else zone[0], text))
    )


def zone_note(text: str) -> str | None:
    """Return the zone that a line names for its times, as in `All times in PST (UTC-7)`; None where it names none."""
    found = _NOTE.search(text)
    return zone_in(found["zone"]) if found else None


def is_zone_note(text: str) -> bool:
    """Whether a paragraph is only a note about the zone of the times."""
    found = _NOTE.search(text)
    return found is not None and zone_in(found["zone"]) is not None and says_no_more(text)


def _exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
