"""What is shown of a review that was found: the passage that says most, and where in it the words stand."""

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
from pmtui.index.words import fold, has_gaps, keeps_places, placed

LONGEST: Final = 160
"""Characters of a passage that are shown."""
_BEFORE: Final = 40
"""Characters that are shown before the first word found, where not all can be."""
_OF_A_TITLE: Final = 0.2
"""What names the incident is shown anyway: another passage that holds as many of the words is shown before it."""


class Shown(NamedTuple):
    """What is shown of a review that was found."""

    passage: Passage
    """The passage that says most; its text may be a part, with an ellipsis where it was cut."""
    marks: tuple[tuple[int, int], ...]
    """Where the words that were looked for stand in the passage's text."""


def shown_of(texts: Texts, terms: tuple[Term, ...]) -> Shown | None:
    """The first passage of a review that holds most of the terms; None where none of them holds any."""
    folded, *others = texts.lines.lower().decode().rsplit("\n", len(texts.folded))
    best = _best(texts, folded, dict(zip(texts.folded, others, strict=True)), terms)
    if best is None:
        return None
    passage = texts.passage(best)
    # What stands there once more was folded to a text of other letters, and maybe of another length.
    kept = None if best in texts.folded else folded.split("\n", best + 1)[best]
    text, marks = _part(passage.text, _found(passage.text, terms, kept))
    return Shown(msgspec.structs.replace(passage, text=text), marks)


class _Sought(NamedTuple):
    """A term, and what finds it quickly in folded texts."""

    term: Term
    pattern: re.Pattern[str]
    """Finds it where its first word stands; where words stand without spaces it may find more than there is."""

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where the term stands in a folded text."""
        first = self.term.words[0]
        at = folded.find(first)
        while at >= 0:
            found = self.pattern.match(folded, at)
            if found:
                yield found.span()
            at = folded.find(first, found.end() if found else at + 1)

    def lines(self, folded: str) -> Iterator[int]:
        """The numbers of the folded lines in which the term stands, in order."""
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
        """Whether the term stands in a folded line."""
        if self.term.words[0] not in line:
            return False
        return any(self.spans(line)) or (not has_gaps(line) and bool(_found(line, (self.term,))))


@lru_cache(maxsize=8)
def _sought(terms: tuple[Term, ...]) -> list[_Sought]:
    return [_Sought(term, re.compile(_pattern(term))) for term in terms]


def _pattern(term: Term) -> str:
    if not all(word.isascii() for word in term.words):
        return r"(?:[^\w\n]|_)*".join(re.escape(word) for word in term.words)
    end = r"(?![^\W_])" if term.exact else r"[^\W_]*"
    return r"(?<![^\W_])" + r"(?:[^\w\n]|_)+".join(term.words) + end


def _best(texts: Texts, folded: str, others: Mapping[int, str], terms: tuple[Term, ...]) -> int | None:
    """The number of the text that holds most of the terms, the first of several.

    Args:
        texts: those of the review.
        folded: all of them without case, a line each.
        others: by number those of which more is folded than case.
        terms: what is looked for.
    """

    def texts_with(each: _Sought) -> Iterator[int]:
        lines = (n for n in each.lines(folded) if n not in others)
        return merge(lines, [n for n, line in others.items() if each.stands_in(line)])

    held = Counter[int]()
    for each in _sought(terms):
        for n in texts_with(each):
            held[n] += 1
            if len(terms) == 1 and texts.weights[n] != "title":
                return n
    worth = {n: held[n] - _OF_A_TITLE * (texts.weights[n] == "title") for n in sorted(held)}
    return max(worth, key=worth.__getitem__) if worth else None


def _found(text: str, terms: tuple[Term, ...], folded: str | None = None) -> list[tuple[int, int]]:
    """Where the terms stand in a text, in order; of a long one, from the first on as much as may be shown.

    Args:
        text: as it was written.
        terms: what is looked for.
        folded: the text folded, where that is known and each character stands where it stood.
    """
    plain = all(word.isascii() for term in terms for word in term.words)
    if plain and has_gaps(text) and (folded is not None or keeps_places(text)):
        folded = fold(text) if folded is None else folded
        spans = [each.spans(folded) for each in _sought(terms)]
        first = [span for each in spans if (span := next(each, None))]
        end = min(first, default=(0, 0))[0] + LONGEST
        return sorted({*first, *(span for each in spans for span in takewhile(lambda span: span[0] < end, each))})
    words = list(placed(text))
    found = []
    for i, (start, _, _) in enumerate(words):
        for term in terms:
            here = words[i : i + len(term.words)]
            if len(here) == len(term.words) and _is(term, [word for *_, word in here]):
                found.append((start, here[-1][1]))
                break
    return found


def _is(term: Term, words: list[str]) -> bool:
    *first, last = term.words
    return words[:-1] == first and (words[-1] == last if term.exact else words[-1].startswith(last))


def _part(text: str, marks: Sequence[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """As much of a text as is shown, around its first mark, and the marks in it."""
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
