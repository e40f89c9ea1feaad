"""Finding reviews as somebody types: the answers of the index, and what is shown of each review found.

It holds no widget. `update` and `find` are for threads: the index waits for the disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from msgspec.structs import replace
from rich.cells import cell_len

from pmtui.app.editing_session import Place
from pmtui.app.row_layout import Row, Span
from pmtui.index.index_file import IndexFile, Progress, Unusable
from pmtui.index.location import open_index
from pmtui.index.query import read_query
from pmtui.index.search import Hit, Shown, search
from pmtui.library.errors import LibraryError
from pmtui.library.protocol import SessionStore

BEST: Final = 100
"""So many reviews are found at most by words: who typed so little types on."""
MOST: Final = 500
"""So many reviews are found at most by filters alone."""
_BEFORE: Final = 12
"""Cells that are shown before the first word found, where the line is too short for more."""


class Answer(NamedTuple):
    """What the index found for a query."""

    typed: str
    hits: Mapping[str, Hit]
    """By file, best first."""
    filtered: bool
    """Whether the query has filters: a review with its words alone is none that was asked for."""
    cut: bool
    """Whether there may be more than were asked for."""

    def files(self, by_header: Sequence[str], there: Mapping[str, object]) -> list[str]:
        """The files to list: those whose header holds the words, then the others that were found, best first.

        The first of them were listed before the index had answered: none of them moves.

        Args:
            by_header: the files that are found without the index, newest first.
            there: the files that the library has now.
        """
        first = dict.fromkeys(file for file in by_header if file in self.hits or not self.filtered)
        return [*first, *(file for file in self.hits if file in there and file not in first)]

    def shown(self, file: str) -> Shown | None:
        """The passage of a review that holds the words; None where it is not found by words."""
        hit = self.hits.get(file)
        shown = hit.show() if hit else None
        return shown if shown and shown.marks else None

    def place(self, file: str) -> Place | None:
        """Where in the review the words stand; None where they name it, as its product does."""
        shown = self.shown(file)
        if shown is None or shown.passage.weight == "title":
            return None
        passage = shown.passage
        return Place(passage.step, passage.item_id, passage.field or None)


class LibrarySearch:
    """The index of a library, opened when it is first needed. `trouble` says why there is none."""

    def __init__(self, library: SessionStore, today: Callable[[], date]) -> None:
        self.library, self.today = library, today
        self.trouble = ""
        self._index: IndexFile | None = None

    def update(self, progress: Progress, ended: Callable[[], bool]) -> None:
        """Read what changed in the library; between two parts of it `find` is answered.

        Args:
            progress: is told how many reviews of how many were read.
            ended: where it says True the rest is left for the next time.
        """
        left, whole = 1, 0

        def tell(done: int, of: int) -> None:
            nonlocal left, whole
            left, whole = of - done, max(whole, of)
            progress(whole - left, whole)

        def more() -> bool:
            return left > 0

        try:
            self._index = self._index or open_index(self.library)
            while left and not ended():
                left = 0
                self._index.refresh(tell, ended=more)
            self.trouble = ""
        except (LibraryError, Unusable, sqlite3.Error) as error:
            self.trouble = str(error)

    def find(self, typed: str) -> Answer | None:
        """What is found for this text; None where there is no index (yet)."""
        if self._index is None or self.trouble:
            return None
        query = read_query(typed, self.today(), typing=True)
        try:
            most = BEST if query.terms else MOST
            hits = search(self._index, query, most)
        except (Unusable, sqlite3.Error) as error:
            self.trouble = str(error)
            return None
        return Answer(typed, {hit.file: hit for hit in hits}, bool(query.filters), len(hits) == most)

    def close(self) -> None:
        """Let go of the index."""
        if self._index is not None:
            self._index.close()
            self._index = None


def with_passage(row: Row, shown: Shown, width: int) -> Row:
    """A line of the list with the passage found under it; where the headline was found, its words are marked."""
    if shown.passage.field == "key_details.headline":
        return replace(row, bullets=tuple((a, b, "hit") for a, b in shown.marks))
    lead = sum(cell_len(span.text) for span in row.lead)
    return replace(row, found=tuple(_line(shown, max(width - lead, 8))))


def passage_rows(shown: Shown) -> list[Row]:
    """The passage found, in full, for the preview beside the list."""
    marks = tuple((a, b, "hit") for a, b in shown.marks)
    title = f"Found in {shown.passage.called}"
    return [Row("", title, "bold", fixed=True), Row("", shown.passage.text, bullets=marks, fixed=True, gap=1)]


def _line(shown: Shown, room: int) -> Iterator[Span]:
    """As much of a passage as fits, with what it is called before it."""
    called = f"{shown.passage.called}: " if room >= 40 else ""
    yield Span(called, "dim")
    room -= cell_len(called)
    text, marks, start = shown.passage.text, shown.marks, 0
    if cell_len(text[: marks[0][1]]) > room:
        start = max(marks[0][0] - _BEFORE, 0)
        start = text.find(" ", start, marks[0][0]) + 1 or start
        yield Span("…", "dim")
        room -= 1
    end = _fitting(text, start, room)
    at = start
    for a, b in marks:
        a, b = max(a, at), min(b, end)
        if a < b:
            yield Span(text[at:a], "dim")
            yield Span(text[a:b], "hit")
            at = b
    yield Span(text[at:end] + ("…" if end < len(text) else ""), "dim")


def _fitting(text: str, start: int, room: int) -> int:
    """Where a text must end that begins at `start`, so that it fits, with an ellipsis where it is cut."""
    if cell_len(text[start:]) <= room:
        return len(text)
    end = min(start + room, len(text))
    while end > start and cell_len(text[start:end]) > room - 1:
        end -= 1
    return end
