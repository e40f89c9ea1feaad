"""What the guide says of earlier reviews while the opening is shown."""

from __future__ import annotations

from pmtui.app.earlier_reviews import EarlierReviews
from pmtui.session.text import cut, one_line
from pmtui.session.times import show_date
from pmtui.tui.hints.guide import Aside


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
    if asked := found.earlier.left_asked:
        words = tuple(cut(one_line(one.parked.text), 60) for one in asked[:3])
        more = (f"and {len(asked) - 3} more",) if len(asked) > 3 else ()
        asides.append(Aside("Not answered by earlier reviews", bullets=(*words, *more)))
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
