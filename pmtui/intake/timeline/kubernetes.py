"""Read events of Kubernetes: the output of `kubectl get events` and `kubectl describe` as tables, and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final, NamedTuple

from pmtui.intake.result import NotReadable
from pmtui.intake.timeline.json_values import Places, text_of
from pmtui.intake.timeline.row import Given, Row, event_of
from pmtui.intake.timeline.source import Source
from pmtui.intake.timeline.timestamps import read_timestamp
from pmtui.session.document import Event, Instant
from pmtui.session.instants import to_instant
from pmtui.session.times import TypedTime, show_instant

_AGES: Final = ("LAST SEEN", "AGE", "FIRST SEEN")
_NAMES: Final = frozenset(
    {
        *_AGES, "NAMESPACE", "TYPE", "REASON", "OBJECT", "SUBOBJECT", "SOURCE", "FROM", "MESSAGE", "COUNT", "NAME",
        "KIND",
    }
)  # fmt: skip
_ABOVE: Final = 3
"""At most so many lines may precede the header: the command, `Events:`."""
_AGE: Final = re.compile(r"(?:(\d+)y)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?!\S)(?P<often>\s*\(.*\))?")
_UNITS: Final = (31_536_000, 86_400, 3_600, 60, 1)
_COLUMN: Final = re.compile(rf"\s*\b(?P<name>{'|'.join(sorted(_NAMES, key=len, reverse=True))})\b", re.IGNORECASE)
_NO_AGE: Final = ("<unknown>", "<invalid>")


class _Column(NamedTuple):
    """A column of the table, with start and end in a line; the end of the last one is None."""

    name: str
    start: int
    end: int | None


def looks(head: str) -> bool:
    """Whether a text begins with the header of such a table."""
    return any(_columns(line) for line in islice(filter(str.strip, head.split("\n")), _ABOVE))


def read(source: Source, given: Given) -> Iterator[Row]:
    """Yield the events of a table; ages count back from the time when the file was written, else from now."""
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
    above: _Line | None = None
    for number, line in lines:
        again = _columns(line)  # the header of another namespace's table
        cells = _cells(line, columns)
        if above is not None and line.strip(" -") and not again and not _has_age(cells):
            above.belongs(line)
            continue
        if above is not None:
            yield Row(above.number, above.text, _event(above.cells, given))
        above = None
        columns = again or columns
        if again or not line.strip(" -"):
            yield Row(number, line)
        else:
            above = _Line(number, line, cells)
    if above is not None:
        yield Row(above.number, above.text, _event(above.cells, given))


@dataclass(slots=True)
class _Line:
    """A line of the table, with the lines after it that a terminal has wrapped."""

    number: int
    text: str
    cells: dict[str, str]

    def belongs(self, line: str) -> None:
        """Add a line without an age, which continues the message."""
        message = self.cells.get("MESSAGE", "").removesuffix("\\").rstrip()
        self.cells["MESSAGE"] = f"{message} {line.strip()}".strip()
        self.text += f"\n{line}"


def _has_age(cells: dict[str, str]) -> bool:
    """Whether a line of the table has an age, or says that it is unknown."""
    ages = [cells[name] for name in _AGES if name in cells]
    return any(_AGE.match(age) and age[:1].isdigit() for age in ages) or any(age in _NO_AGE for age in ages)


def events_in(value: Any) -> list[dict[str, Any]]:
    """Return the events of `kubectl get events -o json`, or the single one; empty where the value is none."""
    items = value.get("items", [value]) if isinstance(value, dict) else value
    found = [each for each in items if isinstance(each, dict)] if isinstance(items, list) else []
    whole = [each for each in found if each.get("reason") and ({"involvedObject", "regarding"} & each.keys())]
    return whole if whole and len(whole) == len(found) else []


def read_objects(text: str, events: list[dict[str, Any]], given: Given) -> Iterator[Row]:
    """Yield events given as JSON as rows.

    Raises:
        NotReadable: a time cannot be read.
    """
    places = Places(text)
    for event in events:
        about, metadata, source = (
            _inner(event, *names) for names in (("involvedObject", "regarding"), ("metadata",), ("source",))
        )
        times = [event.get(name) for name in ("lastTimestamp", "eventTime", "firstTimestamp")]
        when = next(filter(None, map(text_of, [*times, metadata.get("creationTimestamp")])), "")
        line = places.line(when)
        try:
            at = read_timestamp(when, given) if when else None
        except ValueError as error:
            raise NotReadable(f"line {line}: {error}") from None
        count = text_of(event.get("count"))
        kind, name = text_of(about.get("kind")).casefold(), text_of(about.get("name"))
        cells = {
            "TYPE": text_of(event.get("type")),
            "REASON": text_of(event.get("reason")),
            "MESSAGE": text_of(event.get("message") or event.get("note")),
            "COUNT": count,
            "OBJECT": "/".join(filter(None, (kind, name))),
            "NAMESPACE": text_of(about.get("namespace")),
            "SOURCE": text_of(source.get("component") or event.get("reportingComponent")),
        }
        yield Row(line, cells["MESSAGE"], _event(cells, given, at))


def _inner(event: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return the first object under one of some keys; an empty one where there is none."""
    return next((event[name] for name in names if isinstance(event.get(name), dict)), {})


def _columns(line: str) -> list[_Column]:
    """Return the columns of a header; empty where the line is none."""
    line = line.expandtabs()
    found = [(each["name"].upper(), each.start("name")) for each in _COLUMN.finditer(line)]
    names = {name for name, _ in found}
    if _COLUMN.sub("", line).strip() or "REASON" not in names or not {"MESSAGE", "OBJECT"} & names:
        return []
    if not set(_AGES) & names:
        return []
    ends = [start for _, start in found[1:]]
    return [_Column(name, start, end) for (name, start), end in zip(found, [*ends, None], strict=True)]


def _cells(line: str, columns: list[_Column]) -> dict[str, str]:
    """Return the cells of a line by column: by position, or by the gaps where somebody changed the spacing."""
    line = line.expandtabs()
    if all(line[each.start - 1 : each.start].isspace() or len(line) < each.start for each in columns if each.start):
        return {each.name: line[each.start : each.end].strip() for each in columns}
    parts = re.split(r"\s{2,}", line.strip(), maxsplit=len(columns) - 1)
    return {each.name: part.strip() for each, part in zip(columns, parts, strict=False)}


def _event(cells: dict[str, str], given: Given, at: TypedTime | None = None) -> Event:
    """Return the event of a line: reason and message, with its object as actor."""
    often = ""
    for name in _AGES:
        if at is None:
            at, often = _age(cells.get(name, ""), given)
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


def _age(words: str, given: Given) -> tuple[TypedTime | None, str]:
    """Return the moment for an age such as `3m22s`, and how often it happened; None where there is no age."""
    found = _AGE.match(words)
    if found is None or not any(found.groups()[:5]):
        return None, ""
    seconds = sum(int(number) * unit for number, unit in zip(found.groups()[:5], _UNITS, strict=True) if number)
    try:
        when = (given.written or given.now) - timedelta(seconds=seconds)
    except OverflowError:
        return None, ""
    return TypedTime(_whole(when), "about", "", None), (found["often"] or "").strip()


def _whole(when: datetime) -> Instant:
    """Return a moment to the second, as ages are not more precise."""
    return to_instant(when.replace(microsecond=0))
