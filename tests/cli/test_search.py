"""`pmtui search` over a library."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.document import Event
from pmtui.session.edits import add_items
from tests.cli.conftest import Run


@pytest.fixture
def session_id(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Two reviews; gives the id of the one with a rollback."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    cards = add_items(
        new_session(product="Checkout", headline="Cards refused"),
        "timeline",
        [Event(id="e1", text="Rolled\tback to 4.2 by the on-call")],
    )
    for session in (cards, new_session(product="Search", headline="Slow")):
        library.create(session)
    return cards.id


def test_a_review_is_found_with_its_place_and_passage(run: Run, session_id: str) -> None:
    found = run("search", "rollback", "back", "--json")
    assert found.status == 1 and found.json == [], "rollback is another word"
    (hit,) = run("search", "roll", "BACK", "--json").json
    assert (hit["id"], hit["product"], hit["headline"]) == (session_id, "Checkout", "Cards refused")
    assert hit["place"] == {"step": "timeline", "field": None, "item": "e1"}
    assert hit["passage"] == "Rolled back to 4.2 by the on-call" and hit["file"].endswith(".json")


def test_a_file_whose_name_is_no_utf_8_is_found_and_counted(run: Run, library: Library, session_id: str) -> None:
    (name,) = [each for each in library.names() if each.endswith(f"{session_id[-6:]}.json")]
    odd = os.fsdecode(b"2026-11-18-\xff-" + session_id[-6:].encode() + b".json")
    (library.folder / name).rename(library.folder / odd)
    (library.folder / os.fsdecode(b"2026-11-18-\xfe-aaaaaa.json")).write_text("{")
    (hit,) = run("search", "roll", "--json").json
    assert (hit["id"], hit["file"]) == (session_id, odd)
    found = run("list", "--json")
    assert found.out.encode().isascii()
    assert odd in {entry["file"] for entry in found.json}
    assert run("stats", "--json").json["reviews"] == 2
    assert "draft" in run("list", "--health").out
    assert run("actions", "--json").json == []


def test_into_a_pipe_it_writes_columns(run: Run, session_id: str) -> None:
    (line,) = run("search", "on-call").lines
    id_, _, _, product, headline, place, passage = line.split("\t")
    assert (id_, product, headline, place) == (session_id, "Checkout", "Cards refused", "timeline:e1")
    assert passage.startswith("Rolled back")


def test_filters_alone_list_all_and_a_limit_limits(run: Run, session_id: str) -> None:
    assert len(run("search", "status:draft", "--json").json) == 2
    assert len(run("search", "status:draft", "--limit", "1", "--json").json) == 1
    assert [hit["product"] for hit in run("search", "product:Sea", "--json").json] == ["Search"]


def test_where_nothing_is_found_it_says_so_and_the_status_is_1(run: Run, session_id: str) -> None:
    found = run("search", "nothing", "like", "it")
    assert (found.status, found.out) == (1, "") and "nothing found" in found.err


def test_an_argument_with_blanks_is_a_phrase(run: Run, session_id: str) -> None:
    assert run("search", "back to 4.2").status == 0
    assert run("search", "to back 4.2").status == 1


@pytest.mark.parametrize("typed", ["-x", "--what", "(", '"', "a:b", "NEAR/3", "*", "'; DROP TABLE", "--"])
def test_nothing_that_is_typed_is_an_error(run: Run, session_id: str, typed: str) -> None:
    found = run("search", typed)
    assert found.status in (0, 1) and "no such option" not in found.err.lower()


@pytest.mark.parametrize("typed", ["🔥", "->", "***"])
def test_signs_alone_find_nothing_rather_than_everything(run: Run, session_id: str, typed: str) -> None:
    found = run("search", typed, "--json")
    assert (found.status, found.json) == (1, []) and "holds no letter or digit" in found.err
    assert run("search", "").status == 0


def test_a_library_that_is_not_there_holds_nothing(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert run("search", "x", "--library", str(tmp_path / "nowhere")).status == 1
    assert not (tmp_path / "nowhere").exists()


def test_a_review_that_cannot_be_read_is_named_wherever_it_is_left_out(
    run: Run, session_id: str, library: Library
) -> None:
    (cards,) = (entry for entry in library.entries() if entry.id == session_id)
    file = library.folder / cards.file
    (library.folder / "package.json").write_text('{"of": "another program"}')
    file.write_bytes(file.read_bytes()[:400])
    for call in (("search", "slow"), ("stats",), ("actions", "--overdue"), ("list", "--health")):
        found = run(*call)
        assert found.status == 0 and f"left out: {cards.file}: cannot be read: it is damaged" in found.err, call
        assert "package.json" not in found.err
    assert run("rename", "tag", "no-such-tag", "x").err.count("left out:") == 1


def test_damage_in_the_index_changes_no_answer(run: Run, session_id: str, tmp_path: Path) -> None:
    for call in (("search", "slow"), ("search", "slow", "--json"), ("stats",), ("actions", "--overdue")):
        whole = run(*call)
        (index,) = tmp_path.glob("cache/**/*.sqlite3")
        with sqlite3.connect(index) as db:
            db.execute("UPDATE held SET facts = x'00ff'")
        db.close()
        assert run(*call) == whole, call
