"""A report as blocks that can be laid out: as it is read, or as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pmtui.app.report_view.blocks import Block, Heading, Text, blocks
from pmtui.app.report_view.tables import is_table, table_rows
from pmtui.app.row_layout import Span
from pmtui.app.wrap import drawable

_FENCE: Final = re.compile(r"(`{3,}|~{3,})")


def as_read(markdown: str) -> list[Block]:
    """The blocks of a report with its marks drawn: headings, tables, lists, quotes, code, the tree.

    Tables at the left edge are taken line by line: they may have thousands of rows, and reading those in full takes
    a second. All else goes through the parser.
    """
    made: list[Block] = []
    for is_rows, lines in _parts(markdown.split("\n")):
        if is_rows:
            rows = table_rows(lines)
            rows[-1].gap_after = 1
            made += rows
        else:
            made += blocks("\n".join(lines))
    return made


def as_written(markdown: str) -> list[Block]:
    """The lines of a report as its file has them: headings bold, what a reader passes over dim."""
    made: list[Block] = []
    fence = ""
    for line in markdown.removesuffix("\n").split("\n"):
        style = ""
        if fence:
            style, fence = "dim", "" if line.startswith(fence) and not line.strip(fence[0]) else fence
        elif found := _FENCE.match(line):
            style, fence = "dim", found[1]
        elif line.startswith("#"):
            style = "bold"
        elif line.startswith(("| -", "|-", "| :", "[//]:")):
            style = "dim"
        kind = Heading if style == "bold" else Text
        made.append(kind((Span(drawable(line), style),), [], []))
    return made


def _parts(lines: Sequence[str]) -> Iterator[tuple[bool, Sequence[str]]]:
    """The report in turns of other text and of tables: a table stands between empty lines, and in no fence."""
    begun, at, fence = 0, 0, ""
    while at < len(lines):
        line = lines[at]
        if fence:
            fence = "" if line.startswith(fence) and not line.strip(fence[0]) else fence
        elif found := _FENCE.match(line):
            fence = found[1]
        elif line.startswith("|") and at + 1 < len(lines) and is_table(line, lines[at + 1]) and not lines[at - 1]:
            if begun < at:
                yield False, lines[begun:at]
            begun = at
            while at < len(lines) and lines[at].startswith("|"):
                at += 1
            yield True, lines[begun:at]
            begun = at
            continue
        at += 1
    if begun < len(lines):
        yield False, lines[begun:]
