"""The list of reviews in memory: the library's entries, their searchable texts, and their previews.

It holds no widget. `look` reads the disk and is for a thread; `take` then puts the result in place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pmtui.app.review_preview import ReviewPreview, ReviewPreviews
from pmtui.app.review_text import searchable
from pmtui.library.entries import Entry
from pmtui.library.errors import LibraryError
from pmtui.library.protocol import SessionStore

COUNTED = 300
"""Up to so many reviews are all read, so that their open actions can be counted."""


class Scan(NamedTuple):
    """The result of reading the library."""

    entries: Sequence[Entry]
    texts: dict[str, tuple[Entry, str]]
    """By file: the entry, and the text that it is searched by."""
    trouble: str = ""


class ReviewIndex:
    """The library as the list of reviews shows it. `complete` says whether all headers were read."""

    def __init__(
        self, library: SessionStore, today: Callable[[], date], deadlines: Mapping[str, int] | None = None
    ) -> None:
        self.library = library
        self.previews = ReviewPreviews(library.read, today, deadlines)
        self.complete = False
        self.entries: Sequence[Entry] = []
        self.by_file: dict[str, Entry] = {}
        self.by_id: dict[str, Entry] = {}
        self._texts: dict[str, tuple[Entry, str]] = {}

    def quick_entries(self, files: Sequence[str]) -> None:
        """Read the headers of these files now, to show them before the whole library was read."""
        if not self.complete:
            found = self.library.quick_entries(files)
            self.by_file = {entry.file: entry for entry in found if not entry.unreadable}

    def look(self, *, quick: bool) -> Scan:
        """Read the library, and return the result for `take`. With `quick`, damage after a header may be missed."""
        try:
            entries = self.library.entries(quick=quick)
        except LibraryError as error:
            return Scan(self.entries, self._texts, str(error))
        old = self._texts
        texts = {}
        for entry in entries:
            known = old.get(entry.file)
            texts[entry.file] = known if known and known[0] is entry else (entry, searchable(entry))
        return Scan(entries, texts)

    def take(self, found: Scan) -> bool:
        """Put the result of `look` in place; returns whether anything changed."""
        changed = not self.complete or found.entries != self.entries
        self.complete = True
        if changed:
            self.entries, self._texts = found.entries, found.texts
            self.by_file = {entry.file: entry for entry in self.entries}
            self.by_id = {entry.id: entry for entry in self.entries if entry.id}
        return changed

    def files(self, words: Sequence[str]) -> list[str]:
        """Return the files that contain all words (in lower case), in order. Unread reviews are searched by header."""
        if not words:
            return [entry.file for entry in self.entries]
        found = self._texts
        for word in words:
            found = {file: known for file, known in found.items() if word in known[1]}
        # Of ten thousand reviews only a few were read.
        more = {file for file in self.previews.files() if file not in found and self._has(file, words)}
        return [file for file in self._texts if file in found or file in more] if more else list(found)

    def _has(self, file: str, words: Sequence[str]) -> bool:
        entry, text = self._texts.get(file, (None, ""))
        known = self.previews.of(entry) if entry else None
        return known is not None and all(word in text or word in known.words for word in words)

    def to_count(self) -> list[Entry]:
        """Return the readable entries where they are at most `COUNTED`; else none."""
        few = len(self.entries) <= COUNTED
        return [entry for entry in self.entries if not entry.unreadable] if few else []

    def counted(self) -> list[ReviewPreview]:
        """Return the previews of all reviews; empty until all are read, or where there are too many."""
        previews = [self.previews.of(entry) for entry in self.to_count()]
        return [] if None in previews else [preview for preview in previews if preview]
