"""The paragraphs of the guide about earlier reviews, which are shown in the opening."""

from __future__ import annotations

from collections.abc import Callable

from pmtui.app.earlier_reviews import EarlierReviews
from pmtui.meeting.past_reviews import SeenBefore, not_taken
from pmtui.session.document import Session
from pmtui.session.text import cut, one_line
from pmtui.session.times import show_date
from pmtui.tui.hints.guide import Aside


def earlier_asides(found: EarlierReviews, session: Session, key: Callable[[str], str], *, again: bool) -> list[Aside]:
    """Return the paragraphs: what was left open, similar reviews, and what earlier actions achieved.

    Args:
        found: what earlier reviews say.
        session: this review; questions that it has taken from earlier ones are left out.
        key: returns the key of a command; empty if it has none.
        again: whether this is another sitting of the same review.
    """
    asides = [Aside("Second sitting", "It goes on where it was left.")] if again else []
    asked = not_taken(found.earlier.left_asked, session)
    in_a_line = _in_a_line(len(found.earlier.left_open), len(asked), key)
    if left := found.earlier.left_open:
        words = tuple(
            f"{cut(one.action.text, 60)}{f' ({one.action.owner})' if one.action.owner else ''}"
            + (f", due {show_date(one.action.due)}" if one.overdue and one.action.due else "")
            for one in left[:4]
        )
        more = (f"and {len(left) - 4} more",) if len(left) > 4 else ()
        overdue, bullets = left[0].overdue, (*words, *more)
        heading = "Left open by earlier reviews"
        asides.append(Aside(heading, notice=overdue, bullets=bullets, short=in_a_line, early=True))
    if asked:
        words = tuple(cut(one_line(one.parked.text), 60) for one in asked[:3])
        more = (f"and {len(asked) - 3} more",) if len(asked) > 3 else ()
        short, early = ("", False) if left else (in_a_line, True)
        asides.append(Aside("Not answered by earlier reviews", bullets=(*words, *more), short=short, early=early))
    if seen := found.similar.similar_to(session) if found.similar else ():
        says = key("earlier.recurrence")
        bullets, whys = tuple(named(one) for one in seen[:3]), tuple(one.why for one in seen[:3])
        text = f"{says} says that it was." if says else ""
        asides.append(Aside("Seen before?", text, bullets=bullets, under=whys))
    if found.earlier.paid:
        asides.append(Aside("Paid so far", found.earlier.paid))
    return asides


def named(one: SeenBefore) -> str:
    """Return day and headline: `18-11-2026 Card payments refused`."""
    day = show_date(one.incident_date) if one.incident_date else ""
    return " ".join(part for part in (day, cut(one_line(one.headline), 60)) if part)


def _in_a_line(actions: int, questions: int, key: Callable[[str], str]) -> str:
    """Return how much was left open, and the keys that show and take it, as one line."""
    counts = ((actions, "action"), (questions, "question"))
    left = [f"{number} {word}{'s' * (number != 1)}" for number, word in counts if number]
    what = " and ".join(left)
    shows, sees, takes = key("guide.toggle"), key("earlier.actions"), key("item.offer")
    if actions and questions and sees and takes:  # short, so that 120 columns are enough
        return f"Earlier reviews left {', '.join(left)}: {sees} shows them, {takes} in its list asks one"
    if actions and sees:
        keys = [f"{sees} shows and ticks {'it' if actions == 1 else 'them'}"]
    else:
        keys = [f"{shows} shows {'it' if questions == 1 else 'them'}"] if shows else []
    keys += [f"{takes} in its list takes a question"] if takes and questions else []
    return f"Earlier reviews left {what} open{': ' if keys else ''}{', '.join(keys)}"
