"""What earlier reviews say to this one: what they left open, what is alike, what it paid."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pmtui.app.action_progress import ActionProgress
from pmtui.library.protocol import SessionStore
from pmtui.library.related import likely_related
from pmtui.meeting.past_reviews import Earlier, earlier
from pmtui.session.document import KeyDetails, Session, Sitting


class EarlierReviews(NamedTuple):
    """What was found; `sittings` are the team's earlier meetings, newest first."""

    earlier: Earlier = Earlier()
    sittings: tuple[Sitting, ...] = ()
    details: tuple[KeyDetails, ...] = ()
    """The key details of the reviews that were read, newest first."""
    progress: ActionProgress | None = None
    """Changes the actions that they left open; None where nothing was read."""


def read_earlier_reviews(library: SessionStore, session: Session, today: date) -> EarlierReviews:
    """Read what may matter; takes as long as reading some tens of files."""
    others = likely_related(library, session)
    sittings = tuple(sitting for other in others for sitting in reversed(other.meeting))
    details = tuple(other.key_details for other in others)
    return EarlierReviews(earlier(session, others, today), sittings, details, ActionProgress(library))
