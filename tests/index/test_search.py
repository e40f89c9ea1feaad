"""Reviews are found by their words, with the passage that was found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pmtui.index.facts import sections
from pmtui.index.index_file import IndexFile
from pmtui.index.query import HAS, Filter, Term, hints, read_query, without_filters
from pmtui.index.search import Hit, search
from pmtui.index.words import fold, stem
from pmtui.library.ids import new_session
from pmtui.session.document import Action, Event, Evidence, Note, OwnSection, Session, Why
from pmtui.session.edits import add_items, add_why, set_field
from tests.memory_store import MemoryStore

TODAY = date(2026, 11, 26)


def review(product: str, headline: str, day: date, **fields: object) -> Session:
    session = new_session(product=product, headline=headline, incident_date=day)
    return replace(session, key_details=replace(session.key_details, **fields))


@pytest.fixture
def store() -> MemoryStore:
    """Three reviews: an expired certificate, a slow search, a mail that went to nobody."""
    store = MemoryStore()
    cards = review(
        "Checkout", "Card payments refused", date(2026, 11, 18), tags=("expired-certificate",), severity="SEV2"
    )
    cards = add_why(cards, None, Why(id="w1", text="The certificate had expired", verdict="root"))
    cards = add_items(cards, "timeline", [Event(id="e1", text="Rolled back to 4.2 in Frankfurt")])
    cards = add_items(
        cards, "actions", [Action(id="a1", text="Alert before expiry", ticket="OPS-99", owner="Priya N.")]
    )
    slow = review("Product search", "Searches took 40 s", date(2025, 3, 2), team="Discovery")
    slow = add_items(slow, "lessons.went_well", [Note(id="n1", text="The caché was warmed in 9 minutes")])
    slow = set_field(slow, "status", "in_review")
    mail = review("Mail", "Mails went to nobody", date(2024, 1, 9))
    mail = add_items(
        mail, "evidence", [Evidence(id="f1", caption="Log", body="x = 5\nKeyError: 'renewal_job'", kind="log")]
    )
    mail = add_items(
        mail, "summary.sections", [OwnSection(id="s1", title="Detection", text="A certificate was mentioned")]
    )
    for session in (cards, slow, mail):
        store.create(session)
    return store


def find(store: MemoryStore, typed: str, limit: int = 50) -> list[Hit]:
    index = IndexFile(store, None)
    index.refresh()
    return search(index, read_query(typed, TODAY), limit)


def headlines(store: MemoryStore, typed: str) -> list[str]:
    return [hit.facts.details.headline.split()[0] for hit in find(store, typed)]


def test_words_are_found_wherever_they_stand_and_the_place_is_said(store: MemoryStore) -> None:
    for typed, step, item in [
        ("rolled", "timeline", "e1"),
        ("expiry alert", "actions", "a1"),
        ("ops-99", "actions", "a1"),
        ("renewal_job", "evidence", "f1"),
        ("warmed", "lessons", "n1"),
        ("mentioned", "summary", "s1"),
        ("had expired", "five_whys", "w1"),
    ]:
        (hit,) = find(store, typed)
        passage = hit.snippet().passage
        assert (passage.step, passage.item_id) == (step, item), typed


def test_words_are_found_in_any_case_without_accents_and_with_other_endings_and_as_they_are_typed(
    store: MemoryStore,
) -> None:
    for typed in ("CACHE", "cachés", "caching", "cach", "Caché warm", "ca"):
        assert "Searches" in headlines(store, typed), typed
    assert headlines(store, "mailing nobody") == ["Mails"]


def test_a_review_is_found_by_all_its_words_wherever_each_stands(store: MemoryStore) -> None:
    assert headlines(store, "frankfurt expired") == ["Card"]
    assert headlines(store, "frankfurt nobody") == []


def test_what_names_the_incident_or_its_cause_counts_more_than_a_mention(store: MemoryStore) -> None:
    assert headlines(store, "certificate") == ["Card", "Mails"]


def test_a_phrase_is_found_as_it_stands(store: MemoryStore) -> None:
    assert headlines(store, '"back to 4.2"') == ["Card"]
    assert headlines(store, '"to back 4.2"') == []
    assert headlines(store, '"roll"') == [], "in quotes words are whole"


def test_a_reference_is_found_from_its_first_digit_on(store: MemoryStore) -> None:
    for typed in ("ops-9", "OPS-99", "ops 9", "4.2", "back-to-4", "to-4", "to.4.2"):
        assert headlines(store, typed) == ["Card"], typed
    for typed in ("ops-8", "ops-98", "9-ops", "in-9-minutes-4", "frankfurt-4"):
        assert headlines(store, typed) == [], typed
    assert headlines(store, "in-9") == ["Searches"]


def test_the_words_found_are_marked_in_the_passage(store: MemoryStore) -> None:
    (hit,) = find(store, "frankfurt roll")
    shown = hit.snippet()
    assert [shown.passage.text[a:b] for a, b in shown.marks] == ["Rolled", "Frankfurt"]
    (hit,) = find(store, "cache")
    shown = hit.snippet()
    assert [shown.passage.text[a:b] for a, b in shown.marks] == ["caché"]


def test_of_a_long_text_the_part_is_shown_in_which_the_words_stand() -> None:
    store = MemoryStore()
    long = "before " * 200 + "the leader was fenced off" + " after" * 200
    store.create(add_items(review("A", "B", TODAY), "timeline", [Event(id="e", text=long)]))
    (hit,) = find(store, "fenced")
    shown = hit.snippet()
    assert len(shown.passage.text) < 200 and shown.passage.text.startswith("…") and shown.passage.text.endswith("…")
    assert [shown.passage.text[a:b] for a, b in shown.marks] == ["fenced"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("product:check", ["Card"]),
        ('product:"product search"', ["Searches"]),
        ("tag:expired-certificate", ["Card"]),
        ("tag:expired", []),
        ("severity:sev2", ["Card"]),
        ("sev:2", ["Card"]),
        ("SEV:sev2 owner:@priya", ["Card"]),
        ("after:2025-03-02", ["Card", "Searches"]),
        ("after:2025", ["Card", "Searches"]),
        ("before:2025-03-02", ["Mails"]),
        ("before:2025-04 after:2024-06", ["Searches"]),
        ("before:04-2025 after:6/2024", ["Searches"]),
        ("after:18-11-2026", ["Card"]),
        ("has:root", ["Card"]),
        ("has:evidence", ["Mails"]),
        ("owner:priya", ["Card"]),
        ("status:in-review", ["Searches"]),
        ("status:draft", ["Card", "Mails"]),
        ("team:discovery", ["Searches"]),
        ("certificate product:mail", ["Mails"]),
        ("", ["Card", "Searches", "Mails"]),
    ],
)
def test_filters_narrow_what_is_found_and_alone_list_all_newest_first(
    store: MemoryStore, typed: str, found: list[str]
) -> None:
    assert headlines(store, typed) == found


def test_what_looks_like_a_filter_and_is_none_is_looked_for_as_words(store: MemoryStore) -> None:
    assert read_query("who: renewal").terms == (Term(("who",)), Term(("renewal",)))
    assert headlines(store, "keyerror:renewal_job") == ["Mails"]
    assert read_query("after:never").terms
    assert read_query("product:").filters == ()
    assert read_query("Tag:Infra").filters == (Filter("tag", "infra"),)


def test_a_day_asks_nothing_only_while_it_may_still_become_one() -> None:
    for begun in ("after:", "after:20", "after:2026-1", "before:06-20", "after:18-11-2", "since:yest"):
        assert not read_query(begun, TODAY, typing=True).terms, begun
    assert read_query("after:june", TODAY, typing=True).terms
    assert read_query("after:13-2026", TODAY, typing=True).terms


def test_what_is_found_without_the_index_knows_the_filters_and_a_day_that_is_none() -> None:
    assert without_filters('dns tag:x after:18-11-2026 before:20 since:yest status:"in review"', TODAY).split() == [
        "dns"
    ]
    assert without_filters("dns after:june", TODAY).split() == ["dns", "after:june"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("card after:june", "after:june is no date: write after:2026, after:2026-11 or after:18-11-2026"),
        ("has:roots", "has:roots is not known: write has: and one of summary, "),
        ("status:closed", "status:closed is not known: write status: and one of draft, in_review, final"),
        ("prodct:mail", "prodct: is no filter: write product:mail"),
    ],
)
def test_what_was_meant_as_a_filter_and_is_none_is_explained(typed: str, said: str) -> None:
    assert "".join(hints(typed, TODAY)).startswith(said)


def test_filters_that_can_be_met_and_words_need_no_explanation() -> None:
    good = 'sev:2 tag:x after:06-2026 since:yesterday has:root status:"in review" status:in-review who:x "a b" has:'
    assert hints(good, TODAY) == []
    assert tuple(sections(new_session())) == HAS


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="abc:\"*()-^+{}|\\'; ÅßＡ証é\u0301", max_size=40))
def test_nothing_that_is_typed_is_an_error(typed: str) -> None:
    store = _some_store()
    for hit in find(store, typed):
        shown = hit.snippet()
        assert all(0 <= a < b <= len(shown.passage.text) for a, b in shown.marks)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="abcé証明 -_.ßÅ\u03c2ing12", min_size=1, max_size=30))
def test_a_word_of_a_text_finds_that_text(text: str) -> None:
    store = MemoryStore()
    store.create(add_items(review("A", "B", TODAY), "timeline", [Event(id="e", text=text)]))
    for word in text.split():
        if any(c.isalnum() for c in word):
            assert find(store, word), word
            assert find(store, f'"{word}"'), word


def test_words_of_scripts_without_spaces_are_found_in_the_middle_of_a_line() -> None:
    store = MemoryStore()
    store.create(add_items(review("決済", "B", TODAY), "timeline", [Event(id="e", text="証明書の期限が切れた")]))
    (hit,) = find(store, "期限")
    shown = hit.snippet()
    assert "".join(shown.passage.text[a:b] for a, b in shown.marks) == "期限"
    assert not find(store, "限期")


def test_forms_of_a_word_begin_alike() -> None:
    for one, other in [
        ("expired", "expiry"),
        ("caching", "cache"),
        ("policies", "policy"),
        ("deployments", "deployed"),
    ]:
        assert stem(one) == stem(other), one
    assert stem("as") == "as" and stem("redis") == "redi"
    assert fold("ＣＡＣＨÉ") == "cache" and fold("Straße") == "strasse"


def _some_store() -> MemoryStore:
    store = MemoryStore()
    store.create(add_items(review("Å", "a b c", TODAY), "timeline", [Event(id="e", text="abc: 証 ß 'c' é")]))
    return store


def test_an_index_on_disk_answers_as_one_in_memory(store: MemoryStore, tmp_path: Path) -> None:
    index = IndexFile(store, tmp_path / "cache" / "index.sqlite3")
    index.refresh()
    found = search(index, read_query("certificate"))
    assert [hit.facts.id for hit in found] == [hit.facts.id for hit in find(store, "certificate")]
    assert (tmp_path / "cache" / "index.sqlite3").exists()
