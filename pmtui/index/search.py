"""What a query finds: reviews, best first, each with the passage that says most and where in it the words stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from pmtui.index.facts import Facts
from pmtui.index.index_file import IndexFile
from pmtui.index.packed_passages import unpack
from pmtui.index.passages import Passage
from pmtui.index.query import Filter, Query, Term
from pmtui.index.words import fold, placed

LONGEST: Final = 160
"""Characters of a passage that are shown."""
_BEFORE: Final = 40
"""Characters that are shown before the first word found, where not all can be."""

_BY_RANK: Final = """
SELECT facts, texts FROM words JOIN session ON session.n = words.rowid
WHERE words MATCH ? {filters} ORDER BY bm25(words, 8.0, 3.0, 1.0), day DESC, session.id DESC LIMIT ?
"""
_BY_DAY: Final = "SELECT facts, texts FROM session WHERE facts IS NOT NULL {filters} ORDER BY day DESC, id DESC LIMIT ?"

_CONDITIONS: Final = {
    "product": "AND instr(product, ?)",
    "team": "AND instr(team, ?)",
    "severity": "AND severity = ?",
    "status": "AND status = ?",
    "after": "AND day >= ?",
    "before": "AND day < ?",
    "tag": "AND instr(tags, ?)",
    "owner": "AND instr(owners, ?)",
    "has": "AND instr(has, ?)",
}
_BEGUN: Final = {"severity": "AND instr(severity, ?) = 1", "status": "AND instr(status, ?) = 1"}
"""The conditions of filters that mean a whole value, as long as it is being typed."""
_WHOLE: Final = ("tag", "has")
"""Filters that mean a whole name; of the others a part will do."""

_facts = msgspec.msgpack.Decoder(Facts)


class Shown(NamedTuple):
    """What is shown of a review that was found."""

    passage: Passage
    """The passage that says most; its text may be a part, with an ellipsis where it was cut."""
    marks: tuple[tuple[int, int], ...]
    """Where the words that were looked for stand in the passage's text."""


class Hit(NamedTuple):
    """One review that was found."""

    facts: Facts
    packed: bytes
    terms: tuple[Term, ...]

    def show(self) -> Shown:
        """The passage that was found; it takes some tenths of a millisecond, so it is asked of rows in sight only."""
        return _shown(self.facts, unpack(self.packed), self.terms)


def search(index: IndexFile, query: Query, limit: int = 50) -> list[Hit]:
    """The reviews that hold every word and meet every filter; without words the newest first."""
    filters = " ".join(_condition(each) for each in query.filters)
    values: list[object] = [_value(each) for each in query.filters]
    # Of several files with one session the last written counts: some more are read than are shown.
    most = limit + 20
    if query.terms:
        values.insert(0, " AND ".join(_match(term) for term in query.terms))
        found = index.rows(_BY_RANK.format(filters=filters), [*values, most])
    else:
        found = index.rows(_BY_DAY.format(filters=filters), [*values, most])
    hits: dict[str, Hit] = {}
    for blob, packed in found:
        hit = Hit(_facts.decode(blob), packed, query.terms)
        known = hits.get(hit.facts.id)
        if known is None or known.facts.updated_at < hit.facts.updated_at:
            hits[hit.facts.id] = hit
        if len(hits) == limit:
            break
    return list(hits.values())


def _condition(filter: Filter) -> str:
    return _BEGUN.get(filter.name, _CONDITIONS[filter.name]) if filter.begun else _CONDITIONS[filter.name]


def _value(filter: Filter) -> str:
    if filter.name not in _WHOLE:
        return filter.value
    return f"|{filter.value}" if filter.begun else f"|{filter.value}|"


def _match(term: Term) -> str:
    """A term in the language of SQLite's index; words hold nothing that means something there."""
    return f'"{" ".join(term.words)}"' + ("" if term.exact else " *")


def _shown(facts: Facts, passages: Sequence[Passage], terms: Sequence[Term]) -> Shown:
    best: Passage | None = None
    most = 0.0
    likely = [_looking_for(term) for term in terms]
    for passage in passages if terms else ():
        folded = fold(passage.text)
        worth = float(sum(each.search(folded) is not None for each in likely))
        # What names the incident is shown anyway.
        if worth and (worth := worth - 0.2 * (passage.weight == "title")) > most:
            best, most = passage, worth
        if most == len(terms):
            break
    marks = _found(best.text, terms) if best else []
    if best is None:
        text = facts.details.headline or facts.details.product
        return Shown(Passage("key_details", None, "key_details.headline", "headline", text), ())
    text, places = _part(best.text, marks)
    return Shown(msgspec.structs.replace(best, text=text), places)


def _looking_for(term: Term) -> re.Pattern[str]:
    """Finds a term in a folded text, quickly; where words stand without spaces it may find more than there is."""
    if not all(word.isascii() for word in term.words):
        return re.compile(r"[\W_]*".join(re.escape(word) for word in term.words))
    end = r"(?![^\W_])" if term.exact else r"[^\W_]*"
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(term.words) + end)


def _found(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where the terms stand in a text, in order."""
    if text.isascii():
        folded = text.lower()
        return sorted({found.span() for term in terms for found in _looking_for(term).finditer(folded)})
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
