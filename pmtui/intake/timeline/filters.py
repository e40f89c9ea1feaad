"""Which events are wanted: those whose words fit a pattern, within a span of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pmtui.session.document import Event, Instant
from pmtui.session.instants import sort_key


class Wanted(NamedTuple):
    """A filter; empty, it lets everything through."""

    pattern: re.Pattern[str] | None = None
    """Made by `compiled`: it is looked for within lines, as grep does."""
    begin: Instant | None = None
    end: Instant | None = None

    def __bool__(self) -> bool:
        return self.pattern is not None or self.begin is not None or self.end is not None

    def has_time(self, at: Instant | None) -> bool:
        """Whether an instant is within the span, its ends included; what has no time is in none."""
        if self.begin is None and self.end is None:
            return True
        if at is None:
            return False
        key = sort_key(at)
        return (self.begin is None or key >= sort_key(self.begin)) and (self.end is None or key <= sort_key(self.end))

    def has_words(self, text: str) -> bool:
        """Whether the pattern is found in a text."""
        return self.pattern is None or self.pattern.search(text) is not None

    def wants(self, event: Event) -> bool:
        """Whether an event passes: by its time, and by its text, who or source."""
        return self.has_time(event.at) and any(map(self.has_words, (event.text, event.who, event.source)))


EVERYTHING: Final = Wanted()
"""The filter that lets everything through."""


def compiled(text: str) -> re.Pattern[str]:
    """A pattern that somebody typed.

    Raises:
        ValueError: it is none; one line that says why.
    """
    try:
        return re.compile(text, re.MULTILINE)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"not a regular expression: {text!r}: {error}") from None


class QuickSearch:
    """Finds where a pattern may fit in a block of lines: every line that it fits is found, and seldom another.

    Words that every fit must contain are looked for first, which is many times as quick as the pattern itself.
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        self._any_case = bool(pattern.flags & re.IGNORECASE)
        bare = "" if pattern.flags & re.VERBOSE else re.sub(r"^\(\?[a-z]+\)", "", pattern.pattern)
        self._words, self._any_word_serves = _needed_words(bare)
        self.within_lines = not re.search(r"\\[sWDnrfvxuNZA0-7]|\[\^|\(\?[a-z]*[sx]|\n", pattern.pattern)
        """Whether a fit surely never goes over the end of a line."""

    def lines(self, block: str) -> Iterator[tuple[int, int]]:
        """Where the lines of a block begin and end on which the pattern fits."""
        search, done = self._pattern.search, 0
        for place in self._places(block):
            if place < done:
                continue
            start, done = block.rfind("\n", 0, place) + 1, block.find("\n", place) + 1 or len(block)
            if search(block, start, done):
                yield start, done

    def _places(self, block: str) -> list[int]:
        """Every place of a block where the pattern may fit, in order; several may be on one line."""
        if len(self._words) > 1 and self._any_word_serves:
            # All of them must be there: the rarest finds the fewest lines.
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
    """Words of which every fit of a pattern contains one, and whether it contains all; none where that is not plain."""
    if "|" not in pattern:
        return _plain_words(pattern), True
    if re.search(r"[\\\[(){}]", pattern):
        return [], False
    words = [max(_plain_words(part), key=len, default="") for part in pattern.split("|")]
    return (words if all(words) else []), False


def _plain_words(part: str) -> list[str]:
    """The runs of plain characters that a fit must contain, of two at least."""
    # What is in brackets or braces, behind a backslash or before a quantifier may be anything, or not be there.
    plain = re.sub(r"\\.|\[\^?\]?[^\]]*\]|.(?:[?*]|\{[^}]*\})|[.^$+]", "\0", part)
    if re.search(r"[(){}\[\]]", plain):
        return []
    return re.findall(r"[A-Za-z0-9 _:;,/=@#%&!~<>\"'-]{2,}", plain)
