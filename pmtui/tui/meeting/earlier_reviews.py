"""What the opening says of earlier reviews, read while the meeting is open already."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pmtui.library.folder import Library
from pmtui.library.related import likely_related
from pmtui.meeting.past_reviews import Earlier, earlier
from pmtui.session.document import Session, Sitting
from pmtui.session.text import cut
from pmtui.session.times import show_date
from pmtui.tui.meeting.guide import Aside


class EarlierReviews(NamedTuple):
    """What was found; `sittings` are the team's earlier meetings, newest first."""

    earlier: Earlier = Earlier()
    sittings: tuple[Sitting, ...] = ()


def read_earlier_reviews(library: Library, session: Session, today: date) -> EarlierReviews:
    """Read what may matter; takes as long as reading some tens of files."""
    others = likely_related(library, session)
    sittings = tuple(sitting for other in others for sitting in reversed(other.meeting))
    return EarlierReviews(earlier(session, others, today), sittings)


def earlier_asides(found: EarlierReviews, *, again: bool) -> list[Aside]:
    """For the guide: what was left open first, then what is alike, then what it paid."""
    asides = [Aside("Second sitting", "It goes on where it was left.")] if again else []
    if left := found.earlier.left_open:
        words = tuple(
            f"{cut(one.action.text, 60)}{f' ({one.action.owner})' if one.action.owner else ''}"
            + (f", due {show_date(one.action.due)}" if one.overdue and one.action.due else "")
            for one in left[:4]
        )
        more = (f"and {len(left) - 4} more",) if len(left) > 4 else ()
        asides.append(Aside("Left open by earlier reviews", notice=left[0].overdue, bullets=(*words, *more)))
    if seen := found.earlier.seen_before:
        bullets = tuple(
            " ".join(part for part in (show_date(one.incident_date) if one.incident_date else "", one.headline) if part)
            + (f" (also {', '.join(one.shared)})" if one.shared else "")
            for one in seen[:3]
        )
        asides.append(Aside("Seen before?", bullets=bullets))
    if found.earlier.paid:
        asides.append(Aside("Paid so far", found.earlier.paid))
    return asides
