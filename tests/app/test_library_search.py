"""As somebody types, the index finds reviews and says where; without one nothing breaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from pmtui.app import library_search
from pmtui.app.editing_session import Place
from pmtui.app.library_search import Answer, LibrarySearch, passage_rows, with_passage
from pmtui.app.review_rows import columns, line
from pmtui.app.row_layout import lay_out
from pmtui.index.query import without_filters
from pmtui.library.errors import Refused
from pmtui.library.folder import Library
from pmtui.session.document import Event, KeyDetails, Session, Why


def never() -> bool:
    return False


@pytest.fixture
def search(
    library: Library, make_session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> LibrarySearch:
    """Two reviews: one of a certificate, found far down in its timeline, and one that says so in its headline."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    long = f"{'nothing yet ' * 20}the leader in 決済 was fenced off {'and on ' * 20}"
    cards = make_session(
        key_details=KeyDetails(
            product="Checkout", headline="Cards refused", tags=("expired-certificate",), severity="SEV2"
        ),
        timeline=(Event(id="e1", text=long),),
        **{"root_cause.whys": (Why(id="w1", text="Nobody renewed it", verdict="root"),)},
    )
    slow = make_session(key_details=KeyDetails(product="Search", headline="Leaders fenced for hours"))
    for session in (cards, slow):
        library.add(session)
    made = LibrarySearch(library, lambda: date(2026, 11, 26))
    assert made.find("fenced") is None, "nothing is known yet"
    made.update(lambda done, of: None, never)
    return made


def answer(search: LibrarySearch, typed: str) -> Answer:
    found = search.find(typed)
    assert found is not None
    return found


def products(search: LibrarySearch, typed: str) -> list[str]:
    return [entry.product for file in answer(search, typed).hits for entry in search.library.quick_entries([file])]


def test_the_list_goes_on_below_what_was_listed_at_once_best_first(search: LibrarySearch) -> None:
    assert products(search, "fenced") == ["Search", "Checkout"], "what names an incident counts most"
    found = answer(search, "renewed")
    (file,) = found.hits
    there = {file: 1, "other.json": 1}
    assert found.files(["other.json"], there) == ["other.json", file]
    assert found.files([], {}) == [], "it was deleted since"
    assert answer(search, "renewed has:root").files(["other.json"], there) == [file], "a filter means what it says"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tag:exp", 1), ("tag:cert", 0), ("tag:exp ", 0), ("sev", 1), ("severity:s", 1), ("severity:s ", 0),
        ("status:dr", 2), ("has:ro", 1), ("product:", 2), ("after:", 2), ("after:20", 2), ("after:2027", 0),
        ("after:x ", 0),
    ],
)  # fmt: skip
def test_a_filter_counts_while_it_is_typed(search: LibrarySearch, typed: str, found: int) -> None:
    assert len(products(search, typed)) == found


def test_a_search_without_an_index_leaves_the_filters_aside() -> None:
    assert without_filters('cards tag:infra "two words" owner:"Priya N."', date(2026, 11, 26)).split() == [
        "cards",
        '"two',
        'words"',
    ]


def test_enter_goes_to_the_place_found_and_not_to_the_name_of_the_incident(search: LibrarySearch) -> None:
    found = answer(search, "fenced")
    named, told = found.hits
    assert found.place(told) == Place("timeline", "e1") and found.place(named) is None
    (cause,) = answer(search, "nobody").hits
    assert answer(search, "nobody").place(cause) == Place("five_whys", "w1")
    (filtered,) = answer(search, "tag:expired-certificate").hits
    assert answer(search, "tag:expired-certificate").place(filtered) is None


@pytest.mark.parametrize("width", [50, 80, 120])
def test_the_passage_stands_under_the_line_with_its_words_marked(search: LibrarySearch, width: int) -> None:
    entries = {entry.file: entry for entry in search.library.entries()}
    found = answer(search, "fenced 決済")
    (file,) = found.hits
    shown = found.shown(file)
    assert shown is not None
    row = with_passage(line(entries[file], None, columns(width, []), width), shown, width)
    first, second = lay_out(row, width)
    assert "".join(span.text for span in first).startswith("20-11-2026")
    assert "決済" in [span.text for span in second if span.style == "hit"]
    assert sum(cell_len(span.text) for span in second) <= width
    title, passage = passage_rows(shown)
    assert title.text == "Found in timeline" and {"決済", "fenced"} <= {
        passage.text[a:b] for a, b, _ in passage.bullets
    }


def test_a_headline_that_was_found_is_marked_where_it_stands(search: LibrarySearch) -> None:
    found = answer(search, "hours")
    (file,) = found.hits
    shown = found.shown(file)
    (entry,) = [entry for entry in search.library.entries() if entry.file == file]
    assert shown is not None
    row = with_passage(line(entry, None, columns(80, [entry]), 80), shown, 80)
    (only,) = lay_out(row, 80)
    assert [span.text for span in only if span.style == "hit"] == ["hours"]


def test_a_large_library_is_read_in_parts_between_which_it_answers(
    library: Library, make_session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("pmtui.index.index_file._BATCH", 1)
    for n in range(3):
        library.add(make_session(key_details=KeyDetails(headline=f"Fenced {n}")))
    search = LibrarySearch(library, lambda: date(2026, 11, 26))
    seen: list[tuple[int, int]] = []
    search.update(lambda done, of: seen.append((done, of)), never)
    assert seen == [(1, 3), (2, 3), (3, 3)] and len(answer(search, "fenced").hits) == 3
    ended = LibrarySearch(library, search.today)
    ended.update(lambda done, of: None, lambda: True)
    ended.close()


def test_of_very_many_reviews_the_best_are_found_and_it_is_known_that_there_are_more(
    search: LibrarySearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not answer(search, "fenced").cut
    monkeypatch.setattr(library_search, "BEST", 1)
    found = answer(search, "fenced")
    assert (len(found.hits), found.cut) == (1, True)
    assert len(answer(search, "status:draft").hits) == 2


def test_where_no_index_can_be_made_it_says_why_and_finds_nothing(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise Refused("the disk is full: make room")

    monkeypatch.setattr(library_search, "open_index", refuse)
    search = LibrarySearch(library, lambda: date(2026, 11, 26))
    search.update(lambda done, of: None, never)
    assert search.trouble == "the disk is full: make room" and search.find("x") is None
