"""Make sure that the app has a terminal to draw on, even where standard output or standard error are redirected."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from pmtui.cli.verb import UserError

_CANNOT_DRAW: Final = ("", "dumb")
_OUTPUTS: Final = (1, 2)


def is_web() -> bool:
    """Whether the app is drawn without a terminal, as in a browser (`TEXTUAL_DRIVER` is set)."""
    return bool(os.environ.get("TEXTUAL_DRIVER"))


def need_terminal(otherwise: str) -> None:
    """Check that a person can see the app and type into it.

    Args:
        otherwise: what the error message tells the person to do instead.

    Raises:
        UserError: standard input is no terminal, or the terminal cannot draw.
    """
    if is_web():
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise UserError(f"the app needs a terminal, and standard input is none: {otherwise}")
    if os.environ.get("TERM", "") in _CANNOT_DRAW:
        term = os.environ.get("TERM") or "not set"
        raise UserError(
            f"the app needs a terminal that can draw, and TERM is {term}: set it, as in TERM=xterm-256color"
        )
    if not all(_is_our_terminal(fd) for fd in _OUTPUTS):
        os.close(_open_terminal())


@contextmanager
def drawing_on_terminal() -> Iterator[None]:
    """Send standard output and standard error to the terminal while the app runs, and restore them afterwards.

    The descriptors themselves are redirected, so that programs that the app starts (the editor) write there, too.

    Raises:
        UserError: there is no terminal.
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
    """Open `sys.stdout` and `sys.stderr` for the time of the app where Python started with them closed (None)."""
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
    """Whether a file descriptor is the same terminal as standard input."""
    try:
        return os.isatty(fd) and os.fstat(fd).st_rdev == os.fstat(0).st_rdev
    except OSError:
        return False


def _open_terminal() -> int:
    """Open the terminal of standard input for reading and writing, or `/dev/tty` where that terminal has no name.

    Raises:
        UserError: `/dev/tty` cannot be opened.
    """
    with suppress(OSError):
        return os.open(os.ttyname(0), os.O_RDWR | os.O_NOCTTY)
    try:
        return os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise UserError(f"/dev/tty: {said}: start the app in a terminal") from None


def _copy(fd: int) -> int | None:
    try:
        return os.dup(fd)
    except OSError:
        return None
