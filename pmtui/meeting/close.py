"""The close: what is still missing, what surprised us, and what happens next. It edits nothing of its own."""

from __future__ import annotations

from typing import Final

from pmtui.meeting.step import Step

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
