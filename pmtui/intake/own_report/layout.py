"""Divide a report into its headings, and the tables, lists, quotes, code and text below each.

It works on lines and does not parse Markdown: as fields are escaped in a report, the beginning of a line shows what
it is. Headings, tables and lists of the report are not indented; a field can contain such a line only in a fence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from pmtui.report.templates.facts import is_hint

_HEADING: Final = re.compile(r"(#{1,3})(?:[ \t]+(.*?))?[ \t]*")
_FENCE: Final = re.compile(r" {0,3}(`{3,}(?![^`]*`)|~{3,})")
_MARKER: Final = re.compile(r"""\[//\]: # (?:\(|["'])pmtui\b ?(.*)[)"'][ \t]*""")
"""Matches an invisible line; the formatter prettier puts it into quotes."""
_BULLET: Final = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")

PartKind = Literal["table", "list", "quote", "fence", "text", "marker"]


@dataclass(slots=True)
class Part:
    """Adjacent lines of one kind: first line, and line after the last, from 0."""

    kind: PartKind
    first: int
    end: int


@dataclass(slots=True)
class Place:
    """A heading and what is below it, up to the next heading."""

    level: int
    """The level of the heading, 1 to 3; 0 for what is before all headings."""
    heading: str
    """The Markdown of the heading."""
    first: int
    """The line after the heading, from 0."""
    end: int = 0


@dataclass(slots=True)
class Page:
    """A report, divided at its headings."""

    lines: list[str]
    places: list[Place] = field(default_factory=list)
    fences: dict[int, int] = field(default_factory=dict)
    """By the line that opens a fence, the line after it."""
    markers: dict[int, str] = field(default_factory=dict)
    """The texts of the report's invisible lines, by line number from 0."""

    def parts(self, first: int, end: int) -> Iterator[Part]:
        """Yield the parts of some lines in order; blank lines belong to none, except within a list."""
        at = first
        while at < end:
            if not self.lines[at].strip():
                at += 1
                continue
            kind = self._kind(at)
            after = self._end(kind, at, end)
            yield Part(kind, at, after)
            at = after

    def text(self, first: int, end: int) -> str:
        """Return some lines without blank lines before and after, and without invisible lines."""
        kept = [line for n, line in enumerate(self.lines[first:end], first) if n not in self.markers]
        return "\n".join(kept).strip("\n") if any(line.strip() for line in kept) else ""

    def _kind(self, at: int) -> PartKind:
        line = self.lines[at]
        if at in self.fences:
            return "fence"
        if at in self.markers:
            return "marker"
        if line.startswith("|"):
            return "table"
        if line.startswith(">"):
            return "quote"
        return "list" if _BULLET.match(line) else "text"

    def _end(self, kind: PartKind, at: int, end: int) -> int:
        if kind == "fence":
            return min(self.fences[at], end)
        if kind == "marker":
            return at + 1
        if kind == "list":
            return self._end_of_list(at, end)
        after = at + 1
        while after < end and self._goes_on(kind, after):
            after += 1
        return after

    def _goes_on(self, kind: PartKind, at: int) -> bool:
        line = self.lines[at]
        if kind == "table" and "|" in line and self._kind(at) == "text":
            return bool(line.strip())  # somebody wrote a row without its first pipe
        return bool(line.strip()) and self._kind(at) == kind

    def _end_of_list(self, at: int, end: int) -> int:
        after = at + 1
        while after < end:
            line = self.lines[after]
            if not line.strip():
                following = next((n for n in range(after, end) if self.lines[n].strip()), end)
                goes_on = following < end and (self.lines[following][0] in " \t" or self._kind(following) == "list")
                if not goes_on:
                    return after
                after = following
            elif self._kind(after) not in ("list", "text"):
                return after
            else:
                after += 1
        return after


def layout(text: str) -> Page:
    """Divide a report at its headings."""
    page = Page(text.split("\n"), [Place(0, "", 0)])
    lines, at = page.lines, 0
    while at < len(lines):
        line = lines[at]
        first = line[:1]
        if first == "#" and (found := _HEADING.fullmatch(line)):
            page.places[-1].end = at
            page.places.append(Place(len(found[1]), _unclosed(found[2] or ""), at + 1))
        elif first == "[" and (found := _MARKER.fullmatch(line)):
            page.markers[at] = found[1]
        elif first == "<" and is_hint(line):
            page.markers[at] = ""
        elif first in "`~ " and (found := _FENCE.match(line)) and (after := _closed(lines, at, found)):
            page.fences[at] = at = after
            continue
        at += 1
    page.places[-1].end = len(lines)
    return page


def _unclosed(heading: str) -> str:
    """Return a heading without closing `#` signs."""
    return re.sub(r"(?:^|[ \t]+)#+$", "", heading)


def _closed(lines: list[str], at: int, opening: re.Match[str]) -> int:
    """Return the line after the fence that opens on line `at`; 0 where nothing closes it."""
    closing = re.compile(rf" {{0,3}}{re.escape(opening[1][0])}{{{len(opening[1])},}}[ \t]*")
    indented = lines[at][:1] == " "
    for n in range(at + 1, len(lines)):
        line = lines[n]
        if closing.fullmatch(line):
            return n + 1
        if indented and line[:1] not in (" ", ""):
            return 0  # the list item with the fence ends here
    return 0
