"""What each step shows on a projector: one thing at a time, large, and nothing that could shame who spoke.

A step is a few cards, turned over by the keys that walk; a card makes a slide of the session as it stands. There is no
widget here.
"""

from __future__ import annotations

from typing import Final

from pmtui.app.slides import forms, lists, one_by_one
from pmtui.app.slides.slide import Card
from pmtui.session.document import StepName

CARDS: Final[dict[StepName, tuple[Card, ...]]] = {
    "opening": (forms.rules, forms.people_here, forms.left_open, forms.questions),
    "key_details": (forms.key_details,),
    "resources": (lists.resources,),
    "timeline": (one_by_one.event,),
    "summary": (forms.overview, forms.six_questions),
    "impact": (forms.impact,),
    "lessons": (lists.notes, lists.voted),
    "five_whys": (one_by_one.why, one_by_one.tree),
    "actions": (lists.actions,),
    "evidence": (one_by_one.evidence,),
    "close": (lists.missing, lists.take_away),
}  # fmt: skip
"""The cards of each step, in their order. One that makes no slide of a session is passed over."""


def cards_of(name: StepName) -> tuple[Card, ...]:
    """The cards of a step; of one that has none of its own, its lists as they are."""
    return CARDS.get(name, (one_by_one.evidence,))
