"""The step `lessons`: what went well, what went wrong, where the team was lucky, and what was learned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pmtui.meeting.step import Field, Gap, Items, Step
from pmtui.session.document import Session
from pmtui.session.paths import LESSON_LISTS

_BESIDE: Final = (
    Field("author", "From", help="Initials are enough; they are not in the report."),
    Field("group", "Group", help="Notes with the same group stand together."),
)


def _list(name: str, title: str, subtitle: str, example: str) -> Items:
    return Items(
        section=f"lessons.{name}",
        title=title,
        noun="note",
        subtitle=subtitle,
        example=example,
        fields=(Field("text", "Note", wording="lucky" if name == "got_lucky" else "note"), *_BESIDE),
        columns=("votes", "author"),
    )


def _gaps(session: Session) -> Iterable[Gap]:
    wanted = {
        "went_well": "Nothing is noted that went well",
        "went_wrong": "Nothing is noted that went wrong",
        "got_lucky": "Nothing is noted where we got lucky",
        "learned": "Nothing is noted that was learned",
    }
    for name, words in wanted.items():
        if not getattr(session.lessons, name):
            yield Gap(step="lessons", code=f"no-{name.replace('_', '-')}", text=words, field=f"lessons.{name}")


def _count(session: Session) -> int | None:
    return sum(len(getattr(session.lessons, name)) for name in LESSON_LISTS) or None


STEP: Final = Step(
    name="lessons",
    title="Well, wrong, lucky",
    short="Lessons",
    minutes=(4, 8, 12),
    purpose="Four quiet minutes of writing, then read, group and vote. Luck tells where there was no safeguard.",
    prompts=(
        "What do we want to keep doing, on purpose?",
        "Who adapted, and how?",
        "What made it harder?",
        "Which small change would have made it much worse?",
        "What protected us by chance?",
        "What will you do differently, knowing this?",
    ),
    parts=(
        _list("went_well", "What went well", "keep doing it, on purpose", "One shared document"),
        _list("went_wrong", "What went wrong", "what made it harder", "An outdated runbook"),
        _list("got_lucky", "Where we got lucky", "what protected us by chance", "It was a quiet evening"),
        _list("learned", "What we learned", "what we know now", "Nobody had tried a restore since March"),
    ),
    gaps=_gaps,
    filled=lambda session: bool(_count(session)),
    count=_count,
)
