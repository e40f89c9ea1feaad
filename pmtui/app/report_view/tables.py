"""Tables of the report at any width: columns side by side; else the last ones under the text; else all of it stacked.

All rows of a table share its columns. A row knows its height without being laid out.
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
"""Columns of a table at most: what stands at its right belongs to what stands at its left."""
_BETWEEN: Final = 2
_WRAPS_FROM: Final = 25
"""Cells from which a column may be wrapped."""
_LEAST: Final = 32
"""Cells that a column is wrapped in at least, where others can give way."""
_LEAST_OF_ALL: Final = 24
"""And where none can."""
_UNTOLD: Final = frozenset({("Detail", "Value"), ("Question", "Answer"), ("Measure", "Value")})
"""Headers that say nothing: the first column is a label."""
_RULE: Final = re.compile(r"\|(?: *:?-+:? *\|)+")
_BETWEEN_FACTS: Final = Span(" · ", "dim")


class Cell(NamedTuple):
    """What stands in a cell: in one style each, and without styles."""

    pieces: tuple[Span, ...]
    text: str

    @property
    def width(self) -> int:
        """Cells of its longest line."""
        return max(map(cells, self.text.split("\n"))) if "\n" in self.text else cells(self.text)


class Shape(NamedTuple):
    """How the rows are laid out at a width."""

    widths: tuple[int, ...]
    """Of the columns that stand side by side, the first ones; empty: all is stacked."""
    gap: int
    """Empty lines after a row."""


class Table:
    """The header, the rows, and the columns that they share."""

    def __init__(self, lines: Sequence[str]) -> None:
        """`lines` are those of the table in Markdown, its header first."""
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
        """Cells that each column would take."""
        return [max(self._least(n), *(row[n].width for row in self.rows)) for n in range(len(self.header))]

    def _least(self, column: int) -> int:
        """Cells that the header needs: it wraps at its words."""
        return max(map(cells, self.header[column].text.split(" "))) if self.is_told else 0

    @cached_property
    def main(self) -> int:
        """The column with the longest text: what the table is about."""
        return max(range(len(self.widths)), key=lambda n: self.widths[n], default=0)

    def shape(self, width: int) -> Shape:
        """The columns at a width."""
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
    """The width of each column where they fit side by side, the long ones wrapped; empty where they do not."""
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
        """Empty lines behind the table, on its last row."""

    def height(self, width: int) -> int:
        """How many lines it takes."""
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
        """Its lines."""
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
        """Where what stands below the text begins: under it, or a little to its right where nothing is at its left."""
        if not shape.widths:
            return 0
        return sum(shape.widths[:-1]) + _BETWEEN * (len(shape.widths) - 1) or _BETWEEN

    def _below(self, shape: Shape) -> list[tuple[Span, ...]]:
        """What stands below the columns: paragraphs, each of facts with their names."""
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
    """Whether two lines are a table's header and what stands below it."""
    return line.startswith("|") and bool(_RULE.fullmatch(after))


def table_rows(lines: Sequence[str]) -> list[TableRow]:
    """The rows of a table in Markdown, with its header where that says something."""
    table = Table(lines)
    rows = [TableRow(table, row) for row in table.rows]
    return [TableRow(table, table.header, is_header=True), *rows] if table.is_told else rows


def split(line: str) -> list[str]:
    """The cells of a line of a table."""
    if "\\" in line:
        from markdown_it.rules_block.table import escapedSplit

        parts = escapedSplit(line)
    else:
        parts = line.split("|")
    return [part.strip(" ") for part in parts[1:-1]]


def _cell(text: str) -> Cell:
    pieces = spans(text)
    return Cell(pieces, pieces[0].text if len(pieces) == 1 else plain(pieces))
