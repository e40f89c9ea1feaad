"""Search as the user types: query the index, and show the passages found.

It holds no widget. Call `update` and `find` in threads: the index reads the disk.
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
from pmtui.index.search import Hit, search
from pmtui.index.snippets import Snippet
from pmtui.library.errors import LibraryError
from pmtui.library.protocol import SessionStore

BEST: Final = 100
"""At most so many reviews are found by words; a user who needs more precise results types on."""
MOST: Final = 500
"""At most so many reviews are found by filters alone."""
_BEFORE: Final = 12
"""In cells: how much is shown before the first word found, where the line is too short for the passage."""


class Answer(NamedTuple):
    """What the index found for a query."""

    typed: str
    hits: Mapping[str, Hit]
    """The hits by file, best first."""
    filtered: bool
    """Whether the query has filters; if so, reviews that only contain its words do not match."""
    cut: bool
    """Whether there may be more hits than the limit."""

    def files(self, by_header: Sequence[str], there: Mapping[str, object]) -> list[str]:
        """Return the files to list: first those whose header contains the words, then other hits, best first.

        The first ones were listed before the index answered, so they keep their places.

        Args:
            by_header: files that were found without the index, newest first.
            there: the files that the library has now.
        """
        first = dict.fromkeys(file for file in by_header if file in self.hits or not self.filtered)
        return [*first, *(file for file in self.hits if file in there and file not in first)]

    def shown(self, file: str) -> Snippet | None:
        """Return the passage of a review that contains the words; None where it was found otherwise."""
        hit = self.hits.get(file)
        shown = hit.snippet() if hit and hit.terms else None
        return shown if shown and shown.marks else None

    def place(self, file: str) -> Place | None:
        """Return the place of the words in the review; None where they are in its header."""
        shown = self.shown(file)
        if shown is None or shown.passage.weight == "title":
            return None
        passage = shown.passage
        return Place(passage.step, passage.item_id, passage.field or None)


class LibrarySearch:
    """The search index of a library, opened on first use. `trouble` says why it cannot be used; empty: it can."""

    def __init__(self, library: SessionStore, today: Callable[[], date]) -> None:
        self.library, self.today = library, today
        self.trouble = ""
        self._index: IndexFile | None = None

    def update(self, progress: Progress, ended: Callable[[], bool]) -> None:
        """Bring the index up to date. It stops to let `find` answer in between.

        Args:
            progress: called with the number of reviews read, and of all to read.
            ended: where it returns True the rest is left for the next call.
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
        """Return the hits for a query; None where the index is not ready or cannot be used."""
        if self._index is None or self.trouble:
            return None
        query = read_query(typed, self.today(), typing=True)
        try:
            most = BEST if query.terms else MOST
            hits = search(self._index, query, most, facts=False)
        except (Unusable, sqlite3.Error) as error:
            self.trouble = str(error)
            return None
        return Answer(typed, {hit.file: hit for hit in hits}, bool(query.filters), len(hits) == most)

    def close(self) -> None:
        """Close the index."""
        if self._index is not None:
            self._index.close()
            self._index = None


def with_passage(row: Row, shown: Snippet, width: int) -> Row:
    """Return a row with the passage below it; where the headline was found, its words are highlighted instead."""
    if shown.passage.field == "key_details.headline":
        return replace(row, bullets=tuple((a, b, "hit") for a, b in shown.marks))
    lead = sum(cell_len(span.text) for span in row.lead)
    return replace(row, found=tuple(_line(shown, max(width - lead, 8))))


def passage_rows(shown: Snippet) -> list[Row]:
    """Return rows with the whole passage, for the preview."""
    marks = tuple((a, b, "hit") for a, b in shown.marks)
    title = f"Found in {shown.passage.called}"
    return [Row("", title, "bold", fixed=True), Row("", shown.passage.text, bullets=marks, fixed=True, gap=1)]


def _line(shown: Snippet, room: int) -> Iterator[Span]:
    """Yield as much of a passage as fits, after the name of its place."""
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
    """Return the end of the part of a text that fits from `start` on, leaving room for an ellipsis."""
    if cell_len(text[start:]) <= room:
        return len(text)
    end = min(start + room, len(text))
    while end > start and cell_len(text[start:end]) > room - 1:
        end -= 1
    return end
