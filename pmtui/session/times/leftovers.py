"""What stays in the text behind a time that was read, though it may belong to it: a zone, a day, an end."""

from __future__ import annotations

import re
from functools import cache

from pmtui.session.times.clocks import scan_clock
from pmtui.session.times.days import scan_day
from pmtui.session.times.scanning import Scanned
from pmtui.session.times.typed import NotRead, quoted


def unread_behind(text: str, found: Scanned, rest: str) -> str:
    """What to say of what stands behind a time and was not read with it; empty where that is only words.

    Args:
        rest: what is left of the text without the time.
    """
    try:
        end = "" if found.until else _end_behind_arrow(rest)
        day = "" if found.begin.day or found.begin.ago is not None else _day_behind(text, found.end)
    except NotRead as error:
        return f"{error.what}: kept as words"
    return end or _zone_behind(text, found.end) or day


def _end_behind_arrow(rest: str) -> str:
    """What to say of an arrow and a second time behind the first one, which make no range; empty of anything else."""
    arrow = _arrow().match(rest)
    found = scan_clock(rest, arrow.end()) if arrow else None
    if found is None or not found[0].surely:
        return ""
    return f"{quoted(rest[: found[1]])} stays in the text: write a range as 14:02-14:10"


def _zone_behind(text: str, at: int) -> str:
    """What to say of an offset that is written in a way that is not read, as `+5:30`."""
    pattern = _small_offset() if text[max(at - 3, 0) : at].upper() in ("UTC", "GMT") else _offset()
    found = pattern.match(text, at)
    return f"{quoted(found[1])} stays in the text: write a zone as +05:30" if found else ""


def _day_behind(text: str, at: int) -> str:
    """What to say of a day that stands behind its time, as `23:50 17 Nov`; words such as `18-11 nodes` are none."""
    before = _before_day().match(text, at)
    found = scan_day(text, before.end()) if before else None
    if before is None or found is None or text[found[1] : found[1] + 1] in ("'", "’"):
        return ""
    day, end = found
    # Behind a dash the text begins, which a day without its year may well do.
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
    """What people put between two times, and what makes no range of them."""
    return re.compile(r"(?:→|⇒|[-=]+>|\.{2,}|…)\s*")


@cache
def _offset() -> re.Pattern[str]:
    return re.compile(
        r"\s*(\(?(?:(?:UTC|GMT|[A-Z]{2,5})?\s?[+\-−][0-9]{1,2}:[0-9]{2}|(?:UTC|GMT)\s?[+\-−][0-9]{1,2}))\b(?![:%])"
    )


@cache
def _small_offset() -> re.Pattern[str]:
    """An offset that a blank parts from its UTC."""
    return re.compile(r"\s*([+\-−][0-9]{1,2}(?::?[0-9]{2})?)\b(?!\s?%|[.,:][0-9])", re.IGNORECASE)


@cache
def _before_day() -> re.Pattern[str]:
    return re.compile(r"[\])]?,?\s+(?P<dash>[-–—|·]\s+)?(?P<on>(?:on|to|until|till)\s+)?", re.IGNORECASE)
