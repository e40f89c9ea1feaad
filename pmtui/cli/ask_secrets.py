"""Ask before `export` and `site` write a report that shows likely secrets or personal data, or that carries them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from pmtui.cli import out
from pmtui.cli.verb import UserError

if TYPE_CHECKING:
    from pmtui.cli.verb import Call
    from pmtui.library.protocol import AttachedFiles
    from pmtui.meeting.step import Gap
    from pmtui.session.document import Session

_MOST = 20
"""At most so many findings are listed; a log may have thousands."""


_Command = TypeVar("_Command", bound=Callable[..., Any])


def secrets_options(command: _Command) -> _Command:
    """Decorate a verb with the options `--mask` and `--as-is`; `chosen` interprets them."""
    as_is = click.option("--as-is", is_flag=True, help="Leave them, and do not ask.")
    return click.option("--mask", is_flag=True, help="Put [masked] for likely secrets and personal data.")(
        as_is(command)
    )


def chosen(*, mask: bool, as_is: bool) -> str | None:
    """Return `mask` or `as-is` as the options say; None where neither was given.

    Raises:
        UserError: both were given.
    """
    if mask and as_is:
        raise UserError("--mask and --as-is exclude each other: give one of them")
    return "mask" if mask else "as-is" if as_is else None


class ReportSource(NamedTuple):
    """The session and files of a report that is about to be written."""

    session: Session
    files: AttachedFiles
    bundled: bool
    """Whether the files that the report links to are written beside it."""


def ask_about_secrets(
    call: Call,
    source: ReportSource,
    write: Callable[[Session], str],
    format: str,
    template: str | None,
    secrets: str | None,
) -> tuple[Session, AttachedFiles] | None:
    """Return the session and its files as they may be written, as they are or masked; None: write nothing.

    Args:
        call: the call of the program.
        source: the session and its files.
        write: writes the report of a session.
        format: the name of the report's format.
        template: the template that was named; None: that of the audience.
        secrets: `mask` or `as-is`; None: ask, where the template is for readers outside.
    """
    from pmtui.app.report_secrets import (  # only reports for others need the checks
        MaskedFiles,
        must_ask,
        secrets_in_files,
        secrets_in_report,
        without_secrets,
    )

    allowed, (session, files, bundled) = call.settings.checks_allow, source
    asking = must_ask(session, format, template)
    if secrets is None and (asking or bundled):
        found = secrets_in_files(session, write, files, allowed, bundled=bundled)
        if asking:
            found = (*secrets_in_report(session, write, allowed), *found)
        else:
            found = tuple(gap for gap in found if gap.code.startswith("secret"))
        name_secrets(session, found)
        if found and not asking:
            out.say("the bundle carries them: --mask writes it without")
        elif found and (secrets := asked()) is None:
            return None
    if secrets == "mask":
        return without_secrets(session, allowed), MaskedFiles(files, allowed)
    return session, files


def name_secrets(session: Session, found: tuple[Gap, ...], before: str = "") -> None:
    """List the findings in a session with their places; each line begins with `before`."""
    from pmtui.checks.places import place_words

    for gap in found[:_MOST]:
        out.say(f"{before}{place_words(session, gap)}: {gap.text}")
    if len(found) > _MOST:
        out.say(f"{before}and {len(found) - _MOST} more")


def asked() -> str | None:
    """Ask the user; return `mask` or `as-is`. None, with a message: write nothing, or nobody can be asked."""
    answer = _answer()
    if answer is None:
        out.say("nothing was written: --mask masks them, --as-is leaves them")
    return answer


def _answer() -> str | None:
    if not out.can_ask():
        return None
    words = {"m": "mask", "mask": "mask", "a": "as-is", "as is": "as-is", "as-is": "as-is"}
    out.tell("m masks them, a leaves them as they are, Enter writes nothing:")
    return words.get(sys.stdin.readline().strip().lower())
