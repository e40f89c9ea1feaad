"""What somebody at the keys looks at: which row or field is lit, what the bottom line offers, what lies on top."""

from __future__ import annotations

from tests.terminal import Terminal

MARK = "▌"
AGENDA = 28
"""Columns of the agenda; on top of a meeting, nothing that is looked for begins left of `MARGIN`."""
MARGIN = 12


class Seen:
    """The terminal's screen at a moment. A mark is lit where it differs from what is behind it: there is the focus."""

    def __init__(self, app: Terminal) -> None:
        self.text = app.text
        self.lines = self.text.split("\n")
        self.buffer, self.columns = app.screen.buffer, app.screen.columns

    @property
    def bottom(self) -> str:
        """The keys that work now."""
        return self.lines[-1]

    @property
    def commanding(self) -> bool:
        """Whether letters are commands."""
        return "] next step" in self.bottom

    def lit(self, left: int = AGENDA, top: int = 0, bottom: int | None = None) -> list[tuple[int, int]]:
        """Row and column of every mark that is lit."""
        marks = [
            (y, x)
            for y, line in list(enumerate(self.lines))[top:bottom]
            if MARK in line[left:]
            for x in range(left, len(line))
            if line[x] == MARK
        ]
        return [(y, x) for y, x in marks if self.buffer[y][x].fg != self.buffer[y][x].bg]

    def field(self, label: str, left: int = AGENDA, top: int = 0, bottom: int | None = None) -> bool:
        """Whether the field with that label, beside it or above it, is the one that is lit."""
        marks = self.lit(left, top, bottom)
        if not marks:
            return False
        y, x = marks[0]
        beside = self.lines[y][:x].rstrip()
        return beside.endswith(f" {label}") or (
            not beside[left:].strip() and y > 0 and self.lines[y - 1][left:].strip().startswith(label)
        )

    def list(self, title: str, titles: list[str]) -> bool:
        """Whether the line that adds to the list with that title is lit; `titles` are those of all lists of the step.

        A list that is alone in its step shows no title.
        """
        places = [(y, x, name) for name in titles for y, x in self._titles(name)]

        def above(y: int, x: int) -> str:
            return max((place for place in places if place[0] < y and -1 <= place[1] - x <= 3), default=(0, 0, ""))[2]

        marks = self.lit()
        lone = len(titles) == 1
        return "enter add" in self.bottom and bool(marks) and (lone or all(above(*mark) == title for mark in marks))

    def _titles(self, title: str) -> list[tuple[int, int]]:
        found = []
        for y, line in enumerate(self.lines[:-1]):
            at = line.find(title, AGENDA)
            while at >= 0:
                found.append((y, at))
                at = line.find(title, at + 1)
        return found

    def row(self, text: str) -> bool:
        """Whether the row with that text is the one that is lit."""
        return letters(text) in letters("".join(self.lines[y][x:].partition("▏")[0] for y, x in self.lit()))

    def form(self, label: str) -> bool:
        """Whether a form lies on top, and the field with that label is lit in it."""
        end = next((y for y, line in enumerate(self.lines) if "esc done" in line), None)
        return end is not None and self.field(label, MARGIN, 0, end)

    @property
    def picking(self) -> bool:
        """Whether a line to find something by lies on top, and the rows that it finds."""
        return "enter take it" in self.text

    def picked(self, typed: str) -> str:
        """The row that Enter takes in what lies on top; empty as long as not all that was typed stands in its line."""
        end = next((y for y, line in enumerate(self.lines) if "enter take it" in line), 0)
        left = next((line.index(MARK, MARGIN) for line in self.lines[:end] if MARK in line[MARGIN:]), MARGIN)
        blocks: list[list[str]] = [[]]
        for y in range(end):
            line = self.lines[y].ljust(self.columns)[left : self.columns - left - 1]
            if line.startswith(MARK):
                blocks[-1].append(line[1:].strip())
            elif blocks[-1]:
                blocks.append([])
        field, row, *_ = [*blocks, [], []]
        return " ".join(row) if letters(typed) == letters("".join(field)) else ""


def letters(text: str) -> str:
    """Letters and digits alone: how a text is wrapped and drawn around does not matter."""
    return "".join(filter(str.isalnum, text)).casefold()
