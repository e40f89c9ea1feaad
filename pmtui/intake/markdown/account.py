"""The account of an import: where each line went, and which words became a value instead of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from pmtui.intake.markdown.blocks import Block
from pmtui.intake.markdown.inline import words
from pmtui.intake.result import Placed

DROPPED: Final = None
"""The place of lines that were left out: comments, and placeholders of a template."""


class Account:
    """Records what becomes of each line."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.rows: list[Placed] = []
        self.placed = bytearray(len(lines))
        """For each line, whether its place was recorded."""
        self.values: Counter[str] = Counter()
        """Words that became a value or part of the form, so that no text of the review contains them."""
        self.named: list[tuple[int, str]] = []
        """Names of columns and fields, each with its line (from 0), that perhaps no text of the review contains."""

    def put(self, block: Block, place: str | None, text: str | None = None) -> None:
        """Record that a whole block went to a place."""
        self.put_lines(block.start, block.end, place, text)

    def put_lines(self, start: int, end: int, place: str | None, text: str | None = None) -> None:
        """Record that whole lines went to a place; `start` counts from 0, `end` is exclusive."""
        end = max(end, start + 1)
        self.placed[start:end] = b"\x01" * (min(end, len(self.lines)) - start)
        shown = "\n".join(self.lines[start:end]).strip() if text is None else text
        if shown:
            self.rows.append(Placed(start + 1, shown, place))

    def value(self, *texts: str) -> None:
        """Record words that became a value: a date, a state, the name of a column or section."""
        for text in texts:
            self.values.update(words(text))

    def became(self, source: str, left: str) -> None:
        """Record that the words of a text became a value, except those that are left of it."""
        self.values.update(Counter(words(source)) - Counter(words(left)))

    def dropped(self, line: int, *texts: str) -> None:
        """Record that texts within a line were left out."""
        for text in texts:
            if text.strip():
                self.rows.append(Placed(line + 1, text.strip(), DROPPED))
                self.value(text)

    def names(self, line: int, *names: str) -> None:
        """Record names of columns or fields, which no text of the review need contain if their content was placed."""
        for name in names:
            if words(name):
                self.value(name)
                self.named.append((line, name))

    def unplaced(self) -> Iterable[tuple[int, int]]:
        """Yield the lines with words whose place was not recorded, as first line (from 0) and line after the last."""
        start = None
        for n, line in enumerate(self.lines):
            open_line = not self.placed[n] and any(char.isalnum() for char in line)
            if open_line and start is None:
                start = n
            elif not open_line and start is not None:
                yield start, n
                start = None
        if start is not None:
            yield start, len(self.lines)
