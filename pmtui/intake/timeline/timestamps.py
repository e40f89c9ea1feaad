"""Read timestamps in data: ISO 8601, seconds since 1970, and every form that `pmtui.session.times` reads."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from pmtui.intake.timeline.row import Given
from pmtui.session.document import Instant
from pmtui.session.instants import canonical
from pmtui.session.times import TypedTime, read_time, take_time

_WHOLE: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_EPOCH: Final = re.compile(r"(?P<whole>\d{9,19})(?:\.(?P<fraction>\d+))?", re.ASCII)
_DIGITS: Final = {9: 0, 10: 0, 11: 0, 12: 3, 13: 3, 14: 3, 15: 6, 16: 6, 17: 6, 18: 9, 19: 9}
"""By the number of digits of an epoch without a point, how many of them are a fraction of a second."""
_ODD_ENDS: Final = re.compile(r"(?<=[0-9])(?P<offset>\s?[+-]\d\d)(?P<minutes>\d\d)?(?:\s+[A-Z]{3,4})?$")
_SHORT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(.*)", re.ASCII)


def read_timestamp(value: Any, given: Given, above: Instant | None = None, zone: str = "") -> TypedTime:
    """Return the time of a value.

    Args:
        value: a text or number.
        given: has the time zone and the incident's date.
        above: the time of the record before; a time without a date that is over 12 hours earlier is of the next day.
        zone: the time zone that the data has for all times, such as `UTC`; a zone beside a time overrides it.

    Raises:
        ValueError: it is no time; one line.
    """
    text = str(value).strip()
    if _WHOLE.fullmatch(text):
        return TypedTime(canonical(text), "exact", "", None)
    found = _EPOCH.fullmatch(text)
    if found and (at := _epoch(found["whole"], found["fraction"] or "")):
        return TypedTime(at, "exact", "", None)
    if zone:
        try:
            return _typed(f"{text} {zone}", given, above)
        except ValueError:
            pass
    return _typed(text, given, above)


def _typed(text: str, given: Given, above: Instant | None) -> TypedTime:
    context = given.context
    known = {"zone": context.zone, "now": context.now, "incident_date": context.date, "started": context.started}
    if above is not None:
        taken = take_time(text, above=above, **known)  # type: ignore[arg-type]
        if taken.typed is not None and taken.text == text:
            return taken.typed
    try:
        return read_time(text, **known)  # type: ignore[arg-type]
    except ValueError:
        other = _written_out(text)
        if other == text:
            raise
        return read_time(other, **known)  # type: ignore[arg-type]


def _written_out(text: str) -> str:
    """Rewrite forms that only programs use: `20261118T140231Z`, `… +00`, `… +0000 UTC`."""
    if short := _SHORT.fullmatch(text):
        year, month, day, hour, minute, second, rest = short.groups()
        return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{rest}"
    return _ODD_ENDS.sub(lambda found: f"{found['offset'].strip()}:{found['minutes'] or '00'}", text)


def _epoch(whole: str, fraction: str) -> Instant | None:
    """Return the instant for seconds, milliseconds, microseconds or nanoseconds since 1970; None: out of range."""
    behind = 0 if fraction else _DIGITS[len(whole)]
    seconds, fraction = (whole[:-behind], whole[-behind:]) if behind else (whole, fraction)
    try:
        when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds))
    except OverflowError:
        return None
    fraction = fraction.rstrip("0")
    return canonical(f"{when:%Y-%m-%dT%H:%M:%S}{'.' if fraction else ''}{fraction}Z") if when.year < 2200 else None


@lru_cache(maxsize=8)
def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of that name; cached."""
    return ZoneInfo(name)
