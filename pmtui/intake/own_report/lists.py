"""Parse the lists of a report: items with their lines, sub-items, and the block quotes after them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from pmtui.intake.own_report.layout import Page, Part
from pmtui.intake.own_report.unescape import flowing

_MARKER: Final = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])([ \t]+|$)")
_BOX: Final = re.compile(r"\[([ xX])\](?:[ \t]+|$)")


@dataclass(slots=True)
class ListItem:
    """An item of a list."""

    line: int
    """The number of its first line, from 0."""
    lines: list[str]
    """Its Markdown without marker and indentation; empty lines separate paragraphs."""
    children: list[ListItem] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    """The lines of block quotes after it, without the `>`."""

    def take_box(self) -> bool | None:
        """Remove a task's check box from the first line, and return whether it is ticked; None: there is no box."""
        found = _BOX.match(self.lines[0])
        if not found:
            return None
        self.lines[0] = self.lines[0][found.end() :]
        return found[1] in "xX"

    def text(self) -> str:
        """The text of its lines."""
        return paragraphs(self.lines)

    def below(self) -> str:
        """Return the Markdown of its sub-items, for a list that has no levels."""
        lines: list[str] = []
        for child in self.children:
            lines.append(f"- {paragraphs(child.lines)}")
            lines += [f"  {line}" for line in child.below().split("\n") if line]
        return "\n".join(lines)


def items(page: Page, part: Part) -> list[ListItem]:
    """Return the items of a list in a part of the report."""
    found: list[ListItem] = []
    within: list[tuple[int, ListItem]] = []
    for n in range(part.first, part.end):
        line = page.lines[n].expandtabs(4) if "\t" in page.lines[n][:8] else page.lines[n]
        marker = _MARKER.match(line)
        if marker:
            column = len(marker[1])
            while within and column < within[-1][0]:
                within.pop()
            item = ListItem(n, [line[marker.end() :]])
            (within[-1][1].children if within else found).append(item)
            within.append((column + 2, item))
            continue
        bare = line.strip(" \t") + ("  " if line.endswith("  ") and line.strip() else "")
        if bare.startswith(">"):
            within[-1][1].quotes.append(quoted(bare))
        elif bare or within[-1][1].lines[-1]:
            within[-1][1].lines.append(bare)
    return found


def paragraphs(lines: list[str]) -> str:
    """Return the text of lines with empty lines between paragraphs."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return "\n\n".join(flowing(group) for group in groups if group)


def quoted(line: str) -> str:
    """Return the text of a line of a block quote."""
    return re.sub(r"^[ \t]*> ?", "", line)
