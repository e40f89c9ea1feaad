"""Make the blocks of a report: rendered, or as Markdown source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pmtui.app.report_view.blocks import Block, Heading, Text, blocks
from pmtui.app.report_view.tables import is_table, table_rows
from pmtui.app.row_layout import Span
from pmtui.app.wrap import drawable

_FENCE: Final = re.compile(r"(`{3,}|~{3,})")


def rendered(markdown: str) -> list[Block]:
    """Return the blocks of a report with its Markdown rendered.

    Tables that are not indented are split line by line, because parsing one with thousands of rows takes a second.
    Everything else is parsed.
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


def source(markdown: str) -> list[Block]:
    """Return the lines of the Markdown source as blocks: headings bold, markup that readers skip dim."""
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
    """Split the report into tables and other text; a table stands between empty lines and outside code fences."""
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
