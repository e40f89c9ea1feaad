"""Parse the dates and times of a report: the inverse of `pmtui.report.dates`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from pmtui.intake.markdown.action_words import date_of
from pmtui.report.dates import MONTHS, UNKNOWN
from pmtui.session.document import Instant, Precision
from pmtui.session.times import show_offset

_DAY: Final = rf"(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?"
_CLOCK: Final = r"(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(?: ([+-]\d\d:\d\d))?"
_LENGTH: Final = r"(?: \([^()]*\))?"
_END: Final = rf"(?: ?– ?(?:{_DAY})?(?:(?:(?<=– )|(?<=–)| ){_CLOCK})?)?"
_WHOLE: Final = re.compile(rf"(about )?(?:{UNKNOWN}|{_DAY}(?: {_CLOCK})?){_END}{_LENGTH}")
_JUST_DAY: Final = re.compile(_DAY)
_TITLE_DAY: Final = re.compile(r"(\d\d)-(\d\d)-(\d{4})", re.ASCII)
_WRITTEN_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_MONTH: Final = {name: n for n, name in enumerate(MONTHS, 1)}


class When(NamedTuple):
    """When an event was: the fields of an `Event`."""

    at: Instant | None = None
    until: Instant | None = None
    precision: Precision = "exact"


def plain_spaces(markdown: str) -> str:
    """Return the text of a date or time with runs of any white space as single spaces."""
    return markdown if "\u00a0" not in markdown and "  " not in markdown else " ".join(markdown.split())


def title_day(shown: str) -> date | None:
    """Return the date for `18-11-2026`; None where it is none."""
    found = _TITLE_DAY.fullmatch(shown)
    return _date(int(found[3]), int(found[2]), int(found[1])) if found else None


def day(shown: str) -> date | None:
    """Return the date for `18 Nov 2026`, `2026-11-18` or `18-11-2026`; None where it is none."""
    shown = plain_spaces(shown)
    if found := _JUST_DAY.fullmatch(shown):
        return _date(int(found[3]), _MONTH[found[2]], int(found[1])) if found[3] else None
    if found := _WRITTEN_DAY.fullmatch(shown):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    return title_day(shown)


def day_written(shown: str, incident: date) -> date | None:
    """Return a date after the incident, as a report shows it or as people write it (`4 Dec`); None where it is none."""
    return day(shown) or date_of(plain_spaces(shown), incident)


def moment_of(shown: str, zone: str) -> Instant | None:
    """Return the instant for `about 18 Nov 2026 14:09 (after 7 min)`; None where it has another form."""
    when = when_of(shown, zone, "")
    return when.at if when and when.until is None and when.precision != "day" else None


def when_of(shown: str, zone: str, year: str) -> When | None:
    """Return when an event was, for the first cell of the timeline; None where it has another form than a report's.

    Args:
        shown: the cell.
        zone: the IANA time zone in the header.
        year: the year in the header; empty: every cell has its own.
    """
    found = _WHOLE.fullmatch(plain_spaces(shown))
    if not found:
        return None
    about, *parts = found.groups()
    begin, end = parts[:8], parts[8:]
    precision: Precision = "about" if about else "exact"
    try:
        at = _instant(begin, begin, zone, year) if begin[0] else None
        if begin[0] and begin[3] is None:
            if about or (end[3] and not end[0]):
                return None
            precision = "day"
        if not any(end):
            return None if "–" in shown else When(at, None, precision)
        if not (end[0] or begin[0]):
            return None
        return When(at, _instant(end if end[0] else begin, end, zone, year), precision)
    except (ValueError, OverflowError):
        return None


def _instant(on: list[str | None], clock: list[str | None], zone: str, year: str) -> Instant:
    """Return the instant of date and time, given as groups of `_WHOLE`; noon where there is no time."""
    number, month, own_year, *_ = on
    hour, minute, second, fraction, offset = clock[3:8]
    utc = _in_utc(
        int(own_year or year), _MONTH[month or ""], int(number or ""),
        int(hour or 12), int(minute or 0), int(second or 0), zone, offset or "",
    )  # fmt: skip
    digits = (fraction or "").rstrip("0").rstrip(".")
    return f"{utc}{digits}Z"


@lru_cache(maxsize=2048)
def _in_utc(year: int, month: int, on: int, hour: int, minute: int, second: int, zone: str, offset: str) -> str:
    """Return the time in UTC, as `2026-11-18T14:02:00`."""
    tz = ZoneInfo(zone)
    when = datetime(year, month, on, hour, minute, second, tzinfo=tz)
    if offset:
        told = [each for fold in (0, 1) if show_offset(each := when.replace(fold=fold)) == offset]
        when = told[0] if told else when.replace(tzinfo=_fixed(offset))
    return when.astimezone(UTC).replace(tzinfo=None).isoformat()


def _fixed(offset: str) -> timezone:
    length = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:]))
    return timezone(-length if offset[0] == "-" else length)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
