"""The table of cards: each step has a few, and keys switch between them.

A card makes one slide of the session. It shows one thing at a time, large, and nothing that could embarrass whoever
said it. There are no widgets here.
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
"""The cards of each step in order. A card that returns None for a session is skipped."""


def cards_of(name: StepName) -> tuple[Card, ...]:
    """Return the cards of a step; a step without cards of its own shows its lists."""
    return CARDS.get(name, (one_by_one.evidence,))
