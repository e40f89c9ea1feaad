"""How the lines of logs begin: ISO timestamps, syslog (RFC 3164 and 5424), journald, Kubernetes (klog), web servers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from pmtui.intake.timeline.row import Given
from pmtui.intake.timeline.timestamps import read_timestamp, zone_of
from pmtui.session.instants import to_datetime
from pmtui.session.times import TypedTime, read_time

_ISO = (
    r"(?P<stamp>\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?"
    r"(?: ?(?:Z\b|UTC\b|[+-]\d\d:?\d\d\b))?)"
)
_WITH_OFFSET = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)"
_LEVELS = r"(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|SEVERE)"
_LEVEL = rf"(?:\[?{_LEVELS}\]?:?[ \t]+)"
_PROGRAM = r"(?P<who>[^\s:\[\]]+)(?:\[\d+\])?: ?"


_KLOG_LEVELS: Final = {"I": "INFO", "W": "WARNING", "E": "ERROR", "F": "FATAL"}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})"


class LogStyle(NamedTuple):
    """One style in which the lines of a log begin."""

    name: str
    begins: re.Pattern[str]
    """Matches the beginning of an event; groups: `stamp`, and optionally `lead`, `who`, `source`."""
    when: Callable[[str, Given], datetime]
    """Returns the moment of a timestamp, fast enough to filter by.

    Raises:
        ValueError: there is no such date or time.
    """


def text_of(found: re.Match[str], whole: str) -> str:
    """Return an event's lines without timestamp, host and program."""
    groups = found.groupdict()
    lead = groups.get("lead") or _KLOG_LEVELS.get(groups.get("level") or "", "")
    rest = re.sub(r"\A[ \t]*(?:[-–—·|:][ \t]+|:[ \t]*)?", "", whole[found.end() :])
    return f"{lead.strip()} {rest}".strip()


def stamp_of(found: re.Match[str], given: Given) -> TypedTime | None:
    """Return the time of an event of a log; None where the log has a sign for an unknown time."""
    stamp = found["stamp"]
    if stamp == "-":
        return None
    if "level" in found.re.groupindex:
        return read_timestamp(_of_klog(stamp), given)
    return read_timestamp(_as_iso(stamp) if stamp[:4].isdecimal() else stamp, given)


def _as_iso(stamp: str) -> str:
    return stamp.replace("/", "-") if stamp[4:5] == "/" else stamp


def _iso(stamp: str, given: Given) -> datetime:
    try:
        when = datetime.fromisoformat(stamp)
    except ValueError:
        plain = _as_iso(stamp).replace(",", ".").replace(" UTC", "Z").replace(" +", "+").replace(" -", "-")
        when = datetime.fromisoformat(plain)
    return when if when.tzinfo else when.replace(tzinfo=zone_of(given.context.zone))


def _rfc_3164(stamp: str, given: Given) -> datetime:
    # The date is cached; the time of day is quickly read.
    day, clock = stamp[:6], stamp[7:]
    known = _day(day, given.context.zone, given.context.date, given.context.now.replace(second=0, microsecond=0))
    return datetime.fromisoformat(f"{known.isoformat()}T{clock}").replace(tzinfo=zone_of(given.context.zone))


@lru_cache(maxsize=400)
def _day(day: str, zone: str, incident: date | None, now: datetime) -> date:
    """Return the date of a day without a year."""
    noon = read_time(f"{day} 12:00", zone=zone, now=now, incident_date=incident)
    return to_datetime(noon.at).astimezone(zone_of(zone)).date()


def _of_klog(stamp: str) -> str:
    """Return `0102 15:04:05.123456` as `Jan 02 15:04:05.123456`."""
    return f"{_MONTHS[int(stamp[:2]) - 1]} {stamp[2:]}"


def _klog(stamp: str, given: Given) -> datetime:
    return _rfc_3164(_of_klog(stamp), given)


def _web(stamp: str, _given: Given) -> datetime:
    return datetime.strptime(stamp, "%d/%b/%Y:%H:%M:%S %z")


def _seconds(stamp: str, _given: Given) -> datetime:
    return datetime.fromtimestamp(0, zone_of("UTC")) + timedelta(seconds=float(stamp))


def _rfc_5424(stamp: str, given: Given) -> datetime:
    if stamp == "-":
        raise ValueError("no time")
    return _iso(stamp, given)


STYLES: Final = (
    LogStyle(
        "syslog (RFC 5424)",
        re.compile(
            rf"^<\d{{1,3}}>\d{{1,2}} (?P<stamp>-|{_WITH_OFFSET}) (?P<source>\S+) (?P<who>\S+) \S+ \S+ "
            r"(?:-|(?:\[(?:[^\]\\\"\n]|\"(?:[^\"\\\n]|\\.)*\")*\])+)(?: \ufeff?|$)",
            re.MULTILINE,
        ),
        _rfc_5424,
    ),
    LogStyle(
        "syslog (RFC 3164) or journald (short)",
        re.compile(
            rf"^(?:<\d{{1,3}}>)?(?P<stamp>{_MONTH} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{{1,9}})?) (?P<source>\S+) {_PROGRAM}",
            re.MULTILINE,
        ),
        _rfc_3164,
    ),
    LogStyle(
        "journald (short-iso)",
        re.compile(
            rf"^(?:<\d{{1,3}}>)?(?P<stamp>{_WITH_OFFSET}) (?!(?i:{_LEVELS})\b)"
            rf"(?P<source>[\w.-]+) {_PROGRAM}",
            re.MULTILINE,
        ),
        _iso,
    ),
    LogStyle(
        "journald (short-unix)",
        re.compile(rf"^(?P<stamp>\d{{10}}\.\d{{6}}) (?P<source>\S+) {_PROGRAM}", re.MULTILINE),
        _seconds,
    ),
    LogStyle(
        "log of Kubernetes (klog)",
        re.compile(
            r"^(?P<level>[IWEF])(?P<stamp>(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) \d\d:\d\d:\d\d\.\d{6}) +\d+ "
            r"(?P<source>[\w./-]+\.\w+:\d+)\](?: |$)",
            re.MULTILINE,
        ),
        _klog,
    ),
    LogStyle(
        "web server's log",
        re.compile(
            rf"^(?P<lead>\S+) \S+ \S+ \[(?P<stamp>\d\d/{_MONTH}/\d{{4}}:\d\d:\d\d:\d\d [+-]\d{{4}})\]", re.MULTILINE
        ),
        _web,
    ),
    LogStyle(
        "log with ISO times",
        re.compile(
            rf"^(?P<lead>{_LEVEL})?(?:(?:time|ts|timestamp|t)=)?[\[\"(]?{_ISO}[\])\"]?(?=[\s:|,;\[\]-]|$)", re.MULTILINE
        ),
        _iso,
    ),
)

JOURNALS_OWN: Final = re.compile(r"^-- (?:Boot|Reboot|Logs? begins?|Journal begins|No entries)\b.*\n?", re.MULTILINE)
"""Lines that journald itself writes between those of programs."""


def style_of(head: str) -> LogStyle | None:
    """Return the style of a log by its first lines; None where it is no log."""
    lines = [line for line in JOURNALS_OWN.sub("", head).split("\n")[:2000] if line.strip()]
    if not lines:
        return None
    best: tuple[int, LogStyle] | None = None
    for style in STYLES:
        count = sum(style.begins.match(line) is not None for line in lines)
        if count and (best is None or count > best[0]):
            best = count, style
    if best is None:
        return None
    count, style = best
    # A stack trace of any length may follow a first line with a timestamp; with a banner, most lines have one.
    is_log = style.begins.match(lines[0]) is not None or count * 2 > sum(not line[0].isspace() for line in lines)
    return style if is_log else None
