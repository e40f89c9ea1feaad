"""Turn every error of a call into one line for the user and an exit status."""

from __future__ import annotations

import os
from typing import Final

import click

from pmtui.cli import out
from pmtui.cli.verb import UserError
from pmtui.session.text import one_line

WRONG: Final = 2
"""Exit status where the call or its input was wrong."""
REFUSED: Final = 3
"""Exit status where the machine refused: disk full, no permission, lock."""
INTERRUPTED: Final = 130
"""Exit status after ctrl+c: 128 + SIGINT, as in shells."""


def report(error: BaseException) -> int:
    """Print an error as one line on standard error, and return the exit status. `PMTUI_DEBUG` adds the traceback."""
    if os.environ.get("PMTUI_DEBUG"):
        import traceback

        out.tell("".join(traceback.format_exception(error)).rstrip())
    line, status = describe(error)
    out.say(line)
    return status


def describe(error: BaseException) -> tuple[str, int]:
    """Return the line to print for an error, and the exit status."""
    # Deferred: a call that succeeds imports none of these.
    from pmtui.library.errors import LibraryError, StorageError
    from pmtui.session.document import DocumentError
    from pmtui.session.edits import EditRefused

    if isinstance(error, click.ClickException):
        return _usage(error), WRONG
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return "interrupted: what was not finished is left undone", INTERRUPTED
    if isinstance(error, StorageError):
        return str(error), REFUSED
    if isinstance(error, UserError | LibraryError | EditRefused | DocumentError):
        return str(error), WRONG
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{(error.strerror or str(error)).lower()}: mend it, then try again", REFUSED
    if isinstance(error, MemoryError):
        return "out of memory: close other programs, then try again", REFUSED
    name = type(error).__name__
    return f"unexpected {name}: {error}: please report it with what PMTUI_DEBUG=1 shows", REFUSED


def _usage(error: click.ClickException) -> str:
    """Reword a message of click in our form: lower-case first letter, no full stop, then how to mend it."""
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
