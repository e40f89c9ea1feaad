"""The terminal that the app draws on, wherever standard output and standard error go."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from pmtui.cli.verb import Wrong

_CANNOT_DRAW: Final = ("", "dumb")
_OUTPUTS: Final = (1, 2)


def is_web() -> bool:
    """Whether the app is drawn elsewhere, as in a browser, and there need be no terminal."""
    return bool(os.environ.get("TEXTUAL_DRIVER"))


def need_terminal(otherwise: str) -> None:
    """Refuse in one line where nobody could see the app, or answer it.

    Args:
        otherwise: what to do instead.

    Raises:
        Wrong: there is no terminal, or it cannot draw.
    """
    if is_web():
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise Wrong(f"the app needs a terminal, and standard input is none: {otherwise}")
    if os.environ.get("TERM", "") in _CANNOT_DRAW:
        term = os.environ.get("TERM") or "not set"
        raise Wrong(f"the app needs a terminal that can draw, and TERM is {term}: set it, as in TERM=xterm-256color")
    if not all(_is_our_terminal(fd) for fd in _OUTPUTS):
        os.close(_open_terminal())


@contextmanager
def drawing_on_terminal() -> Iterator[None]:
    """Let what is written to standard output and standard error go to the terminal, as the editor's output does too.

    Raises:
        Wrong: there is no terminal.
    """
    away = [] if is_web() else [fd for fd in _OUTPUTS if not _is_our_terminal(fd)]
    kept = [(fd, _copy(fd)) for fd in away]
    if away:
        terminal = _open_terminal()
        for fd in away:
            os.dup2(terminal, fd)
        os.close(terminal)
    with _streams():
        try:
            yield
        finally:
            for stream in (sys.stdout, sys.stderr):
                with suppress(OSError, ValueError):
                    stream.flush()
            for fd, copy in kept:
                if copy is None:
                    os.close(fd)
                else:
                    os.dup2(copy, fd)
                    os.close(copy)


@contextmanager
def _streams() -> Iterator[None]:
    """Python has no stream for an output that was closed when it started."""
    made = []
    for fd, name in zip(_OUTPUTS, ("stdout", "stderr"), strict=True):
        if getattr(sys, f"__{name}__") is None:
            stream = os.fdopen(fd, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
            made.append(name)
            setattr(sys, f"__{name}__", stream)
            setattr(sys, name, stream)
    try:
        yield
    finally:
        for name in made:
            setattr(sys, f"__{name}__", None)
            setattr(sys, name, None)


def _is_our_terminal(fd: int) -> bool:
    """Whether it is the terminal that we read from."""
    try:
        return os.isatty(fd) and os.fstat(fd).st_rdev == os.fstat(0).st_rdev
    except OSError:
        return False


def _open_terminal() -> int:
    """The terminal that standard input is; where that has no name, the one that rules this program."""
    with suppress(OSError):
        return os.open(os.ttyname(0), os.O_RDWR | os.O_NOCTTY)
    try:
        return os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise Wrong(f"/dev/tty: {said}: start the app in a terminal") from None


def _copy(fd: int) -> int | None:
    try:
        return os.dup(fd)
    except OSError:
        return None
