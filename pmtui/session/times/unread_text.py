"""Notices about text after a time that may belong to it but was not read: a zone, a day, the end of a range."""

from __future__ import annotations

import re
from functools import cache

from pmtui.session.times.clocks import scan_clock
from pmtui.session.times.days import scan_day
from pmtui.session.times.scanning import Scanned
from pmtui.session.times.typed_time import UnreadableTime, quoted


def unread_behind(text: str, found: Scanned, rest: str) -> str:
    """Return a notice about the text after a time; empty if it is just words.

    Args:
        rest: the text without the time.
    """
    try:
        end = "" if found.until else _end_behind_arrow(rest)
        day = "" if found.begin.day or found.begin.ago is not None else _day_behind(text, found.end)
    except UnreadableTime as error:
        return f"{error.what}: kept as words"
    return end or _zone_behind(text, found.end) or day


def _end_behind_arrow(rest: str) -> str:
    """Return a notice if an arrow and a second time follow, which is not read as a range; otherwise empty."""
    arrow = _arrow().match(rest)
    found = scan_clock(rest, arrow.end()) if arrow else None
    if found is None or not found[0].certain:
        return ""
    return f"{quoted(rest[: found[1]])} stays in the text: write a range as 14:02-14:10"


def _zone_behind(text: str, at: int) -> str:
    """Return a notice if an offset follows in a form that is not read, such as `+5:30`; otherwise empty."""
    pattern = _small_offset() if text[max(at - 3, 0) : at].upper() in ("UTC", "GMT") else _offset()
    found = pattern.match(text, at)
    return f"{quoted(found[1])} stays in the text: write a zone as +05:30" if found else ""


def _day_behind(text: str, at: int) -> str:
    """Return a notice if a day follows the time, as in `23:50 17 Nov`; empty for words such as `18-11 nodes`."""
    before = _before_day().match(text, at)
    found = scan_day(text, before.end()) if before else None
    if before is None or found is None or text[found[1] : found[1] + 1] in ("'", "’"):
        return ""
    day, end = found
    # After a dash the text begins, and it may begin with a day without a year.
    if before["dash"] and not day.year:
        return ""
    first = text[before.end() : before.end() + 1]
    is_named = day.by_name and first.isdecimal() and not day.text.endswith("may")
    is_weekday = day.weekday is not None and not day.by_name and bool(before["on"] or day.which)
    if not (day.year or is_named or is_weekday or (day.ahead is not None and first.casefold() != "i")):
        return ""
    return f"{quoted(text[before.start('on') if before['on'] else before.end() : end])} {_DAY_FIRST}"


_DAY_FIRST = "stays in the text: write the day before the time"


@cache
def _arrow() -> re.Pattern[str]:
    """Signs that people write between two times, but that do not make a range."""
    return re.compile(r"(?:→|⇒|[-=]+>|\.{2,}|…)\s*")


@cache
def _offset() -> re.Pattern[str]:
    return re.compile(
        r"\s*(\(?(?:(?:UTC|GMT|[A-Z]{2,5})?\s?[+\-−][0-9]{1,2}:[0-9]{2}|(?:UTC|GMT)\s?[+\-−][0-9]{1,2}))\b(?![:%])"
    )


@cache
def _small_offset() -> re.Pattern[str]:
    """An offset after `UTC` and a blank."""
    return re.compile(r"\s*([+\-−][0-9]{1,2}(?::?[0-9]{2})?)\b(?!\s?%|[.,:][0-9])", re.IGNORECASE)


@cache
def _before_day() -> re.Pattern[str]:
    return re.compile(r"[\])]?,?\s+(?P<dash>[-–—|·]\s+)?(?P<on>(?:on|to|until|till)\s+)?", re.IGNORECASE)
