"""Two files with one session's id: both are found, the next save makes one of them, and nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pmtui.library.attachments import attach
from pmtui.library.errors import Ambiguous
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.document import Event, Evidence, Session
from pmtui.session.edits import add_items, set_field
from tests.adding import adding


def differ(library: Library, path: Path) -> None:
    """Note something, and attach a file, in one of the two alone."""
    name = attach(library.attachments(path), path.name.encode(), "graph.png")
    library.change(path, lambda s: add_items(s, "evidence", [Evidence(id=f"f-{path.stem}", path=name)]))
    library.change(path, adding([Event(id=f"e-{path.stem}", text=f"noted in {path.name}")]))


@pytest.fixture
def other(library: Library, path: Path, tmp_path: Path) -> Path:
    """A copy under another name; each of the two has an event, and an attached file, that the other has not."""
    elsewhere = Library(tmp_path / "elsewhere")
    elsewhere.make()
    copy = elsewhere.folder / "moved-away.json"
    shutil.copy(path, copy)
    differ(library, path)
    differ(elsewhere, copy)
    shutil.move(elsewhere.attachments(copy), library.folder)
    return Path(shutil.move(copy, library.folder / copy.name))


def test_an_id_with_two_files_is_found(library: Library, path: Path, other: Path, session: Session) -> None:
    assert library.find(session.id).path == other, "the one that was written last"
    assert library.find(session.id[-6:]).path == library.by_id(session.id).path == other  # type: ignore[union-attr]
    assert library.find(path.name).path == path
    assert library.find("latest").path == other
    assert {entry.path for entry in library.entries()} == {path, other}
    assert [entry.path for entry, _ in library.sessions()] == [other], "statistics count it once"
    second = library.create(new_session()).path
    with pytest.raises(Ambiguous):
        library.find(library.read(second).id[:3])


def test_the_next_save_merges_them_and_says_so(library: Library, path: Path, other: Path, session: Session) -> None:
    saved = library.change(session.id, adding([Event(id="e-new", text="one more")]))
    assert saved.path == other and saved.merged
    assert any("moved-away.json" in said and "trash" in said for said in saved.notices)
    assert [entry.path for entry in library.entries()] == [other]
    kept = library.read(other)
    assert {f"e-{path.stem}", "e-moved-away", "e-new"} <= {event.id for event in kept.timeline}
    files = {each.id: (library.attachments(other) / each.path).read_text() for each in kept.evidence}
    assert files == {f"f-{path.stem}": path.name, "f-moved-away": other.name}
    assert [thrown.entry.file for thrown in library.trashed()] == [path.name]
    assert not library.attachments(path).exists()
    assert library.change(session.id, adding([Event(id="e-last")])).notices == ()


def test_an_open_session_goes_on_with_both(library: Library, path: Path, other: Path) -> None:
    opened = library.open(path)
    opened.do(lambda s: set_field(s, "impact.statement", "typed"), "edit")
    assert opened.save().changed
    assert "e-moved-away" in {event.id for event in opened.session.timeline}
    assert not other.exists() and library.read(path) == opened.session
    assert any("they are one now" in notice for notice in opened.take_notices())


def test_a_file_that_turns_up_while_a_session_is_open_is_merged(library: Library, path: Path) -> None:
    opened = library.open(path)
    opened.do(lambda s: set_field(s, "impact.statement", "typed"), "edit")
    opened.save()
    shutil.copy(path, path.with_name("copy.json"))
    opened.do(lambda s: set_field(s, "impact.statement", "more"), "edit")
    opened.save()
    assert library.names() == [path.name]


def test_a_link_to_the_file_is_no_second_one(library: Library, path: Path) -> None:
    link = path.with_name("link.json")
    link.symlink_to(path.name)
    library.change(path, adding([Event(id="e-new")]))
    assert link.is_symlink() and library.trashed() == []


def test_one_that_cannot_be_read_in_full_is_left_alone(library: Library, path: Path, other: Path) -> None:
    content = other.read_bytes()[:-40]
    other.write_bytes(content)
    assert not library.change(path, adding([Event(id="e-new")])).merged
    assert other.read_bytes() == content


def test_what_replaces_a_session_replaces_its_other_file_too(
    library: Library, path: Path, other: Path, session: Session
) -> None:
    library.replace(path, session)
    saved = library.change(session.id, adding([Event(id="e-new", text="one more")]))
    assert [event.id for event in saved.session.timeline] == ["e-new"] and saved.notices == ()
    assert sorted(thrown.entry.file for thrown in library.trashed()) == sorted((path.name, other.name))


def test_a_deleted_session_is_gone_with_its_other_file_unless_one_is_named(
    library: Library, path: Path, other: Path, session: Session
) -> None:
    attachments = library.attachments(other)
    thrown = library.trash(path, duplicates=True)
    assert library.entries() == [] and not attachments.exists()
    library.untrash(Path(thrown.place).with_name(other.name))
    library.untrash(thrown)
    assert {entry.path for entry in library.entries()} == {path, other} and attachments.is_dir()
    library.trash(path)
    assert [entry.path for entry in library.entries()] == [other]


def test_a_version_that_comes_back_takes_the_place_of_both(
    library: Library, path: Path, other: Path, session: Session
) -> None:
    thrown = library.replace(path, session)
    shutil.copy(path, other)
    library.untrash(thrown, over=path)
    assert [entry.path for entry in library.entries()] == [path]
    assert f"e-{path.stem}" in {event.id for event in library.read(path).timeline}


@pytest.mark.parametrize("replaced", [False, True])
def test_a_session_that_is_a_link_comes_back_out_of_the_trash(
    library: Library, path: Path, tmp_path: Path, session: Session, replaced: bool
) -> None:
    was, real = library.read(path), tmp_path / "real.json"
    path.rename(real)
    path.symlink_to("../real.json")
    thrown = library.replace(path, session) if replaced else library.trash(path)
    assert library.read(thrown.entry) == was
    if replaced:
        assert path.is_symlink() and library.read(path).timeline == library.load(real).session.timeline == ()
    assert library.read(library.untrash(thrown, over=path if replaced else None)) == was
