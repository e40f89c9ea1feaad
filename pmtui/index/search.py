"""Find the reviews that match a query, best first, with the best passage of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from pmtui.index.facts import Facts
from pmtui.index.file_names import name_on_disk
from pmtui.index.index_file import IndexFile
from pmtui.index.packing import unpack_facts, unpack_passages
from pmtui.index.passages import Passage
from pmtui.index.query import SEVERITY_LETTERS, Filter, Query, Term
from pmtui.index.snippets import Snippet, best_snippet
from pmtui.index.tables import first_number, pair_prefix_word, prefix_word

_FOUND: Final = """
SELECT {table}.rowid FROM {table} {filtered} WHERE {table} MATCH ? {conditions} ORDER BY {table}.rowid DESC LIMIT ?
"""
_FILTERED: Final = "id IS NOT NULL {conditions} ORDER BY n DESC LIMIT ?"
_READ: Final = "SELECT n, file, id, day, updated, {held} WHERE {which}"
_WEIGHTS: Final = {"titles": 8, "causes": 3}
"""The weight of a word in a title or in a cause; elsewhere it is 1."""
_SPARE: Final = 20
"""The number of extra results to read, since of several files with one session only the last written counts."""
_SCORED: Final = 200
"""For several words, this number of the newest matches is ranked word by word."""
_FEW: Final = 8
"""At most this number of words with a prefix is searched one by one; for more, SQLite reads all reviews."""

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
_RANGE: Final = {"after": "AND {} >= ?"}
"""A condition that lets the search stop at a day, added to the filter's own condition."""
_PREFIX_CONDITIONS: Final = {"severity": "AND instr(severity, ?) = 1", "status": "AND instr(status, ?) = 1"}
"""The conditions of filters on a whole value, while it is being typed."""
_WHOLE: Final = ("tag", "has")
"""Filters that match a whole name; the others match a part."""

_NOTHING: Final = Snippet(Passage("key_details", None, "key_details.headline", "headline", ""), ())


class Hit(NamedTuple):
    """A review that was found. Facts and passages are unpacked on demand, since most results are not shown."""

    file: str
    packed_facts: bytes
    packed_texts: bytes
    terms: tuple[Term, ...]

    @property
    def facts(self) -> Facts:
        """Return the review's facts."""
        return unpack_facts(self.packed_facts)

    def snippet(self) -> Snippet:
        """Return the best passage. It takes some tenths of a millisecond, so call it only for visible rows."""
        try:
            found = best_snippet(unpack_passages(self.packed_texts), self.terms) if self.terms else None
            return found or self._named()
        except ValueError:  # damaged: the review is listed without a passage
            return _NOTHING

    def _named(self) -> Snippet:
        details = self.facts.details
        return Snippet(replace(_NOTHING.passage, text=details.headline or details.product), ())


def search(index: IndexFile, query: Query, limit: int = 50, *, facts: bool = True) -> list[Hit]:
    """Return the reviews that contain all words and match all filters, best first; without words newest first.

    A word counts most in the name of the incident, less in the causes, least elsewhere. Equal reviews are sorted newest
    first. With very many matches, only the newest are ranked by the places of the words.

    Args:
        index: the index.
        query: the query.
        limit: the maximum number of results.
        facts: whether the caller needs the facts; without facts a query of filters alone takes a fifth of the time.
    """
    worth: dict[int, int] = {}
    if query.terms:
        worth = _scores(index, query, limit + _SPARE)
        found = _read(index, f"n IN ({', '.join('?' * len(worth))})", list(worth), facts=facts, texts=True)
    else:
        found = _filtered(index, query, limit + _SPARE, facts=facts)
    found.sort(key=lambda row: (worth.get(row[0], 0), row[3], row[2]), reverse=True)
    newest: dict[str, str] = {}
    for _, _, session_id, _, updated, *_ in found:
        newest[session_id] = max(updated, newest.get(session_id, ""))
    hits = {
        session_id: Hit(name_on_disk(file), packed_facts, packed_texts, query.terms)
        for _, file, session_id, _, updated, packed_facts, packed_texts in found
        if updated == newest[session_id]
    }
    return list(hits.values())[:limit]


def _read(
    index: IndexFile, which: str, values: Sequence[object], *, facts: bool, texts: bool = False
) -> list[tuple[Any, ...]]:
    """Return rows of reviews; columns of facts or texts that are not requested are empty bytes."""
    columns = ", ".join(name if wanted else "x''" for name, wanted in (("facts", facts), ("texts", texts)))
    held = f"{columns} FROM session" + (" CROSS JOIN held USING (n)" if facts or texts else "")
    return index.rows(_READ.format(held=held, which=which), values)


def _scores(index: IndexFile, query: Query, most: int) -> dict[int, int]:
    """Return the numbers of the best reviews, and the weight of the words in each."""
    terms = query.terms
    matches = [_match(index, term) for term in terms]
    every = " AND ".join(matches)
    worth: dict[int, int] = {}
    for table, each in _WEIGHTS.items():
        for n in _newest(index, table, every, query.filters, most):
            worth.setdefault(n, each * len(terms))
        # All words in a title is the maximum weight. For a single word, later tables only give smaller weights.
        if len(worth) >= most and (table == "titles" or len(terms) == 1):
            return worth
    newest = _newest(index, "everything", every, query.filters, most if len(terms) == 1 else max(most, _SCORED))
    for n, weighed in _score_words(index, matches, newest).items():
        worth[n] = max(worth.get(n, 0), weighed)
    best = sorted(worth, key=lambda n: (worth[n], n), reverse=True)[:most]
    return {n: worth[n] for n in best}


def _score_words(index: IndexFile, matches: Sequence[str], numbers: Sequence[int]) -> dict[int, int]:
    """Return the weight of the words in reviews that contain all of them."""
    worth = dict.fromkeys(numbers, len(matches))
    if not numbers or len(matches) == 1:
        return worth
    for match in matches:
        counted = set[int]()
        for table, each in _WEIGHTS.items():
            query = f"SELECT rowid FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ?"
            held = {n for (n,) in index.rows(query, (match, min(numbers), max(numbers)))}
            for n in (held & worth.keys()) - counted:
                worth[n] += each - 1
            counted |= held
    return worth


def _newest(index: IndexFile, table: str, match: str, filters: Sequence[Filter], most: int) -> list[int]:
    """Return the newest reviews with these words in a table that match the filters."""
    # The words come first, since SQLite would otherwise scan all reviews that match the filters.
    filtered = f"CROSS JOIN session ON session.n = {table}.rowid" if filters else ""
    conditions, values = _conditions(filters, f"{table}.rowid")
    query = _FOUND.format(table=table, filtered=filtered, conditions=conditions)
    return [n for (n,) in index.rows(query, [match, *values, most])]


def _filtered(index: IndexFile, query: Query, most: int, *, facts: bool) -> list[tuple[Any, ...]]:
    """Return the newest reviews that match the filters."""
    conditions, values = _conditions(query.filters, "n")
    return _read(index, _FILTERED.format(conditions=conditions), [*values, most], facts=facts)


def _conditions(filters: Sequence[Filter], number: str) -> tuple[str, list[object]]:
    """Return the filters as SQL, and their values; `number` is the SQL name of a session's number."""
    ranges = [each for each in filters if each.name in _RANGE]
    conditions = [*map(_condition, filters), *(_RANGE[each.name].format(number) for each in ranges)]
    first = [first_number(date.fromisoformat(each.value)) for each in ranges]
    return " ".join(conditions), [*map(_value, filters), *first]


def _condition(filter: Filter) -> str:
    return (
        _PREFIX_CONDITIONS.get(filter.name, _CONDITIONS[filter.name]) if filter.is_prefix else _CONDITIONS[filter.name]
    )


def _value(filter: Filter) -> str:
    if filter.name not in _WHOLE:
        return filter.value
    return f"|{filter.value}" if filter.is_prefix else f"|{filter.value}|"


def _match(index: IndexFile, term: Term) -> str:
    """Return a term as an FTS query of SQLite; words contain no characters with a meaning there."""
    *first, last = term.words
    if term.exact:
        return _phrase(term.words)
    if not first and (start := prefix_word(last)):
        return _phrase((start,))
    if len(first) == 1 and (pair := pair_prefix_word(*term.words)):
        return _phrase((pair,))
    begun = index.words_from(last, _FEW + 1)
    if 0 < len(begun) <= _FEW:
        return f"({' OR '.join(_phrase((*first, word)) for word in begun)})"
    return f"{_phrase(term.words)} *"


def _phrase(words: Sequence[str]) -> str:
    return f'"{" ".join(words)}"'
