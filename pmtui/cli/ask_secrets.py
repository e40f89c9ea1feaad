"""What `export` and `site` ask before a report leaves that shows likely secrets or personal data."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from pmtui.cli import out
from pmtui.cli.verb import Wrong

if TYPE_CHECKING:
    from pmtui.cli.verb import Call
    from pmtui.library.protocol import AttachedFiles
    from pmtui.meeting.step import Gap
    from pmtui.session.document import Session

_MOST = 20
"""So many are named; a log may hold thousands."""


_Command = TypeVar("_Command", bound=Callable[..., Any])


def secrets_options(command: _Command) -> _Command:
    """Give a verb the options `--mask` and `--as-is`; what was said of both, `chosen` tells."""
    as_is = click.option("--as-is", is_flag=True, help="Leave them, and do not ask.")
    return click.option("--mask", is_flag=True, help="Put [masked] for likely secrets and personal data.")(
        as_is(command)
    )


def chosen(*, mask: bool, as_is: bool) -> str | None:
    """What the options say: `mask` or `as-is`; None: neither.

    Raises:
        Wrong: both were given.
    """
    if mask and as_is:
        raise Wrong("--mask and --as-is exclude each other: give one of them")
    return "mask" if mask else "as-is" if as_is else None


class Leaving(NamedTuple):
    """What a report on its way out is made of."""

    session: Session
    files: AttachedFiles
    bundled: bool
    """Whether the files that it links to are written beside it."""


def fit_to_leave(
    call: Call,
    leaving: Leaving,
    write: Callable[[Session], str],
    format: str,
    template: str | None,
    secrets: str | None,
) -> tuple[Session, AttachedFiles] | None:
    """The session and its files as they may leave: as they are, or masked; None: nothing is to be written.

    Args:
        call: the call of the program.
        leaving: what is written.
        write: writes it of a session.
        format: one of the report's formats.
        template: the one that was named.
        secrets: `mask`, `as-is`, or None: a person is asked, where the template asks.
    """
    from pmtui.app.report_secrets import (  # only reports for others need the checks
        MaskedFiles,
        must_ask,
        secrets_in_files,
        secrets_in_report,
        without_secrets,
    )

    allowed, (session, files, bundled) = call.settings.checks_allow, leaving
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
    """Say where each stands in a session; `before` begins each line."""
    from pmtui.checks.places import place_words

    for gap in found[:_MOST]:
        out.say(f"{before}{place_words(session, gap)}: {gap.text}")
    if len(found) > _MOST:
        out.say(f"{before}and {len(found) - _MOST} more")


def asked() -> str | None:
    """What the person says: `mask`, `as-is`; None: to stop, or there is nobody to ask, and that is said."""
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
