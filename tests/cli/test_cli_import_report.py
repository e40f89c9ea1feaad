"""`import REPORT.md`: a report that somebody edited elsewhere is merged into its session."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.cli import import_

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture
def report(run: Run, tmp_path: Path) -> Path:
    """The report of a session in the library."""
    run("new", "--no-open", "--product", "Checkout", "--date", "18-11-2026")
    run("log", "14:02 pager rings")
    run("log", "14:10 card payments off")
    run("export", "latest", "-o", "report.md")
    return tmp_path / "report.md"


def edit(report: Path, old: str, new: str) -> None:
    text = report.read_text()
    assert text.count(old) == 1
    report.write_text(text.replace(old, new))


def session_id(run: Run) -> str:
    return str(run("list", "--json").json[0]["id"])


def texts(run: Run) -> list[str]:
    return [event["text"] for event in run("export", "latest", "--format", "json").json["timeline"]]


def kept(tmp_path: Path) -> Path:
    (folder,) = tmp_path.rglob("revisions")
    return folder


def test_it_is_refused_without_into_and_says_how(run: Run, report: Path) -> None:
    run("import", str(report)).refused("which the library has", f"--into {session_id(run)}")


def test_it_is_merged_with_what_was_done_since(run: Run, report: Path) -> None:
    run("log", "14:20 cards on again")
    edit(report, "| pager rings |", "| the pager rings |")
    dry = run("import", "--into", "latest", "--dry-run", str(report))
    assert dry.status == 0
    assert "1 change\npmtui: the text of the event “pager rings”: pager rings → the pager rings\n" in dry.err
    assert texts(run) == ["pager rings", "card payments off", "cards on again"]
    found = run("import", "--into", "latest", str(report))
    assert (found.status, found.out.strip()) == (0, session_id(run))
    assert texts(run) == ["the pager rings", "card payments off", "cards on again"]
    again = run("import", "--into", "latest", str(report))
    assert (again.status, again.out) == (0, "")
    assert "holds all of it already: nothing to do" in again.err


def test_what_both_changed_is_parked_and_told(run: Run, report: Path) -> None:
    edit(report, "| pager rings |", "| the pager rings |")
    ours = report.with_name("ours.md")
    shutil.copy(report, ours)
    edit(ours, "| the pager rings |", "| my pager rings |")
    run("import", "--into", "latest", str(ours))
    found = run("import", "--into", "latest", str(report))
    assert "both changed the text of the event “my pager rings”: yours stands" in found.err
    document = run("export", "latest", "--format", "json").json
    assert [(item["kind"], item["text"]) for item in document["parking_lot"]] == [("conflict", "the pager rings")]


def test_without_what_it_was_made_of_nothing_changes(run: Run, report: Path, tmp_path: Path) -> None:
    shutil.rmtree(kept(tmp_path))
    run("log", "14:20 cards on again")
    edit(report, "| pager rings |", "| the pager rings |")
    run("import", "--into", "latest", str(report)).refused("is not kept any more", "on a terminal")
    assert texts(run) == ["pager rings", "card payments off", "cards on again"]


def test_on_a_terminal_each_difference_is_asked_about(
    run: Run, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(kept(tmp_path))
    run("log", "14:20 cards on again")
    edit(report, "| pager rings |", "| the pager rings |")
    asked: list[str] = []

    def ask(words: str) -> bool:
        asked.append(words)
        return "pager" in words

    monkeypatch.setattr(import_, "asker", lambda: ask)
    assert run("import", "--into", "latest", str(report)).status == 0
    assert asked == [
        "the text of the event “pager rings”: pager rings → the pager rings",
        "deleted: the event “cards on again”",
    ]
    assert texts(run) == ["the pager rings", "card payments off", "cards on again"]


def test_a_final_session_takes_the_progress_of_its_actions_and_no_more(run: Run, report: Path, tmp_path: Path) -> None:
    edit(report, "| pager rings |", "| the pager rings |")
    run("status", "latest", "final")
    run("import", "--into", "latest", str(report)).refused("this review is final: reopen it first")
    assert texts(run) == ["pager rings", "card payments off"]


def test_a_report_of_a_session_that_is_gone_keeps_its_id(run: Run, report: Path) -> None:
    made = session_id(run)
    run("delete", "latest")
    assert run("import", str(report)).out.strip() == made
    assert run("export", "latest").out.splitlines()[:-1] == report.read_text().splitlines()[:-1]


def test_few_revisions_are_kept_and_an_export_needs_none(
    run: Run, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmtui.library.revisions.MOST_FILES", 2)
    for n in range(4):
        run("log", f"15:0{n} one more")
        run("export", "latest")
    files = [path.name for path in kept(tmp_path).iterdir()]
    assert len(files) == 2
    found = re.search(r"([0-9a-f]{12})\)\n$", run("export", "latest").out)
    assert found is not None
    assert found[1] in files
    folder = kept(tmp_path)
    shutil.rmtree(folder)
    folder.write_text("in the way")
    assert run("export", "latest").status == 0
