"""Read JSON of any program: objects with a time and a text in a list or one a line, recognised by their keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmtui.intake.result import NotReadable
from pmtui.intake.timeline.column_meanings import Meaning, columns_of, has_time_and_text, meaning_of
from pmtui.intake.timeline.json_values import Places, leaves, parsed
from pmtui.intake.timeline.records import Records
from pmtui.intake.timeline.row import Given, Row
from pmtui.intake.timeline.source import Source


def records_in(value: Any, depth: int = 4) -> list[dict[str, Any]]:
    """Return the first list of objects with a time and a text in a value, or the object itself; empty: there is
    none.
    """
    if isinstance(value, list):
        objects = [each for each in value if isinstance(each, dict)]
        if objects and len(objects) == len(value) and any(map(is_record, objects[:20])):
            return objects
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if depth:
        for each in inner:
            if isinstance(each, dict | list) and (found := records_in(each, depth - 1)):
                return found
    return [value] if isinstance(value, dict) and is_record(value) else []


def is_record(value: dict[str, Any]) -> bool:
    """Whether an object has a time and a text."""
    return has_time_and_text(columns_of(dict(leaves(value))))


def read(text: str, objects: list[dict[str, Any]], given: Given) -> Iterator[Row]:
    """Yield the objects of a list as rows.

    Raises:
        NotReadable: a time cannot be read.
    """
    places, rows = Places(text), _Rows(given)
    for value in objects:
        values = _values(value)
        yield rows.row(values, places.line(rows.time_in(values)), " ".join(values.values()))


def read_lines(source: Source, given: Given) -> Iterator[Row]:
    """Yield the objects of a file with one on each line, one at a time.

    Raises:
        NotReadable: a line is no JSON object, or a time cannot be read.
    """
    rows = _Rows(given)
    for number, line in source.lines():
        if not line.strip():
            continue
        value = parsed(line, number)
        if not isinstance(value, dict):
            raise NotReadable(f"line {number}: is no JSON object")
        yield rows.row(_values(value), number, line)


class _Rows:
    """Makes rows of objects; the meanings of keys are cached for all objects with the same keys."""

    def __init__(self, given: Given) -> None:
        self._records, self._unused = Records(given), given.tally.unused
        self._known: dict[tuple[str, ...], dict[Meaning, list[str]]] = {}

    def row(self, values: dict[str, str], line: int, text: str) -> Row:
        try:
            return Row(line, text, self._records.event(values, self._columns(values)))
        except ValueError as error:
            raise NotReadable(f"line {line}: {error}") from None

    def time_in(self, values: dict[str, str]) -> str:
        """Return the time of an object as it is written."""
        columns = self._columns(values)
        return next((values[name] for name in (*columns.get("time", ()), *columns.get("date", ()))), "")

    def _columns(self, values: dict[str, str]) -> dict[Meaning, list[str]]:
        keys = tuple(values)
        if keys not in self._known:
            if len(self._known) > 1000:
                self._known.clear()
            self._known[keys] = columns_of(keys)
            self._unused.update(dict.fromkeys(key for key in keys if meaning_of(key) is None))
        return self._known[keys]


def _values(value: dict[str, Any]) -> dict[str, str]:
    """Return the values by key; of two equal keys, the outer one counts."""
    values: dict[str, str] = {}
    for key, text in leaves(value):
        values.setdefault(key, text)
    return values
