"""Finds secrets and personal data that a report would show to readers outside, and takes them out of the session."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pmtui.checks.check import secret_gaps, spared
from pmtui.checks.secrets import Secret, masked, replaced, secrets
from pmtui.checks.texts import with_texts
from pmtui.meeting.step import Gap
from pmtui.report.formats import FOR_AUDIENCE, FORMATS, TEMPLATES
from pmtui.session.document import Session

ASKING: Final = frozenset({"customer", "brief"})
"""The templates whose reports go to somebody who must not see secrets or personal data."""
_FOR_OUTSIDERS: Final = re.compile(r"\{#-?\s*audience:\s*(?:customer|business)\b", re.IGNORECASE)
_HEAD: Final = 4_000
"""Characters of a template in which it may say who reads it."""


def is_asked(session: Session, format: str, template: str | None) -> bool:
    """Whether a report is looked through before it leaves.

    A file of the team's own does not say in its name who reads it. It is looked through where the review's audience is
    none of engineers, or where a comment in its head says so: `{# audience: customer #}`.
    """
    if FORMATS[format].shows_all:
        return False
    usual = FOR_AUDIENCE[session.key_details.audience]
    if template is None or template in TEMPLATES:
        return (template or usual) in ASKING
    return usual in ASKING or _says_for_outsiders(template)


def _says_for_outsiders(file: str) -> bool:
    try:
        with Path(file).open(encoding="utf-8", errors="replace") as opened:
            return _FOR_OUTSIDERS.search(opened.read(_HEAD)) is not None
    except (OSError, ValueError):
        return False  # the export says what is wrong with it


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
    report = write(marked).casefold()  # a template may write in capitals
    shown = {found for name, found in marks.items() if name in report}
    return tuple(secret_gaps(session, allowed, lambda text, secret: (text, secret) in shown))


def without_secrets(session: Session, allowed: tuple[str, ...] = ()) -> Session:
    """A copy of the session with `[masked: password]` and the like in the place of each."""
    return with_texts(session, lambda text: masked(text, lambda secret, words: spared(secret, words, allowed)))
