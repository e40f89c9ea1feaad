"""The filter for events: by a pattern and a time span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pmtui.session.document import Event, Instant
from pmtui.session.instants import sort_key


class Wanted(NamedTuple):
    """A filter. Without values it lets every event through."""

    pattern: re.Pattern[str] | None = None
    """From `compiled`; it is searched within lines, as grep does."""
    begin: Instant | None = None
    end: Instant | None = None

    def __bool__(self) -> bool:
        return self.pattern is not None or self.begin is not None or self.end is not None

    def has_time(self, at: Instant | None) -> bool:
        """Whether an instant is within the span, including its ends; False for None where there is a span."""
        if self.begin is None and self.end is None:
            return True
        if at is None:
            return False
        key = sort_key(at)
        return (self.begin is None or key >= sort_key(self.begin)) and (self.end is None or key <= sort_key(self.end))

    def has_words(self, text: str) -> bool:
        """Whether the pattern occurs in a text."""
        return self.pattern is None or self.pattern.search(text) is not None

    def wants(self, event: Event) -> bool:
        """Whether an event passes the filter by its time, and by its text, actor or source."""
        return self.has_time(event.at) and any(map(self.has_words, (event.text, event.who, event.source)))


EVERYTHING: Final = Wanted()
"""The filter that lets every event through."""


def compiled(text: str) -> re.Pattern[str]:
    """Compile a pattern that the user typed.

    Raises:
        ValueError: it is no regular expression; one line that says why.
    """
    try:
        return re.compile(text, re.MULTILINE)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"not a regular expression: {text!r}: {error}") from None


class QuickSearch:
    """Finds the lines of a block that may match a pattern: all that do, and few others.

    It first searches for literal words that every match contains, which is many times faster than the pattern.
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        self._any_case = bool(pattern.flags & re.IGNORECASE)
        bare = "" if pattern.flags & re.VERBOSE else re.sub(r"^\(\?[a-z]+\)", "", pattern.pattern)
        self._words, self._any_word_serves = _needed_words(bare)
        self.within_lines = not re.search(r"\\[sWDnrfvxuNZA0-7]|\[\^|\(\?[a-z]*[sx]|\n", pattern.pattern)
        """Whether a match can never span several lines."""

    def lines(self, block: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of the lines of a block that match the pattern."""
        search, done = self._pattern.search, 0
        for place in self._places(block):
            if place < done:
                continue
            start, done = block.rfind("\n", 0, place) + 1, block.find("\n", place) + 1 or len(block)
            if search(block, start, done):
                yield start, done

    def _places(self, block: str) -> list[int]:
        """Return the positions in a block where the pattern may match, in order; several may be on one line."""
        if len(self._words) > 1 and self._any_word_serves:
            # A match contains all words: search for the rarest of them.
            self._words = [min(self._words, key=block.count)]
        if self._words and not self._any_case:
            return _places(block, self._words)
        if self._words and block.isascii():
            return _places(block.lower(), [word.lower() for word in self._words])
        return [found.start() for found in self._pattern.finditer(block)]


def _places(block: str, words: list[str]) -> list[int]:
    places: list[int] = []
    for word in words:
        at = block.find(word)
        while at >= 0:
            places.append(at)
            at = block.find(word, at + len(word))
    return sorted(places) if len(words) > 1 else places


def _needed_words(pattern: str) -> tuple[list[str], bool]:
    """Return words of which every match has one, and whether it has all of them; empty where that is not certain."""
    if "|" not in pattern:
        return _plain_words(pattern), True
    if re.search(r"[\\\[(){}]", pattern):
        return [], False
    words = [max(_plain_words(part), key=len, default="") for part in pattern.split("|")]
    return (words if all(words) else []), False


def _plain_words(part: str) -> list[str]:
    """Return the literal runs of at least two characters that every match of a pattern contains."""
    # Characters in brackets or braces, after a backslash or before a quantifier are not certain to occur.
    plain = re.sub(r"\\.|\[\^?\]?[^\]]*\]|.(?:[?*]|\{[^}]*\})|[.^$+]", "\0", part)
    if re.search(r"[(){}\[\]]", plain):
        return []
    return re.findall(r"[A-Za-z0-9 _:;,/=@#%&!~<>\"'-]{2,}", plain)
