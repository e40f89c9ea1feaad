"""The table that `kubectl get events` prints, and the events below `kubectl describe`: ages, told from its header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final, NamedTuple

from pmtui.intake.timeline.row import Given, Row, event_of
from pmtui.intake.timeline.source import Source
from pmtui.session.document import Event, Instant
from pmtui.session.instants import instant
from pmtui.session.times import Typed, show_instant

_AGES: Final = ("LAST SEEN", "AGE", "FIRST SEEN")
_NAMES: Final = frozenset(
    {
        *_AGES, "NAMESPACE", "TYPE", "REASON", "OBJECT", "SUBOBJECT", "SOURCE", "FROM", "MESSAGE", "COUNT", "NAME",
        "KIND",
    }
)  # fmt: skip
_ABOVE: Final = 3
"""Lines that may stand above the header: the call, `Events:`."""
_AGE: Final = re.compile(r"(?:(\d+)y)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?!\S)(?P<often>\s*\(.*\))?")
_UNITS: Final = (31_536_000, 86_400, 3_600, 60, 1)
_COLUMN: Final = re.compile(r"\S+(?: \S+)*")


class _Column(NamedTuple):
    """A column of the table, and where in a line it begins and ends."""

    name: str
    start: int
    end: int | None


def looks(head: str) -> bool:
    """Whether a text begins with the header of such a table."""
    return any(_columns(line) for line in islice(filter(str.strip, head.split("\n")), _ABOVE))


def read(source: Source, given: Given) -> Iterator[Row]:
    """The events of a table; an age counts back from when the file was written, else from now."""
    lines = source.lines()
    columns: list[_Column] = []
    for number, line in lines:
        columns = _columns(line)
        yield Row(number, line)
        if columns:
            break
    since = "now"
    if given.written is not None:
        since = f"{show_instant(_whole(given.written), given.context.zone)}, when the file was written"
    given.tally.note(f"ages count back from {since}, and are read as about: shift the times if the table is older")
    for number, line in lines:
        if not line.strip(" -"):
            yield Row(number, line)
        elif again := _columns(line):
            columns = again  # the table of another namespace
            yield Row(number, line)
        else:
            yield Row(number, line, _event(_cells(line, columns), given))


def _columns(line: str) -> list[_Column]:
    """The columns that a header names; none where it is no such header."""
    found = [(each[0].upper(), each.start()) for each in _COLUMN.finditer(line.expandtabs())]
    # Two spaces at least part the names of columns, save where a column is no wider than its name.
    names = [name for name, _ in found]
    if not ({"REASON", "MESSAGE"} <= set(names) <= _NAMES and set(_AGES) & set(names)):
        return []
    ends = [start for _, start in found[1:]]
    return [_Column(name, start, end) for (name, start), end in zip(found, [*ends, None], strict=True)]


def _cells(line: str, columns: list[_Column]) -> dict[str, str]:
    """The cells of a line by their columns: by place, or by the gaps between them where somebody moved them."""
    line = line.expandtabs()
    if all(line[each.start - 1 : each.start].isspace() or len(line) < each.start for each in columns if each.start):
        return {each.name: line[each.start : each.end].strip() for each in columns}
    parts = re.split(r"\s{2,}", line.strip(), maxsplit=len(columns) - 1)
    return {each.name: part.strip() for each, part in zip(columns, parts, strict=False)}


def _event(cells: dict[str, str], given: Given) -> Event:
    """The event of a line: the reason and the message, from its object."""
    at, often = None, ""
    for name in _AGES:
        at, often = _age(cells.get(name, ""), given)
        if at is not None:
            break
    reason, message, count = (cells.get(name, "") for name in ("REASON", "MESSAGE", "COUNT"))
    warning = cells.get("TYPE", "") if cells.get("TYPE", "").casefold() != "normal" else ""
    lead = " ".join(filter(None, (warning, reason)))
    often = often or (f"(x{count})" if count not in ("", "1") else "")
    about = cells.get("OBJECT") or "/".join(filter(None, (cells.get("KIND", ""), cells.get("NAME", ""))))
    return event_of(
        given,
        at,
        " ".join(filter(None, (f"{lead}: {message}" if lead else message, often))),
        who=cells.get("SOURCE") or cells.get("FROM", ""),
        source=" ".join(filter(None, (cells.get("NAMESPACE", ""), about, cells.get("SUBOBJECT", "")))),
        kind="observation",
    )


def _age(words: str, given: Given) -> tuple[Typed | None, str]:
    """The moment that was so long ago, `3m22s`, and how often it happened; None where no age stands there."""
    found = _AGE.match(words)
    if found is None or not any(found.groups()[:5]):
        return None, ""
    seconds = sum(int(number) * unit for number, unit in zip(found.groups()[:5], _UNITS, strict=True) if number)
    try:
        when = (given.written or given.now) - timedelta(seconds=seconds)
    except OverflowError:
        return None, ""
    return Typed(_whole(when), "about", "", None), (found["often"] or "").strip()


def _whole(when: datetime) -> Instant:
    """A moment to the second: an age says no more."""
    return instant(when.replace(microsecond=0))
