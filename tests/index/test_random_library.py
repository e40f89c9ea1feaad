"""In a library of hundreds of varied reviews the index answers as a slow and obvious look through all of them does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from random import Random

import pytest

from benchmarks import random_library
from pmtui.index import search as search_module
from pmtui.index.facts import facts_of
from pmtui.index.index_file import IndexFile
from pmtui.index.passages import passages
from pmtui.index.query import Query, Term, read_query
from pmtui.index.search import search
from pmtui.index.words import stem
from pmtui.session.document import Session
from tests.memory_store import MemoryStore

COUNT = 300
WEIGHTS = {"title": 8, "causes": 3, "body": 1}


class Review:
    """A review as the reference sees it: the words of its texts, and what filters ask."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.texts = [(WEIGHTS[each.weight], f" {' '.join(plain(each.text))} ") for each in passages(session)]
        details = session.key_details
        self.day = details.incident_date or date.fromisoformat(session.created_at[:10])
        self.has = facts_of(session, "").has

    @property
    def place(self) -> tuple[date, str]:
        return self.day, self.session.id

    def worth(self, term: Term) -> int:
        """How much the best place counts in which the term stands; 0 where it stands nowhere."""
        return max((weight for weight, text in self.texts if stands(term, text)), default=0)

    def meets(self, name: str, value: str) -> bool:
        details = self.session.key_details
        owners = (details.owner, *(action.owner for action in self.session.actions))
        answers: dict[str, Callable[[], bool]] = {
            "product": lambda: value in " ".join(plain(details.product)),
            "team": lambda: value in " ".join(plain(details.team)),
            "owner": lambda: any(value in " ".join(plain(owner)) for owner in owners),
            "tag": lambda: value in [" ".join(plain(tag)) for tag in details.tags],
            "severity": lambda: value == details.severity.casefold(),
            "status": lambda: value == self.session.status,
            "has": lambda: value in self.has,
            "after": lambda: self.day.isoformat() >= value,
            "before": lambda: self.day.isoformat() < value,
        }
        return answers[name]()


def plain(text: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[決済]|[^\W_決済]+", "".join(c for c in apart if not unicodedata.combining(c)))


def stands(term: Term, text: str) -> bool:
    return f" {' '.join(term.words)}{' ' if term.exact else ''}" in text


def expected(reviews: list[Review], query: Query) -> list[str]:
    found = []
    for review in reviews:
        worth = [review.worth(term) for term in query.terms]
        if all(worth) and all(review.meets(each.name, each.value) for each in query.filters):
            found.append((sum(worth), *review.place))
    return [session_id for *_, session_id in sorted(found, reverse=True)]


@pytest.fixture(scope="module")
def reviews() -> list[Review]:
    return list(map(Review, random_library.sessions(COUNT, events=3, seed=13)))


@pytest.fixture(scope="module")
def index(reviews: list[Review]) -> IndexFile:
    store = MemoryStore()
    for review in reviews:
        store.add(review.session)
    index = IndexFile(store, None)
    index.refresh()
    return index


def ids(index: IndexFile, typed: str, limit: int = COUNT) -> list[str]:
    return [hit.facts.id for hit in search(index, read_query(typed), limit)]


def queries(reviews: list[Review], chance: Random) -> list[str]:
    """Words of the reviews, whole or begun, with other endings, and phrases; filters alone and with words."""

    def text() -> list[str]:
        return chance.choice(chance.choice(reviews).texts)[1].split() or ["nothing"]

    def word() -> str:
        whole = chance.choice(text())
        return chance.choice((whole, whole[: chance.randint(1, len(whole))], stem(whole) + "ing"))

    def phrase() -> str:
        words = text()
        start = chance.randrange(len(words))
        return f'"{" ".join(words[start : start + chance.randint(1, 4)])}"'

    def joined() -> str:
        words = text()
        start = chance.randrange(len(words))
        first, *more = words[start : start + 2]
        return "-".join([first, *(word[: chance.randint(1, len(word))] for word in more)])

    def filter_() -> str:
        session = chance.choice(reviews).session
        details = session.key_details
        return chance.choice(
            [
                f'product:"{details.product}"', f"tag:{chance.choice(random_library.TAGS)}", f"status:{session.status}",
                f'owner:"{chance.choice(random_library.OWNERS)}"', f"severity:{details.severity or 'SEV1'}",
                f"after:{chance.randint(2019, 2026)}", f"before:{chance.randint(2020, 2026)}-0{chance.randint(1, 9)}",
                f"has:{chance.choice(('root', 'decision', 'open', 'evidence', 'lucky'))}", f'team:"{details.team}"',
            ]
        )  # fmt: skip

    parts = (word, word, word, phrase, joined, filter_)
    return [" ".join(chance.choice(parts)() for _ in range(chance.randint(1, 3))) for _ in range(120)]


def test_words_phrases_and_filters_find_what_a_look_through_all_finds_in_the_same_order(
    reviews: list[Review], index: IndexFile
) -> None:
    for typed in queries(reviews, Random(7)):
        assert ids(index, typed) == expected(reviews, read_query(typed)), typed


def test_of_more_than_are_asked_for_the_first_are_given(reviews: list[Review], index: IndexFile) -> None:
    for typed in ("database", "d", "re", "checkout", "has:root", "status:final after:2022", "expired overnight"):
        every = expected(reviews, read_query(typed))
        assert len(every) > 25 and ids(index, typed, 20) == every[:20], typed


def test_of_very_many_the_newest_are_weighed_and_what_names_the_incident_is_found_however_old(
    reviews: list[Review], index: IndexFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "_SCORED", 10)
    monkeypatch.setattr(search_module, "_SPARE", 0)
    query = read_query("checkout timed")
    oldest = min(
        (each for each in reviews if all(each.worth(term) == 8 for term in query.terms)), key=lambda r: r.place
    )
    found = ids(index, "checkout timed", 20)
    assert oldest.session.id in found and set(found) <= set(expected(reviews, query))


def test_every_passage_that_is_shown_holds_a_word_that_was_looked_for(reviews: list[Review], index: IndexFile) -> None:
    for typed in queries(reviews, Random(8))[:60]:
        query = read_query(typed)
        for hit in search(index, query, 5):
            shown = hit.snippet()
            assert all(0 <= start < end <= len(shown.passage.text) for start, end in shown.marks)
            assert bool(shown.marks) == bool(query.terms), typed


def test_the_same_seed_makes_the_same_library() -> None:
    one, other = (list(random_library.sessions(5, seed=3)) for _ in range(2))
    assert one == other != list(random_library.sessions(5, seed=4))
