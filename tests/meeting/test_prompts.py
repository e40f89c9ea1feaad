"""Follow-up questions: the one that fits what was typed, and none where nothing fits."""

from __future__ import annotations

import pytest

from pmtui.meeting.prompts import prompt_for
from pmtui.meeting.wording import flags


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("The graph seemed off", "Which cue"),
        ("It felt weird", "Which cue"),
        ("Obviously the cache was cold", "does everybody here know"),
        ("I knew it was DNS", "does everybody here know"),
        ("It was a frustrating night", "What else was going on"),
        ("Usually the job takes an hour", "usual run"),
        ("So I decided to fail over", "which other ways"),
        ("Escalated to the vendor", "whom to ask"),
        ("Restarted the workers", "Which other courses"),
        ("pushed the fix to production", "Which other courses"),
        ("The site was down", "How could you tell"),
        ("Thought it was db2", "What made that likely"),
        ("Noticed the queue growing", "visible before"),
    ],
)
def test_what_was_said_brings_the_question_that_follows_it_up(said: str, asked: str) -> None:
    question = prompt_for(said)
    assert question is not None
    assert asked in question


@pytest.mark.parametrize(
    "said", ["", "14:02", "Load 12 on db1", "A grandfather clock", "brand new pods", "Iran region"]
)
def test_nothing_is_asked_where_nothing_fits(said: str) -> None:
    assert prompt_for(said) is None


def test_no_question_asks_who_or_why() -> None:
    for said in ("seemed", "obviously", "stress", "usually", "decided", "paged", "assumed", "ran", "broke", "noticed"):
        question = prompt_for(said) or ""
        assert len(question) < 80
        assert not question.lower().startswith(("why", "who"))
        assert not flags(question, where="note")
