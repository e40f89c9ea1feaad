"""Git replaces the file of a review while notes are taken: none that was acknowledged is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui.library.disk import Disk
from pmtui.library.errors import LibraryError
from pmtui.library.folder import Entry, Library
from pmtui.library.open_session import OpenSession
from pmtui.session.document import Event, Session
from pmtui.session.edits import add_items, delete_items, set_field
from tests.adding import adding
from tests.faults import git_races
from tests.repository import HOME, SlowMerge, git

if TYPE_CHECKING:
    from tests.cli.conftest import Result, Run


@pytest.fixture
def reviews(run: Run, library: Library) -> Library:
    """A library that is a repository, with one review that is committed."""
    run("new", "--no-open", "--product", "Checkout")
    git(library.folder, "init", "-q", "-b", "main")
    run("log", "14:00 committed")
    (library.folder / ".gitattributes").write_text("2*.json merge=pmtui\n")
    commit(library, "one")
    return library


def commit(library: Library, what: str) -> None:
    git(library.folder, "add", "2*.json", ".gitattributes")
    git(library.folder, "commit", "-q", "-m", what)


def path_of(library: Library) -> Path:
    return library.find("latest").path


def texts(library: Library) -> list[str]:
    return [event.text for event in library.read(path_of(library)).timeline]


def note(run: Run, text: str) -> Result:
    found = run("log", "-s", "latest", "--at", "14:02", text)
    assert found.status == 0, found.err
    return found


TAKEN_BACK = [("restore", "."), ("stash",), ("reset", "-q", "--hard"), ("checkout", "-q", "-f", "main")]


@pytest.mark.parametrize("how", TAKEN_BACK, ids=lambda how: how[0])
def test_the_next_note_puts_back_what_git_took_out_and_says_so(run: Run, reviews: Library, how: tuple[str]) -> None:
    note(run, "one")
    note(run, "two")
    git(reviews.folder, *how)
    assert texts(reviews) == ["committed"]
    said = note(run, "three").err
    assert sorted(texts(reviews)) == ["committed", "one", "three", "two"]
    assert f"2 events that git's version of {path_of(reviews).name} lacked were put back" in said
    assert "put back" not in note(run, "four").err


def test_what_only_the_new_version_holds_is_put_back_into_a_file_of_the_old_one(run: Run, reviews: Library) -> None:
    path = path_of(reviews)
    path.write_text(path.read_text().replace('"version": 2', '"version": 1', 1))
    commit(reviews, "as the first version wrote it")
    note(run, "raised")
    commit(reviews, "raised")
    assert run("log", "-s", "latest", "--at", "14:02", "--who", "on call", "noted").status == 0
    git(reviews.folder, "checkout", "-q", "HEAD~1", "--", path.name)
    note(run, "next")
    assert {event.text: event.who for event in reviews.read(path).timeline} == {
        "committed": "", "noted": "on call", "next": "",
    }  # fmt: skip


def test_what_is_noted_while_a_pull_merges_is_kept(run: Run, reviews: Library, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(reviews.folder), "theirs")
    theirs = Library(tmp_path / "theirs")
    theirs.change(path_of(theirs), adding([Event(id="theirs", text="theirs")]))
    git(theirs.folder, "commit", "-q", "-a", "-m", "theirs")
    note(run, "mine")
    commit(reviews, "mine")
    merging = SlowMerge(reviews.folder, "pull", "-q", "--no-rebase", "--no-edit", str(theirs.folder), "main")
    note(run, "meanwhile")
    merging.end()
    assert sorted(texts(reviews)) == ["committed", "mine", "theirs"]
    assert "1 event that git's version" in note(run, "after").err
    assert sorted(texts(reviews)) == ["after", "committed", "meanwhile", "mine", "theirs"]


def test_what_is_noted_while_a_rebase_goes_on_is_kept_when_it_is_aborted(
    run: Run, reviews: Library, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "-q", str(reviews.folder), "theirs")
    theirs = Library(tmp_path / "theirs")
    theirs.change(path_of(theirs), adding([Event(id="theirs", text="theirs")]))
    git(theirs.folder, "commit", "-q", "-a", "-m", "theirs")
    note(run, "mine")
    commit(reviews, "mine")
    rebasing = SlowMerge(reviews.folder, "pull", "-q", "--rebase", str(theirs.folder), "main")
    note(run, "meanwhile")
    rebasing.end(status=1)
    note(run, "stopped")
    git(reviews.folder, "rebase", "--abort")
    note(run, "after")
    assert sorted(texts(reviews)) == ["after", "committed", "meanwhile", "mine", "stopped"]


def test_what_stands_in_a_commit_is_not_put_back(run: Run, reviews: Library) -> None:
    git(reviews.folder, "branch", "early")
    note(run, "later")
    commit(reviews, "later")
    git(reviews.folder, "checkout", "-q", "early")
    assert "put back" not in note(run, "on the other branch").err
    assert texts(reviews) == ["committed", "on the other branch"]
    commit(reviews, "other")
    git(reviews.folder, "reset", "-q", "--hard", "HEAD~1")
    assert "put back" not in note(run, "again").err
    assert texts(reviews) == ["committed", "again"]


def test_what_somebody_deleted_in_a_commit_stays_deleted(run: Run, reviews: Library, tmp_path: Path) -> None:
    note(run, "mine")
    commit(reviews, "mine")
    git(tmp_path, "clone", "-q", str(reviews.folder), "theirs")
    theirs = Library(tmp_path / "theirs")
    gone = theirs.read(path_of(theirs)).timeline[-1].id
    theirs.change(path_of(theirs), lambda session: delete_items(session, "timeline", [gone]))
    git(theirs.folder, "commit", "-q", "-a", "-m", "deleted")
    git(reviews.folder, "pull", "-q", "--no-rebase", str(theirs.folder), "main")
    assert "put back" not in note(run, "after").err
    assert texts(reviews) == ["committed", "after"]


def test_what_somebody_took_out_by_hand_stays_out(run: Run, reviews: Library) -> None:
    note(run, "a mistake")
    path = path_of(reviews)
    old = git(reviews.folder, "show", f"HEAD:{path.name}")
    path.write_text(old.replace("committed", "committed, by hand"))
    assert "put back" not in note(run, "after").err
    commit(reviews, "by hand")
    git(reviews.folder, "checkout", "-q", "-f", "main")
    note(run, "last")
    assert texts(reviews) == ["committed, by hand", "after", "last"]


def test_what_pmtui_replaced_is_not_put_back(run: Run, reviews: Library) -> None:
    document = run("export", "latest", "--format", "json").out
    note(run, "replaced")
    assert run("import", "-", "--replace", stdin=document).status == 0
    git(reviews.folder, "commit", "-q", "-a", "--allow-empty", "-m", "replaced")
    assert "put back" not in note(run, "after").err
    assert texts(reviews) == ["committed", "after"]


@pytest.mark.parametrize("meanwhile", [0, 2])
def test_what_git_took_out_is_put_back_once_git_answers_again(
    run: Run, reviews: Library, monkeypatch: pytest.MonkeyPatch, meanwhile: int
) -> None:
    note(run, "acknowledged")
    git(reviews.folder, "checkout", "-q", "--", ".")
    with monkeypatch.context() as refusing:
        refusing.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        for n in range(meanwhile + 1):
            assert "put back" not in note(run, f"refused {n}").err
    assert "1 event that git's version" in note(run, "after").err
    assert sorted(texts(reviews)) == [
        "acknowledged",
        "after",
        "committed",
        *(f"refused {n}" for n in range(meanwhile + 1)),
    ]


def test_a_git_that_does_not_answer_loses_nothing(
    run: Run, reviews: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    note(run, "acknowledged")
    git(reviews.folder, "checkout", "-q", "--", ".")
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 600\n")
    slow.chmod(0o755)
    with monkeypatch.context() as hanging:
        hanging.setattr("pmtui.library.git_tree.LONGEST", 0.1)
        hanging.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
        assert "put back" not in note(run, "hanging").err
    note(run, "after")
    assert sorted(texts(reviews)) == ["acknowledged", "after", "committed", "hanging"]


def test_a_slow_git_holds_the_lock_for_one_while_however_much_it_is_asked(
    run: Run, reviews: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    note(run, "acknowledged")
    git(reviews.folder, "checkout", "-q", "--", ".")
    slow, asked = tmp_path / "bin" / "git", tmp_path / "asked"
    slow.parent.mkdir()
    slow.write_text(f'#!/bin/sh\necho x >> {asked}\nsleep 0.2\nexec {shutil.which("git")} "$@"\n')
    slow.chmod(0o755)
    with monkeypatch.context() as slowed:
        slowed.setattr("pmtui.library.git_tree.LONGEST", 0.5)
        slowed.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
        assert "put back" not in note(run, "meanwhile").err
    assert len(asked.read_text().split()) <= 3
    note(run, "after")
    assert sorted(texts(reviews)) == ["acknowledged", "after", "committed", "meanwhile"]


def test_a_replacement_that_fails_leaves_the_notes_of_the_review_that_stays(run: Run, reviews: Library) -> None:
    class Refusing(Disk):
        def rename(self, source: str, target: str) -> None:
            raise OSError(28, "no room")

    note(run, "acknowledged")
    with pytest.raises(LibraryError):
        Library(reviews.folder, disk=Refusing()).replace(path_of(reviews), reviews.read(path_of(reviews)))
    git(reviews.folder, "checkout", "-q", "--", ".")
    note(run, "after")
    assert sorted(texts(reviews)) == ["acknowledged", "after", "committed"]


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_review_that_comes_out_of_the_trash_is_still_protected(run: Run, reviews: Library, how: str) -> None:
    note(run, "acknowledged")
    if how == "deleted":
        thrown = reviews.trash(path_of(reviews))
        reviews.untrash(thrown)
    else:
        document = run("export", "latest", "--format", "json").out.replace('"text": "acknowledged"', '"text": "other"')
        assert run("import", "-", "--replace", stdin=document).status == 0
        assert run("trash", "restore", "latest").status == 0
    assert texts(reviews) == ["committed", "acknowledged"]
    git(reviews.folder, "checkout", "-q", "--", ".")
    note(run, "after")
    assert sorted(texts(reviews)) == ["acknowledged", "after", "committed"]


def test_the_journal_is_nobody_else_s_and_outside_git_there_is_none(run: Run, reviews: Library) -> None:
    note(run, "one")
    assert list((reviews.folder / ".pmtui" / "journal").glob("*.jsonl"))
    assert "journal" not in git(reviews.folder, "status", "--porcelain", "--untracked-files=all")
    run("--library", "elsewhere", "log", "two")
    run("--library", "elsewhere", "log", "three")
    assert not Path("elsewhere/.pmtui/journal").exists()


def test_a_note_that_was_refused_is_not_put_back(run: Run, reviews: Library) -> None:
    class Full(Disk):
        def replace(self, source: str, target: str) -> None:
            raise OSError(28, "no room")

    with pytest.raises(Exception, match="disk is full"):
        Library(reviews.folder, disk=Full()).change(path_of(reviews), adding([Event(id="refused", text="refused")]))
    git(reviews.folder, "checkout", "-q", "-f", "main")
    note(run, "after")
    assert texts(reviews) == ["committed", "after"]


def test_a_note_goes_to_its_review_while_git_has_the_file_away(run: Run, reviews: Library) -> None:
    path = path_of(reviews)
    lock, data = reviews.folder / ".git" / "index.lock", path.read_bytes()
    lock.touch()
    path.unlink()
    writing = threading.Thread(target=reviews.change, args=("latest", adding([Event(id="x", text="meanwhile")])))
    writing.start()
    path.write_bytes(data)
    lock.unlink()
    writing.join()
    assert texts(reviews) == ["committed", "meanwhile"]


DYING = """
import os, sys
from pathlib import Path
from pmtui.library.disk import Disk
from pmtui.library.folder import Library
from pmtui.session.document import Event
from pmtui.session.edits import add_items

class Dying(Disk):
    def replace(self, source, target):
        if target.endswith(".json"):
            os.kill(os.getpid(), 9)
        super().replace(source, target)

event = Event(id="cut short", text="cut short")
Library(Path(sys.argv[1]), disk=Dying()).change("latest", lambda session: add_items(session, "timeline", [event]))
"""


def test_a_note_that_a_kill_cut_short_is_not_put_back(run: Run, reviews: Library) -> None:
    note(run, "one")
    command = [sys.executable, "-P", "-c", DYING, str(reviews.folder)]
    assert subprocess.run(command, env=os.environ | {"PYTHONPATH": str(HOME)}).returncode == -9
    note(run, "two")
    git(reviews.folder, "restore", ".")
    note(run, "three")
    assert sorted(texts(reviews)) == ["committed", "one", "three", "two"]


@pytest.mark.parametrize("seed", range(2))
def test_a_short_race_with_git_loses_nothing(seed: int) -> None:
    assert ", 0 lost" in git_races.run(0, seed)


def test_a_damaged_file_of_long_ago_is_not_waited_for_while_git_works(
    reviews: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = reviews.folder / "2026-01-01-damaged-000000.json"
    damaged.write_text("{")
    os.utime(damaged, (1, 1))
    looks: list[int] = []
    entries = Library.entries

    def counted(library: Library, *, quick: bool = False) -> list[Entry]:
        looks.append(1)
        return entries(library, quick=quick)

    monkeypatch.setattr(Library, "entries", counted)
    (reviews.folder / ".git" / "index.lock").touch()
    assert reviews.by_id("nobody") is None
    assert len(looks) == 2


# --- what a clone brings along ---


@pytest.mark.parametrize("linked", ["file", "folder"])
def test_a_journal_that_is_a_link_is_not_written_through(
    run: Run, reviews: Library, tmp_path: Path, linked: str
) -> None:
    note(run, "one")
    journal = next((reviews.folder / ".pmtui" / "journal").glob("*.jsonl"))
    outside = tmp_path / "outside"
    outside.mkdir()
    mine = outside / journal.name
    mine.write_text("somebody's")
    if linked == "file":
        journal.unlink()
        journal.symlink_to(mine)
    else:
        journal.parent.rename(tmp_path / "away")
        journal.parent.symlink_to(outside)
    note(run, "two")
    assert texts(reviews) == ["committed", "one", "two"]
    assert mine.read_text() == "somebody's" and list(outside.iterdir()) == [mine]


def test_moves_through_a_link_that_leads_out_are_not_done(run: Run, reviews: Library, tmp_path: Path) -> None:
    outside, path = tmp_path / "outside", path_of(reviews)
    outside.mkdir()
    marker = reviews.folder / ".pmtui"
    (marker / "trash").symlink_to(outside)
    (marker / "moving").write_text(json.dumps([[path.name, f".pmtui/trash/{path.name}"]]))
    assert run("list").status == 0
    assert path.exists() and list(outside.iterdir()) == []


# --- in the open app ---


def add(text: str) -> object:
    return lambda session: add_items(session, "timeline", [Event(id=text, text=text)])


def shown(opened: OpenSession) -> list[str]:
    return [event.text for event in opened.session.timeline]


def test_the_app_puts_back_as_one_act_that_one_key_undoes(run: Run, reviews: Library) -> None:
    opened = reviews.open("latest")
    for text in ("one", "two"):
        opened.do(add(text), "add event")  # type: ignore[arg-type]
        opened.save()
    git(reviews.folder, "stash", "-q")
    assert not opened.poll()
    assert shown(opened) == texts(reviews) == ["committed", "one", "two"]
    notices = opened.take_notices()
    file = opened.file
    assert notices == (f"2 events that git's version of {file} lacked were put back: undo takes it away",)
    assert opened.undo_label == "put back what git's version lacked"
    opened.undo()
    opened.save()
    assert shown(opened) == texts(reviews) == ["committed"]
    git(reviews.folder, "checkout", "-q", "-f", "main")
    opened.poll()
    note(run, "after")
    assert texts(reviews) == ["committed", "after"]


def test_an_app_that_opens_later_puts_back_too(run: Run, reviews: Library) -> None:
    note(run, "one")
    git(reviews.folder, "restore", ".")
    opened = reviews.open("latest")
    assert opened.dirty
    assert opened.save().changed
    assert shown(opened) == texts(reviews) == ["committed", "one"]


def test_a_text_that_git_took_back_is_written_again(reviews: Library) -> None:
    opened = reviews.open("latest")
    for text in ("Cards", "Cards refused"):
        opened.do(lambda session, text=text: set_field(session, "key_details.headline", text), "edit", group="x")  # type: ignore[misc]
        opened.save()
    git(reviews.folder, "restore", ".")
    opened.poll()
    assert reviews.read(reviews.folder / opened.file).key_details.headline == "Cards refused"
    assert "1 change that git's version" in opened.take_notices()[0]
    opened.undo()
    opened.save()
    assert reviews.read(reviews.folder / opened.file).key_details.headline == ""


def test_a_text_that_both_wrote_is_parked(run: Run, reviews: Library) -> None:
    git(reviews.folder, "checkout", "-q", "-b", "theirs")
    reviews.change("latest", headline("Theirs"))
    commit(reviews, "theirs")
    git(reviews.folder, "checkout", "-q", "main")
    reviews.change("latest", headline("Mine"))
    git(reviews.folder, "checkout", "-q", "-f", "theirs")
    note(run, "after")
    session = reviews.read(path_of(reviews))
    assert session.key_details.headline == "Mine"
    assert [parked.text for parked in session.parking_lot] == ["Theirs"]


def headline(text: str) -> object:
    def edit(session: Session) -> Session:
        return set_field(session, "key_details.headline", text)

    return edit


def test_a_deletion_and_its_undo_are_told_apart(reviews: Library) -> None:
    opened = reviews.open("latest")
    opened.do(add("one"), "add event")  # type: ignore[arg-type]
    opened.save()
    opened.do(lambda session: delete_items(session, "timeline", ["one"]), "delete event")
    opened.save()
    git(reviews.folder, "checkout", "-q", "-f", "main")
    opened.poll()
    assert shown(opened) == ["committed"]
    opened.undo()
    opened.save()
    git(reviews.folder, "checkout", "-q", "-f", "main")
    opened.poll()
    assert shown(opened) == texts(reviews) == ["committed", "one"]


def test_a_long_journal_is_drawn_together(reviews: Library) -> None:
    opened = reviews.open("latest")
    journal = reviews.folder / ".pmtui" / "journal" / f"{opened.session.id}.jsonl"
    for n in range(40):
        text = f"{n}" + "x" * 20_000
        opened.do(lambda session, text=text: set_field(session, "summary.overview", text), "edit", group="x")  # type: ignore[misc]
        opened.save()
    assert journal.stat().st_size < 400_000
    git(reviews.folder, "restore", ".")
    opened.poll()
    assert reviews.read(reviews.folder / opened.file).summary.overview == text


def test_what_is_done_in_the_app_while_a_pull_merges_is_kept(reviews: Library, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(reviews.folder), "theirs")
    theirs = Library(tmp_path / "theirs")
    theirs.change(path_of(theirs), adding([Event(id="theirs", text="theirs")]))
    git(theirs.folder, "commit", "-q", "-a", "-m", "theirs")
    opened = reviews.open("latest")
    opened.do(add("mine"), "add event")  # type: ignore[arg-type]
    opened.save()
    commit(reviews, "mine")
    merging = SlowMerge(reviews.folder, "pull", "-q", "--no-rebase", "--no-edit", str(theirs.folder), "main")
    opened.do(add("meanwhile"), "add event")  # type: ignore[arg-type]
    opened.save()
    merging.end()
    opened.do(add("not saved yet"), "add event")  # type: ignore[arg-type]
    opened.save()
    assert sorted(shown(opened)) == ["committed", "meanwhile", "mine", "not saved yet", "theirs"]
    assert sorted(texts(reviews)) == sorted(shown(opened))
    opened.undo()
    assert sorted(shown(opened)) == ["committed", "mine", "not saved yet", "theirs"]


def test_the_app_does_not_write_a_file_again_that_git_is_just_writing(reviews: Library) -> None:
    opened = reviews.open("latest")
    lock, data = reviews.folder / ".git" / "index.lock", (reviews.folder / opened.file).read_bytes()
    lock.touch()
    (reviews.folder / opened.file).unlink()
    looking = threading.Thread(target=opened.poll)
    looking.start()
    (reviews.folder / opened.file).write_bytes(data)
    lock.unlink()
    looking.join()
    assert not opened.dirty and not opened.take_notices()
