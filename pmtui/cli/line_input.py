"""The lines that `log` reads, one at a time, from a pipe or from a person at a prompt."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from pmtui.cli import out
from pmtui.cli.verb import UserError

PROMPT: Final = "log> "


class Ended(BaseException):
    """A signal ended the prompt. `status` is the exit status: 128 + the signal's number.

    It is no `Exception`, because it may be raised while a line is being saved, where errors of saving are caught.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"ended with {status}")
        self.status = status


def asks_a_person() -> bool:
    """Whether standard input is a terminal with a person at it."""
    return sys.stdin is not None and sys.stdin.isatty()


def piped_lines() -> Iterator[str]:
    """Yield the lines of standard input, without their ends; each is read only after the one before it was handled.

    Raises:
        UserError: standard input is closed.
    """
    if sys.stdin is None:
        raise UserError("standard input is closed: give the text, or pipe lines into it")
    source = sys.stdin.buffer
    # Read without a buffer: lines that are in a buffer when the program ends would be lost.
    source = getattr(source, "raw", source)
    first = True
    while line := source.readline():
        text = decoded(line).rstrip("\r\n")
        yield text.removeprefix("\ufeff") if first else text
        first = False


def decoded(data: bytes) -> str:
    """Decode UTF-8, else the locale's encoding; else the bytes that are neither become `\\xNN`, with a notice."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        import locale  # needed only here

        encoding = locale.getencoding()
    with suppress(UnicodeDecodeError, LookupError):
        return data.decode(encoding)
    text = data.decode("utf-8", "backslashreplace")
    is_not = "not UTF-8" if encoding.upper() == "UTF-8" else f"neither UTF-8 nor {encoding}"
    out.say(rf"{is_not}: what could not be read is written as \x and two digits")
    return text


def as_typed(text: str) -> str:
    """Return an argument or a typed line as text.

    Bytes that were not UTF-8 (surrogates) are decoded as by `decoded`.
    """
    if text.isprintable():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return decoded(os.fsencode(text))
    return text


def prompted_lines() -> Iterator[str]:
    """Yield the lines that a person types, until ctrl+d, or ctrl+c on an empty line.

    Raises:
        Ended: a signal ended the prompt; the unfinished line was yielded before.
    """
    with _line_editor() as typed, _on_terminal():
        while True:
            try:
                text = input(PROMPT)
            except EOFError:
                out.tell("")
                return
            except KeyboardInterrupt:
                out.tell("")
                unfinished = typed()
                if not unfinished.strip():
                    return
                out.tell(f"not noted: {out.quote(unfinished)}")
            except Ended:
                yield from typed().split("\n")
                raise
            else:
                # A paste may hold several lines.
                yield from as_typed(text).split("\n")


@contextmanager
def _line_editor() -> Iterator[Callable[[], str]]:
    """Switch on editing by readline; yields a function that returns the unfinished line at the last signal."""
    import signal  # only the prompt needs it

    typed = [""]
    try:
        import readline
    except ImportError:  # this Python has no readline
        yield lambda: typed[0]
        return

    def stop(number: int, _: Any) -> None:
        typed[0] = as_typed(readline.get_line_buffer())
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise Ended(128 + number)

    numbers = signal.SIGINT, signal.SIGTERM, signal.SIGHUP
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield lambda: typed[0]
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _on_terminal() -> Iterator[None]:
    """Let `input` write its prompt to the terminal even where standard output is redirected: it is no result."""
    # A byte that is not UTF-8 must not end the prompt.
    sys.stdin.reconfigure(errors="surrogateescape")  # type: ignore[union-attr]
    if sys.stdout is None or sys.stdout.isatty():
        yield
        return
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(sys.stdin.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
