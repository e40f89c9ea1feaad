"""The step `key_details`: what was affected, when, and who is responsible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from pmtui.meeting import vocabulary
from pmtui.meeting.gap_wording import empty_field_gaps
from pmtui.meeting.opening import ATTENDEES, ROLES, TERM
from pmtui.meeting.step import Field, Form, Gap, Step
from pmtui.session.document import Session
from pmtui.session.instants import sort_key

SEVERITY: Final = "key_details.severity"
SEVERITIES: Final = ("SEV1", "SEV2", "SEV3", "SEV4", "SEV5")

AUDIENCES: Final = vocabulary.choices(
    vocabulary.AUDIENCE, technical=": the full report", business=": one page", customer=": what they may read"
)

_WHAT: Final = Form(
    title="What",
    fields=(
        Field("key_details.product", "Product", help="What the customer would call it.", example="Checkout"),
        Field(
            "key_details.headline",
            "Headline",
            wording="statement",
            help="One line that an outsider understands.",
            example="Card payments refused for 47 minutes",
        ),
        Field("key_details.incident_date", "Date", kind="date", help="The day it began.", example="18-11-2026"),
        Field(SEVERITY, "Severity", example="SEV2", suggestions=SEVERITIES),
        Field("key_details.reference", "Reference", help="Its number elsewhere.", example="INC-204"),
        Field("key_details.customer", "Customer", help="Where it hurt one customer above all."),
        TERM,
    ),
)


def with_severities(form: Form, severities: Sequence[str]) -> Form:
    """Return the form with a team's own severities as choices; unchanged where the team has none."""
    if not severities:
        return form
    own = {"suggestions": tuple(severities), "example": severities[min(1, len(severities) - 1)]}
    fields = (replace(one, **own) if one.path == SEVERITY else one for one in form.fields)
    return replace(form, fields=tuple(fields))


_WHEN: Final = Form(
    title="When",
    fields=(
        Field(
            "key_details.timezone",
            "Time zone",
            kind="zone",
            help="How times are shown, and read as they are typed.",
            example="Europe/London",
        ),
        Field("key_details.started_at", "Started", kind="time", help="When it began to hurt.", example="14:02"),
        Field("key_details.detected_at", "Detected", kind="time", help="When anybody or anything noticed."),
        Field("key_details.acknowledged_at", "Acknowledged", kind="time", help="When somebody took it on."),
        Field("key_details.mitigated_at", "Mitigated", kind="time", help="When it stopped hurting."),
        Field("key_details.resolved_at", "Resolved", kind="time", help="When all was as it should be."),
    ),
)

_WHO: Final = Form(
    title="Who",
    fields=(
        Field("key_details.team", "Team", example="Payments"),
        *ROLES,
        ATTENDEES,
        Field("key_details.audience", "Audience", kind="choice", choices=AUDIENCES),
        Field("key_details.review_date", "Review date", kind="date", help="When the actions are looked at again."),
        Field(
            "key_details.tags",
            "Tags",
            kind="names",
            help="To find it by, and to see what comes back.",
            example="payments, expired-certificate",
        ),
    ),
)

_ORDER: Final = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at")


def _gaps(session: Session) -> Iterable[Gap]:
    yield from empty_field_gaps(
        session,
        "key_details",
        {
            "key_details.product": "The product is not named",
            "key_details.headline": "There is no headline",
            "key_details.incident_date": "The date of the incident is not set",
            "key_details.severity": "The severity is not said",
            "key_details.started_at": "When it started is not said",
            "key_details.detected_at": "When it was detected is not said",
            "key_details.resolved_at": "When it was resolved is not said",
        },
    )
    yield from _out_of_order(session)


def _out_of_order(session: Session) -> Iterable[Gap]:
    known = [(name, at) for name in _ORDER if (at := getattr(session.key_details, name)) is not None]
    for (before, first), (after, second) in pairwise(known):
        if sort_key(second) < sort_key(first):
            words = f"It was {after.removesuffix('_at')} before it was {before.removesuffix('_at')}: check both times"
            yield Gap(step="key_details", code="milestones-out-of-order", text=words, field=f"key_details.{after}")


def _filled(session: Session) -> bool:
    details = session.key_details
    return bool(details.product or details.headline or details.incident_date or details.reference)


STEP: Final = Step(
    name="key_details",
    title="Key details",
    minutes=(None, 1, 1),
    purpose="Agree on what we are talking about. Best filled in before the meeting; here it is only confirmed.",
    prompts=(
        "What would a customer have seen?",
        "Since when, compared with when we noticed?",
        "Was the first signal a person or a machine?",
        "Which of these times do we know, and which do we guess?",
        "Who else needs to read the report?",
    ),
    parts=(_WHAT, _WHEN, _WHO),
    gaps=_gaps,
    filled=_filled,
)
