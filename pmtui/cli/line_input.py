"""Lines for `log`: from a pipe, each only when it is its turn, or from a person at a prompt."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from pmtui.cli import out
from pmtui.cli.verb import Wrong

PROMPT: Final = "log> "


class Ended(BaseException):
    """A signal ended the prompt; `status` is the exit status for it.

    No `Exception`: it may come while a line is being saved, and is no fault of that.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"ended with {status}")
        self.status = status


def asks_a_person() -> bool:
    """Whether somebody sits at a terminal and types into standard input."""
    return sys.stdin is not None and sys.stdin.isatty()


def piped_lines() -> Iterator[str]:
    """The lines of standard input, none taken from the pipe before the one ahead of it was dealt with."""
    if sys.stdin is None:
        raise Wrong("standard input is closed: give the text, or pipe lines into it")
    source = sys.stdin.buffer
    # A buffered reader would take the next lines too, and they would be lost with us.
    source = getattr(source, "raw", source)
    first = True
    while line := source.readline():
        text = decoded(line).rstrip("\r\n")
        yield text.removeprefix("\ufeff") if first else text
        first = False


def decoded(data: bytes) -> str:
    """Bytes as text: UTF-8, else in the locale's encoding, else with the bytes that are neither spelt out, and said."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        import locale  # hardly ever needed

        encoding = locale.getencoding()
    with suppress(UnicodeDecodeError, LookupError):
        return data.decode(encoding)
    text = data.decode("utf-8", "backslashreplace")
    is_not = "not UTF-8" if encoding.upper() == "UTF-8" else f"neither UTF-8 nor {encoding}"
    out.say(rf"{is_not}: what could not be read is written as \x and two digits")
    return text


def as_typed(text: str) -> str:
    """An argument or a typed line; where it holds bytes that are no text, they are decoded as those of a pipe are."""
    if text.isprintable():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return decoded(os.fsencode(text))
    return text


def prompted_lines() -> Iterator[str]:
    """The lines that a person types; ctrl+d, or ctrl+c on an empty line, ends them.

    Raises:
        Ended: by a signal, after the line that was being typed has been given out.
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
                # One paste may hold several lines.
                yield from as_typed(text).split("\n")


@contextmanager
def _line_editor() -> Iterator[Callable[[], str]]:
    """Let the line be edited by arrow keys; gives back what was being typed when a signal came."""
    import signal  # only a prompt needs it

    typed = [""]
    try:
        import readline
    except ImportError:  # a Python without it
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
    """Show the prompt on the terminal, wherever standard output goes: nothing of it is a result."""
    # A byte that is no text must not end the prompt.
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
