"""The tables of the index, and how a session lies in them.

A session's number rises with the day of its incident, so that SQLite hands out what it finds newest first, and stops
when there is enough. What a query reads of every session (`session`) stands apart from what is read of those found
(`held`). Words are kept in three tables: those of titles, those of causes, and all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, pairwise
from typing import Final

from pmtui.index.facts import Facts
from pmtui.index.packing import pack_facts, pack_passages, unpack_passages
from pmtui.index.passages import Passage
from pmtui.index.words import fold, words

SCHEMA: Final = 6
"""Rises whenever what is kept, or how words are folded, changes: an index of another number is built anew."""

WORDS: Final = ("titles", "causes", "everything")
"""The tables of words; the last holds those of the others, too."""

_OF_A_DAY: Final = 4096
"""So many numbers a day has; where it needs more, it takes those of the next."""
_START: Final = "\ue000"
"""Stands before the first letters of words, which are kept as words of their own, and before a pair's two parts."""
_DIGITS: Final = frozenset("0123456789")
_GAP: Final = "\ue001"
"""Stands between passages, so that no phrase is found that goes from one into the next."""

_WORD_TABLES: Final = "".join(
    f"""CREATE VIRTUAL TABLE {name} USING fts5(
  text, content='', columnsize=0, tokenize="unicode61 remove_diacritics 0"
);
"""
    for name in WORDS
)
STATEMENTS: Final = f"""
CREATE TABLE session (
  n INTEGER PRIMARY KEY, file TEXT UNIQUE NOT NULL, state TEXT NOT NULL, id TEXT, day TEXT, updated TEXT, status TEXT,
  product TEXT, severity TEXT, team TEXT, tags TEXT, owners TEXT, has TEXT
);
CREATE TABLE held (n INTEGER PRIMARY KEY, facts BLOB, texts BLOB);
CREATE TABLE looked (n INTEGER PRIMARY KEY, digest BLOB);
{_WORD_TABLES}CREATE VIRTUAL TABLE terms USING fts5vocab(everything, instance);
"""

_FREE: Final = """
SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM session WHERE n = ?1)
UNION ALL SELECT n + 1 FROM session AS there
WHERE n >= ?1 AND NOT EXISTS (SELECT 1 FROM session WHERE n = there.n + 1) ORDER BY 1 LIMIT 1
"""


def first_number(day: date) -> int:
    """The lowest number of a session of that day."""
    return day.toordinal() * _OF_A_DAY


def put(db: sqlite3.Connection, file: str, state: str, facts: Facts | None, texts: list[Passage]) -> None:
    """Put a session in the place of what is known of its file; without facts it is known to be unreadable."""
    before = forget(db, file)
    if facts is None:
        n = _free(db, 0)
        db.execute("INSERT INTO session (n, file, state) VALUES (?, ?, ?)", (n, file, state))
        return
    first = first_number(facts.day)
    n = before if before is not None and first <= before < first + _OF_A_DAY else _free(db, first)
    details = facts.details
    owners = (details.owner, *(action.owner for action in facts.actions))
    row = (
        n, file, state, facts.id, facts.day.isoformat(), facts.updated_at, facts.status,
        " ".join(words(details.product)), fold(details.severity), " ".join(words(details.team)),
        _marked(" ".join(words(tag)) for tag in details.tags), _marked(" ".join(words(one)) for one in owners),
        _marked(facts.has),
    )  # fmt: skip
    db.execute(f"INSERT INTO session VALUES ({', '.join('?' * len(row))})", row)
    db.execute("INSERT INTO held VALUES (?, ?, ?)", (n, pack_facts(facts), pack_passages(texts)))
    for table, text in zip(WORDS, _texts(texts), strict=True):
        db.execute(f"INSERT INTO {table} (rowid, text) VALUES (?, ?)", (n, text))


def forget(db: sqlite3.Connection, file: str) -> int | None:
    """Take a file's session out; gives back the number that it had."""
    found = db.execute("SELECT n, texts FROM session LEFT JOIN held USING (n) WHERE file = ?", (file,)).fetchone()
    if found is None:
        return None
    n, packed = found
    if packed is not None:
        # Tables that keep no texts must be told which words go.
        for table, text in zip(WORDS, _texts(unpack_passages(packed).passages()), strict=True):
            db.execute(f"INSERT INTO {table} ({table}, rowid, text) VALUES ('delete', ?, ?)", (n, text))
    db.execute("DELETE FROM held WHERE n = ?", (n,))
    db.execute("DELETE FROM session WHERE n = ?", (n,))
    return int(n)


def start_of(word: str) -> str | None:
    """The word under which all are kept that begin with one or two letters or digits; None for what is longer.

    So many words begin with them that going through all would take long.
    """
    alike = word.isascii() and (word.isalpha() or word.isdigit())
    return _START + word if len(word) <= 2 and alike else None


def start_of_pair(first: str, second: str) -> str | None:
    """The word under which all pairs are kept of a word and one that begins with a digit; None for longer beginnings.

    So a reference as `OPS-4711` is found from its first digit on: with each digit begin thousands of numbers.
    """
    return f"{_START}{first}{_START}{second}" if second in _DIGITS else None


def _texts(passages: Sequence[Passage]) -> tuple[str, str, str]:
    """What the tables of words are given."""
    by_weight: dict[str, list[list[str]]] = {"title": [], "causes": [], "body": []}
    for passage in passages:
        by_weight[passage.weight].append(words(passage.text))
    titles, causes, body = by_weight.values()
    return _text(titles), _text(causes), _text(titles + causes + body)


def _text(passages: Sequence[Sequence[str]]) -> str:
    each_once = set(chain.from_iterable(passages))
    begun = {word[:1] for word in each_once} | {word[:2] for word in each_once}
    starts = {start for word in begun if (start := start_of(word))}
    for each in passages:
        starts |= {f"{_START}{first}{_START}{second[0]}" for first, second in pairwise(each) if second[0] in _DIGITS}
    return " ".join([*sorted(starts), _GAP, f" {_GAP} ".join(map(" ".join, passages))])


def _marked(names: Iterable[str]) -> str:
    """Names in one column, so that each can be looked for: `|pay|infra|`."""
    return "|" + "|".join(name for name in names if name) + "|"


def _free(db: sqlite3.Connection, first: int) -> int:
    """The lowest free number from `first` on."""
    (n,) = db.execute(_FREE, (first,)).fetchone()
    return int(n)
