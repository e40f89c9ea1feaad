"""Milestones (started, detected …): the key details hold their instants, the timeline knows how sure they are."""

from __future__ import annotations

from pmtui.session.document import Instant, Session


def is_about(session: Session, at: Instant | None) -> bool:
    """Whether a milestone's time is approximate, since the event that it was taken from is."""
    precisions = {event.precision for event in session.timeline if event.at == at} if at is not None else set()
    return "about" in precisions and "exact" not in precisions
