"""Milestones (started, detected …): key details hold their times, events of the timeline tell how exact they are."""

from __future__ import annotations

from pmtui.session.document import Instant, Session


def is_approximate(session: Session, at: Instant | None) -> bool:
    """Whether the time of a milestone is approximate: an event at that time is `about`, and none is `exact`."""
    precisions = {event.precision for event in session.timeline if event.at == at} if at is not None else set()
    return "about" in precisions and "exact" not in precisions
