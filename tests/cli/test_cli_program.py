"""The program as a whole: help, errors in one line, exit statuses, which library."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmtui import __version__
from pmtui.cli import open_app, program
from pmtui.cli.program import VERBS

if TYPE_CHECKING:
    from tests.cli.conftest import Run

BUILT = ["new", "open", "list", "log", "attach", "status", "delete", "trash", "import", "export", "check",
         "search", "actions", "stats", "site", "rename", "keys", "merge", "git-setup", "config", "schema"]  # fmt: skip


def test_the_overview_lists_what_is_built_in_the_order_of_the_story(run: Run) -> None:
    found = run("--help")
    assert found.status == 0
    assert list(VERBS) == BUILT
    listed = [line.split()[0] for line in found.out.partition("Verbs:\n")[2].partition("\n\n")[0].splitlines()]
    assert listed == BUILT
    for shell in ("bash", "zsh", "fish"):
        assert f"_PMTUI_COMPLETE={shell}_source" in found.out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(run: Run, verb: str) -> None:
    found = run(verb, "--help")
    assert found.status == 0
    assert f"Usage: pmtui {verb}" in found.out
    assert "--library DIR" in found.out
    example = found.out.partition("Example:\n")[2]
    assert f"pmtui {verb}" in example
    command = program.pmtui.get_command(None, verb)  # type: ignore[arg-type]
    assert command is not None
    assert command.get_short_help_str(200) == VERBS[verb].what


def test_the_option_version_prints_it(run: Run) -> None:
    assert run("--version").out == f"pmtui {__version__}\n"


def test_an_unknown_verb_is_refused_with_the_one_that_was_meant(run: Run) -> None:
    run("lgo", "x").refused("no verb 'lgo'", "did you mean log?")
    run("frobnicate").refused("no verb 'frobnicate'", "see pmtui --help")


def test_an_unknown_option_is_refused_with_the_one_that_was_meant(run: Run) -> None:
    run("list", "--jsn").refused("no such option: --jsn", "--json")
    run("--nope").refused("no such option: --nope", "pmtui --help")
    run("list", "too", "many").refused("pmtui list --help")
    run("open").refused("missing argument", "pmtui open --help")


@pytest.mark.parametrize("where", ["before", "after"])
def test_the_library_may_be_named_before_or_after_the_verb(run: Run, tmp_path: Path, where: str) -> None:
    other = str(tmp_path / "other")
    option = ["--library", other]
    args = [*option, "new", "--no-open"] if where == "before" else ["new", "--no-open", *option]
    assert run(*args).status == 0
    assert len(run("--library", other, "list").lines) == 1
    assert run("list").lines == []


def test_the_config_says_which_library(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PMTUI_LIBRARY")
    (tmp_path / "config.toml").write_text('library = "configured"\n')
    run("new", "--no-open")
    assert list((tmp_path / "configured").glob("*.json"))


def test_a_mistake_in_the_config_is_said_and_stops_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('timezone = "Mars"\nautor = "AB"\n')
    found = run("new", "--no-open")
    assert found.status == 0
    assert len(found.lines) == 1
    assert found.err.count("\n") == 2
    assert "config.toml:1: timezone: no time zone 'Mars'" in found.err


@pytest.mark.parametrize("args", [(), ("open", "latest"), ("new",)])
def test_without_a_terminal_the_app_refuses_in_one_line(run: Run, args: tuple[str, ...]) -> None:
    run("new", "--no-open")
    run(*args).refused("needs a terminal")
    assert len(run("list").lines) == 1


# --- whatever happens ---


def _fail(error: BaseException) -> object:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (RuntimeError("odd\nthing"), 3, "unexpected RuntimeError: odd thing"),
        (RecursionError("deep"), 3, "unexpected RecursionError"),
        (OSError(5, "Input/output error", "/x"), 3, "/x: input/output error"),
        (MemoryError(), 3, "out of memory"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_no_failure_shows_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, says: str
) -> None:
    monkeypatch.setattr(open_app, "_zone", _fail(error))
    found = run("new", "--no-open")
    assert (found.status, found.out) == (status, "")
    assert says in found.err
    assert "Traceback" not in found.err
    assert len(found.err.strip().splitlines()) == 1


def test_who_debugs_sees_the_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_app, "_zone", _fail(RuntimeError("odd")))
    monkeypatch.setenv("PMTUI_DEBUG", "1")
    found = run("new", "--no-open")
    assert "Traceback" in found.err
    assert found.err.splitlines()[-1].startswith("pmtui: unexpected RuntimeError: odd")


def test_a_library_that_is_no_folder_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for verb in (("list",), ("log", "x"), ("new", "--no-open")):
        found = run("--library", str(tmp_path / "file"), *verb)
        assert found.status in (2, 3)
        assert found.err.startswith("pmtui: ")
        assert "Traceback" not in found.err


# --- the real program ---


def test_a_reader_that_has_had_enough_is_no_error(run: Run) -> None:
    run("new", "--no-open")
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as nobody:
        for args, status in ((["schema"], 0), (["--help"], 0), (["check", "latest"], 1)):
            found = subprocess.run([sys.executable, "-m", "pmtui", *args], stdout=nobody, stderr=subprocess.PIPE)
            assert (found.returncode, found.stderr) == (status, b""), args


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_standard_output_is_said_in_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        found = subprocess.run([sys.executable, "-m", "pmtui", "schema"], stdout=full, stderr=subprocess.PIPE)
    assert found.returncode == 3
    assert found.stderr == b"pmtui: standard output: no space left on device: mend it, then try again\n"


def test_without_a_terminal_the_app_is_not_even_loaded() -> None:
    code = "import sys; from pmtui.cli.program import main; main([]); print('textual' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert found.stdout == "False\n"
    assert "needs a terminal" in found.stderr


def test_the_app_loads_no_tls_and_leaves_it_to_whoever_wants_it() -> None:
    code = """
import contextlib, sys, types
from pmtui.cli import program
from pmtui.cli import open_app

def run(*_):
    import textual.app
    print(sys.modules.get("ssl"))
    import ssl
    ssl.create_default_context()
    return 0

open_app.need_terminal = lambda otherwise: None
open_app.drawing_on_terminal = contextlib.nullcontext
sys.modules["pmtui.tui.app"] = types.SimpleNamespace(run=run)
assert program.main([]) == 0
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (found.stdout, found.returncode) == ("None\n", 0), found.stderr


def test_the_verbs_load_neither_textual_nor_what_starts_slowly() -> None:
    code = """
import sys
from pmtui.cli.program import VERBS, main
calls = [["new", "--no-open"], ["log", "14:02", "x"]]
heavy = {"shutil", "subprocess", "platformdirs", "tomllib", "asyncio", "importlib.metadata", "markdown_it", "difflib"}
heavy |= {"calendar", "locale", "readline"}
for call in calls:
    assert main(call) == 0, call
loaded = sorted(heavy & set(sys.modules))
assert not loaded, loaded
calls = [["list", "--json"], ["export", "latest"], ["attach", "-"], ["rename", "latest"], ["keys"], ["config"],
    ["status", "latest", "draft"], ["delete", "latest"], ["trash"], ["schema"],
    ["check", "latest"], ["search", "x"], ["actions"], ["stats"], ["site", "site"],
    ["import", "-", "--dry-run"], ["git-setup"], ["merge", "a", "b", "c"]]
assert {call[0] for call in calls} | {"new", "log", "open"} == set(VERBS), "a verb is missing here"
for call in calls:
    main(call)
loaded = sorted(name for name in sys.modules if name.partition(".")[0] in ("textual", "rich") or "pmtui.tui" in name)
assert not loaded, loaded
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, stdin=subprocess.DEVNULL, text=True)
    assert found.returncode == 0, found.stderr


def test_completion_knows_the_verbs_and_the_sessions(run: Run) -> None:
    run("new", "--no-open", "--product", "Checkout", "--date", "18-11-2026")

    def complete(words: str, at: int) -> str:
        environ = {**os.environ, "_PMTUI_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(at)}
        code = "from pmtui.cli.program import main; main([])"
        return subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True).stdout

    assert "plain,export" in complete("pmtui exp", 1)
    assert "plain,2026-11-18-checkout-" in complete("pmtui export 2026", 2)
