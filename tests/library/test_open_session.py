"""An open session: undo, redo, and saving on one thread while the other goes on."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from pmtui.library.disk import Disk
from pmtui.library.folder import Library
from pmtui.library.open_session import OpenSession
from pmtui.session.document import Event, Session
from pmtui.session.edits import EditRefused, add_items, set_field
from tests.adding import adding


@pytest.fixture
def opened(library: Library, path: Path) -> OpenSession:
    return library.open(path)


def statement(text: str) -> object:
    return lambda session: set_field(session, "impact.statement", text)


def add(item_id: str) -> object:
    return lambda session: add_items(session, "timeline", [Event(id=item_id)])


def ids(session: Session) -> list[str]:
    return [event.id for event in session.timeline[3:]]


def test_what_is_done_is_dirty_until_it_is_saved(opened: OpenSession, library: Library) -> None:
    assert not opened.dirty
    assert opened.do(statement("a"), "edit")  # type: ignore[arg-type]
    assert opened.dirty
    result = opened.save()
    assert (result.wrote, result.changed, opened.dirty) == (True, False, False)
    assert library.read(library.folder / opened.file) == opened.session
    assert not opened.save().wrote


def test_an_edit_that_changes_nothing_is_none(opened: OpenSession) -> None:
    assert not opened.do(lambda s: s, "nothing")
    assert opened.undo_label is None and not opened.dirty and opened.undo() is None


def test_undo_goes_back_to_the_place_and_survives_saves(opened: OpenSession, library: Library) -> None:
    opened.do(add("a"), "add event", place="timeline")  # type: ignore[arg-type]
    opened.save()
    opened.do(statement("x"), "edit impact", place="impact")  # type: ignore[arg-type]
    opened.save()
    assert opened.undo_label == "edit impact"
    assert opened.undo() == "impact"
    assert opened.undo() == "timeline"
    assert ids(opened.session) == [] and opened.session.impact.statement == ""
    assert opened.redo_label == "add event"
    assert opened.redo() == "timeline"
    opened.save()
    assert ids(library.read(library.folder / opened.file)) == ["a"]


def test_a_visit_to_a_field_is_one_act(opened: OpenSession) -> None:
    for text in ("a", "ab", "abc"):
        opened.do(statement(text), "edit", group="impact")  # type: ignore[arg-type]
        opened.save()
    opened.undo()
    assert opened.session.impact.statement == "" and opened.undo_label is None


def test_what_another_program_writes_appears(opened: OpenSession, library: Library) -> None:
    assert opened.poll() is False
    library.change(library.folder / opened.file, adding([Event(id="theirs")]))
    opened.do(statement("mine"), "edit")  # type: ignore[arg-type]
    assert opened.poll() is True
    assert ids(opened.session) == ["theirs"] and opened.session.impact.statement == "mine"
    assert opened.poll() is False
    assert opened.dirty
    opened.save()
    assert library.read(library.folder / opened.file) == opened.session


def test_a_save_merges_what_another_program_wrote(opened: OpenSession, library: Library) -> None:
    library.change(library.folder / opened.file, adding([Event(id="theirs")]))
    opened.do(statement("mine"), "edit")  # type: ignore[arg-type]
    assert opened.save().changed
    assert ids(opened.session) == ["theirs"]
    opened.undo()
    assert ids(opened.session) == ["theirs"] and opened.session.impact.statement == ""


def test_text_that_both_wrote_is_kept_and_said(opened: OpenSession, library: Library) -> None:
    library.change(library.folder / opened.file, statement("theirs"))  # type: ignore[arg-type]
    opened.do(statement("mine"), "edit")  # type: ignore[arg-type]
    opened.save()
    assert opened.session.impact.statement == "mine"
    assert [parked.kind for parked in opened.session.parking_lot] == ["conflict"]
    assert "theirs" in opened.session.parking_lot[0].text
    assert opened.take_notices() and not opened.notices


def test_a_final_session_refuses_all_but_reopening(opened: OpenSession) -> None:
    opened.do(statement("x"), "edit")  # type: ignore[arg-type]
    opened.do(lambda s: replace(s, status="final"), "finish")
    with pytest.raises(EditRefused):
        opened.do(statement("y"), "edit")  # type: ignore[arg-type]
    opened.undo()
    assert opened.session.status == "draft"


def test_an_undo_that_a_final_session_refuses_is_still_there_after(opened: OpenSession, library: Library) -> None:
    opened.do(statement("x"), "edit")  # type: ignore[arg-type]
    opened.save()
    library.change(library.folder / opened.file, lambda s: replace(s, status="final"))
    assert opened.poll()
    with pytest.raises(EditRefused):
        opened.undo()
    assert opened.undo_label == "edit"
    library.change(library.folder / opened.file, lambda s: replace(s, status="draft"))
    opened.poll()
    opened.undo()
    assert opened.session.impact.statement == ""


class Slow(Disk):
    """A disk that waits, once, until it is told to go on."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()

    def sync(self, fd: int) -> None:
        self.begun.set()
        assert self.go_on.wait(10)
        super().sync(fd)


def test_edits_go_on_while_the_disk_works(library: Library, path: Path) -> None:
    disk = Slow()
    opened = Library(library.folder, disk=disk).open(path)
    opened.do(add("first"), "add")  # type: ignore[arg-type]
    saving = threading.Thread(target=opened.save)
    saving.start()
    assert disk.begun.wait(10)
    opened.do(add("second"), "add")  # type: ignore[arg-type]
    disk.go_on.set()
    saving.join()
    assert ids(opened.session) == ["first", "second"]
    assert opened.dirty
    assert ids(library.read(path)) == ["first"]
    opened.save()
    assert not opened.dirty and ids(library.read(path)) == ["first", "second"]


def test_edits_go_on_while_a_save_merges(library: Library, path: Path) -> None:
    disk = Slow()
    opened = Library(library.folder, disk=disk).open(path)
    library.change(path, adding([Event(id="theirs")]))
    opened.do(statement("a"), "edit", group="impact")  # type: ignore[arg-type]
    saving = threading.Thread(target=opened.save)
    saving.start()
    assert disk.begun.wait(10)
    opened.do(statement("ab"), "edit", group="impact")  # type: ignore[arg-type]
    disk.go_on.set()
    saving.join()
    assert opened.session.impact.statement == "ab" and ids(opened.session) == ["theirs"]
    opened.save()
    assert library.read(path) == opened.session and not opened.session.parking_lot


def test_two_threads_and_another_program_lose_nothing(library: Library, path: Path) -> None:
    opened = library.open(path)
    stop = threading.Event()

    def keep() -> None:
        while not stop.is_set():
            opened.save()
            opened.poll()

    def other() -> None:
        for n in range(15):
            Library(library.folder).change(path, adding([Event(id=f"other{n}")]))

    threads = [threading.Thread(target=keep), threading.Thread(target=other)]
    for thread in threads:
        thread.start()
    for n in range(60):
        opened.do(add(f"mine{n}"), "add")  # type: ignore[arg-type]
    threads[1].join()
    stop.set()
    threads[0].join()
    opened.poll()
    opened.save()
    expected = {f"mine{n}" for n in range(60)} | {f"other{n}" for n in range(15)}
    assert set(ids(opened.session)) == expected and len(ids(opened.session)) == 75
    assert library.read(path) == opened.session
    assert [i for i in ids(opened.session) if i.startswith("mine")] == [f"mine{n}" for n in range(60)]


def test_a_version_from_the_trash_replaces_an_open_one_aloud_and_undo_brings_it_back(
    opened: OpenSession, library: Library
) -> None:
    old = library.replace(library.folder / opened.file, set_field(opened.session, "impact.statement", "imported"))
    assert opened.poll()
    assert opened.session.impact.statement == "imported"
    opened.take_notices()
    opened.do(add("a"), "add event")  # type: ignore[arg-type]
    opened.save()
    library.untrash(old, over=library.folder / opened.file)
    assert opened.poll()
    assert ids(opened.session) == []
    (notice,) = opened.take_notices()
    assert notice.startswith(f"{opened.file} was replaced by another version")
    assert notice.endswith("undo brings it back")
    opened.undo()
    opened.save()
    assert ids(library.read(library.folder / opened.file)) == ["a"]
    assert library.read(library.folder / opened.file).impact.statement == "imported"
