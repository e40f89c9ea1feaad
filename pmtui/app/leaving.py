"""What a report for others than engineers would tell that had better not leave, and the session without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pmtui.checks.check import secret_gaps, spared
from pmtui.checks.secrets import Secret, masked, replaced, secrets
from pmtui.checks.texts import with_texts
from pmtui.meeting.step import Gap
from pmtui.report.formats import FOR_AUDIENCE, FORMATS
from pmtui.session.document import Session

ASKING: Final = frozenset({"customer", "brief"})
"""The templates whose reports go to somebody who must not see secrets or personal data."""


def is_asked(session: Session, format: str, template: str | None) -> bool:
    """Whether a report is looked through before it leaves."""
    return not FORMATS[format].shows_all and (template or FOR_AUDIENCE[session.key_details.audience]) in ASKING


def leaves(session: Session, write: Callable[[Session], str], allowed: tuple[str, ...] = ()) -> tuple[Gap, ...]:
    """The likely secrets and personal data that a report shows.

    Args:
        session: whose report.
        write: writes it; a template shows some fields and not others.
        allowed: personal data that may be told.
    """
    marks: dict[str, tuple[str, Secret]] = {}

    def mark(text: str) -> str:
        found = secrets(text)
        names = [f"pmtui{len(marks) + n}leaves" for n in range(len(found))]
        marks.update((name, (text, each)) for name, each in zip(names, found, strict=True))
        return replaced(text, found, names) if found else text

    marked = with_texts(session, mark)
    if not marks:
        return ()
    report = write(marked)
    shown = {found for name, found in marks.items() if name in report}
    return tuple(secret_gaps(session, allowed, lambda text, secret: (text, secret) in shown))


def without_secrets(session: Session, allowed: tuple[str, ...] = ()) -> Session:
    """A copy of the session with `[masked: password]` and the like in the place of each."""
    return with_texts(session, lambda text: masked(text, lambda secret, words: spared(secret, words, allowed)))
