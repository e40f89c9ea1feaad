"""The step `opening`: the purpose and ground rules, who has which role, and what those present want to know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pmtui.meeting import vocabulary
from pmtui.meeting.gap_wording import empty_field_gaps
from pmtui.meeting.step import Field, Form, Gap, Items, Step
from pmtui.session.document import Session

GROUND_RULES: Final = (
    "We are here to learn how the work really happens.",
    "Everybody did what made sense with what they knew then.",
    "Ask “how” and “what” rather than “why” and “who”.",
    "Hindsight creeps in: anyone may name it, kindly.",
    "Two memories of one moment may both be written down.",
    "One talks at a time, and everybody is heard.",
    "Ideas for fixes are parked until the actions.",
    "The timer is a guide: the room may extend it.",
)
"""Short sentences to show or read out at the beginning."""

TERMS: Final = ("Learning review", "Postmortem", "After-action review", "Incident review", "Retrospective")

PARKED_KINDS: Final = vocabulary.choices(vocabulary.PARKED_KIND, idea=" for an action")

ROLES: Final = (
    Field(
        "key_details.facilitator",
        "Facilitator",
        help="Leads the talk; best somebody who was not involved.",
        example="Ada K.",
    ),
    Field("key_details.scribe", "Scribe", help="Writes, so that the facilitator can listen.", example="Jo L."),
    Field(
        "key_details.owner",
        "Owner",
        help="Sees the review through until it is published.",
        example="Sam P.",
    ),
)

ATTENDEES: Final = Field(
    "key_details.attendees",
    "Attendees",
    kind="names",
    help="Names with commas between them.",
    example="Ada K., Jo L., Sam P.",
)

TERM: Final = Field(
    "key_details.term",
    "Term",
    help="Stands in the title of the report.",
    example="Learning review",
    suggestions=TERMS,
)


def _gaps(session: Session) -> Iterable[Gap]:
    return empty_field_gaps(
        session,
        "opening",
        {
            "key_details.attendees": "Who took part is not said",
            "key_details.facilitator": "No facilitator is named",
            "key_details.owner": "Nobody owns the review",
        },
    )


def _filled(session: Session) -> bool:
    details = session.key_details
    return bool(details.attendees or details.facilitator or details.scribe or details.owner) or bool(_count(session))


def _count(session: Session) -> int | None:
    return sum(parked.kind == "question" for parked in session.parking_lot) or None


STEP: Final = Step(
    name="opening",
    title="Opening",
    minutes=(3, 5, 7),
    purpose=(
        "Say why we are here: to learn how the work really happens. "
        "An action is not needed for this to be a good meeting."
    ),
    prompts=(
        "Who is here for the first time?",
        "What would make this hour worth it for you?",
        "Which question do you want answered today?",
        "Who is missing, and whose view will we miss?",
        "Which word do we use when we drift off?",
    ),
    parts=(
        Form(fields=(ATTENDEES, *ROLES, TERM)),
        Items(
            section="parking_lot",
            title="Questions of those present",
            noun="question",
            subtitle="what people want to know by the end",
            example="How long had the backups been failing?",
            fields=(
                Field("text", "Question"),
                Field("answer", "Answer", kind="text", help="As soon as somebody has it."),
                Field("owner", "Who finds out"),
                Field("author", "Asked by"),
                Field("kind", "Kind", kind="choice", choices=PARKED_KINDS),
            ),
            columns=("author",),
            defaults=(("kind", "question"),),
            last_words=(("name", "owner"),),
        ),
    ),
    gaps=_gaps,
    filled=_filled,
    count=_count,
)
