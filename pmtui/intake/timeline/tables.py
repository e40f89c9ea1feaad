"""Read tables with a header: CSV with commas or semicolons, and TSV. Columns are recognised by name."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Final

from pmtui.intake.result import NotReadable
from pmtui.intake.timeline.column_meanings import columns_of, has_time_and_text, meaning_of
from pmtui.intake.timeline.records import Records
from pmtui.intake.timeline.row import Given, Row
from pmtui.intake.timeline.source import Source

_SEPARATORS: Final = ",\t;"
_MOST_CELL: Final = 4 << 20


def separator_of(head: str) -> str:
    """Return the separator of a table with columns for time and text, by its header; empty where it is none."""
    first = next((line for line in head.split("\n") if line.strip()), "")
    for separator in sorted(_SEPARATORS, key=first.count, reverse=True):
        if separator in first and has_time_and_text(columns_of(_cells(first, separator))):
            return separator
    return ""


def read(source: Source, separator: str, given: Given) -> Iterator[Row]:
    """Yield the rows of a table.

    Raises:
        NotReadable: a row has more cells than the header, or an invalid time.
    """
    reader = _Lines(source)
    rows = _parsed(reader, separator)
    header = next(rows)
    names = [name.strip() or f"column {number}" for number, name in enumerate(header, 1)]
    unused = [name for name in names if meaning_of(name) is None]
    if unused:
        given.tally.note(f"columns that say nothing of an event were left out: {', '.join(unused)}")
    records, columns = Records(given), columns_of(names)
    begin = reader.number + 1
    for cells in rows:
        text, line, begin = separator.join(cells), begin, reader.number + 1
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            raise NotReadable(f"line {line}: has {len(cells)} cells, the header {len(names)}: put quotes around a text")
        try:
            yield Row(line, text, records.event(dict(zip(names, cells, strict=False)), columns))
        except ValueError as error:
            raise NotReadable(f"line {line}: {error}") from None


class _Lines:
    """The lines of a source for Python's CSV reader, with the number of the last line that was read."""

    def __init__(self, source: Source) -> None:
        self._lines = source.lines()
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        for number, line in self._lines:
            self.number = number
            # A quoted cell over several lines needs their ends.
            yield line + "\n"


def _parsed(lines: _Lines, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(_MOST_CELL)
    try:
        yield from (cells for cells in csv.reader(lines, delimiter=separator, strict=True) if cells)
    except csv.Error as error:
        raise NotReadable(f"line {lines.number}: is no row of a table: {error}") from None


def _cells(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator), [])
