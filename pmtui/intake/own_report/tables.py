"""Parse the tables of a report; columns are found by name, and a formatter may have changed their widths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from pmtui.intake.own_report.layout import Page, Part

_PIPE: Final = re.compile(r"(?<!\\)\|")
_RULE: Final = re.compile(r"\|?[ \t:|-]*-[ \t:|-]*")


class Row(NamedTuple):
    """A row of a table."""

    line: int
    """The number of its line, from 0."""
    cells: list[str]


class Table(NamedTuple):
    """A table of the report."""

    header: list[str]
    rows: list[Row]

    def column(self, name: str) -> int:
        """Return the index of the column whose header begins with a word; -1 where there is none."""
        wanted = name.casefold()
        return next((n for n, head in enumerate(self.header) if head.casefold().startswith(wanted)), -1)


def table(page: Page, part: Part, above: Table | None = None) -> Table:
    """Return the table in a part of the report; rows without a header continue the table above."""
    rows = [Row(n, cells_of(page.lines[n])) for n in range(part.first, part.end)]
    ruled = len(rows) > 1 and _RULE.fullmatch(page.lines[part.first + 1].strip())
    if above and not ruled:
        return Table(above.header, rows)
    header = [cell.strip("\u00a0 ") for cell in rows[0].cells]
    return Table(header, rows[2:] if ruled else rows[1:])


def cells_of(line: str) -> list[str]:
    """Return the cells of a row, without the backslashes before their pipes."""
    line = line.strip(" \t")
    cells = line.split("|") if "\\" not in line else _PIPE.split(line)
    if cells and not cells[0].strip(" \t") and line[:1] == "|":
        del cells[0]
    if len(cells) > 1 and not cells[-1].strip(" \t"):
        del cells[-1]
    if "\\" not in line:
        return [cell.strip(" \t") for cell in cells]
    return [cell.strip(" \t").replace("\\|", "|") for cell in cells]


def cell(row: Row, column: int) -> str:
    """Return the Markdown of a cell; empty where the row or table does not have it."""
    return row.cells[column] if 0 <= column < len(row.cells) else ""


def begins(page: Page, line: int, header: Sequence[str]) -> bool:
    """Whether a table with that header begins on a line."""
    return page.lines[line].startswith("|") and cells_of(page.lines[line]) == list(header)
