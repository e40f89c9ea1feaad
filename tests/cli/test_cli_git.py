"""`merge` and `git-setup`: two people, two clones, one session."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest

from pmtui.library.folder import Library
from pmtui.session.document import Event, Evidence, Note, Session
from pmtui.session.edits import add_items, change_item, set_field
from tests.repository import git, nobody

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture
def three(run: Run, library: Library, tmp_path: Path) -> tuple[Path, Path, Path]:
    """Base, ours and theirs: the same session, in files as git hands them over."""
    run("new", "--no-open", "--product", "Checkout")
    run("log", "14:02 pager rings")
    folder = tmp_path / "handed"
    folder.mkdir()
    paths = folder / ".merge_file_a", folder / ".merge_file_b", folder / ".merge_file_c"
    for path in paths:
        shutil.copy(library.find("latest").path, path)
    return paths


def edit(path: Path, change: Any) -> None:
    Library(path.parent).change(path, change)
    shutil.rmtree(path.parent / ".pmtui")


def read(path: Path) -> Session:
    return Library(path.parent).read(path)


def add(text: str) -> Any:
    return lambda session: add_items(session, "timeline", [Event(id=text, text=text)])


def test_what_both_sides_changed_comes_together(run: Run, three: tuple[Path, Path, Path]) -> None:
    base, ours, theirs = three
    edit(ours, add("mine"))
    edit(theirs, add("theirs"))
    edit(theirs, lambda session: set_field(session, "key_details.headline", "Cards refused"))
    found = run("merge", *map(str, three))
    assert (found.status, found.out, found.err) == (0, "", "")
    assert {event.text for event in read(ours).timeline} == {"pager rings", "mine", "theirs"}
    assert read(ours).key_details.headline == "Cards refused"
    assert len(read(base).timeline) == 1
    assert sorted(path.name for path in ours.parent.iterdir()) == [".merge_file_a", ".merge_file_b", ".merge_file_c"]


def test_of_one_text_ours_stands_and_theirs_is_parked(run: Run, three: tuple[Path, Path, Path]) -> None:
    _, ours, theirs = three
    edit(ours, lambda session: set_field(session, "key_details.headline", "Mine"))
    edit(theirs, lambda session: set_field(session, "key_details.headline", "Theirs"))
    found = run("merge", *map(str, three))
    assert found.status == 0
    assert "headline" in found.err
    assert read(ours).key_details.headline == "Mine"
    assert [(parked.kind, "Theirs" in parked.text) for parked in read(ours).parking_lot] == [("conflict", True)]
    again = ours.read_bytes()
    assert run("merge", *map(str, three)).status == 0
    assert ours.read_bytes() == again


def test_one_edit_stays_one_change_in_the_file(run: Run, three: tuple[Path, Path, Path]) -> None:
    _, ours, theirs = three
    event = read(theirs).timeline[0]
    edit(theirs, lambda session: change_item(session, "timeline", event.id, text="pager rings twice"))
    before = ours.read_text().splitlines()
    run("merge", *map(str, three))
    after = ours.read_text().splitlines()
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [
        ('        "text": "pager rings",', '        "text": "pager rings twice",')
    ] or sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_base_may_be_empty(run: Run, three: tuple[Path, Path, Path]) -> None:
    base, ours, theirs = three
    edit(theirs, add("theirs"))
    base.write_bytes(b"")
    assert run("merge", *map(str, three)).status == 0
    assert {event.text for event in read(ours).timeline} == {"pager rings", "theirs"}
    edit(theirs, add("more"))
    assert run("merge", "/dev/null", str(ours), str(theirs)).status == 0
    assert {event.text for event in read(ours).timeline} == {"pager rings", "theirs", "more"}
    run("merge", str(base), str(ours), "/dev/null").refused("/dev/null: is empty: only BASE may be")


def test_a_file_keeps_its_mode(run: Run, three: tuple[Path, Path, Path]) -> None:
    _, ours, theirs = three
    edit(theirs, add("theirs"))
    ours.chmod(0o640)
    run("merge", *map(str, three))
    assert ours.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("broken", ["base", "ours", "theirs"])
@pytest.mark.parametrize(
    "content", [b"{", b"[1]", b'{"_default": {}}', b"<<<<<<< HEAD\n{}\n", b"\xff\xfe", b"null", b'{"session": {}}']
)
def test_a_file_that_cannot_be_read_leaves_ours_untouched(
    run: Run, three: tuple[Path, Path, Path], broken: str, content: bytes
) -> None:
    edit(three[2], add("theirs"))
    three[("base", "ours", "theirs").index(broken)].write_bytes(content)
    before = three[1].read_bytes()
    run("merge", *map(str, three)).refused("pmtui: ")
    assert three[1].read_bytes() == before


def test_missing_files_and_other_sessions_are_refused(run: Run, three: tuple[Path, Path, Path]) -> None:
    base, ours, theirs = map(str, three)
    before = three[1].read_bytes()
    other = run("new", "--no-open", "--library", "elsewhere").lines[0]
    path = next(Path("elsewhere").glob("*.json"))
    for args in ((base, ours, str(path)), (str(path), ours, theirs), (base, ours, "gone"), ("gone", ours, theirs)):
        run("merge", *args).refused()
    assert other in run("merge", base, ours, str(path)).err
    three[2].write_bytes(b"")
    run("merge", base, ours, theirs).refused("only BASE may be")
    assert three[1].read_bytes() == before


def test_long_bodies_beside_the_file_are_merged_by_name(
    run: Run, three: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    _, ours, theirs = three
    long = "x" * 300_000
    log = Evidence(id="long", caption="A long log", kind="log", body=long)
    file = tmp_path / "2026-11-18-incident-abcdef.json"
    shutil.move(theirs, file)
    edit(file, lambda session: add_items(session, "evidence", [log]))
    # Git hands over the file alone.
    shutil.copy(file, theirs)
    edit(ours, add("mine"))
    found = run("merge", *map(str, three))
    assert (found.status, found.err) == (0, "")
    assert long not in ours.read_text()
    # Where it is checked out, the text lies beside it.
    shutil.copy(ours, file)
    assert {event.text for event in read(file).timeline} == {"pager rings", "mine"}
    assert read(file).evidence[0].body == long


def test_of_two_numbers_of_votes_the_one_that_lost_is_said(run: Run, three: tuple[Path, Path, Path]) -> None:
    _, ours, theirs = three
    for path in three:
        edit(path, lambda session: add_items(session, "lessons.learned", [Note(id="n", text="Renew earlier", votes=1)]))
    edit(ours, lambda session: change_item(session, "lessons.learned", "n", votes=3))
    edit(theirs, lambda session: change_item(session, "lessons.learned", "n", votes=2))
    said = run("merge", *map(str, three)).err
    assert "votes of the note “Renew earlier”: 3 here, 2 there: 3 stands" in said
    assert read(ours).lessons.learned[0].votes == 3


def test_what_a_killed_merge_left_is_swept(run: Run, three: tuple[Path, Path, Path]) -> None:
    left = three[1].parent / ".pmtui-0123456789ab.tmp"
    left.touch()
    run("merge", *map(str, three))
    assert left.exists()  # perhaps of a merge that goes on
    with patch("time.time", return_value=time.time() + 7200):
        run("merge", *map(str, three))
    assert not left.exists()


# --- git-setup ---


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    return folder


def test_two_clones_meet_without_a_conflict(run: Run, repository: Path, tmp_path: Path) -> None:
    mine = ("--library", str(repository / "sessions"))
    run(*mine, "new", "--no-open", "--product", "Checkout")
    assert run(*mine, "git-setup").status == 0
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "one")
    git(tmp_path, "clone", "-q", str(repository), "clone")
    clone = tmp_path / "clone"
    theirs = ("--library", str(clone / "sessions"))
    assert run(*theirs, "git-setup").status == 0
    assert git(clone, "status", "--porcelain") == ""

    run(*mine, "log", "-s", "latest", "14:02 mine")
    run(*theirs, "log", "-s", "latest", "14:03 theirs")
    for library, headline in ((repository, "Mine"), (clone, "Theirs")):
        Library(library / "sessions").change("latest", lambda s, h=headline: set_field(s, "key_details.headline", h))
        git(library, "commit", "-q", "-a", "-m", headline)
    git(clone, "pull", "-q", "--no-rebase", "--no-edit")

    merged = Library(clone / "sessions").read(Library(clone / "sessions").find("latest"))
    assert [event.text for event in merged.timeline if event.text in ("mine", "theirs")] in (
        ["mine", "theirs"], ["theirs", "mine"],
    )  # fmt: skip
    assert merged.key_details.headline == "Theirs"
    assert [("Mine" in parked.text, parked.kind) for parked in merged.parking_lot] == [(True, "conflict")]
    assert git(clone, "status", "--porcelain") == ""


def test_only_sessions_are_given_to_the_driver(run: Run, repository: Path) -> None:
    run("--library", str(repository), "new", "--no-open", "--product", "Checkout")
    run("--library", str(repository), "git-setup")
    file = next(repository.glob("2*.json")).name
    given = git(repository, "check-attr", "merge", file, file.replace(".json", "-2.json"), "package.json")
    assert [line.rpartition(": ")[2] for line in given.splitlines()] == ["pmtui", "pmtui", "unspecified"]


def test_what_is_not_for_others_is_ignored_but_a_clone_is_a_library_still(
    run: Run, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("--library", str(repository / "sessions"), "log", "x")
    run("--library", str(repository / "sessions"), "git-setup")
    git(repository, "add", "-A")
    # Where .pmtui is a file, what a library keeps lies beside it.
    own = [f"sessions/.pmtui{name}" for name in ("/lock", "/trash/x", "-trash/x", "-drafts/x", "-journal/x")]
    assert git(repository, "check-ignore", *own).splitlines() == own
    git(repository, "commit", "-q", "-m", "one")
    git(tmp_path, "clone", "-q", str(repository), "clone")
    monkeypatch.delenv("PMTUI_LIBRARY")
    monkeypatch.chdir(tmp_path / "clone")
    assert len(run("list").lines) == 1


def test_setting_up_again_changes_nothing(run: Run, repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.png binary")
    (repository / ".gitignore").write_bytes(b"*.log\r\n")
    run("--library", str(repository), "git-setup")
    once = {name: (repository / name).read_bytes() for name in (".gitattributes", ".gitignore")}
    assert once[".gitattributes"].startswith(b"*.png binary\n")
    assert once[".gitignore"].startswith(b"*.log\r\n")
    run("--library", str(repository), "git-setup")
    assert {name: (repository / name).read_bytes() for name in once} == once


def test_a_config_that_git_cannot_write_is_the_machine_s_refusal(run: Run, repository: Path) -> None:
    (repository / ".git" / "config.lock").touch()
    found = run("--library", str(repository), "git-setup")
    assert found.status == 3 and "git config refused (could not lock config file" in found.err


def test_outside_a_repository_it_is_refused(run: Run, tmp_path: Path) -> None:
    run("git-setup").refused("there is no such library", "pmtui git-setup --library .")
    run("new", "--no-open")
    run("git-setup").refused("is not inside a git repository", "git init")
    assert not (tmp_path / "library" / ".gitattributes").exists()


def test_a_conflict_that_git_left_is_said_with_its_mend(run: Run, repository: Path, tmp_path: Path) -> None:
    library = ("--library", str(repository))
    run(*library, "new", "--no-open", "--product", "Checkout")
    file = next(repository.glob("2*.json"))
    git(repository, "add", file.name)
    git(repository, "commit", "-q", "-m", "one")
    git(tmp_path, "clone", "-q", str(repository), "clone")
    for folder in (repository, tmp_path / "clone"):
        Library(folder).change("latest", lambda s, h=folder.name: set_field(s, "key_details.headline", h))
        git(folder, "commit", "-q", "-a", "-m", folder.name)
    command = ["git", "-C", str(repository), "pull", "--no-rebase", str(tmp_path / "clone"), "main"]
    assert subprocess.run(command, env=nobody(), capture_output=True).returncode == 1
    for named in (file.name, "latest"):
        said = run(*library, "log", "-s", named, "pager rings")
        assert said.status == 2
        assert "git left conflict markers in it: run pmtui git-setup, then git checkout -m" in said.err
        assert "not noted: pager rings" in said.err
    said = run(*library, "log", "pager rings")
    assert said.status == 0
    assert f"{file.name}: cannot be read: git left conflict markers" in said.err and "a new review" in said.err
    run(*library, "git-setup")
    git(repository, "checkout", "-q", "-m", "--", file.name)
    merged = Library(repository).read(file)
    assert merged.key_details.headline == "repository"
    assert [parked.text for parked in merged.parking_lot] == ["clone"]


def test_in_the_folder_and_in_a_clone_of_it_notes_find_the_library(
    run: Run, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PMTUI_LIBRARY")
    monkeypatch.chdir(repository)
    found = run("git-setup", "--library", ".")
    assert found.status == 0
    assert "commit .gitattributes, .gitignore and .pmtui/.keep" in found.err
    assert "pmtui uses" not in found.err
    run("log", "pager rings")
    assert len(list(repository.glob("*-incident-*.json"))) == 1
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "one")
    git(tmp_path, "clone", "-q", str(repository), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    run("log", "a replica lags")
    (file,) = (tmp_path / "clone").glob("*-incident-*.json")
    assert {event.text for event in read(file).timeline} == {"pager rings", "a replica lags"}


def test_a_library_that_is_used_all_the_same_is_said(
    run: Run, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    said = f"pmtui uses {tmp_path / 'library'}, as PMTUI_LIBRARY says"
    assert said in run("git-setup", "--library", ".").err
    monkeypatch.delenv("PMTUI_LIBRARY")
    (tmp_path / "config.toml").write_text('library = "configured"\n')
    assert f"pmtui uses {tmp_path / 'configured'}, as" in run("git-setup", "--library", ".").err


def test_without_a_library_it_says_how(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PMTUI_LIBRARY")
    run("git-setup").refused("no such library", "pmtui git-setup --library .")
    run("new", "--no-open")
    run("git-setup").refused("is not inside a git repository", "pmtui git-setup --library .")
