"""A copy reaches the clipboard that the person has, and says whether it is sure of it."""

from __future__ import annotations

import base64
from threading import Event

import pyperclip
import pytest

from pmtui import clipboard
from pmtui.clipboard import OSC52_LIMIT, copy, osc52_sequence

SSH = {"SSH_CONNECTION": "10.0.0.1 50000 10.0.0.2 22"}


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A desktop clipboard that works; what was copied."""
    copied: list[str] = []
    monkeypatch.setattr(pyperclip, "copy", copied.append)
    monkeypatch.setattr(pyperclip, "paste", lambda: copied[-1].replace("\n", "\r\n"))
    return copied


@pytest.fixture
def no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a clipboard program, as pyperclip reports it."""

    def refuse(text: str = "") -> str:
        raise pyperclip.PyperclipException("no copy/paste mechanism")

    monkeypatch.setattr(pyperclip, "copy", refuse)
    monkeypatch.setattr(pyperclip, "paste", refuse)


def test_on_a_desktop_it_is_copied_and_sure(desktop: list[str]) -> None:
    sent: list[str] = []
    copied = copy("two\nlines", osc52=sent.append, environ={})
    assert (desktop, sent, copied.sure) == (["two\nlines"], [], True)
    assert "copied" in copied.how


def test_what_cannot_be_read_back_is_not_sure(monkeypatch: pytest.MonkeyPatch, desktop: list[str]) -> None:
    monkeypatch.setattr(pyperclip, "paste", lambda: "something older")
    sent: list[str] = []
    assert not copy("new", osc52=sent.append, environ={}).sure
    assert sent == ["new"]


@pytest.mark.usefixtures("no_desktop")
def test_without_a_clipboard_program_the_terminal_is_asked() -> None:
    sent: list[str] = []
    copied = copy("text", osc52=sent.append, environ={})
    assert (sent, copied.sure) == (["text"], False)
    assert "terminal" in copied.how


def test_over_ssh_the_terminal_goes_first(desktop: list[str]) -> None:
    sent: list[str] = []
    copied = copy("text", osc52=sent.append, environ=SSH)
    assert (sent, desktop, copied.sure) == (["text"], [], False)


def test_over_ssh_what_is_too_long_for_the_terminal_is_said_to_be_at_the_far_end(desktop: list[str]) -> None:
    sent: list[str] = []
    copied = copy("é" * (OSC52_LIMIT // 2 + 1), osc52=sent.append, environ=SSH)
    assert (sent, len(desktop), copied.sure) == ([], 1, False)
    assert "far end" in copied.how


@pytest.mark.usefixtures("no_desktop")
def test_where_nothing_helps_it_says_so() -> None:
    sent: list[str] = []
    assert "too long" in copy("x" * (OSC52_LIMIT + 1), osc52=sent.append, environ={}).how
    assert "no clipboard" in copy("x", osc52=None, environ={}).how

    def no_terminal(text: str) -> None:
        raise OSError

    assert copy("x", osc52=no_terminal, environ=SSH).lost
    assert sent == []


def test_a_clipboard_program_that_hangs_does_not_hold_anybody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    never = Event()
    monkeypatch.setattr(pyperclip, "copy", lambda text: never.wait(60))
    monkeypatch.setattr(clipboard, "_SECONDS", 0.05)
    sent: list[str] = []
    assert not copy("text", osc52=sent.append, environ={}).sure
    assert sent == ["text"]
    never.set()


def test_the_sequence_for_the_terminal() -> None:
    sequence = osc52_sequence("Größe 🚒\n")
    assert (sequence[:7], sequence[-1]) == ("\x1b]52;c;", "\x07")
    assert base64.b64decode(sequence[7:-1]).decode() == "Größe 🚒\n"
