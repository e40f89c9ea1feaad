"""What `export` asks before a report leaves that shows likely secrets or personal data."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from pmtui.cli import out

if TYPE_CHECKING:
    from pmtui.cli.verb import Call
    from pmtui.meeting.step import Gap
    from pmtui.session.document import Session

_MOST = 20
"""So many are named; a log may hold thousands."""


def fit_to_leave(
    call: Call,
    session: Session,
    write: Callable[[Session], str],
    format: str,
    template: str | None,
    chosen: str | None,
) -> Session | None:
    """The session as it may leave: as it is, or masked; None: nothing is to be written.

    Args:
        call: the call of the program.
        session: what is written.
        write: writes it.
        format: one of the report's formats.
        template: the one that was named.
        chosen: `mask`, `as-is`, or None: a person is asked, where the template asks.
    """
    from pmtui.app.report_secrets import is_asked, leaves, without_secrets  # only reports for others need the checks

    allowed = call.settings.checks_allow
    if chosen == "mask":
        return without_secrets(session, allowed)
    if chosen == "as-is" or not is_asked(session, format, template):
        return session
    found = leaves(session, write, allowed)
    if not found:
        return session
    name_secrets(session, found)
    answer = asked()
    return without_secrets(session, allowed) if answer == "mask" else session if answer else None


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
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None and sys.stderr.isatty()):
        return None
    words = {"m": "mask", "mask": "mask", "a": "as-is", "as is": "as-is", "as-is": "as-is"}
    out.tell("m masks them, a leaves them as they are, Enter writes nothing:")
    return words.get(sys.stdin.readline().strip().lower())
