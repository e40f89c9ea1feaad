"""`attach`: copies of what would be gone tomorrow."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pmtui.cli import attach_sources
from pmtui.library.folder import Library
from pmtui.session.edits import set_field
from tests.terminal import terminal

if TYPE_CHECKING:
    from tests.cli.conftest import Run

PNG = b"\x89PNG\r\n\x1a\n..."


def test_attach_copies_files_as_evidence_with_kind_and_caption(
    run: Run, library: Library, session_of: Any, tmp_path: Path
) -> None:
    run("new", "--no-open")
    (tmp_path / "shot.PNG").write_bytes(b"\x89PNG")
    (tmp_path / "app.log").write_text("line\n")
    found = run("attach", "shot.PNG", "app.log")
    assert (found.status, found.out) == (0, "")
    figure = f"Fig. 2: app.log ({library.names()[0][-11:-5]})"
    assert f"pmtui: noted {figure}\n" in found.err
    assert str(library.folder) in found.err
    shot, log = session_of().evidence
    assert (shot.kind, shot.caption) == ("screenshot", "shot.PNG")
    assert (log.kind, log.caption) == ("log", "app.log")
    (tmp_path / "app.log").unlink()
    folder = library.attachments(library.find("latest"))
    assert (folder / log.path).read_text() == "line\n"
    assert (folder / shot.path).read_bytes() == b"\x89PNG"


def test_attach_reads_standard_input(run: Run, library: Library, session_of: Any) -> None:
    run("attach", "-", "--caption", "Pods", "--kind", "chat", stdin=b"one\xff\n")
    (kept,) = session_of().evidence
    assert (kept.caption, kept.kind) == ("Pods", "chat")
    assert (library.attachments(library.find("latest")) / kept.path).read_bytes() == b"one\xff\n"


def test_attach_changes_nothing_where_a_file_is_missing(run: Run, library: Library, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("x")
    run("attach", "there", "gone").refused("gone: no such file")
    run("attach", str(tmp_path)).refused("is a folder")
    run("attach").refused("nothing to attach")
    assert library.names() == []


def test_a_disk_that_fails_leaves_no_empty_review(
    run: Run, library: Library, session_of: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("good.txt", "bad.txt"):
        (tmp_path / name).write_text(name)

    def read_bytes(path: Path) -> bytes:
        if path.name == "bad.txt":
            raise OSError(5, "Input/output error")
        with path.open("rb") as file:
            return file.read()

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    run("attach", "bad.txt").refused("bad.txt: input/output error", status=3)
    assert library.names() == []
    assert run("attach", "good.txt", "bad.txt").status == 3
    assert [each.caption for each in session_of().evidence] == ["good.txt"]


def test_a_final_session_takes_no_files(run: Run, library: Library, tmp_path: Path) -> None:
    run("new", "--no-open")
    library.change("latest", lambda session: set_field(session, "status", "final"))
    (tmp_path / "a.txt").write_text("x")
    run("attach", "a.txt", "-s", "latest").refused("final")
    assert not library.attachments(library.find("latest")).exists()


def test_an_address_is_kept_as_a_link(run: Run, session_of: Any) -> None:
    address = "https://status.example.org/incidents/7?a=b|c"
    found = run("attach", address, "--caption", "The status page")
    (kept,) = session_of().evidence
    assert (kept.kind, kept.url, kept.path, kept.caption) == ("link", address, "", "The status page")
    assert f"noted Fig. 1: The status page: {address}" in found.err
    run("attach", "HTTP://x.example", "--kind", "graph")
    assert (session_of().evidence[1].kind, session_of().evidence[1].caption) == ("graph", "")


def test_a_pipe_is_read(run: Run, library: Library, session_of: Any, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pods.log")
    writer = threading.Thread(target=(tmp_path / "pods.log").write_bytes, args=(b"pod 1\n",))
    writer.start()
    reading, writing = os.pipe()
    os.write(writing, b"pod 2\n")
    os.close(writing)
    assert run("attach", "pods.log", f"/dev/fd/{reading}").status == 0
    os.close(reading)
    writer.join()
    named, nameless = session_of().evidence
    folder = library.attachments(library.find("latest"))
    assert (named.kind, named.caption, (folder / named.path).read_bytes()) == ("log", "pods.log", b"pod 1\n")
    assert (nameless.kind, nameless.caption, (folder / nameless.path).read_bytes()) == ("log", "", b"pod 2\n")


def test_nothing_to_keep_is_an_error_and_changes_nothing(run: Run, library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty.log").touch()
    run("attach", "-").refused("standard input: is empty")
    run("attach", "empty.log").refused("empty.log: is empty")
    run("attach", "/dev/null").refused("is a device")
    assert library.names() == []


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_the_machine_s_refusal(run: Run, library: Library, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (tmp_path / "secret").chmod(0)
    run("attach", "secret").refused("secret: permission denied", status=3)
    assert library.names() == []


def test_a_file_that_the_machine_does_not_hand_out(
    run: Run, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text("x")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "secret")

    monkeypatch.setattr(Path, "open", refuse)
    run("attach", "secret").refused("secret: permission denied", status=3)
    assert library.names() == []


def test_a_large_file_is_kept_and_its_size_said(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attach_sources, "LARGE", 1_000_000)
    (tmp_path / "core.dump").write_bytes(b"x" * 3_000_000)
    found = run("attach", "core.dump")
    assert found.status == 0
    assert "core.dump: 3 MB: kept in the library" in found.err


def test_at_a_terminal_a_large_file_is_asked_about(tmp_path: Path, library: Library, session_of: Any) -> None:
    with (tmp_path / "core.dump").open("wb") as file:
        file.truncate(60_000_000)
    with terminal("attach", "core.dump") as app:
        app.until("core.dump: 60 MB: keep a copy in the library? [y/N]")
        app.keys("n", "enter")
        assert app.wait() == 2
        app.until("nothing was attached")
    assert library.names() == []
    with terminal("attach", "core.dump") as app:
        app.until("[y/N]")
        app.keys("y", "enter")
        assert app.wait() == 0
    assert session_of().evidence[0].path == "core.dump"


@pytest.mark.parametrize("program", ["wl-paste", "xclip", "pngpaste"])
def test_the_clipboard_s_picture_is_kept(
    run: Run, library: Library, session_of: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "picture").write_bytes(PNG)
    script = tmp_path / "bin" / program
    script.write_text(f"#!/bin/sh\nexec /bin/cat {tmp_path}/picture\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert run("attach", "--clipboard", "--caption", "Response codes").status == 0
    (kept,) = session_of().evidence
    assert (kept.kind, kept.caption) == ("screenshot", "Response codes")
    assert (library.attachments(library.find("latest")) / kept.path).read_bytes() == PNG
    (tmp_path / "picture").write_bytes(b"no picture")
    run("attach", "--clipboard").refused("the clipboard holds no picture")


def test_where_nothing_gives_the_clipboard_out_it_is_said(
    run: Run, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    run("attach", "--clipboard").refused("wl-paste, xclip, pngpaste")
    assert library.names() == []


def test_a_wrong_session_takes_nothing_from_the_pipe(run: Run) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"pod 2\n")
    os.close(writing)
    run("attach", "-s", "nothing", f"/dev/fd/{reading}").refused("'nothing'")
    assert os.read(reading, 100) == b"pod 2\n"
    os.close(reading)


# --- links that lead out of the library ---


def test_a_folder_that_leads_out_of_the_library_takes_nothing(run: Run, library: Library, tmp_path: Path) -> None:
    run("new", "--no-open")
    (tmp_path / "elsewhere").mkdir()
    library.attachments(library.find("latest")).symlink_to(tmp_path / "elsewhere")
    (tmp_path / "a.txt").write_text("x")
    run("attach", "a.txt").refused("leads out of the library")
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("whole", [True, False], ids=["the folder", "the file"])
def test_a_report_does_not_show_what_leads_out_of_the_library(
    run: Run, library: Library, tmp_path: Path, whole: bool
) -> None:
    (tmp_path / "shot.png").write_bytes(PNG)
    run("attach", "shot.png")
    folder = library.attachments(library.find("latest"))
    (folder / "shot.png").unlink()
    if whole:
        folder.rmdir()
        folder.symlink_to(tmp_path)
    else:
        (folder / "shot.png").symlink_to(tmp_path / "shot.png")
    found = run("export", "latest")
    assert found.status == 0
    assert "](" not in found.out
    assert "leads out of" in found.err
    assert run("export", "latest", "--format", "json").json["evidence"][0]["path"] == "shot.png"
