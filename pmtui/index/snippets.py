"""The passage to show of a review that was found, and the positions of the matches in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import merge
from itertools import takewhile
from typing import Final, NamedTuple

import msgspec

from pmtui.index.packing import Texts
from pmtui.index.passages import Passage
from pmtui.index.query import Term
from pmtui.index.words import fold, has_word_separators, keeps_positions, words_with_positions

LONGEST: Final = 160
"""The maximum number of characters of a passage to show."""
_BEFORE: Final = 40
"""The number of characters to show before the first match of a passage that is too long."""
_OF_A_TITLE: Final = 0.2
"""The weight of a title, which is shown anyway: another passage with as many matches is preferred."""


class Snippet(NamedTuple):
    """The passage of a review to show."""

    passage: Passage
    """The best passage; a long text is cut, with an ellipsis."""
    marks: tuple[tuple[int, int], ...]
    """Start and end of each match in the passage's text."""


def best_snippet(texts: Texts, terms: tuple[Term, ...]) -> Snippet | None:
    """Return the first passage with most of the terms; None if none contains any."""
    folded, *others = texts.lines.lower().decode().rsplit("\n", len(texts.folded))
    best = _best(texts, folded, dict(zip(texts.folded, others, strict=True)), terms)
    if best is None:
        return None
    passage = texts.passage(best)
    # These lines have a folded form with other letters, and maybe another length.
    kept = None if best in texts.folded else folded.split("\n", best + 1)[best]
    text, marks = _part(passage.text, _found(passage.text, terms, kept))
    return Snippet(msgspec.structs.replace(passage, text=text), marks)


class _SearchTerm(NamedTuple):
    """A term with a compiled pattern for searching folded texts."""

    term: Term
    pattern: re.Pattern[str]
    """Matches wherever the first word is; for scripts without spaces it may match too often."""

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of the term in a folded text."""
        first = self.term.words[0]
        at = folded.find(first)
        while at >= 0:
            found = self.pattern.match(folded, at)
            if found:
                yield found.span()
            at = folded.find(first, found.end() if found else at + 1)

    def lines(self, folded: str) -> Iterator[int]:
        """Yield the numbers of the folded lines that contain the term, in order."""
        first = self.term.words[0]
        line, counted = 0, 0
        at = folded.find(first)
        while at >= 0:
            end = folded.find("\n", at)
            end = len(folded) if end < 0 else end
            found = self.pattern.match(folded, at)
            if found or self.stands_in(folded[folded.rfind("\n", 0, at) + 1 : end]):
                line, counted = line + folded.count("\n", counted, at), at
                yield line
            at = folded.find(first, end)

    def stands_in(self, line: str) -> bool:
        """Whether a folded line contains the term."""
        if self.term.words[0] not in line:
            return False
        return any(self.spans(line)) or (not has_word_separators(line) and bool(_found(line, (self.term,))))


@lru_cache(maxsize=8)
def _search_terms(terms: tuple[Term, ...]) -> list[_SearchTerm]:
    return [_SearchTerm(term, re.compile(_pattern(term))) for term in terms]


def _pattern(term: Term) -> str:
    if not all(word.isascii() for word in term.words):
        return r"(?:[^\w\n]|_)*".join(re.escape(word) for word in term.words)
    end = r"(?![^\W_])" if term.exact else r"[^\W_]*"
    return r"(?<![^\W_])" + r"(?:[^\w\n]|_)+".join(term.words) + end


def _best(texts: Texts, folded: str, others: Mapping[int, str], terms: tuple[Term, ...]) -> int | None:
    """Return the number of the first text with most of the terms.

    Args:
        texts: the texts of the review.
        folded: all texts without case, one per line.
        others: number → folded text, for texts in which folding changes more than case.
        terms: the terms.
    """

    def texts_with(each: _SearchTerm) -> Iterator[int]:
        lines = (n for n in each.lines(folded) if n not in others)
        return merge(lines, [n for n, line in others.items() if each.stands_in(line)])

    held = Counter[int]()
    for each in _search_terms(terms):
        for n in texts_with(each):
            held[n] += 1
            if len(terms) == 1 and texts.weights[n] != "title":
                return n
    worth = {n: held[n] - _OF_A_TITLE * (texts.weights[n] == "title") for n in sorted(held)}
    return max(worth, key=worth.__getitem__) if worth else None


def _found(text: str, terms: tuple[Term, ...], folded: str | None = None) -> list[tuple[int, int]]:
    """Return start and end of the terms in a text, in order; in a long text only what is shown from the first match on.

    Args:
        text: the text as written.
        terms: the terms.
        folded: the folded text, if it is known and has the same positions.
    """
    plain = all(word.isascii() for term in terms for word in term.words)
    if plain and has_word_separators(text) and (folded is not None or keeps_positions(text)):
        folded = fold(text) if folded is None else folded
        spans = [each.spans(folded) for each in _search_terms(terms)]
        first = [span for each in spans if (span := next(each, None))]
        end = min(first, default=(0, 0))[0] + LONGEST
        return sorted({*first, *(span for each in spans for span in takewhile(lambda span: span[0] < end, each))})
    words = list(words_with_positions(text))
    found = []
    for i, (start, _, _) in enumerate(words):
        for term in terms:
            here = words[i : i + len(term.words)]
            if len(here) == len(term.words) and _matches(term, [word for *_, word in here]):
                found.append((start, here[-1][1]))
                break
    return found


def _matches(term: Term, words: list[str]) -> bool:
    *first, last = term.words
    return words[:-1] == first and (words[-1] == last if term.exact else words[-1].startswith(last))


def _part(text: str, marks: Sequence[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the part of a text to show, around its first match, and the matches in it."""
    if len(text) <= LONGEST:
        return text, tuple(marks)
    start = max(0, min(marks[0][0] - _BEFORE, len(text) - LONGEST))
    if start:
        start = text.find(" ", start, marks[0][0]) + 1 or start
    end = start + LONGEST
    if end < len(text):
        end = max(text.rfind(" ", start, end), marks[0][1])
    before, after = ("…" if start else ""), ("…" if end < len(text) else "")
    shift = len(before) - start
    return before + text[start:end] + after, tuple((a + shift, b + shift) for a, b in marks if b <= end)
