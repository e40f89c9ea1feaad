"""Tables of the report, laid out for any width.

If there is room the columns stand side by side; else the last columns stand below the main text; else all cells are
stacked. All rows of a table share its columns. The height of a row is computed without laying it out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple

from pmtui.app.report_view.inlines import cells, plain, spans, wrapped
from pmtui.app.row_layout import Line, Span
from pmtui.app.wrap import wrap

WIDEST: Final = 130
"""The most cells of a table's width: in a wider table the eye loses the line."""
_BETWEEN: Final = 2
_WRAPS_FROM: Final = 25
"""A column that is at least so many cells wide may be wrapped."""
_LEAST: Final = 32
"""The fewest cells of a wrapped column, where other columns can be put below."""
_LEAST_OF_ALL: Final = 24
"""The fewest cells of a wrapped column, where none can."""
_UNTOLD: Final = frozenset({("Detail", "Value"), ("Question", "Answer"), ("Measure", "Value")})
"""Headers that are not shown, because the first column is a label."""
_RULE: Final = re.compile(r"\|(?: *:?-+:? *\|)+")
_BETWEEN_FACTS: Final = Span(" · ", "dim")


class Cell(NamedTuple):
    """The content of a cell, as spans and as plain text."""

    pieces: tuple[Span, ...]
    text: str

    @property
    def width(self) -> int:
        """The width of its longest line in cells."""
        return max(map(cells, self.text.split("\n"))) if "\n" in self.text else cells(self.text)


class Shape(NamedTuple):
    """How the rows are laid out at a width."""

    widths: tuple[int, ...]
    """The widths of the columns that stand side by side, from the first on; empty: all cells are stacked."""
    gap: int
    """The number of empty lines after a row."""


class Table:
    """A table: its header, its rows, and its columns."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Parse the lines of a Markdown table, the header first."""
        names, marks, *rows = lines
        header = [name.strip("\u00a0 ") for name in split(names)]
        self.is_told = tuple(header) not in _UNTOLD
        """Whether the header is shown."""
        self.header = [_cell(name) for name in header]
        self.at_right = [mark.endswith(":") and not mark.startswith(":") for mark in split(marks)]
        count = len(header)
        self.rows = [[_cell(text) for text in (split(row) + [""] * count)[:count]] for row in rows]
        self._shapes: dict[int, Shape] = {}

    @cached_property
    def widths(self) -> list[int]:
        """The width of each column in cells, unwrapped."""
        return [max(self._least(n), *(row[n].width for row in self.rows)) for n in range(len(self.header))]

    def _least(self, column: int) -> int:
        """Return the cells that the header of a column needs, wrapped at its words; 0 where it is not shown."""
        return max(map(cells, self.header[column].text.split(" "))) if self.is_told else 0

    @cached_property
    def main(self) -> int:
        """The index of the column with the longest text."""
        return max(range(len(self.widths)), key=lambda n: self.widths[n], default=0)

    def shape(self, width: int) -> Shape:
        """Return the layout at a width; it is computed once for each width."""
        width = min(width, WIDEST)
        if (known := self._shapes.get(width)) is None:
            known = self._shapes[width] = self._shape(width)
        return known

    def _shape(self, width: int) -> Shape:
        for count, least in ((len(self.widths), _LEAST), (self.main + 1, _LEAST_OF_ALL)):
            if found := _shared(self.widths[:count], width, least):
                wrap_in = sum(own > given for own, given in zip(self.widths, found, strict=False))
                return Shape(found, int(count < len(self.widths) or wrap_in > 1))
        return Shape((), 1)


def _shared(widths: Sequence[int], room: int, least: int) -> tuple[int, ...]:
    """Share `room` cells among columns: long ones are wrapped. Empty where a column would be narrower than `least`."""
    room -= _BETWEEN * (len(widths) - 1)
    left = [n for n, own in enumerate(widths) if own >= _WRAPS_FROM]
    room -= sum(own for own in widths if own < _WRAPS_FROM)
    given = list(widths)
    while left:
        share = room // len(left)
        if all(widths[n] > share for n in left):
            for n in left:
                given[n] = share
            return tuple(given) if share >= least else ()
        for n in [n for n in left if widths[n] <= share]:
            left.remove(n)
            room -= widths[n]
    return tuple(given) if room >= 0 else ()


class TableRow:
    """One row of a table."""

    def __init__(self, table: Table, row: Sequence[Cell], *, is_header: bool = False) -> None:
        self.table, self.row, self.is_header = table, row, is_header
        self.gap_after = 0
        """The number of empty lines after the table, on its last row."""

    def height(self, width: int) -> int:
        """Return the number of its lines."""
        shape = self.table.shape(width)
        room = min(width, WIDEST)
        if self.is_header and len(shape.widths) < 2:
            return self.gap_after
        high = max((len(wrap(cell.text, own)) for cell, own in zip(self.row, shape.widths, strict=False)), default=0)
        if self.is_header:
            return high + self.gap_after
        if len(shape.widths) < len(self.row):
            room -= self._indent(shape)
            high += sum(len(wrap(plain(part), room)) for part in self._below(shape) if part)
        return high + max(shape.gap, self.gap_after)

    def lines(self, width: int) -> list[Line]:
        """Return its lines."""
        shape = self.table.shape(width)
        if self.is_header and len(shape.widths) < 2:
            return [[] for _ in range(self.gap_after)]
        lines = self._side_by_side(shape)
        if not self.is_header:
            indent = self._indent(shape)
            for part in self._below(shape) if len(shape.widths) < len(self.row) else ():
                lines += [[Span(" " * indent), *line] for line in wrapped(part, min(width, WIDEST) - indent) if part]
        gap = self.gap_after if self.is_header else max(shape.gap, self.gap_after)
        return lines + [[] for _ in range(gap)]

    def _side_by_side(self, shape: Shape) -> list[Line]:
        is_card = len(shape.widths) == 1 < len(self.row)
        parts = [wrapped(self._pieces(n, is_card=is_card), own) for n, own in enumerate(shape.widths)]
        lines: list[Line] = []
        for n in range(max(map(len, parts), default=0)):
            line: Line = []
            for column, (part, own) in enumerate(zip(parts, shape.widths, strict=True)):
                text = part[n] if n < len(part) else []
                spare = own - cells(plain(text))
                at_right = self.table.at_right[column]
                line += [Span(" " * spare), *text] if at_right else text
                line.append(Span(" " * (_BETWEEN + (0 if at_right else spare))))
            lines.append(line[:-1])
        return lines

    def _pieces(self, column: int, *, is_card: bool) -> tuple[Span, ...]:
        pieces = self.row[column].pieces
        faint = self.is_header or (column == 0 and not self.table.is_told)
        word = "dim" if faint else "bold" if is_card else ""
        return tuple(Span(piece.text, f"{word} {piece.style}".strip()) for piece in pieces) if word else pieces

    def _indent(self, shape: Shape) -> int:
        """Return the indent of the cells below: that of the text, or two cells where it is at the left edge."""
        if not shape.widths:
            return 0
        return sum(shape.widths[:-1]) + _BETWEEN * (len(shape.widths) - 1) or _BETWEEN

    def _below(self, shape: Shape) -> list[tuple[Span, ...]]:
        """Return the cells below the columns as paragraphs, each with the names of its columns."""
        side, main = len(shape.widths), self.table.main
        if side:
            return [self._facts(range(side, len(self.row)))]
        return [
            self._facts(range(main), named=False),
            self.row[main].pieces,
            self._facts(range(main + 1, len(self.row))),
        ]

    def _facts(self, columns: Sequence[int], *, named: bool = True) -> tuple[Span, ...]:
        facts = [
            (*((Span(f"{self.table.header[n].text}\u00a0", "dim"),) if named else ()), *self.row[n].pieces)
            for n in columns
            if self.row[n].text
        ]
        return tuple(chain.from_iterable((*((_BETWEEN_FACTS,) if n else ()), *fact) for n, fact in enumerate(facts)))


def is_table(line: str, after: str) -> bool:
    """Whether two lines are the header of a table and the line of dashes below it."""
    return line.startswith("|") and bool(_RULE.fullmatch(after))


def table_rows(lines: Sequence[str]) -> list[TableRow]:
    """Return the rows of a Markdown table; the header is among them where it is shown."""
    table = Table(lines)
    rows = [TableRow(table, row) for row in table.rows]
    return [TableRow(table, table.header, is_header=True), *rows] if table.is_told else rows


def split(line: str) -> list[str]:
    """Split a line of a table into its cells."""
    if "\\" in line:
        from markdown_it.rules_block.table import escapedSplit

        parts = escapedSplit(line)
    else:
        parts = line.split("|")
    return [part.strip(" ") for part in parts[1:-1]]


def _cell(text: str) -> Cell:
    pieces = spans(text)
    return Cell(pieces, pieces[0].text if len(pieces) == 1 else plain(pieces))
