"""Read time zones as people write them after a time: Z, UTC, +01:00, CET, Europe/London."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

_FIXED: Final = {
    "CET": 60, "CEST": 120, "WET": 0, "WEST": 60, "EET": 120, "EEST": 180, "BST": 60, "EST": -300, "EDT": -240,
    "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "JST": 540,
}  # fmt: skip
"""Abbreviations with one meaning everywhere, and their offsets in minutes."""

_AMBIGUOUS: Final = {
    "CST": "-06:00", "IST": "+05:30", "ET": "-05:00", "CT": "-06:00", "MT": "-07:00", "PT": "-08:00",
    "AEST": "+10:00", "AEDT": "+11:00", "ACST": "+09:30", "ACDT": "+10:30", "AWST": "+08:00", "NZST": "+12:00",
    "NZDT": "+13:00", "MSK": "+03:00", "HKT": "+08:00", "SGT": "+08:00", "SAST": "+02:00", "KST": "+09:00",
    "PKT": "+05:00", "AKST": "-09:00", "AKDT": "-08:00", "HST": "-10:00", "IDT": "+03:00", "BRT": "-03:00",
}  # fmt: skip
"""Abbreviations that are read only if the session's zone uses them, with the offset that a message suggests."""

_AREAS: Final = frozenset({
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Brazil", "Canada", "Chile", "Etc",
    "Europe", "Indian", "Mexico", "Pacific", "US",
})  # fmt: skip

_OFFSET = r"(?P<sign>[+\-−])(?P<h>[0-9]{2})(?P<colon>:?)(?P<m>[0-9]{2})(?![0-9:%]|[.,][0-9])"
_ZONE = rf"""
    (?P<space>\s*)(?P<open>\()?
    (?: (?i:(?:UTC|GMT)\s?)?{_OFFSET}
      | (?i:UTC|GMT)(?P<sign2>[+\-−])(?P<h2>[0-9]{{1,2}})(?: :(?P<m2>[0-9]{{2}}) )?(?![0-9:])
      | (?P<utc>Z|(?<=[0-9(])z(?=\)|$|\s)|(?i:UTC|GMT))
      | (?P<name>[A-Z][A-Za-z]+(?:/[A-Za-z0-9_+\-]+)+)
      | (?P<letters>[A-Z]{{2,5}}) )
    (?(open)\))(?![\w/+]|-\w|’|'|&)
"""


class Zone(Struct, frozen=True):
    """A zone written after a time. If it cannot be read, `tz` is None, and `note` says why it stays in the text."""

    tz: tzinfo | None
    note: str = ""


def scan_zone(text: str, at: int, zone: str, when: datetime) -> tuple[Zone, int] | None:
    """Return the zone at a position of a text, and the position after it; None where there is none.

    Args:
        zone: the session's zone; its abbreviations are read.
        when: the approximate time, since abbreviations change over the decades.
    """
    found = _zone().match(text, at)
    if found is None:
        return None
    if found["utc"]:
        return Zone(UTC), found.end()
    if found["sign"] or found["sign2"]:
        made = _offset(found)
        return None if made is None else (Zone(made), found.end())
    if not (found["space"] or found["open"]):
        return None
    if found["name"]:
        named = _named(found["name"])
        return None if named is None else (named, found.end() if named.tz else at)
    lettered = _abbreviated(found["letters"], zone, when.year)
    return None if lettered is None else (lettered, found.end() if lettered.tz else at)


def _offset(found: re.Match[str]) -> tzinfo | None:
    return offset_of(
        found["sign"] or found["sign2"], int(found["h"] or found["h2"]), int(found["m"] or found["m2"] or 0)
    )


def offset_of(sign: str, hours: int, minutes: int) -> tzinfo | None:
    """Return an offset as a time zone; None if no place on earth uses it."""
    length = hours * 60 + minutes
    quarters, most = ((0, 30, 45), 14) if sign == "+" else ((0, 30), 12)
    is_one = minutes in quarters and length <= most * 60
    return timezone(timedelta(minutes=length if sign == "+" else -length)) if is_one else None


def _named(name: str) -> Zone | None:
    if name.partition("/")[0] not in _AREAS:
        return None
    try:
        return Zone(ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        return Zone(None, f"{name} is no known time zone: write +01:00, say")


def _abbreviated(letters: str, zone: str, year: int) -> Zone | None:
    used = _abbreviations(zone, min(max(year, 2), 9998))
    if letters in used:
        return Zone(timezone(used[letters]))
    if letters in _FIXED:
        return Zone(timezone(timedelta(minutes=_FIXED[letters])))
    if letters not in _AMBIGUOUS:
        return None
    return Zone(None, f"{letters} is not read as a zone: write {_AMBIGUOUS[letters]}, say")


@lru_cache(maxsize=64)
def _abbreviations(zone: str, year: int) -> dict[str, timedelta]:
    """Return the abbreviations of a zone around a year, and their offsets."""
    tz = ZoneInfo(zone)
    used: dict[str, timedelta] = {}
    for month in range(-6, 18):
        when = datetime(year + month // 12, month % 12 + 1, 15, tzinfo=UTC).astimezone(tz)
        offset = when.utcoffset()
        if offset is not None and (name := when.tzname()) and name.isalpha():
            used.setdefault(name, offset)
    return used


@lru_cache(maxsize=64)
def zone_offsets(zone: str, year: int) -> frozenset[int]:
    """Return the offsets of a zone in a year, in minutes."""
    tz = ZoneInfo(zone)
    dates = (datetime(min(max(year, 2), 9998), month, 15, tzinfo=tz) for month in range(1, 13))
    return frozenset(int(offset.total_seconds() // 60) for when in dates if (offset := when.utcoffset()) is not None)


def shown_zone(when: datetime) -> str:
    """Return the zone of a time in a form that is read again: `GMT`, or `+10:30` if the abbreviation is no letters."""
    name = when.tzname() or ""
    if name.isalpha() and name.isupper():
        return name
    text = when.strftime("%z")
    return f"{text[:3]}:{text[3:5]}"


@cache
def _zone() -> re.Pattern[str]:
    return re.compile(_ZONE, re.VERBOSE)
