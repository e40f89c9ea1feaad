"""The tables of the index, and how a session is stored in them.

The number of a session increases with the day of its incident, so that SQLite returns the newest first and can stop
early. The table `session` has what a query reads of every session, `held` what it reads of those found. Words are in
three tables: words of titles, words of causes, all words.
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
"""Increase it with every change of what is stored or how words are folded; an index with another number is rebuilt."""

WORDS: Final = ("titles", "causes", "everything")
"""The tables of words; the last one also contains the words of the others."""

_OF_A_DAY: Final = 4096
"""The numbers per day; if they are used up, those of the next day follow."""
_START: Final = "\ue000"
"""Marks a prefix of a word that is stored as a word of its own, and separates the two parts of a pair."""
_DIGITS: Final = frozenset("0123456789")
_GAP: Final = "\ue001"
"""Separates passages, so that no phrase matches across them."""

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
    """Return the lowest number of a session of that day."""
    return day.toordinal() * _OF_A_DAY


def store(db: sqlite3.Connection, file: str, state: str, facts: Facts | None, texts: list[Passage]) -> None:
    """Store a session in place of what is stored for its file; without facts, the file is stored as unreadable."""
    before = delete(db, file)
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
        _joined(" ".join(words(tag)) for tag in details.tags), _joined(" ".join(words(one)) for one in owners),
        _joined(facts.has),
    )  # fmt: skip
    db.execute(f"INSERT INTO session VALUES ({', '.join('?' * len(row))})", row)
    db.execute("INSERT INTO held VALUES (?, ?, ?)", (n, pack_facts(facts), pack_passages(texts)))
    for table, text in zip(WORDS, _texts(texts), strict=True):
        db.execute(f"INSERT INTO {table} (rowid, text) VALUES (?, ?)", (n, text))


def delete(db: sqlite3.Connection, file: str) -> int | None:
    """Delete the session of a file; return its number."""
    found = db.execute("SELECT n, texts FROM session LEFT JOIN held USING (n) WHERE file = ?", (file,)).fetchone()
    if found is None:
        return None
    n, packed = found
    if packed is not None:
        # Full-text tables without content must be told which words to delete.
        for table, text in zip(WORDS, _texts(unpack_passages(packed).passages()), strict=True):
            db.execute(f"INSERT INTO {table} ({table}, rowid, text) VALUES ('delete', ?, ?)", (n, text))
    db.execute("DELETE FROM held WHERE n = ?", (n,))
    db.execute("DELETE FROM session WHERE n = ?", (n,))
    return int(n)


def prefix_word(word: str) -> str | None:
    """Return the word that stands for all words with this prefix of one or two characters; None if it is longer.

    So many words have a short prefix that reading all would be slow.
    """
    alike = word.isascii() and (word.isalpha() or word.isdigit())
    return _START + word if len(word) <= 2 and alike else None


def pair_prefix_word(first: str, second: str) -> str | None:
    """Return the word that stands for all pairs of a word and a number with this first digit; None if it is longer.

    So a reference such as `OPS-4711` is found from its first digit on, although thousands of numbers begin with each
    digit.
    """
    return f"{_START}{first}{_START}{second}" if second in _DIGITS else None


def _texts(passages: Sequence[Passage]) -> tuple[str, str, str]:
    """Return the texts for the three tables of words."""
    by_weight: dict[str, list[list[str]]] = {"title": [], "causes": [], "body": []}
    for passage in passages:
        by_weight[passage.weight].append(words(passage.text))
    titles, causes, body = by_weight.values()
    return _text(titles), _text(causes), _text(titles + causes + body)


def _text(passages: Sequence[Sequence[str]]) -> str:
    each_once = set(chain.from_iterable(passages))
    begun = {word[:1] for word in each_once} | {word[:2] for word in each_once}
    starts = {start for word in begun if (start := prefix_word(word))}
    for each in passages:
        starts |= {f"{_START}{first}{_START}{second[0]}" for first, second in pairwise(each) if second[0] in _DIGITS}
    return " ".join([*sorted(starts), _GAP, f" {_GAP} ".join(map(" ".join, passages))])


def _joined(names: Iterable[str]) -> str:
    """Return names in one column such that each can be searched: `|pay|infra|`."""
    return "|" + "|".join(name for name in names if name) + "|"


def _free(db: sqlite3.Connection, first: int) -> int:
    """Return the lowest free number from `first` on."""
    (n,) = db.execute(_FREE, (first,)).fetchone()
    return int(n)
