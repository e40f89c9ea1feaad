"""What is known of a library at a moment: its entries, the texts that they are found by, and their previews.

It holds no widget. `look` is for a thread; `take` puts what it found in place.
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
"""Up to so many reviews all are read, so that their open actions can be counted."""


class Scan(NamedTuple):
    """What reading the library found."""

    entries: Sequence[Entry]
    texts: dict[str, tuple[Entry, str]]
    """By file: what the entry is found by."""
    trouble: str = ""


class ReviewIndex:
    """The library as the screen knows it. `complete` once its headers were read."""

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

    def glimpse(self, files: Sequence[str]) -> None:
        """Read the beginnings of these few at once: they are shown before the library was looked through."""
        if not self.complete:
            found = self.library.glimpse(files)
            self.by_file = {entry.file: entry for entry in found if not entry.unreadable}

    def look(self, *, quick: bool) -> Scan:
        """Read the library without taking the result over; with `quick`, damage further down a file is not seen."""
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
        """Take over what was found; True if it differs from before."""
        changed = not self.complete or found.entries != self.entries
        self.complete = True
        if changed:
            self.entries, self._texts = found.entries, found.texts
            self.by_file = {entry.file: entry for entry in self.entries}
            self.by_id = {entry.id: entry for entry in self.entries if entry.id}
        return changed

    def files(self, words: Sequence[str]) -> list[str]:
        """The files in which all words (in lower case) are found, in order; one not read is known by its header."""
        if not words:
            return [entry.file for entry in self.entries]
        found = self._texts
        for word in words:
            found = {file: known for file, known in found.items() if word in known[1]}
        # Of ten thousand reviews few were read.
        more = {file for file in self.previews.files() if file not in found and self._has(file, words)}
        return [file for file in self._texts if file in found or file in more] if more else list(found)

    def _has(self, file: str, words: Sequence[str]) -> bool:
        entry, text = self._texts.get(file, (None, ""))
        known = self.previews.of(entry) if entry else None
        return known is not None and all(word in text or word in known.words for word in words)

    def to_count(self) -> list[Entry]:
        """The readable entries, where they are few enough to be read all."""
        few = len(self.entries) <= COUNTED
        return [entry for entry in self.entries if not entry.unreadable] if few else []

    def counted(self) -> list[ReviewPreview]:
        """The previews of all reviews; none as long as one is not read yet, or where there are too many."""
        previews = [self.previews.of(entry) for entry in self.to_count()]
        return [] if None in previews else [preview for preview in previews if preview]
