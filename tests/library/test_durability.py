"""Nothing that was said to be saved is ever lost: kills, full disks, folders that go away, writers at once."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tinydb import TinyDB

from pmtui.library.disk import Disk
from pmtui.library.errors import DiskFull, LockHeld, ReadOnly, StorageError, Unreadable, Vanished
from pmtui.library.folder import Library
from pmtui.library.ids import new_session, uuid7
from pmtui.session import codec
from pmtui.session.document import Event
from pmtui.session.edits import add_items, set_field
from tests.adding import adding

HELPER = Path(__file__).with_name("killing.py")


def run_helper(*args: object) -> list[str]:
    command = [sys.executable, str(HELPER), *map(str, args)]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    # A writer that was killed may have said half a line.
    return [line for line in done.stdout.splitlines() if len(line) == 36]


def temporary(folder: Path) -> list[Path]:
    return sorted(folder.rglob(".pmtui-*.tmp"))


def test_a_kill_at_any_moment_loses_nothing_and_leaves_nothing(library: Library, path: Path) -> None:
    rounds = int(os.environ.get("PMTUI_KILLS", "150"))
    acknowledged = run_helper("kill", library.folder, rounds, int(os.environ.get("PMTUI_SEED", "1")))
    assert len(acknowledged) > rounds // 4
    loaded = library.load(path)
    assert loaded.notices == ()
    assert set(acknowledged) <= {event.id for event in loaded.session.timeline}
    for item in loaded.session.evidence:
        assert (library.attachments(path) / item.path).read_text() == item.id.removeprefix("e-")
    # The next program that writes sweeps what the dead ones left.
    Library(library.folder).change(path, adding([Event(id=uuid7())]))
    assert temporary(library.folder) == temporary(library.attachments(path))
    with TinyDB(path) as db:
        assert len(db.table("timeline")) == len(loaded.session.timeline) + 1


def test_writers_at_once_lose_nothing(library: Library, path: Path) -> None:
    acknowledged = run_helper("race", library.folder, 4, 40)
    assert len(acknowledged) == 160
    events = [event.id for event in library.read(path).timeline]
    assert set(acknowledged) <= set(events)
    assert len(events) == 163


class Failing(Disk):
    """A disk that fails at the nth call of one kind; a write leaves half of what it was given."""

    def __init__(self, call: str, number: int) -> None:
        self.call, self.number, self.left = call, number, 1

    def _maybe(self, call: str) -> None:
        if call == self.call and self.left > 0:
            self.left -= 1
            raise OSError(self.number, os.strerror(self.number))

    def create(self, path: str, mode: int) -> int:
        self._maybe("create")
        return super().create(path, mode)

    def create_unnamed(self, folder: str, mode: int) -> int | None:
        self._maybe("create")
        return super().create_unnamed(folder, mode)

    def name(self, fd: int, path: str) -> None:
        self._maybe("link")
        super().name(fd, path)

    def write(self, fd: int, data: bytes) -> None:
        if self.call == "write" and self.left > 0:
            super().write(fd, data[: len(data) // 2])
        self._maybe("write")
        super().write(fd, data)

    def sync(self, fd: int) -> None:
        self._maybe("sync")
        super().sync(fd)

    def replace(self, source: str, target: str) -> None:
        self._maybe("replace")
        super().replace(source, target)

    def link(self, source: str, target: str) -> None:
        self._maybe("link")
        super().link(source, target)

    def sync_folder(self, folder: str) -> None:
        self._maybe("sync_folder")
        super().sync_folder(folder)


@pytest.mark.parametrize("call", ["create", "write", "sync", "replace", "sync_folder"])
@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.ENOSPC, DiskFull), (errno.EROFS, ReadOnly), (errno.EACCES, ReadOnly), (errno.EIO, StorageError)],
)
def test_a_disk_that_refuses_changes_nothing_and_the_next_save_has_it_all(
    library: Library, path: Path, call: str, number: int, kind: type[Exception]
) -> None:
    before = path.read_bytes()
    opened = Library(library.folder, disk=Failing(call, number)).open(path)
    opened.do(lambda s: set_field(s, "impact.statement", "typed"), "edit")
    with pytest.raises(kind) as caught:
        opened.save()
    assert "\n" not in str(caught.value) and str(path.parent) in str(caught.value)
    assert opened.dirty
    assert opened.session.impact.statement == "typed"
    assert call == "sync_folder" or path.read_bytes() == before
    assert temporary(library.folder) == []
    opened.save()
    assert not opened.dirty
    assert library.read(path).impact.statement == "typed"
    assert library.read(path).parking_lot == ()


@pytest.mark.parametrize("call", ["create", "write", "sync", "link", "sync_folder"])
def test_a_new_session_is_there_in_full_or_not_at_all(library: Library, call: str) -> None:
    library.make()
    session = new_session(product="Checkout")
    failing = Library(library.folder, disk=Failing(call, errno.ENOSPC))
    with pytest.raises(DiskFull):
        failing.create(session)
    assert library.names() == [] and temporary(library.folder) == []
    assert failing.create(session).file.endswith(f"{session.id[-6:]}.json")


def test_where_links_are_not_known_a_new_session_is_still_written(library: Library) -> None:
    failing = Library(library.folder, disk=Failing("link", errno.EPERM))
    made = failing.create(new_session())
    assert library.names() == [made.file]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KB, where one may be mounted."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("only root may mount")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    library = Library(small_disk / "reviews")
    path = library.create(new_session(product="Checkout")).path
    filler = small_disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    before = path.read_bytes()
    opened = library.open(path)
    opened.do(lambda s: set_field(s, "impact.statement", "typed while full " * 1000), "edit")
    with pytest.raises(DiskFull, match="make room"):
        opened.save()
    assert path.read_bytes() == before and temporary(library.folder) == []
    filler.unlink()
    opened.save()
    assert library.read(path).impact.statement.startswith("typed while full")


def test_a_file_that_may_not_be_written_is_not_replaced(
    library: Library, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_args, **_kwargs: False)
    with pytest.raises(ReadOnly, match="permissions"):
        library.change(path, lambda s: set_field(s, "impact.statement", "x"))
    assert library.read(path).impact.statement == ""


def test_a_lock_that_is_never_given_up_is_said(library: Library, path: Path) -> None:
    hasty = Library(library.folder, patience=0.05)
    library.change(path, adding([]))
    with (library.folder / ".pmtui" / "lock").open("w") as holder:
        fcntl.flock(holder, fcntl.LOCK_EX)
        with pytest.raises(LockHeld, match="another program"):
            hasty.change(path, adding([Event(id="e")]))
    hasty.change(path, adding([Event(id="e")]))
    assert library.read(path).timeline[-1].id == "e"


def test_a_lock_file_that_was_deleted_locks_again(library: Library, path: Path) -> None:
    library.change(path, adding([Event(id="a")]))
    shutil.rmtree(library.folder / ".pmtui")
    library.change(path, adding([Event(id="b")]))
    assert [event.id for event in library.read(path).timeline[-2:]] == ["a", "b"]


def test_a_marker_that_is_a_file_is_the_lock(library: Library, path: Path) -> None:
    shutil.rmtree(library.folder / ".pmtui")
    (library.folder / ".pmtui").write_text("")
    library.change(path, adding([Event(id="a")]))
    thrown = Path(library.trash(path).place)
    assert library.names() == []
    assert library.untrash(thrown).path == path
    assert (library.folder / ".pmtui").is_file()


class Intruding(Disk):
    """A disk on which another program writes, without any lock, while ours does."""

    def __init__(self, path: Path, other: bytes) -> None:
        self.path, self.other = path, other

    def sync(self, fd: int) -> None:
        super().sync(fd)
        if self.other:
            self.path.write_bytes(self.other)
            self.other = b""


def test_where_locks_are_refused_a_write_in_between_is_merged(
    library: Library, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = library.load(path)
    library.change(path, lambda s: set_field(s, "impact.statement", "theirs"))
    theirs = path.read_bytes()
    library.save(library.load(path), before.session)
    loaded = library.load(path)

    def refuse(*_args: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", refuse)
    intruded = Library(library.folder, disk=Intruding(path, theirs))
    saved = intruded.save(loaded, add_items(loaded.session, "timeline", [Event(id="ours")]))
    assert saved.merged
    assert saved.session.impact.statement == "theirs"
    assert saved.session.timeline[-1].id == "ours"
    assert library.read(path) == saved.session


def test_a_vanished_folder_is_said_and_nothing_typed_is_lost(library: Library, path: Path) -> None:
    opened = library.open(path)
    shutil.rmtree(library.folder)
    with pytest.raises(Vanished, match="bring the folder back"):
        opened.poll()
    assert opened.dirty
    opened.do(lambda s: set_field(s, "impact.statement", "typed"), "edit")
    with pytest.raises(Vanished):
        opened.save()
    library.folder.mkdir()
    assert opened.save().wrote
    assert library.read(path).impact.statement == "typed"
    assert len(library.read(path).timeline) == 3


def test_on_leaving_a_vanished_folder_is_made_anew(library: Library, path: Path) -> None:
    opened = library.open(path)
    opened.do(lambda s: set_field(s, "impact.statement", "typed"), "edit")
    shutil.rmtree(library.folder)
    opened.save(recreate=True)
    assert library.read(path).impact.statement == "typed"
    assert any("made anew" in notice for notice in opened.take_notices())


def test_a_folder_that_stays_away_is_made_anew(library: Library, path: Path) -> None:
    from pmtui.library.vanished_folder import GRACE

    moment = 0.0
    opened = Library(library.folder, clock=lambda: moment).open(path)
    shutil.rmtree(library.folder)
    opened.do(lambda s: set_field(s, "impact.statement", "typed"), "edit")
    for moment in (1.0, 2.0, GRACE):  # noqa: B007
        with pytest.raises(Vanished):
            opened.save()
    moment = 1.0 + GRACE
    opened.save()
    assert library.read(path).impact.statement == "typed"


def test_a_file_deleted_underneath_is_written_again(library: Library, path: Path) -> None:
    opened = library.open(path)
    path.unlink()
    assert opened.poll() is False
    assert opened.dirty, "what is not on disk must not be shown as saved"
    assert opened.poll() is False
    assert len(opened.take_notices()) == 1
    opened.save()
    assert len(library.read(path).timeline) == 3


def test_what_became_unreadable_is_left_alone(library: Library, path: Path) -> None:
    opened = library.open(path)
    opened.do(lambda s: set_field(s, "impact.statement", "typed"), "edit")
    good = path.read_bytes()
    path.write_bytes(b"<<<<<<< HEAD\n" + good)
    for look in (opened.poll, opened.save):
        with pytest.raises(Unreadable, match="conflict markers"):
            look()
    assert path.read_bytes().startswith(b"<<<<<<<")
    path.write_bytes(good)
    opened.save()
    assert library.read(path).impact.statement == "typed"


def test_another_session_in_the_file_s_place_is_left_alone(library: Library, path: Path) -> None:
    opened = library.open(path)
    opened.do(lambda s: set_field(s, "impact.statement", "typed"), "edit")
    other = library.create(new_session(product="Other")).path
    content = other.read_bytes()
    other.rename(path)
    with pytest.raises(Unreadable, match="another session"):
        opened.save()
    assert path.read_bytes() == content


def test_on_leaving_an_unreadable_file_gets_a_neighbour(library: Library, path: Path) -> None:
    opened = library.open(path)
    opened.do(lambda s: set_field(s, "impact.statement", "typed"), "edit")
    path.write_bytes(b"damaged")
    opened.save(recreate=True)
    assert not opened.dirty and opened.file != path.name and path.read_bytes() == b"damaged"
    assert library.read(library.folder / opened.file).impact.statement == "typed"
    assert opened.file in opened.take_notices()[0]


def test_where_nothing_can_be_saved_the_session_is_put_where_there_is_room(
    library: Library, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = library.open(path)
    opened.do(lambda s: set_field(s, "impact.statement", "typed"), "edit")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    rescued = opened.rescue()
    assert rescued is not None and rescued.parent == tmp_path
    assert rescued.stat().st_mode & 0o777 == 0o600
    decoded = codec.decode(rescued.read_bytes(), now="2026-01-01T00:00:00Z", new_id=uuid7)
    assert decoded.session == opened.session


def test_all_who_may_write_the_folder_may_lock_it(library: Library) -> None:
    library.folder.mkdir()
    library.folder.chmod(0o2775)
    old = os.umask(0o077)
    try:
        library.create(new_session())
    finally:
        os.umask(old)
    assert (library.folder / ".pmtui").stat().st_mode & 0o777 == 0o775
    assert (library.folder / ".pmtui" / "lock").stat().st_mode & 0o777 == 0o664
