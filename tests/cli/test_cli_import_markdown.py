"""`import` of Markdown postmortems: several at once, pictures beside them, and where everything went."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pmtui.library.folder import Library

if TYPE_CHECKING:
    from tests.cli.conftest import Run

PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)
REPORT = """# Checkout down

## Summary

Payments failed.

## Timeline

- 14:02 Pager rang
  ![Errors](img/errors.png)
- 14:30 Fixed

## Action items

- [ ] Renew earlier
<!-- ask Tom -->
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    (folder / "img").mkdir(parents=True)
    (folder / "img" / "errors.png").write_bytes(PNG)
    (folder / "2024-03-01-checkout.md").write_text(REPORT)
    (folder / "two.md").write_text(REPORT.replace("14:02", "2024-05-01 14:02").replace("img/", "../"))
    return folder


def test_each_file_becomes_a_session_and_the_picture_beside_it_is_attached(
    run: Run, old: Path, library: Library
) -> None:
    (old.parent / "errors.png").write_bytes(PNG)
    first, second = run("import", *sorted(map(str, old.glob("*.md")))).lines
    session = library.read(library.find(first))
    assert session.timeline[0].at == "2024-03-01T14:02:00Z"
    (figure,) = session.evidence
    assert (figure.caption, figure.path, figure.url) == ("Errors", "errors.png", "")
    assert (library.attachments(library.find(first)) / "errors.png").read_bytes() == PNG
    # What lies outside the folder of the file is not for a text to bring in.
    assert [(each.path, each.url) for each in library.read(library.find(second)).evidence] == [("", "../errors.png")]


def test_what_is_imported_a_second_time_is_said_to_be_there(run: Run, old: Path, library: Library) -> None:
    files = sorted(map(str, old.glob("*.md")))
    assert "the same headline" not in run("import", *files).err
    names = set(library.names())
    tried = run("import", "--dry-run", files[0])
    assert any(f"{files[0]}: {name} is of the same day and has the same headline" in tried.err for name in names)
    assert "pmtui delete" in run("import", files[0]).err
    assert len(library.names()) == len(names) + 1


def test_what_is_merged_into_a_review_a_second_time_adds_nothing(run: Run, old: Path, library: Library) -> None:
    review = run("new", "--no-open", "--date", "2024-03-01").lines[0]
    run("log", "-s", review, "--who", "AK", "1 Mar 2024 14:02 alert fires")
    file = old / "merged.md"
    file.write_text(
        "# Postmortem: Checkout\n\n## Timeline\n\n- 1 Mar 2024 14:02 alert fires\n- 1 Mar 2024 14:05 rolled back\n\n"
        "## Five whys\n\n- It had expired\n  - Nobody watched\n\n## Action items\n\n- [ ] Watch it\n\n"
        "## What went well\n\n- The rollback\n\n![Errors](https://g.example/x.png)\n"
    )
    assert run("import", str(file), "--into", review).lines == [review]
    first = library.read(library.find(review))
    assert [(event.text, event.who) for event in first.timeline] == [("alert fires", "AK"), ("rolled back", "")]
    assert first.root_cause.whys[0].whys
    again = run("import", str(file), "--into", review)
    assert (again.out, "holds all of it already: nothing to do" in again.err) == ("", True)
    assert library.read(library.find(review)) == first


def test_one_file_that_is_no_postmortem_refuses_all(run: Run, old: Path, library: Library) -> None:
    (old / "zoo.md").write_text("cats\ndogs\n")
    run("import", *sorted(map(str, old.glob("*.md")))).refused("zoo.md: is no postmortem", "nothing was imported")
    assert library.names() == []


def test_a_dry_run_shows_where_each_passage_would_go(run: Run, old: Path, library: Library) -> None:
    found = run("import", "--dry-run", str(old / "two.md"))
    rows = [line.split("\t") for line in found.lines]
    assert ["5", "summary.overview", "Payments failed."] in rows
    assert [row[:2] for row in rows if "ask Tom" in row[2]] == [["16", "(no place)"]]
    assert "Markdown postmortem" in found.err
    assert library.names() == []


def test_where_everything_went_as_json(run: Run, old: Path) -> None:
    one: list[dict[str, Any]] = run("import", "--json", str(old / "two.md")).json
    assert {"line": 5, "text": "Payments failed.", "place": "summary.overview"} in one
    assert [row["text"] for row in one if row["place"] is None] == ["<!-- ask Tom -->"]
    both = run("import", "--json", "--dry-run", *sorted(map(str, old.glob("*.md")))).json
    assert {row["file"] for row in both} == {str(path) for path in old.glob("*.md")}
