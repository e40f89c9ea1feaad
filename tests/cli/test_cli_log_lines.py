"""`log` from a pipe and at its prompt: each line alone, safe before the next."""

from __future__ import annotations

import locale
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from pmtui.cli import line_input
from pmtui.session.edits import set_field
from tests.terminal import Terminal, terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pmtui.library.folder import Library
    from tests.cli.conftest import Result, Run


def texts(session: Any) -> list[str]:
    return [event.text for event in session.timeline]


# --- lines without a time ---


def test_on_a_review_of_another_day_a_line_without_a_time_is_not_known(run: Run, session_of: Any) -> None:
    run("new", "--no-open", "--date", "17-01-2019")
    found = run("log", "-s", "latest", "-", stdin="14:02 pager rings\n\n```\nkubectl get pods\n")
    assert [event.at for event in session_of().timeline] == ["2019-01-17T14:02:00Z", None, None]
    assert "noted, time not known: kubectl get pods" in found.err
    assert found.err.splitlines()[-1] == (
        "pmtui: 2 lines without a time: noted as “time not known”, as the review is of another day"
    )
    # One line alone is of now, as somebody has just typed it.
    run("log", "-s", "latest", "written up")
    assert session_of().timeline[-1].at > "2026"


def test_on_a_review_of_today_a_line_without_a_time_is_of_now(run: Run, session_of: Any) -> None:
    run("new", "--no-open", "--date", "today")
    found = run("log", "-s", "latest", "-", stdin="pager rings\n")
    assert session_of().timeline[0].at is not None
    assert "without a time" not in found.err


def test_an_incident_that_runs_past_midnight_is_still_of_now(run: Run, session_of: Any) -> None:
    run("new", "--no-open", "--date", "yesterday")
    run("log", "-s", "latest", "-", stdin="no time\n")
    assert session_of().timeline[0].at is not None


# --- bytes that are no UTF-8 ---


@pytest.mark.parametrize(("encoding", "text"), [("iso8859-1", "café"), ("cp1252", "“café”")])
def test_other_bytes_are_read_as_the_locale_has_them(
    run: Run, session_of: Any, monkeypatch: pytest.MonkeyPatch, encoding: str, text: str
) -> None:
    monkeypatch.setattr(locale, "getencoding", lambda: encoding)
    found = run("log", "-", stdin=f"{text}\n".encode(encoding) + "naïve\n".encode())
    assert texts(session_of()) == [text, "naïve"]
    assert "UTF-8" not in found.err


def test_bytes_that_nobody_can_read_are_spelt_out_and_said(
    run: Run, session_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locale, "getencoding", lambda: "UTF-8")
    found = run("log", "-", stdin=b"caf\xe9\n")
    assert texts(session_of()) == ["caf\\xe9"]
    assert "not UTF-8" in found.err
    found = run("log", os.fsdecode(b"caf\xe9"))
    assert texts(session_of())[1] == "caf\\xe9"
    assert "not UTF-8" in found.err


# --- the prompt ---


@pytest.fixture
def prompt(tmp_path: Path) -> Iterator[Terminal]:
    with terminal("log") as app:
        app.until("log>")
        yield app


def test_the_prompt_takes_line_after_line_and_says_what_it_understood(prompt: Terminal, session_of: Any) -> None:
    assert "ctrl+d ends" in prompt.text
    prompt.type("it's down?! `all` of $it\r")
    prompt.until("Europe/London: it's down?! `all` of $it")
    prompt.until("began a new review")
    assert texts(session_of()) == ["it's down?! `all` of $it"]
    prompt.type("~14:05 nobody answers\r")
    prompt.until("14:05 Europe/London: nobody answers")
    prompt.type("\x04")
    assert prompt.wait() == 0
    assert texts(session_of())[1] == "nobody answers"


def test_a_dash_on_a_terminal_is_the_prompt_too(session_of: Any) -> None:
    with terminal("log", "-") as app:
        app.until("log>")
        app.type("one\r")
        app.until("began a new review")
        app.keys("ctrl+c")
        assert app.wait() == 0
    assert texts(session_of()) == ["one"]


def test_a_line_that_is_given_up_is_repeated_and_the_next_is_taken(prompt: Terminal, session_of: Any) -> None:
    prompt.type("14:02 half a li")
    prompt.until("log> 14:02 half a li")
    prompt.keys("ctrl+c")
    prompt.until("not noted: 14:02 half a li")
    prompt.until(lambda: prompt.text.count("log>") == 2)
    prompt.type("a whole line\r")
    prompt.until("began a new review")
    prompt.keys("ctrl+c")
    assert prompt.wait() == 0
    assert texts(session_of()) == ["a whole line"]


def test_a_line_can_be_mended_before_it_is_entered(prompt: Terminal, session_of: Any) -> None:
    prompt.type("pager ring")
    prompt.keys("home", "right", "right")
    prompt.type("X")
    prompt.keys("backspace")
    prompt.type("\x05s\r")
    prompt.until("began a new review")
    assert texts(session_of()) == ["pager rings"]


def test_of_a_paste_every_line_is_an_event(prompt: Terminal, session_of: Any) -> None:
    prompt.paste("14:02 one\n14:03 two")
    prompt.keys("enter")
    prompt.until("14:03 Europe/London: two")
    assert texts(session_of()) == ["one", "two"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_is_half_typed_when_the_program_is_ended_is_noted(
    prompt: Terminal, session_of: Any, number: signal.Signals
) -> None:
    prompt.type("14:02 half a li")
    prompt.until("log> 14:02 half a li")
    prompt.signal(number)
    assert prompt.wait() == 128 + number
    assert texts(session_of()) == ["half a li"]


def test_whoever_would_type_in_vain_is_told_before(tmp_path: Path, library: Library) -> None:
    with terminal("log", "-s", "nothing") as app:
        assert app.wait() == 2
        app.until("no such session")
        assert "log>" not in app.text


def test_the_prompt_is_on_the_terminal_wherever_the_output_goes(session_of: Any) -> None:
    code = """
import os, sys
os.dup2(os.open("out", os.O_CREAT | os.O_WRONLY), 1)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
    with terminal("-m", "pmtui", "log", program=("-c", code)) as app:
        app.until("log>")
        app.type("one\r")
        app.until("began a new review")
        app.type("\x04")
        assert app.wait() == 0
    assert texts(session_of()) == ["one"]


# --- other programs, between two lines ---


@pytest.fixture
def log_around(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], Result]:
    """Log `first`, do something as another program would, log `second`."""

    def log(between: Callable[[], object]) -> Result:
        def lines() -> Iterator[str]:
            yield "first"
            between()
            yield "second"

        monkeypatch.setattr(line_input, "piped_lines", lines)
        return run("log", "-")

    return log


def test_lines_find_their_review_again_after_it_was_renamed(
    log_around: Callable[..., Result], library: Library, session_of: Any
) -> None:
    def renamed() -> None:
        library.change("latest", lambda session: set_field(session, "key_details.product", "Checkout"))
        library.rename(library.find("latest"))

    assert log_around(renamed).status == 0
    assert len(library.entries()) == 1
    assert texts(session_of()) == ["first", "second"]


def test_a_review_that_became_final_meanwhile_takes_no_line_more(
    log_around: Callable[..., Result], library: Library, session_of: Any
) -> None:
    found = log_around(lambda: library.change("latest", lambda session: set_field(session, "status", "final")))
    assert found.status == 2
    assert "not noted: second" in found.err
    assert texts(session_of()) == ["first"]
