"""Whatever hangs, an app that is asked to end or has lost its terminal ends, and what was typed is kept."""

from __future__ import annotations

import os
import signal
from datetime import date
from pathlib import Path

import pytest

from pmtui.library.folder import Library
from pmtui.library.ids import new_session, uuid7
from pmtui.session import codec
from pmtui.session.document import Session
from tests.terminal import Terminal, left_as_found, terminal

TYPED = "14:09 pager rang"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    library = Library(tmp_path / "library")
    library.create(new_session(product="Checkout", incident_date=date(2026, 11, 18)))
    return tmp_path / "library"


def events(session: Session) -> list[str]:
    return [event.text for event in session.timeline]


def saved(folder: Path) -> Session:
    library = Library(folder)
    return library.read(library.find("latest"))


def half_typed(app: Terminal) -> None:
    app.until("Opening")
    app.keys("f6")
    app.until("Event")
    app.type(TYPED)
    app.until(TYPED)


NO_SIGNAL = """
import signal, sys
from pmtui.tui import watchdog
watchdog.SIGNALS = ()
signal.signal(signal.SIGHUP, signal.SIG_IGN)
from pmtui.cli.program import main
sys.exit(main(sys.argv[1:]))
"""
"""The program, deaf to all signals."""


def test_a_terminal_that_is_closed_without_a_signal_is_noticed(folder: Path) -> None:
    with terminal("--library", folder, "open", "latest", program=("-c", NO_SIGNAL)) as app:
        half_typed(app)
        app.hang_up()
        assert app.wait() == 128 + signal.SIGHUP
    assert events(saved(folder)) == ["pager rang"]


HANGS = """
import pathlib, sys
from pmtui.library.disk import Disk
from pmtui.tui import watchdog
from pmtui.tui.meeting.agenda import AgendaPanel
watchdog.ANSWER_SECONDS, watchdog.SAVE_SECONDS, watchdog.KEEP_SECONDS = 1.0, 3.0, 2.0
loop, disk = map(pathlib.Path, sys.argv[1:3])
render, create = AgendaPanel.render_line, Disk.create
def rendered(self, y):
    if loop.exists():
        open(loop).read()
    return render(self, y)
def created(self, path, mode):
    if disk.exists() and "/library/" in path:
        open(disk).read()
    return create(self, path, mode)
AgendaPanel.render_line, Disk.create = rendered, created
from pmtui.cli.program import main
sys.exit(main(sys.argv[3:]))
"""
"""The program: once its first argument is there (a named pipe) its event loop waits for it for ever; once its second is
there, so does every write to the library. It is given up sooner than usual, so that the tests need not wait as long."""


def hanging(folder: Path, tmp_path: Path, **env: str) -> Terminal:
    arguments = (tmp_path / "loop", tmp_path / "disk", "--library", folder, "open", "latest")
    return Terminal(*arguments, program=("-c", HANGS), env={"TMPDIR": str(tmp_path), **env})


def hang(app: Terminal, pipe: Path) -> None:
    """Let the next drawing of the agenda wait for ever, and have it drawn."""
    os.mkfifo(pipe)
    app.keys("f8")


def test_a_closed_terminal_ends_an_app_whose_loop_hangs(folder: Path, tmp_path: Path) -> None:
    app = hanging(folder, tmp_path)
    try:
        half_typed(app)
        hang(app, tmp_path / "loop")
        app.hang_up()
        assert app.wait() == 128 + signal.SIGHUP
    finally:
        app.close()
    assert events(saved(folder)) == ["pager rang"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_an_app_whose_loop_hangs_and_the_terminal_is_as_it_was(
    folder: Path, tmp_path: Path, number: int
) -> None:
    app = hanging(folder, tmp_path)
    try:
        half_typed(app)
        hang(app, tmp_path / "loop")
        app.signal(number)
        assert app.wait() == 128 + number
        assert left_as_found(app)
    finally:
        app.close()
    assert events(saved(folder)) == ["pager rang"]


def test_where_the_disk_hangs_too_a_copy_is_kept_elsewhere_and_told(folder: Path, tmp_path: Path) -> None:
    app = hanging(folder, tmp_path)
    try:
        half_typed(app)
        os.mkfifo(tmp_path / "disk")
        hang(app, tmp_path / "loop")
        app.signal(signal.SIGTERM)
        assert app.wait() == 128 + signal.SIGTERM
        assert left_as_found(app)
        [copy] = tmp_path.glob("pmtui-rescued-*.json")
        told = app.raw.decode().split("\x1b[?1049l")[-1].replace("\r\n", "")
        assert "the disk does not answer" in told and str(copy) in told
    finally:
        app.close()
    kept = codec.decode(copy.read_bytes(), now="2026-11-20T09:00:00Z", new_id=uuid7).session
    assert events(kept) == ["pager rang"]


def test_quitting_while_the_disk_hangs_ends_with_a_copy_and_says_that_nothing_was_saved(
    folder: Path, tmp_path: Path
) -> None:
    app = hanging(folder, tmp_path)
    try:
        half_typed(app)
        os.mkfifo(tmp_path / "disk")
        app.keys("ctrl+q")
        assert app.wait(60) == 3
        assert left_as_found(app)
        [copy] = tmp_path.glob("pmtui-rescued-*.json")
    finally:
        app.close()
    assert "pager rang" in copy.read_text()
