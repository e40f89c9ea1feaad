"""`status`, `delete` and `trash`: where a review stands, out of the library, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from pmtui.library.folder import Library
    from tests.cli.conftest import Run


@pytest.fixture
def review(run: Run, tmp_path: Path) -> str:
    """The id of a review with an attached file."""
    made: str = run("new", "--no-open", "--product", "Checkout", "--date", "18-11-2026").lines[0]
    (tmp_path / "app.log").write_text("line\n")
    run("attach", "app.log", "-s", made)
    return made


# --- status ---


def test_a_status_is_set_and_taken_back(run: Run, review: str, session_of: Any) -> None:
    for status in ("in_review", "final", "draft"):
        found = run("status", review, status)
        assert (found.status, found.out) == (0, "")
        assert status.replace("_", " ") in found.err
        assert session_of(review).status == status


def test_a_final_review_takes_notes_again_once_it_is_reopened(run: Run, review: str) -> None:
    run("status", review, "final")
    run("log", "-s", review, "x").refused("final", repeated="x")
    run("status", review, "draft")
    assert run("log", "-s", review, "x").status == 0


def test_an_unknown_status_or_session_is_refused(run: Run, review: str) -> None:
    run("status", review, "done").refused("'done' is not one of 'draft'")
    run("status", "nothing", "final").refused("'nothing'")


# --- delete and trash ---


def test_what_is_deleted_lies_in_the_trash_and_comes_back(run: Run, review: str, library: Library) -> None:
    (file,) = library.names()
    found = run("delete", review[-6:])
    assert (found.status, found.out) == (0, "")
    assert f"pmtui trash restore {review[-6:]}" in found.err
    assert library.names() == []
    assert not library.attachments(library.folder / file).exists()

    (listed,) = run("trash", "--json").json
    assert (listed["id"], listed["file"], listed["product"]) == (review, file, "Checkout")
    assert listed["deleted_at"] > listed["created_at"]
    assert run("trash").lines[0].split("\t")[0] == review

    found = run("trash", "restore", review[-6:])
    assert found.lines == [review]
    assert library.names() == [file]
    assert (library.attachments(library.find(review)) / "app.log").read_text() == "line\n"
    assert run("trash", "--json").json == []


@pytest.mark.parametrize("how", ["id", "short", "file", "latest"])
def test_a_session_in_the_trash_answers_to_many_names(run: Run, review: str, library: Library, how: str) -> None:
    names = {"id": review, "short": review[-6:], "file": library.names()[0], "latest": "latest"}
    run("delete", review)
    assert run("trash", "restore", names[how]).lines == [review]


def test_the_version_that_was_replaced_comes_back(run: Run, review: str, library: Library, session_of: Any) -> None:
    run("export", review, "--format", "json", "-o", "old.json")
    run("log", "-s", review, "14:02 pager rings")
    assert run("import", "--replace", "old.json").status == 0
    assert session_of(review).timeline == ()
    found = run("trash", "restore", review)
    assert found.lines == [review]
    assert f"in the trash now: pmtui trash restore {review[-6:]} brings that back" in found.err
    assert found.err.count("\n") == 1
    assert [event.text for event in session_of(review).timeline] == ["pager rings"]
    # The other one can be had back, too.
    assert run("trash", "restore", review).status == 0
    assert session_of(review).timeline == ()
    assert len(library.names()) == 1


def test_a_file_that_cannot_be_read_goes_to_the_trash_by_its_name(run: Run, review: str, library: Library) -> None:
    damaged = library.folder / "x.json"
    damaged.write_text("# A report\n")
    assert "pmtui trash restore x.json" in run("delete", "x.json").err
    assert not damaged.exists()
    assert [each["file"] for each in run("trash", "--json").json] == ["x.json"]
    assert run("trash", "restore", "x.json").status == 0
    assert damaged.read_text() == "# A report\n"
    run("delete", review)
    # The last one left is no review that anybody calls the latest.
    assert run("delete", "latest").status == 2
    assert damaged.exists()


def test_on_a_terminal_the_trash_is_a_table_of_what_was_deleted(run: Run, review: str) -> None:
    assert "nothing is in the trash" in run("trash", terminal=True).err
    run("delete", review)
    header, row = run("trash", terminal=True).lines
    assert "deleted" in header
    assert review[-6:] in row
    assert "Checkout" in row


def test_restoring_what_is_not_in_the_trash_is_refused(run: Run, review: str) -> None:
    run("trash", "restore", review).refused("not in the trash", "pmtui trash")
    run("trash", "restore", "").refused("not in the trash")
    run("trash", "restore").refused("pmtui trash restore ID")
    run("trash", "empty").refused("pmtui trash restore ID")
    run("delete", "nothing").refused("'nothing'")
    other = run("new", "--no-open").lines[0]
    for each in (review, other):
        run("delete", each)
    run("trash", "restore", review[:6]).refused("could be")
    run("restore", review).refused("pmtui trash restore ID")
