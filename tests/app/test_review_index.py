"""The list of reviews finds one by what people remember of it, not by its header alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from pmtui.app.review_index import ReviewIndex
from pmtui.app.review_preview import preview
from pmtui.app.review_rows import columns, line
from pmtui.library.entries import Entry
from pmtui.library.folder import Library
from pmtui.session.document import Event, KeyDetails, Session, Why


def test_a_review_is_found_by_its_tags_reference_summary_and_root(
    library: Library, make_session: Callable[..., Session]
) -> None:
    library.add(make_session(key_details=KeyDetails(product="Search")))
    library.add(
        make_session(
            key_details=KeyDetails(product="Checkout", tags=("backups",), reference="INC-204"),
            **{
                "summary.overview": "Replication stood still for hours.",
                "root_cause.whys": (Why(id="w1", text="The certificate had expired", verdict="root"),),
            },
        )
    )
    index = ReviewIndex(library, lambda: date(2026, 11, 20))
    index.take(index.look(quick=False))
    assert index.files(["replication"]) == [], "nothing but the headers is read yet"
    for entry in index.to_count():
        index.previews.want(entry)
    while index.previews.read_next() is not None:
        pass
    for words in (["backups"], ["inc-204"], ["replication", "checkout"], ["certificate"]):
        assert [file.split("-")[3] for file in index.files(words)] == ["checkout"], words
    assert index.files(["backups", "search"]) == []


def test_a_review_that_log_began_shows_its_first_words(make_session: Callable[..., Session]) -> None:
    session = make_session(timeline=(Event(id="e1", text="card payments are refused"), Event(id="e2", text="later")))
    entry = Entry("x.json", id=session.id, status="draft", created_at=session.created_at)
    found = line(entry, preview(session, date(2026, 11, 20)), columns(100, [entry]), 100)
    assert "card payments are refused" in found.text and found.lead[0].text.strip() == "20-11-2026"
    named = make_session(key_details=KeyDetails(headline="Refused"), timeline=session.timeline)
    assert preview(named, date(2026, 11, 20)).begins == ""


def test_the_headline_comes_first_where_the_list_is_narrow() -> None:
    entry = Entry("x.json", id="i", status="in_review", product="Checkout", headline="Card payments refused for hours")
    row = line(entry, None, columns(50, [entry]), 50)
    assert row.text.startswith("Card payments refuse") and row.right[0].text.strip() == "in review"
    assert line(replace(entry, headline=""), None, columns(50, [entry]), 50).text.startswith("Checkout")
    for width in range(60, 180):
        one = replace(entry, product="Data warehouse", severity="SEV2", headline="Payments refused in all of Europe")
        assert len(line(one, None, columns(width, [one]), width).text) >= 22, width
