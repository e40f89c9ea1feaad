"""A long text in the person's own editor: whatever that program does, the app comes back and the text is safe."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from pmtui.library.bookmarks import write_bookmark
from pmtui.library.folder import Library
from pmtui.library.ids import new_session
from pmtui.session import edits
from pmtui.tui.widgets import external_editor
from tests.terminal import Terminal, left_as_found, terminal

BEFORE = "Nobody could pay"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A session that opens on its impact, whose statement is a long text."""
    library = Library(tmp_path / "library")
    made = new_session(product="Checkout", incident_date=date(2026, 11, 18))
    made = edits.set_field(made, "impact.statement", BEFORE)
    file = library.create(made).path
    write_bookmark(library.folder, made.id, "impact")
    return file


def statement(path: Path) -> str:
    return Library(path.parent).read(path).impact.statement


def script(folder: Path, body: str, name: str = "my editor") -> str:
    """A program that takes the text's file as its last argument; the command for `EDITOR`."""
    file = folder / name
    file.write_text(f"#!{sys.executable}\nimport os, pathlib, sys, time\npath = pathlib.Path(sys.argv[-1])\n{body}\n")
    file.chmod(0o755)
    return shlex.quote(str(file))


def open_editor(app: Terminal) -> None:
    """Press the key for the editor in the statement's field."""
    app.until(lambda: "Impact" in app.text and BEFORE in app.text)
    app.keys("shift+tab")
    app.until(lambda: "enter add" not in app.text)
    app.keys("ctrl+o")


def comes_back(app: Terminal, path: Path, said: str, text: str = BEFORE) -> None:
    """The app says what went wrong, and takes keys in the field again."""
    app.until(said)
    app.keys("end", "!")
    app.until(lambda: statement(path) == f"{text}!")
    app.keys("ctrl+q")
    assert app.wait() == 0
    assert left_as_found(app)


@pytest.mark.parametrize(
    ("command", "said"), [("nosuch-editor", "there is no such program"), ("false", "false: it ended with 1")]
)
def test_whatever_an_editor_does_the_app_is_back_and_says_so(path: Path, command: str, said: str) -> None:
    with terminal("--library", path.parent, "open", "latest", env={"EDITOR": command, "VISUAL": ""}) as app:
        open_editor(app)
        comes_back(app, path, said)


class Suspending:
    """What an editor needs of the app: it lets go of the terminal, and draws itself again."""

    def suspend(self) -> AbstractContextManager[None]:
        return nullcontext()

    def refresh(self) -> None:
        pass


@pytest.fixture
def edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Edit the text with a command, without a terminal; what is said of it. The text has to stay."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(external_editor, "AT_ONCE_SECONDS", 60)

    def edited(command: str) -> str:
        monkeypatch.setenv("VISUAL", command)
        field = SimpleNamespace(text=BEFORE)
        said = external_editor.edit_outside(cast(Any, Suspending()), cast(Any, field))
        assert field.text == BEFORE
        return said

    return edited


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("nosuch-editor", "nosuch-editor: there is no such program"),
        ("nosuch-editor --wait 'a b'", "there is no such program"),
        ("vi 'unbalanced", "close its quotes"),
        ("false", "false: it ended with 1"),
        ("true", "true: it was back at once"),
    ],
)
def test_an_editor_that_does_nothing_leaves_the_text_and_says_so(
    edit: Callable[[str], str], command: str, said: str
) -> None:
    assert said in edit(command)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("path.write_bytes(b'caf\\xe9')", "what it wrote is not UTF-8"),
        ("path.unlink()", "the file with the text was deleted"),
        ("path.unlink(); path.mkdir()", "there is no file any more"),
        ("path.unlink(); os.mkfifo(path)", "there is no file any more"),
        ("path.write_text('x' * 3_000_000)", "3.0 MB, too much for a field"),
        ("path.write_text('other'); sys.exit(1)", "it ended with 1"),
        ("os.kill(os.getpid(), 9)", "a signal ended it"),
        ("path.chmod(0)", "was back at once" if os.getuid() == 0 else "the file cannot be read: permission denied"),
    ],
)
def test_what_an_editor_left_and_is_no_text_is_said_and_the_text_stays(
    edit: Callable[[str], str], tmp_path: Path, body: str, said: str
) -> None:
    assert said in edit(script(tmp_path, body))
    wrote = "write" in body
    assert bool([*tmp_path.glob("pmtui-*/*")]) == wrote, "what was written is kept, and nothing else"


def test_an_editor_with_arguments_and_spaces_in_its_name_gives_back_what_it_wrote(path: Path, tmp_path: Path) -> None:
    wrote = "path.write_text(path.read_text() + ' by card ' + sys.argv[1] + '\\r\\n\\x1b[31m', newline='')"
    env = {"VISUAL": "", "EDITOR": script(tmp_path, wrote) + " '--in a window'"}
    with terminal("--library", path.parent, "open", "latest", env=env) as app:
        open_editor(app)
        wanted = f"{BEFORE} by card --in a window\n[31m"
        app.until(lambda: statement(path) == wanted)
        app.keys("ctrl+z")
        app.until(lambda: statement(path) == BEFORE)
        app.signal(signal.SIGTERM)
        assert app.wait() == 128 + signal.SIGTERM
        assert left_as_found(app)


def test_without_a_name_for_the_editor_a_usual_one_is_taken(path: Path, tmp_path: Path) -> None:
    script(tmp_path, "path.write_text('From vi')", name="vi")
    env = {"VISUAL": "", "EDITOR": " ", "PATH": str(tmp_path)}
    with terminal("--library", path.parent, "open", "latest", env=env) as app:
        open_editor(app)
        app.until(lambda: statement(path) == "From vi")


def test_where_no_editor_is_there_it_is_said(path: Path, tmp_path: Path) -> None:
    env = {"VISUAL": "", "EDITOR": "", "PATH": str(tmp_path)}
    with terminal("--library", path.parent, "open", "latest", env=env) as app:
        open_editor(app)
        comes_back(app, path, "no editor was found: set EDITOR")


WAITS = "path.write_text('Half'); pathlib.Path(sys.argv[1]).touch()\nwhile True: time.sleep(60)"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_the_editor_is_open_ends_both_and_keeps_what_it_wrote(
    path: Path, tmp_path: Path, number: int
) -> None:
    env = {"VISUAL": "", "EDITOR": f"{script(tmp_path, WAITS)} {tmp_path / 'open'}"}
    with terminal("--library", path.parent, "open", "latest", env=env) as app:
        open_editor(app)
        app.until(lambda: (tmp_path / "open").exists())
        app.signal(number)
        assert app.wait() == 128 + number
        assert left_as_found(app)
    assert statement(path) == "Half"


def test_a_closed_terminal_ends_an_editor_that_would_go_on(path: Path, tmp_path: Path) -> None:
    deaf = f"import signal\nfor n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\n{WAITS}"
    env = {"VISUAL": "", "EDITOR": f"{script(tmp_path, deaf)} {tmp_path / 'open'}"}
    with terminal("--library", path.parent, "open", "latest", env=env) as app:
        open_editor(app)
        app.until(lambda: (tmp_path / "open").exists())
        app.hang_up()
        assert app.wait() == 128 + signal.SIGHUP
    assert statement(path) == "Half"


def test_ctrl_c_while_the_editor_is_open_is_the_editor_s(path: Path, tmp_path: Path) -> None:
    env = {"VISUAL": "", "EDITOR": f"{script(tmp_path, WAITS)} {tmp_path / 'open'}"}
    with terminal("--library", path.parent, "open", "latest", env=env) as app:
        open_editor(app)
        app.until(lambda: (tmp_path / "open").exists())
        app.keys("ctrl+c")  # the terminal makes SIGINT of it, for both programs
        app.until(lambda: statement(path) == "Half")
        comes_back(app, path, "Impact", "Half")


def test_what_an_editor_had_not_saved_when_it_was_ended_is_kept_and_told(path: Path, tmp_path: Path) -> None:
    swap = "(path.parent / '.text.md.swp').write_text('More'); " + WAITS
    env = {"VISUAL": "", "EDITOR": f"{script(tmp_path, swap)} {tmp_path / 'open'}", "TMPDIR": str(tmp_path)}
    with terminal("--library", path.parent, "open", "latest", env=env) as app:
        open_editor(app)
        app.until(lambda: (tmp_path / "open").exists())
        app.signal(signal.SIGTERM)
        assert app.wait() == 128 + signal.SIGTERM
        [kept] = tmp_path.glob("pmtui-*/.text.md.swp")
        assert str(kept) in app.raw.decode()
