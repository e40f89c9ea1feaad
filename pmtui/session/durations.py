"""The durations of an incident: time to detect, acknowledge, mitigate and resolve, and the length of the outage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final, NamedTuple

from pmtui.session.document import KeyDetails
from pmtui.session.instants import to_datetime

_STAGES: Final = ("detected_at", "acknowledged_at", "mitigated_at", "resolved_at")
# A failure may be mitigated before anybody detects it; the orders listed here are impossible.
_NEVER_BEFORE: Final = (
    ("detected", "started"),
    ("acknowledged", "started"),
    ("mitigated", "started"),
    ("resolved", "started"),
    ("acknowledged", "detected"),
    ("resolved", "mitigated"),
)


class Durations(NamedTuple):
    """Durations from `started_at`; None where an end is unknown or before the start."""

    detect: timedelta | None
    acknowledge: timedelta | None
    mitigate: timedelta | None
    resolve: timedelta | None
    outage: timedelta | None
    """Until `mitigated_at`, when the effect ended; until `resolved_at` where that is unknown."""
    notes: tuple[str, ...]
    """Impossible orders of milestones, in words, such as "resolved before it was detected"."""


def incident_durations(details: KeyDetails) -> Durations:
    """Return the durations of an incident."""
    detect, acknowledge, mitigate, resolve = (_between(details.started_at, getattr(details, name)) for name in _STAGES)
    outage = mitigate if details.mitigated_at is not None else resolve
    return Durations(detect, acknowledge, mitigate, resolve, outage, tuple(_impossible(details)))


def format_duration(length: timedelta) -> str:
    """Return a duration in words: `45 s`, `7 min`, `3 h`, `17 h 30`, `2 days 3 h`."""
    seconds = int(length.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    if 0 < seconds < 60:
        return f"{sign}{seconds} s"
    minutes = seconds // 60
    if minutes < 60:
        return f"{sign}{minutes} min"
    hours = minutes // 60
    if hours < 48:
        return f"{sign}{hours} h" + (f" {minutes % 60:02}" if minutes % 60 else "")
    return f"{sign}{hours // 24} days" + (f" {hours % 24} h" if hours % 24 else "")


def format_minutes(minutes: float | None, unknown: str = "") -> str:
    """Return a number of minutes in the form of `format_duration`; `unknown` for None."""
    return unknown if minutes is None else format_duration(timedelta(minutes=minutes))


def _between(start: str | None, end: str | None) -> timedelta | None:
    if start is None or end is None:
        return None
    length = to_datetime(end) - to_datetime(start)
    return length if length >= timedelta(0) else None


def _impossible(details: KeyDetails) -> Iterator[str]:
    for later, earlier in _NEVER_BEFORE:
        ends = getattr(details, f"{later}_at"), getattr(details, f"{earlier}_at")
        if None not in ends and to_datetime(ends[0]) < to_datetime(ends[1]):
            yield f"{later} before it {earlier}" if earlier == "started" else f"{later} before it was {earlier}"
