"""The app draws on the terminal, whatever its outputs are; where there is none, or one that cannot draw, it says so."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pmtui.library.folder import Library
from pmtui.session.document import Session
from tests.terminal import go_to, left_as_found, terminal

REDIRECTED = """
import os, sys
for fd, name in {1: "out", 2: "err"}.items():
    if name in sys.argv[1]:
        os.dup2(os.open(name, os.O_CREAT | os.O_WRONLY), fd)
    if f"no-{fd}" in sys.argv[1]:
        os.close(fd)
os.execv(sys.executable, [sys.executable, "-m", "pmtui", *sys.argv[2:]])
"""


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("PMTUI_LIBRARY", str(tmp_path / "library"))
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    monkeypatch.chdir(tmp_path)


def pmtui(*args: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pmtui", *args]
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=os.environ | environ, timeout=60
    )


@pytest.mark.parametrize("where", ["err", "out", "out err", "no-2", "no-1 no-2"])
def test_the_app_draws_on_the_terminal_wherever_its_outputs_go(tmp_path: Path, where: str) -> None:
    # A mark of direction would turn what stands beside the name: it is not drawn.
    made = pmtui("new", "--no-open", "--product", "Check\u202eout").stdout.strip()
    with terminal(where, "open", made, program=("-c", REDIRECTED), size=(100, 30)) as app:
        app.until("Checkout")
        app.until("Key details")
        app.keys("ctrl+q")
        assert app.wait() == 0
        assert left_as_found(app)
    assert "\u202e".encode() not in app.raw
    for name in {"out", "err"} & set(where.split()):
        assert (tmp_path / name).read_bytes() == b""


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_draw_is_refused_in_one_line(term: str) -> None:
    made = pmtui("new", "--no-open").stdout.strip()
    for args in (["open", made], ["new"], []):
        with terminal(*args, env={"TERM": term}) as app:
            assert app.wait() == 2
            app.until("TERM=xterm-256color")
            assert app.raw.count(b"\n") == 1
            assert b"\x1b" not in app.raw


def test_without_a_terminal_to_type_in_it_is_refused_in_one_line() -> None:
    found = pmtui(TERM="xterm")
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("pmtui: the app needs a terminal, and standard input is none")
    assert found.stderr.count("\n") == 1


def test_under_a_web_terminal_it_runs_without_a_tty() -> None:
    made = pmtui("new", "--no-open", "--product", "Checkout").stdout.strip()
    environ = {
        "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "COLUMNS": "100", "ROWS": "30", "TERM": "dumb",
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "pmtui", "open", made],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ | environ,
    ) as process:  # fmt: skip
        assert isinstance(process.stdout, io.BufferedReader)
        assert process.stdin is not None
        drawn = b""
        while b"Checkout" not in drawn:
            more = process.stdout.read1(65536)
            assert more, drawn
            drawn += more
        # Once the browser's side is gone the app ends.
        process.stdin.close()
        while process.stdout.read1(65536):
            pass
        assert process.wait(60) == 129


def test_a_text_is_wrapped_as_before_when_the_window_has_its_former_width_again(
    library: Library, make_session: Callable[..., Session]
) -> None:
    library.add(make_session(**{"impact.statement": "a b c d e f g h " * 15}))

    with terminal("open", "latest", size=(120, 36)) as app:

        def first_line() -> str:
            return next((line.rpartition("▌")[2] for line in app.text.splitlines() if "a b c d" in line), "")

        go_to(app, "impact", "a b c d")
        wide = first_line()
        for width in (118, 116):
            app.resize(width, 36)
            app.until(lambda: len(first_line()) < len(wide))
            app.resize(120, 36)
            app.until(lambda: first_line() == wide)
        app.keys("ctrl+q")
        assert app.wait() == 0


def test_pasted_bytes_neither_end_the_app_nor_are_taken_for_keys(library: Library) -> None:
    with terminal("new", "--product", "Checkout", size=(100, 30)) as app:
        app.until("Attendees")
        os.write(app.master, b"\x1b[200~caf\xe9 au \x1b[31mlait\x1b[0m, \x07\x11tea\x1b[201~")
        app.until("tea")
        assert "caf\ufffd au " in app.text and "lait" in app.text.partition("caf")[2].partition("tea")[0]
        app.keys("ctrl+q")
        assert app.wait() == 0
