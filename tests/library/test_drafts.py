"""What could not be read is kept as it was typed, by session, item and field, and nowhere else."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from pmtui.library.disk import Disk
from pmtui.library.drafts import Drafts, FieldKey
from pmtui.library.folder import Library
from pmtui.library.ids import new_session

UNTIL = FieldKey("timeline", "e", "until")
STARTED = FieldKey(None, None, "key_details.started_at")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    library = Library(tmp_path / "library")
    library.make()
    return library.folder


def test_values_are_kept_by_session_item_and_field(folder: Path) -> None:
    drafts = Drafts(folder, "one")
    drafts.keep(UNTIL, "never ever")
    drafts.keep(STARTED, "after\nlunch")
    drafts.keep(UNTIL, "never, never")
    assert Drafts(folder, "one").read() == {UNTIL: "never, never", STARTED: "after\nlunch"}
    assert Drafts(folder, "another").read() == {}


def test_a_field_that_is_filled_leaves_nothing(folder: Path) -> None:
    drafts = Drafts(folder, "../one")
    drafts.keep(UNTIL, "never ever")
    drafts.forget(UNTIL)
    drafts.forget(UNTIL)
    assert drafts.read() == {}
    assert not list((folder / ".pmtui" / "drafts").iterdir())


def test_a_library_that_is_marked_by_a_file_has_a_folder_beside_it(tmp_path: Path) -> None:
    (tmp_path / ".pmtui").touch()
    Drafts(tmp_path, "one").keep(UNTIL, "never ever")
    assert Drafts(tmp_path, "one").read() == {UNTIL: "never ever"}
    assert (tmp_path / ".pmtui").is_file()


def test_what_is_damaged_is_passed_over(folder: Path) -> None:
    drafts = Drafts(folder, "one")
    drafts.keep(UNTIL, "never ever")
    [kept] = (folder / ".pmtui" / "drafts").glob("*/*.json")
    (kept.parent / "0.json").write_text("{")
    (kept.parent / "1.json").mkdir()
    assert drafts.read() == {UNTIL: "never ever"}


class FullDisk(Disk):
    """No room for anything."""

    def write(self, fd: int, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")


def test_on_a_full_disk_the_old_words_stay_and_it_is_said(folder: Path) -> None:
    Drafts(folder, "one").keep(UNTIL, "never ever")
    with pytest.raises(OSError, match="no space left"):
        Drafts(folder, "one", FullDisk()).keep(UNTIL, "at no time")
    assert Drafts(folder, "one").read() == {UNTIL: "never ever"}
    assert len(list((folder / ".pmtui" / "drafts").glob("*/*"))) == 1


def test_they_are_no_sessions(folder: Path) -> None:
    library = Library(folder)
    session = new_session()
    library.add(session)
    Drafts(folder, session.id).keep(UNTIL, "never ever")
    assert [entry.path.name for entry in library.entries()] == [library.find(session.id).path.name]
