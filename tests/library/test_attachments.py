"""Attached files and long bodies: kept whole, under names that lead nowhere else."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.library.attachments import attach, resolve, safe_name
from pmtui.library.disk import Disk
from pmtui.library.errors import DiskFull, Refused
from pmtui.library.folder import Library
from pmtui.library.long_texts import LONGEST
from pmtui.session.document import Evidence
from pmtui.session.edits import add_items, change_item, delete_items, set_field
from pmtui.session.normalise import check_attachment_path
from pmtui.session.text import clean


@pytest.fixture
def folder(library: Library, path: Path) -> Path:
    return library.attachments(path)


def long_text(seed: int, size: int = LONGEST + 1) -> str:
    return (f"line {seed} | é結\n" * size)[:size]


def test_a_copy_is_kept_under_its_name(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "graph.png"
    source.write_bytes(b"png")
    assert attach(folder, source) == "graph.png"
    source.unlink()
    assert resolve(folder, "graph.png").read_bytes() == b"png"
    assert attach(folder, io.BytesIO(b"other"), "graph.png") == "graph-2.png"
    assert attach(folder, b"other", "graph.png") == "graph-2.png", "the same file again is the same file"
    assert attach(folder, b"x") == "attachment"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\x\\y.txt", "y.txt"), ("..", "attachment"), (".hidden", "hidden"),
        ("a\x1b[31m\nb", "a_[31m_b"), ("con.txt", "file-con.txt"), ("größe 結.png", "größe 結.png"), ("a:b", "a_b"),
    ],
)  # fmt: skip
def test_names_are_safe_everywhere(name: str, expected: str) -> None:
    assert safe_name(name) == expected


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("ö" * 300 + ".png")
    assert name.endswith("ö.png") and len(name.encode()) <= 120


@pytest.mark.parametrize("named", ["/etc/passwd", "../x", "a/../../x", "..\\x", "C:x", "", ".", "~/x", "a\0b"])
def test_a_path_that_leads_out_is_refused(folder: Path, named: str) -> None:
    with pytest.raises(Refused, match="attachment folder"):
        resolve(folder, named)


def test_a_link_that_leads_out_is_refused_and_not_written_through(folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (folder / "link.txt").symlink_to(secret)
    (folder / "up").symlink_to(tmp_path)
    for path in ("link.txt", "up/secret.txt"):
        with pytest.raises(Refused):
            resolve(folder, path)
    assert attach(folder, b"mine", "link.txt") == "link-2.txt"
    assert secret.read_text() == "secret"


def test_what_cannot_be_read_says_why(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no such file"):
        attach(folder, tmp_path / "none.txt")
    with pytest.raises(Refused, match="not a file"):
        attach(folder, tmp_path)


def test_a_full_disk_leaves_no_half_copy(folder: Path) -> None:
    class Full(Disk):
        def write(self, fd: int, data: bytes) -> None:
            super().write(fd, data[:3])
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(DiskFull):
        attach(folder, b"content", "a.txt", disk=Full())
    assert not folder.exists(), "nor an empty folder"
    attach(folder, b"content", "a.txt")
    with pytest.raises(DiskFull):
        attach(folder, b"other", "b.txt", disk=Full())
    assert [path.name for path in folder.iterdir()] == ["a.txt"]


def test_a_long_body_lies_beside_the_file_and_comes_back(library: Library, path: Path, folder: Path) -> None:
    text = long_text(1)
    library.change(path, lambda s: add_items(s, "evidence", [Evidence(id="e", caption="log", body=text)]))
    assert path.stat().st_size < 20_000
    (body,) = folder.iterdir()
    assert body.read_bytes().decode() == text
    loaded = library.load(path)
    assert loaded.session.evidence[0].body == text and loaded.exact
    assert not library.save(loaded, loaded.session).wrote


def test_a_body_of_just_256_kb_stays_in_the_file(library: Library, path: Path, folder: Path) -> None:
    text = "é" * (LONGEST // 2)
    library.change(path, lambda s: add_items(s, "evidence", [Evidence(id="e", body=text)]))
    assert not folder.exists()
    assert library.read(path).evidence[0].body == text


def test_a_body_that_changed_leaves_no_old_one_behind(library: Library, path: Path, folder: Path) -> None:
    library.change(path, lambda s: add_items(s, "evidence", [Evidence(id="e", body=long_text(1))]))
    library.change(path, lambda s: change_item(s, "evidence", "e", body=long_text(2)))
    assert library.read(path).evidence[0].body == long_text(2)
    assert len(list(folder.iterdir())) == 1
    library.change(path, lambda s: change_item(s, "evidence", "e", body="short"))
    assert list(folder.iterdir()) == [] and library.read(path).evidence[0].body == "short"


def test_two_with_one_body_share_it_until_the_last_goes(library: Library, path: Path, folder: Path) -> None:
    both = [Evidence(id="a", body=long_text(1)), Evidence(id="b", body=long_text(1))]
    library.change(path, lambda s: add_items(s, "evidence", both))
    assert len(list(folder.iterdir())) == 1
    library.change(path, lambda s: delete_items(s, "evidence", ["a"]))
    assert library.read(path).evidence[0].body == long_text(1)


def test_a_body_that_is_missing_is_said_and_not_forgotten(library: Library, path: Path, folder: Path) -> None:
    library.change(path, lambda s: add_items(s, "evidence", [Evidence(id="e", caption="log", body=long_text(1))]))
    (body,) = folder.iterdir()
    content = body.read_bytes()
    body.unlink()
    loaded = library.load(path)
    assert "log" in loaded.notices[0] and body.name in loaded.notices[0]
    saved = library.save(loaded, set_field(loaded.session, "impact.statement", "x"))
    library.save(saved, change_item(saved.session, "evidence", "e", caption="the log"))
    body.write_bytes(content)
    evidence = library.read(path).evidence[0]
    assert (evidence.caption, evidence.body) == ("the log", long_text(1))


def test_a_body_s_file_cannot_be_one_outside(library: Library, path: Path, folder: Path, tmp_path: Path) -> None:
    library.change(path, lambda s: add_items(s, "evidence", [Evidence(id="e", body=long_text(1))]))
    (tmp_path / "secret.txt").write_text("secret")
    (body,) = folder.iterdir()
    path.write_text(path.read_text().replace(body.name, "../../secret.txt"))
    assert library.read(path).evidence[0].body == ""


def test_an_unreadable_folder_is_no_crash(library: Library, path: Path, folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    with pytest.raises(Exception, match=os.path.basename(folder)):  # noqa: PTH119
        attach(folder, b"x", "a.txt")


@given(st.text(max_size=30) | st.sampled_from(["~", "~.", " ~", "x/~", "C:", "..", "con"]))
def test_a_session_takes_every_name_that_is_made(name: str) -> None:
    check_attachment_path(safe_name(name))
    assert clean(safe_name(name)) == (safe_name(name), 0)
