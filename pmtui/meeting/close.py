"""The step `close`: what is still missing, the show of hands, and what happens next."""

from __future__ import annotations

from typing import Final

from pmtui.meeting.step import Step
from pmtui.session.document import Session

HANDS: Final = ("asked", "learned", "again")
"""The counts of the show of hands (who was asked, learned something, would come again), in the order of typing."""


def read_hands(text: str) -> dict[str, int | None]:
    """Read a row of up to three numbers, `9 7 8`; `-` means not counted (None).

    Raises:
        ValueError: one line that says how to write it.
    """
    words = text.replace(",", " ").replace("/", " ").split()
    if not words or len(words) > len(HANDS) or not all(word == "-" or word.isdecimal() for word in words):
        raise ValueError("up to three numbers: asked, learned something, would come again, as in 9 7 8")
    counts = [None if word == "-" else int(word[:6]) for word in words]
    hands = dict(zip(HANDS, [*counts, None, None], strict=False))
    asked = hands["asked"]
    if asked is not None and any(count is not None and count > asked for count in counts):
        raise ValueError(f"{asked} were asked: no more hands than that can go up")
    return hands


def hands_in_words(hands: dict[str, int | None]) -> str:
    """Return `9 asked · 7 learned something · 8 would come again`; empty where nothing was counted."""
    words = {"asked": "asked", "learned": "learned something", "again": "would come again"}
    return " · ".join(f"{hands[name]} {words[name]}" for name in HANDS if hands.get(name) is not None)


def hands_of(session: Session) -> dict[str, int | None]:
    """Return the counts of the last sitting; each is None where it was not counted."""
    last = session.meeting[-1] if session.meeting else None
    return {name: getattr(last, name, None) for name in HANDS}


STEP: Final = Step(
    name="close",
    title="Close",
    minutes=(1, 3, 4),
    purpose="Look at what is still missing, thank the room, and say what is sent to whom and when.",
    prompts=(
        "What surprised you?",
        "Hands up: who learned something that will change their work?",
        "Which question is still open, and who finds out?",
        "Would you come to a meeting like this again?",
        "What is sent out, to whom, and when?",
        "When do we look at the actions again? Two weeks is usual.",
    ),
    filled=lambda session: session.status == "final",
)
