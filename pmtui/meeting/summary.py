"""The summary: a few sentences for an outsider, and six short questions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pmtui.meeting import vocabulary
from pmtui.meeting.gap_wording import unsaid
from pmtui.meeting.step import Choice, Field, Form, Gap, Step
from pmtui.session.document import Session

_NOT_SAID: Final = Choice(None, "not said")

EFFECTS: Final = (
    *vocabulary.choices(
        vocabulary.EFFECT,
        outage=": it did not work",
        degradation=": it worked badly or in part",
        none=": nobody noticed",
    ),
    _NOT_SAID,
)

PATTERNS: Final = (
    *vocabulary.choices(vocabulary.PATTERN, sustained=": all the time", intermittent=": on and off"),
    _NOT_SAID,
)

ANSWERS: Final = (*vocabulary.choices(vocabulary.ANSWER), _NOT_SAID)

_OVERVIEW: Final = Form(
    fields=(
        Field(
            "summary.overview",
            "In a few sentences",
            wording="statement",
            kind="text",
            help="What happened, how it ended, what we do about it. For somebody who was not there.",
            example="For 47 minutes no card payment went through. The certificate of the gateway had expired …",
        ),
    ),
)

_QUESTIONS: Final = Form(
    title="Six questions",
    fields=(
        Field(
            "summary.services",
            "Which services?",
            kind="names",
            help="Names with commas between them.",
            example="checkout-api, web shop",
        ),
        Field(
            "summary.effect",
            "Outage or degraded?",
            kind="choice",
            help="Did it not work at all, or slowly, or in part?",
            choices=EFFECTS,
        ),
        Field("summary.data_loss.answer", "Was data lost?", kind="choice", choices=ANSWERS),
        Field("summary.data_loss.detail", "Which data", wording="statement", example="orders between 17:20 and 18:00"),
        Field(
            "summary.human_intervention.answer",
            "Did people step in?",
            kind="choice",
            help="Or did it mend itself?",
            choices=ANSWERS,
        ),
        Field(
            "summary.human_intervention.detail",
            "What they did",
            wording="statement",
            example="certificate renewed by hand",
        ),
        Field(
            "summary.pattern",
            "Sustained or not?",
            kind="choice",
            help="All the time, or on and off?",
            choices=PATTERNS,
        ),
        Field("summary.recurrence.answer", "Happened before?", kind="choice", choices=ANSWERS),
        Field(
            "summary.recurrence.detail",
            "When, and how alike",
            wording="statement",
            example="March, another certificate",
        ),
        Field("summary.recurrence.of", "Earlier reviews", kind="names", help="Their ids, with commas between them."),
        Field("summary.related_tickets", "Related tickets", kind="names", example="OPS-17, OPS-21"),
    ),
)


def _gaps(session: Session) -> Iterable[Gap]:
    wanted = {
        "summary.overview": "There is no overview",
        "summary.services": "Which services were affected is not said",
        "summary.effect": "Outage or degradation is not said",
        "summary.data_loss.answer": "Whether data was lost is not said",
        "summary.human_intervention.answer": "Whether people had to step in is not said",
        "summary.pattern": "Sustained or intermittent is not said",
        "summary.recurrence.answer": "Whether it happened before is not said",
    }
    if session.summary.effect == "none":
        del wanted["summary.pattern"]
        del wanted["summary.services"]
    return unsaid(session, "summary", wanted)


def _filled(session: Session) -> bool:
    return session.summary != type(session.summary)()


STEP: Final = Step(
    name="summary",
    title="Summary",
    minutes=(1, 2, 3),
    purpose="Two or three sentences that an outsider understands in two minutes, and six quick questions.",
    prompts=(
        "How would you tell it to a colleague from another team?",
        "What did not break?",
        "Was it all of it, or a part? Then “outage” may say too much.",
        "Is it one case, or one of a kind?",
        "What may a customer read of this?",
    ),
    parts=(_OVERVIEW, _QUESTIONS),
    gaps=_gaps,
    filled=_filled,
)
