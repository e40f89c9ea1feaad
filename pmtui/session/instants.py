"""Instants (times in canonical form, as sessions store them), and conversion from and to `datetime`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from pmtui.session.document import Instant

_CANONICAL: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d*[1-9])?Z")
_WHOLE_SECOND: Final = b"0000-00-00T00:00:00Z\n"
_DIGITS_AS_ZEROS: Final = bytes.maketrans(b"123456789", b"000000000")
_RFC_3339: Final = (
    r"(?P<day>\d{4}-\d\d-\d\d)[Tt ](?P<hm>\d\d:\d\d):(?P<s>\d\d)(?:\.(?P<fraction>\d+))?"
    r"(?P<offset>[Zz]|[+-]\d\d:\d\d)"
)


def is_canonical(text: str) -> bool:
    """Whether the text is an instant in canonical form."""
    if not _CANONICAL.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text[:19])
    except ValueError:
        return False
    return True


def all_canonical(texts: Sequence[str]) -> bool:
    """Whether all texts are in canonical form.

    Fast for thousands; False may also mean that one must be checked singly.
    """
    shapes = "\n".join((*texts, "")).encode(errors="replace").translate(_DIGITS_AS_ZEROS)
    if shapes != _WHOLE_SECOND * len(texts):
        return all(map(is_canonical, texts))
    try:
        msgspec.convert(texts, list[datetime])
    except msgspec.ValidationError:
        return False
    return True


def canonical(text: str) -> Instant:
    """Return an RFC 3339 time in canonical form: in UTC, ending in `Z`, without trailing zeros in the fraction.

    Raises:
        ValueError: it is no RFC 3339 time with an offset, or lies outside the years 1 to 9999 in UTC.
    """
    if is_canonical(text):
        return text
    found = re.fullmatch(_RFC_3339, text, re.ASCII)
    if not found:
        raise ValueError("not a time with an offset, such as 2026-11-18T14:02:00Z")
    # A datetime has no leap seconds: one becomes the first second of the next minute.
    leap = found["s"] == "60"
    offset = "+00:00" if found["offset"] in "Zz" else found["offset"]
    seconds = "59" if leap else found["s"]
    if not re.fullmatch(r".(?:[01]\d|2[0-3]):[0-5]\d", offset):
        raise ValueError(f"no such offset: {offset}: it lies between -23:59 and +23:59")
    try:
        moment = datetime.fromisoformat(f"{found['day']}T{found['hm']}:{seconds}{offset}")
    except ValueError:
        raise ValueError("no such date or time of day: hours are 0 to 23, minutes 0 to 59") from None
    try:
        moment = moment.astimezone(UTC) + timedelta(seconds=leap)
    except OverflowError:
        raise ValueError("outside the years 1 to 9999") from None
    fraction = (found["fraction"] or "").rstrip("0")
    return f"{moment.year:04}-{moment:%m-%dT%H:%M:%S}{'.' if fraction else ''}{fraction}Z"


def to_datetime(at: Instant) -> datetime:
    """Return the instant as an aware datetime in UTC; digits after the microseconds are dropped."""
    if len(at) == 20:
        return datetime.fromisoformat(at)
    return datetime.fromisoformat(at[:26].rstrip("Z").ljust(26, "0") + "+00:00")


def to_instant(when: datetime) -> Instant:
    """Return an aware datetime as an instant.

    Raises:
        ValueError: the datetime has no offset.
    """
    if when.tzinfo is None:
        raise ValueError("a time without an offset")
    return canonical(when.isoformat().replace("+00:00", "Z"))


def sort_key(at: Instant) -> tuple[str, str]:
    """Return a key that sorts instants by time; as plain text `00.5Z` would sort before `00Z`."""
    return at[:19], at[20:-1]
