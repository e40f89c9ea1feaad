"""Every way in which a call can fail, as one line and an exit status."""

from __future__ import annotations

import os
from typing import Final

import click

from pmtui.cli import out
from pmtui.cli.verb import Wrong
from pmtui.session.text import one_line

WRONG: Final = 2
"""The call or its input was wrong."""
REFUSED: Final = 3
"""The machine refused: disk full, permission, lock."""
INTERRUPTED: Final = 130
"""Ended by ctrl+c, as shells count it."""


def report(error: BaseException) -> int:
    """Say what went wrong, in one line; give back the exit status."""
    if os.environ.get("PMTUI_DEBUG"):
        import traceback

        out.tell("".join(traceback.format_exception(error)).rstrip())
    line, status = describe(error)
    out.say(line)
    return status


def describe(error: BaseException) -> tuple[str, int]:
    """One line for an error, and the exit status that it comes to."""
    # Deferred: a call that succeeds needs none of these.
    from pmtui.library.errors import LibraryError, MachineRefused
    from pmtui.session.codec import DocumentError
    from pmtui.session.edits import EditRefused

    if isinstance(error, click.ClickException):
        return _usage(error), WRONG
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return "interrupted: what was not finished is left undone", INTERRUPTED
    if isinstance(error, MachineRefused):
        return str(error), REFUSED
    if isinstance(error, Wrong | LibraryError | EditRefused | DocumentError):
        return str(error), WRONG
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{(error.strerror or str(error)).lower()}: mend it, then try again", REFUSED
    if isinstance(error, MemoryError):
        return "out of memory: close other programs, then try again", REFUSED
    name = type(error).__name__
    return f"unexpected {name}: {error}: please report it with what PMTUI_DEBUG=1 shows", REFUSED


def _usage(error: click.ClickException) -> str:
    """Click's message as one of ours: small letter, no full stop, and how to mend it."""
    ctx = getattr(error, "ctx", None)
    mend = f"see {ctx.command_path if ctx else 'pmtui'} --help"
    if not isinstance(error, click.NoSuchOption):
        message = one_line(error.format_message()).rstrip(".")
        return f"{message[:1].lower()}{message[1:]}: {mend}"
    if error.possibilities:
        mend = f"did you mean {' or '.join(sorted(error.possibilities))}?"
    if ctx and ctx.parent and not ctx.allow_interspersed_args:
        mend += " (put -- before a text that begins with a dash)"
    return f"no such option: {error.option_name}: {mend}"
