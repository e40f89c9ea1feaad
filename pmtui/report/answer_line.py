"""The summary line under a report's title, for readers who read no further: what happened, how bad, what is left."""

from __future__ import annotations

from collections.abc import Iterator

from pmtui.meeting import vocabulary
from pmtui.report.escape import plain
from pmtui.session.document import Session
from pmtui.session.durations import format_duration, incident_durations
from pmtui.session.text import one_line


def answer(session: Session) -> str:
    """Return `**Card payments refused** — SEV2 · in review · lasted 47 min · detected after 7 min · 2 open actions`.

    Unknown parts are left out. The line is derived from the session, so that reading a report back ignores it.
    """
    headline = plain(one_line(session.key_details.headline))
    rest = " · ".join(_parts(session))
    return f"**{headline}** — {rest}" if headline else rest[:1].upper() + rest[1:]


def _parts(session: Session) -> Iterator[str]:
    if severity := one_line(session.key_details.severity):
        yield plain(severity)
    yield vocabulary.STATUS[session.status]
    lengths = incident_durations(session.key_details)
    if lengths.outage is not None:
        yield f"lasted {format_duration(lengths.outage)}"
    if lengths.detect is not None:
        yield f"detected after {format_duration(lengths.detect)}" if lengths.detect else "detected at once"
    if session.actions:
        left = sum(action.status == "open" for action in session.actions)
        yield f"{left or 'no'} open action{'' if left == 1 else 's'}"
