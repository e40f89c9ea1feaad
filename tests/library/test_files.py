"""The library's files: their names, what stock tools see in them, and that others' files are left alone."""

from __future__ import annotations

import errno
import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from tinydb import TinyDB, where

from pmtui.library.disk import ChangedMeanwhile
from pmtui.library.errors import StorageError, Unreadable
from pmtui.library.folder import Library
from pmtui.library.ids import new_session, uuid7
from pmtui.library.names import last_six_digits, slug
from pmtui.library.storage import SessionStorage
from pmtui.session.document import Event, Session, Why
from pmtui.session.edits import add_items, add_why, change_item, delete_items, move_item, reparent_why, set_field
from tests.adding import adding


def git_changes(folder: Path) -> tuple[int, int]:
    """Lines added and deleted since the last commit; commits."""

    def git(*args: str) -> str:
        who = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
        return subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True, text=True).stdout

    if not (folder / ".git").exists():
        git("init", "-q")
    git("add", "-A", "--", "*.json")
    added, deleted = 0, 0
    for line in git("diff", "--cached", "--numstat").splitlines():
        plus, minus, _ = line.split("\t")
        added, deleted = added + int(plus), deleted + int(minus)
    git("commit", "-q", "--allow-empty", "-m", "x")
    return added, deleted


class TestNames:
    """What a file is called."""

    def test_a_name_says_date_product_and_the_end_of_the_id(self, library: Library) -> None:
        session = new_session(product="Über-Checkout (EU)", incident_date=date(2026, 11, 18))
        assert library.create(session).file == f"2026-11-18-uber-checkout-eu-{session.id[-6:]}.json"

    def test_without_an_incident_date_it_is_the_day_of_creation_where_the_team_is(self, library: Library) -> None:
        session = replace(new_session(timezone="Asia/Tokyo"), created_at="2026-11-20T23:00:00Z")
        assert library.create(session).file.startswith("2026-11-21-incident-")

    @pytest.mark.parametrize(
        ("product", "expected"),
        [
            ("", "incident"),
            ("結帳", "incident"),
            ("../../etc", "etc"),
            ("Straße Ørsted", "strasse-orsted"),
            ("a" * 50, "a" * 40),
            ("x" * 39 + " yy", "x" * 39),
        ],
    )
    def test_slug(self, product: str, expected: str) -> None:
        assert slug(product) == expected

    def test_an_id_that_is_no_uuid_still_gives_a_safe_name(self, library: Library) -> None:
        session = replace(new_session(), id="../evil")
        made = library.create(session).path
        assert made.parent == library.folder
        assert made.stem.endswith(last_six_digits("../evil"))
        assert library.read(made).id == "../evil"

    def test_a_name_that_is_taken_is_never_overwritten(self, library: Library, session: Session) -> None:
        first = library.create(session).path
        first.write_text("somebody else's")
        second = library.create(session).path
        assert first.read_text() == "somebody else's"
        assert second.name == first.stem + "-2.json"
        assert library.read(second).id == session.id

    def test_a_file_keeps_its_name_until_it_is_renamed(self, library: Library, path: Path) -> None:
        (library.attachments(path)).mkdir()
        (library.attachments(path) / "graph.png").write_bytes(b"png")
        library.change(path, lambda s: set_field(s, "key_details.product", "Search"))
        assert path.exists()
        new = library.rename(library.find("latest")).path
        assert not path.exists() and "-search-" in new.name
        assert (library.attachments(new) / "graph.png").read_bytes() == b"png"
        assert library.rename(library.find("latest")).path == new


class TestForm:
    """What a file looks like."""

    def test_a_stock_tinydb_opens_it(self, path: Path) -> None:
        with TinyDB(path) as db:
            events = db.table("timeline").all()
            assert [e["text"] for e in sorted(events, key=lambda e: e["rank"])] == ["event 0", "event 1", "event 2"]
            assert db.table("timeline").search(where("text") == "event 1")
            assert db.table("key_details").all()[0]["product"] == "Checkout"
            assert all(10**15 <= doc.doc_id < 9 * 10**15 for doc in events)

    def test_what_a_stock_tinydb_writes_is_read(self, library: Library, path: Path) -> None:
        with TinyDB(path) as db:
            db.table("timeline").update({"text": "changed"}, where("text") == "event 1")
        assert [e.text for e in library.read(path).timeline] == ["event 0", "changed", "event 2"]

    def test_the_header_comes_first_and_a_field_has_a_line(self, path: Path) -> None:
        lines = path.read_text().splitlines()
        assert lines[1] == '  "session": {'
        assert next(i for i, line in enumerate(lines) if "key_details" in line) < 15
        assert sum('"event 1"' in line for line in lines) == 1

    def test_updated_at_is_the_file_s_time_and_not_in_the_file(self, library: Library, path: Path) -> None:
        assert "updated_at" not in path.read_text()
        assert path.stat().st_mtime_ns % 1_000_000 == 0
        os.utime(path, ns=(0, 1_763_474_520_000_000_001))
        assert library.read(path).updated_at == "2025-11-18T14:02:00.000000001Z"

    @pytest.mark.parametrize("at", ["2026-11-18T14:02:00Z", "2026-11-18T14:02:00.123456789Z", "1969-12-31T23:59:59.5Z"])
    def test_an_imported_session_keeps_its_updated_at(self, library: Library, session: Session, at: str) -> None:
        imported = replace(session, updated_at=at)
        assert library.read(library.add(imported)) == imported

    def test_git_sees_one_edit_as_one_change(self, library: Library, path: Path) -> None:
        git_changes(library.folder)

        def cost(edit: object) -> tuple[int, int]:
            library.change(path, edit)  # type: ignore[arg-type]
            return git_changes(library.folder)

        first, second = (event.id for event in library.read(path).timeline[:2])
        assert cost(lambda s: change_item(s, "timeline", first, text="edited")) == (1, 1)
        assert cost(lambda s: set_field(s, "key_details.product", "Search")) == (1, 1)
        assert cost(lambda s: set_field(s, "key_details.tags", ("a",))) == (3, 1)
        assert cost(lambda s: move_item(s, "timeline", first, 1)) == (1, 1)
        added, deleted = cost(lambda s: add_items(s, "timeline", [Event(id=uuid7(), text="new")], after=second))
        assert added <= 14 and deleted <= 1
        added, deleted = cost(lambda s: delete_items(s, "timeline", [first]))
        assert added <= 1 and deleted <= 14
        cost(lambda s: add_why(add_why(s, None, Why(id="w1", text="a")), None, Why(id="w2", text="b")))
        assert cost(lambda s: reparent_why(s, "w2", "w1"))[0] <= 2

    def test_two_branches_that_each_add_an_event_merge_by_themselves(self, library: Library, path: Path) -> None:
        events = [Event(id=f"e{n}", text=f"event {n}") for n in range(40)]
        library.change(path, lambda s: set_field(s, "timeline", tuple(events)))
        git_changes(library.folder)

        def git(*args: str) -> int:
            who = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
            return subprocess.run(["git", *who, *args], cwd=library.folder, capture_output=True, check=False).returncode

        git("checkout", "-q", "-b", "other")
        library.change(path, adding([Event(id="theirs", text="theirs")]))
        git_changes(library.folder)
        git("checkout", "-q", "-")
        library.change(path, adding([Event(id="ours", text="ours")]))
        git_changes(library.folder)
        assert git("merge", "-q", "other") == 0
        assert {"ours", "theirs"} <= {event.text for event in library.read(path).timeline}

    def test_mode_and_group_stay(self, library: Library, path: Path) -> None:
        path.chmod(0o640)
        if os.geteuid() == 0:
            os.chown(path, 1234, 4321)
        before = path.stat()
        library.change(path, lambda s: set_field(s, "impact.statement", "x"))
        after = path.stat()
        assert (before.st_mode, before.st_uid, before.st_gid) == (after.st_mode, after.st_uid, after.st_gid)
        assert before.st_ino != after.st_ino

    def test_a_new_file_has_the_mode_that_the_umask_leaves(self, library: Library, session: Session) -> None:
        old = os.umask(0o027)
        try:
            assert library.create(session).path.stat().st_mode & 0o777 == 0o640
        finally:
            os.umask(old)

    def test_a_symbolic_link_stays_one(self, library: Library, path: Path, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        path.rename(elsewhere / "real.json")
        path.symlink_to(elsewhere / "real.json")
        library.change(path, lambda s: set_field(s, "impact.statement", "through the link"))
        assert path.is_symlink()
        assert "through the link" in (elsewhere / "real.json").read_text()
        assert [p.name for p in elsewhere.iterdir()] == ["real.json"]

    def test_a_link_stays_one_when_it_is_replaced_and_brought_back(
        self, library: Library, path: Path, tmp_path: Path
    ) -> None:
        real = tmp_path / "real.json"
        path.rename(real)
        path.symlink_to(real)
        old = library.read(path)
        new = set_field(old, "impact.statement", "another")
        replaced = library.replace(path, new)
        library.untrash(replaced, over=path)
        assert path.is_symlink() and path.resolve() == real
        assert library.read(path).impact == old.impact
        [away] = library.trashed()
        assert library.read(Path(away.place)).impact == new.impact
        library.untrash(away, over=path)
        assert path.is_symlink() and library.read(path).impact == new.impact


CONFLICT = b'{\n<<<<<<< HEAD\n  "session": {}\n=======\n>>>>>>> other\n}\n'


class TestOthersFiles:
    """What pmtui did not write, or cannot read."""

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "empty"),
            (b"not json", "damaged"),
            (b"[1, 2]", "not a pmtui session"),
            (b'{"a": 1}', "not a pmtui session"),
            (b'{"_default": {"1": {"a": 1}}}', "not a pmtui session"),
            (b'{"session": {"1": {"format": "pmtui-session", "version": 3, "id": "x"}}}', "version 3 is newer"),
            (b'{"format": "pmtui-session", "version": 1}', "pmtui import"),
            (CONFLICT, "conflict markers"),
        ],
    )
    def test_one_that_cannot_be_read_is_listed_with_the_reason(
        self, library: Library, path: Path, content: bytes, reason: str
    ) -> None:
        other = library.folder / "2026-01-01-other-abcdef.json"
        other.write_bytes(content)
        good, bad = library.entries()
        assert (good.path, bad.path) == (path, other)
        assert reason in bad.unreadable and "\n" not in bad.unreadable
        with pytest.raises(Exception, match="cannot be read"):
            library.find(other.stem)
        assert other.read_bytes() == content

    def test_damage_far_down_is_seen_in_the_list(self, library: Library, path: Path) -> None:
        data = path.read_bytes()
        path.write_bytes(data[: len(data) - 40])
        assert "damaged" in library.entries()[0].unreadable

    def test_a_status_that_nobody_knows_is_seen_in_the_list(self, library: Library, path: Path) -> None:
        path.write_bytes(path.read_bytes().replace(b'"status": "draft"', b'"status": "open"'))
        for quick in (True, False):
            (entry,) = library.entries(quick=quick)
            assert entry.unreadable == "its status is 'open', not draft, in_review or final"

    def test_what_is_no_session_file_does_not_matter(self, library: Library, path: Path) -> None:
        (library.folder / "README.md").write_text("x")
        (library.folder / ".hidden.json").write_text("x")
        (library.folder / ".pmtui-0123.tmp").write_text("x")
        (library.folder / "folder.json").mkdir()
        assert [entry.path for entry in library.entries()] == [path]

    def test_what_is_no_file_is_listed_as_unreadable_and_never_waited_for(self, library: Library, path: Path) -> None:
        os.mkfifo(library.folder / "2026-01-01-pipe-000000.json")
        (library.folder / "2026-01-01-piped-000001.json").symlink_to("2026-01-01-pipe-000000.json")
        (library.folder / "2026-01-01-zero-000002.json").symlink_to("/dev/zero")
        for quick in (True, False):
            said = {entry.file[11:-12]: entry.unreadable for entry in library.entries(quick=quick)}
            assert said == {
                path.name[11:-12]: "",
                "pipe": "it is a pipe, not a file",
                "piped": "it is a pipe, not a file",
                "zero": "it is a device, not a file",
            }
        assert library.quick_entries(["2026-01-01-pipe-000000.json"])[0].unreadable
        for ref in ("2026-01-01-pipe-000000", "2026-01-01-zero-000002.json"):
            with pytest.raises(Unreadable, match="not a file"):
                library.find(ref)
        with pytest.raises(Unreadable, match="a pipe"):
            library.load(library.folder / "2026-01-01-pipe-000000.json")
        assert library.find("latest").path == path

    def test_one_that_the_machine_does_not_let_us_read_is_the_machine_s_doing(
        self, library: Library, path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = os.open

        def refuse(name: object, *args: int, **more: int) -> int:
            if os.fspath(name) == str(path):  # type: ignore[call-overload]
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return real(name, *args, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(os, "open", refuse)
        for look in (lambda: library.load(path), lambda: library.find(path.stem), lambda: library.find(session.id)):
            with pytest.raises(StorageError, match="permission denied"):
                look()
        assert library.entries()[0].unreadable == "permission denied"

    def test_a_link_that_leads_nowhere_is_listed_as_such(self, library: Library, path: Path) -> None:
        (library.folder / "gone.json").symlink_to("nowhere")
        assert library.entries()[1].unreadable == "no such file or directory"

    def test_a_link_in_a_circle_is_listed_and_hides_no_other(self, library: Library, path: Path) -> None:
        (library.folder / "loop.json").symlink_to("loop.json")
        good, bad = library.entries()
        assert (good.file, bad.file) == (path.name, "loop.json")
        assert "symbolic links" in bad.unreadable


def test_what_a_program_without_the_lock_writes_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    storage = SessionStorage(path)
    storage.write({"timeline": {"1": {"text": "ours"}}})
    before = path.stat()
    with storage.batch():
        pass
    assert path.stat() == before, "nothing happened, so nothing is written"
    theirs = path.read_bytes().replace(b"ours", b"by git")
    with pytest.raises(ChangedMeanwhile), storage.batch():
        storage.write({"timeline": {"1": {"text": "ours again"}}})
        path.write_bytes(theirs)
    assert path.read_bytes() == theirs
