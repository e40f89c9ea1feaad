"""What a query finds: reviews, best first, each with the passage that says most and where in it the words stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

import msgspec

from pmtui.index.facts import Facts
from pmtui.index.index_file import IndexFile
from pmtui.index.packing import unpack_facts, unpack_passages
from pmtui.index.passages import Passage
from pmtui.index.query import SEVERITY_LETTERS, Filter, Query, Term
from pmtui.index.tables import first_number, start_of
from pmtui.index.words import fold, has_gaps, keeps_places, placed

LONGEST: Final = 160
"""Characters of a passage that are shown."""
_BEFORE: Final = 40
"""Characters that are shown before the first word found, where not all can be."""

_FOUND: Final = """
SELECT {table}.rowid FROM {table} {filtered} WHERE {table} MATCH ? {conditions} ORDER BY {table}.rowid DESC LIMIT ?
"""
_FILTERED: Final = "SELECT n FROM session WHERE id IS NOT NULL {conditions} ORDER BY n DESC LIMIT ?"
_READ: Final = """
SELECT n, file, id, day, updated, facts, texts FROM session JOIN held USING (n) WHERE n IN ({numbers})
"""

_WORTH: Final = {"titles": 8, "causes": 3}
"""How much a word counts that stands in a title or in a cause; elsewhere it is 1."""
_SPARE: Final = 20
"""So many more are read than are shown: of several files with one session the last written counts."""
_WEIGHED: Final = 200
"""So many of the newest reviews that hold several words are weighed word by word."""

_CONDITIONS: Final = {
    "product": "AND instr(product, ?)",
    "team": "AND instr(team, ?)",
    "severity": "AND severity = ?",
    "level": f"AND ltrim(severity, '{SEVERITY_LETTERS}') = ?",
    "status": "AND status = ?",
    "after": "AND day >= ?",
    "before": "AND day < ?",
    "tag": "AND instr(tags, ?)",
    "owner": "AND instr(owners, ?)",
    "has": "AND instr(has, ?)",
}
_RANGE: Final = {"after": "AND {}.rowid >= ?"}
"""What makes the search stop at a day, beside the condition itself."""
_BEGUN: Final = {"severity": "AND instr(severity, ?) = 1", "status": "AND instr(status, ?) = 1"}
"""The conditions of filters that mean a whole value, as long as it is being typed."""
_WHOLE: Final = ("tag", "has")
"""Filters that mean a whole name; of the others a part will do."""


class Shown(NamedTuple):
    """What is shown of a review that was found."""

    passage: Passage
    """The passage that says most; its text may be a part, with an ellipsis where it was cut."""
    marks: tuple[tuple[int, int], ...]
    """Where the words that were looked for stand in the passage's text."""


_NOTHING: Final = Shown(Passage("key_details", None, "key_details.headline", "headline", ""), ())


class Hit(NamedTuple):
    """One review that was found. What is packed is unpacked when it is asked for: of most hits nothing is shown."""

    file: str
    packed_facts: bytes
    packed_texts: bytes
    terms: tuple[Term, ...]

    @property
    def facts(self) -> Facts:
        """The review without its long texts."""
        return unpack_facts(self.packed_facts)

    def show(self) -> Shown:
        """The passage that was found; it takes some tenths of a millisecond, so it is asked of rows in sight only."""
        try:
            return _shown(self.facts, unpack_passages(self.packed_texts), self.terms)
        except ValueError:  # damaged: it is listed without
            return _NOTHING


def search(index: IndexFile, query: Query, limit: int = 50) -> list[Hit]:
    """The reviews that hold every word and meet every filter, best first; without words the newest first.

    A word counts most in what names the incident, less in its causes, least elsewhere; of reviews in which the words
    count alike the newest is first. Of very many only the newest are weighed by where each of the words stands.
    """
    worth = _worth(index, query, limit + _SPARE)
    found = index.rows(_READ.format(numbers=", ".join("?" * len(worth))), list(worth))
    found.sort(key=lambda row: (worth[row[0]], row[3], row[2]), reverse=True)
    newest: dict[str, str] = {}
    for _, _, session_id, _, updated, *_ in found:
        newest[session_id] = max(updated, newest.get(session_id, ""))
    hits = {
        session_id: Hit(file, facts, texts, query.terms)
        for _, file, session_id, _, updated, facts, texts in found
        if updated == newest[session_id]
    }
    return list(hits.values())[:limit]


def _worth(index: IndexFile, query: Query, most: int) -> dict[int, int]:
    """The numbers of the reviews found, the best of all, each with how much the words count there."""
    terms = query.terms
    if not terms:
        return dict.fromkeys(_filtered(index, query, most), 0)
    every = " AND ".join(map(_match, terms))
    worth: dict[int, int] = {}
    for table, each in _WORTH.items():
        for n in _newest(index, table, every, query.filters, most):
            worth.setdefault(n, each * len(terms))
        # Nothing counts more than all words in a title; of one word, all that follows counts less.
        if len(worth) >= most and (table == "titles" or len(terms) == 1):
            return worth
    newest = _newest(index, "everything", every, query.filters, most if len(terms) == 1 else max(most, _WEIGHED))
    for n, weighed in _weighed(index, terms, newest).items():
        worth[n] = max(worth.get(n, 0), weighed)
    best = sorted(worth, key=lambda n: (worth[n], n), reverse=True)[:most]
    return {n: worth[n] for n in best}


def _weighed(index: IndexFile, terms: Sequence[Term], numbers: Sequence[int]) -> dict[int, int]:
    """How much the words count in reviews that hold all of them."""
    worth = dict.fromkeys(numbers, len(terms))
    if not numbers or len(terms) == 1:
        return worth
    for term in terms:
        counted = set[int]()
        for table, each in _WORTH.items():
            query = f"SELECT rowid FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ?"
            held = {n for (n,) in index.rows(query, (_match(term), min(numbers), max(numbers)))}
            for n in (held & worth.keys()) - counted:
                worth[n] += each - 1
            counted |= held
    return worth


def _newest(index: IndexFile, table: str, match: str, filters: Sequence[Filter], most: int) -> list[int]:
    """The newest reviews that hold the words in that table and meet the filters."""
    # The words first: SQLite would go through all that meet the filters.
    filtered = f"CROSS JOIN session ON session.n = {table}.rowid" if filters else ""
    conditions = " ".join(
        [*map(_condition, filters), *(_RANGE[f.name].format(table) for f in filters if f.name in _RANGE)]
    )
    ranges = [first_number(date.fromisoformat(each.value)) for each in filters if each.name in _RANGE]
    query = _FOUND.format(table=table, filtered=filtered, conditions=conditions)
    return [n for (n,) in index.rows(query, [match, *map(_value, filters), *ranges, most])]


def _filtered(index: IndexFile, query: Query, most: int) -> list[int]:
    """The newest reviews that meet the filters."""
    conditions = " ".join(map(_condition, query.filters))
    return [n for (n,) in index.rows(_FILTERED.format(conditions=conditions), [*map(_value, query.filters), most])]


def _condition(filter: Filter) -> str:
    return _BEGUN.get(filter.name, _CONDITIONS[filter.name]) if filter.begun else _CONDITIONS[filter.name]


def _value(filter: Filter) -> str:
    if filter.name not in _WHOLE:
        return filter.value
    return f"|{filter.value}" if filter.begun else f"|{filter.value}|"


def _match(term: Term) -> str:
    """A term in the language of SQLite's index; words hold nothing that means something there."""
    if not term.exact and len(term.words) == 1 and (start := start_of(term.words[0])):
        return f'"{start}"'
    return f'"{" ".join(term.words)}"' + ("" if term.exact else " *")


def _shown(facts: Facts, passages: Sequence[Passage], terms: Sequence[Term]) -> Shown:
    best: Passage | None = None
    most = 0.0
    likely = [(max(term.words, key=len), term, _looking_for(term)) for term in terms]
    for passage in passages if terms else ():
        folded = fold(passage.text)
        # Most texts hold none of the words: to find that out this way takes a tenth of the time.
        worth = float(sum(_holds(folded, term, pattern) for word, term, pattern in likely if word in folded))
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


def _holds(folded: str, term: Term, pattern: re.Pattern[str]) -> bool:
    return pattern.search(folded) is not None or (not has_gaps(folded) and bool(_found(folded, (term,))))


def _looking_for(term: Term) -> re.Pattern[str]:
    """Finds a term in a folded text, quickly; where words stand without spaces it may find more than there is."""
    if not all(word.isascii() for word in term.words):
        return re.compile(r"[\W_]*".join(re.escape(word) for word in term.words))
    end = r"(?![^\W_])" if term.exact else r"[^\W_]*"
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(term.words) + end)


def _found(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where the terms stand in a text, in order."""
    if has_gaps(text) and keeps_places(text) and all(word.isascii() for term in terms for word in term.words):
        folded = fold(text)
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
