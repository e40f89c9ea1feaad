"""Earlier reviews that are like the one being drafted are found, and it is said why."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from pmtui.app.earlier_reviews import read_earlier_reviews, recurrence
from pmtui.app.similar_reviews import SimilarReviews
from pmtui.index.facts import facts_of
from pmtui.index.location import open_index
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.document import Session, Why
from pmtui.session.edits import add_why

TODAY = date(2026, 11, 26)


def review(product: str, headline: str = "", *, root: str = "", **details: Any) -> Session:
    session = new_session(product=product, headline=headline, incident_date=TODAY)
    session = replace(session, key_details=replace(session.key_details, **details))
    return add_why(session, None, Why(id=f"w-{session.id}", text=root, verdict="root")) if root else session


def similar(to: Session, *others: Session) -> list[tuple[str, str]]:
    found = SimilarReviews(facts_of(other, "") for other in others).similar_to(to)
    return [(one.headline, one.why) for one in found]


def test_product_tags_and_words_of_causes_are_reasons_the_strongest_first() -> None:
    here = review("Checkout", "Cards refused", root="The certificate expired unseen", tags=("Certificates",))
    assert similar(
        here,
        review("checkout ", "Slow"),
        review("Mail", "Mails late", root="Nobody saw the expiry of a certificate"),
        review("Login", "Sign-in loops", tags=("certificates", "mobile")),
        review("Checkout", "Cards again", root="An expiring certificate", tags=("certificates",)),
        review("Search", "Prices late", root="The queue was full"),
    ) == [
        ("Cards again", "same product · tag Certificates · “cards”, “certificate”, “expired”"),
        ("Sign-in loops", "tag Certificates"),
        ("Slow", "same product"),
        ("Mails late", "“certificate”, “expired”"),
    ]


def test_one_word_alone_or_one_that_many_have_is_no_reason() -> None:
    many = [review(f"P{n}", "Database overloaded", root="Overloaded database") for n in range(30)]
    assert similar(review("X", "Database overloaded"), *many) == []
    assert similar(review("X", "Certificate expired"), review("Y", "Certificate renewed")) == []
    assert similar(review("X", "After this there were more"), review("Y", "After this there were more")) == []


def test_a_review_is_not_like_itself_and_one_that_it_names_is_not_named_again() -> None:
    earlier, here = review("Checkout", "Earlier"), review("Checkout")
    assert similar(here, here, earlier) == [("Earlier", "same product")]
    repeated = recurrence(earlier.id)(here)
    assert (repeated.summary.recurrence.answer, repeated.summary.recurrence.of) == ("yes", (earlier.id,))
    assert similar(repeated, earlier) == [] and recurrence(earlier.id)(repeated) == repeated


def test_with_an_index_those_beyond_the_newest_are_known_too(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("pmtui.library.related.MOST", 1)
    old = replace(review("Mail", "Old", root="A certificate expired"), created_at="2020-01-01T00:00:00Z")
    old = replace(old, key_details=replace(old.key_details, incident_date=date(2020, 1, 1)))
    here = review("Login", "Expired certificate")
    for session in (old, review("Search", "New"), here):
        library.create(session)
    assert read_earlier_reviews(library, here, TODAY).earlier.seen_before == ()
    open_index(library).refresh()
    (found,) = read_earlier_reviews(library, here, TODAY).earlier.seen_before
    assert (found.session_id, found.why) == (old.id, "“expired”, “certificate”")


def test_a_review_that_changed_is_compared_anew_and_one_that_did_not_is_not() -> None:
    earlier = SimilarReviews([facts_of(review("Checkout", "Cards refused"), "")])
    here = review("Checkout")
    assert earlier.similar_to(here) and earlier.similar_to(here) is earlier.similar_to(here)
    elsewhere = replace(here, key_details=replace(here.key_details, product="Mail"))
    assert earlier.similar_to(elsewhere) == ()
    assert earlier.similar_to(here) != ()
