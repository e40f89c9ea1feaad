"""However the app ends, nothing typed is lost and the terminal is left as it was found."""

from __future__ import annotations

import signal
from datetime import date
from pathlib import Path

import pytest

from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session.document import Session
from tests.terminal import Terminal, go_to, left_as_found, terminal
from tests.tui.test_typing_ends import FULL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    library = Library(tmp_path / "library")
    library.create(new_session(product="Checkout", incident_date=date(2026, 11, 18)))
    return tmp_path / "library"


def saved(folder: Path) -> Session:
    library = Library(folder)
    return library.read(library.find("latest"))


def events(folder: Path) -> list[str]:
    return [event.text for event in saved(folder).timeline]


def half_typed(app: Terminal, text: str) -> None:
    app.until("Opening")
    app.keys("f6")
    app.until("Event")
    app.type(text)
    app.until(text)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_turns_the_half_typed_line_into_an_event(folder: Path, number: int) -> None:
    with terminal("--library", folder, "open", "latest") as app:
        half_typed(app, "14:09 pager rang")
        app.signal(number)
        assert app.wait() == 128 + number
        assert left_as_found(app)
        assert str(next(folder.glob("*.json"))) in app.raw.decode().replace("\r\n", "")
    assert events(folder) == ["pager rang"]


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
def test_a_quitting_key_turns_the_half_typed_line_into_an_event(folder: Path, key: str) -> None:
    with terminal("--library", folder, "open", "latest") as app:
        half_typed(app, "14:09 pager rang")
        app.keys(key)
        assert app.wait() == 0
        assert left_as_found(app)
    assert events(folder) == ["pager rang"]


def test_a_closed_terminal_loses_nothing(folder: Path) -> None:
    with terminal("--library", folder, "open", "latest") as app:
        half_typed(app, "14:09 pager rang")
        app.hang_up()
        app.wait()
    assert events(folder) == ["pager rang"]


def test_what_shows_as_saved_survives_a_kill(folder: Path) -> None:
    with terminal("--library", folder, "open", "latest") as app:
        app.until("Opening")
        go_to(app, "headline", "Term")
        app.type("Cards refused")
        app.until("✓ saved")
        app.until(lambda: "Cards refused" in next(folder.glob("*.json")).read_text())
        app.signal(signal.SIGKILL)
        app.wait()
    assert saved(folder).key_details.headline == "Cards refused"


def test_an_unbracketed_paste_is_no_commands(folder: Path) -> None:
    """Old terminals send a paste as keys: where no field has the focus its letters must not act."""
    with terminal("--library", folder, "open", "latest") as app:
        app.until("Opening")
        go_to(app, "resources", "What will be gone in a week?")
        app.keys("escape")
        app.until("] next step")
        app.paste("guava\nquince\npear\n", bracketed=False)
        app.until(lambda: len(saved(folder).resources) == 3)
    assert [resource.text for resource in saved(folder).resources] == ["guava", "quince", "pear"]


def test_log_from_another_terminal_appears_within_a_second_and_disturbs_nothing(folder: Path) -> None:
    from pmtui.cli.program import main

    with terminal("--library", folder, "open", "latest") as app:
        app.until("Opening")
        go_to(app, "timeline", "▸ Timeline")
        app.type("half a tho")
        app.until("half a tho")
        assert main(["--library", str(folder), "log", "rolled back 4.2"]) == 0
        app.until("rolled back 4.2", seconds=5)
        app.type("ught")
        app.until("half a thought")


BROKEN = """
import pathlib, sys
from pmtui.tui.meeting.agenda import AgendaPanel
working = AgendaPanel.render_line
AgendaPanel.render_line = lambda self, y: 1 / 0 if pathlib.Path(sys.argv[-1]).exists() else working(self, y)
from pmtui.cli.program import main
sys.exit(main(sys.argv[1:-1]))
"""


def test_an_error_in_a_screen_ends_in_one_line_that_says_where_the_session_is(folder: Path, tmp_path: Path) -> None:
    flag = tmp_path / "now"
    env = {"XDG_STATE_HOME": str(tmp_path / "state"), "HOME": str(tmp_path)}
    with terminal("--library", folder, "open", "latest", flag, program=("-c", BROKEN), env=env) as app:
        half_typed(app, "14:09 pager rang")
        flag.touch()
        app.keys("enter")
        assert app.wait() == 1
        assert left_as_found(app)
        told = app.raw.decode().split("\x1b[?1049l")[-1]
        report = tmp_path / "state" / "pmtui" / "log" / "error.txt"
        assert f"ZeroDivisionError: division by zero: please report it with {report}" in told.replace("\r\n", "")
        assert "Traceback" not in told
        assert str(next(folder.glob("*.json"))) in told.replace("\r\n", "")
    lines = report.read_text().splitlines()
    assert lines[0].startswith("pmtui ") and lines[2] == "Traceback (most recent call last):"
    assert lines[-1] == "ZeroDivisionError: division by zero"
    assert not set("".join(lines)) & set("╭│╰─\x1b"), "no boxes, no colours"
    assert events(folder) == ["pager rang"]


ENDING = """
import sys
from pmtui.tui.steps.actions import ActionsView
made = ActionsView.compose
def ending(self):
    self.app.end(129)
    yield from made(self)
ActionsView.compose = ending
from pmtui.cli.program import main
sys.exit(main(sys.argv[1:]))
"""
"""The program, told to end while the step of actions is being made."""


def test_an_end_while_a_screen_is_being_made_is_no_error(folder: Path, tmp_path: Path) -> None:
    env = {"XDG_STATE_HOME": str(tmp_path / "state"), "HOME": str(tmp_path)}
    with terminal("--library", folder, "open", "latest", program=("-c", ENDING), env=env) as app:
        half_typed(app, "14:09 pager rang")
        app.keys("enter")
        app.until("Event  ▌")
        app.keys("escape")
        app.until(lambda: "Event  ▌" not in app.text)
        app.keys("ctrl+g")
        app.until("Go to a step or a field")
        app.type("acti")
        app.until("▌ acti")
        app.keys("enter")
        assert app.wait() == 129
        assert left_as_found(app)
        assert "an error" not in app.raw.decode().split("\x1b[?1049l")[-1]
    assert not (tmp_path / "state" / "pmtui" / "log" / "error.txt").exists()
    assert events(folder) == ["pager rang"]


def test_escape_and_a_letter_in_one_read_are_two_keys(folder: Path) -> None:
    """Over a slow line both come at once, which looks like alt and the letter."""
    with terminal("--library", folder, "open", "latest", size=(80, 24)) as app:
        app.until("Opening")
        app.keys("f8", "f8")
        app.until("Resources")
        app.keys("\x1bv")
        app.until("What will be gone in a week?")
        app.until(lambda: "v present" not in app.text and "Resources  3/11" in app.text)


def test_an_unbracketed_paste_into_a_line_keeps_all_its_lines_there(folder: Path) -> None:
    with terminal("--library", folder, "open", "latest") as app:
        app.until("Opening")
        go_to(app, "headline", "Term")
        app.paste("one\ntwo\nthree", bracketed=False)
        app.until(lambda: saved(folder).key_details.headline == "one\ntwo\nthree")
        app.keys("enter")
        app.type("18-11-2026")
        app.until(lambda: str(saved(folder).key_details.incident_date) == "2026-11-18")


def test_leaving_while_the_disk_is_full_ends_with_3_and_says_where_the_copy_is(folder: Path, tmp_path: Path) -> None:
    full = tmp_path / "full"
    arguments = (full, "--library", folder, "open", "latest")
    with terminal(*arguments, program=("-c", FULL), env={"TMPDIR": str(tmp_path)}) as app:
        half_typed(app, "14:09 pager rang")
        full.write_text(str(folder))
        app.keys("ctrl+q")
        assert app.wait() == 3
        assert left_as_found(app)
        [copy] = tmp_path.glob("pmtui-rescued-*.json")
        told = app.raw.decode().split("\x1b[?1049l")[-1].replace("\r\n", "")
        assert "the disk is full" in told and str(copy) in told
    assert "pager rang" in copy.read_text()
