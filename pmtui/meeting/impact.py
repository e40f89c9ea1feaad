"""The step `impact`: who was affected and how much, in numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from pmtui.meeting.gap_wording import empty_field_gaps, quoted
from pmtui.meeting.step import Field, Form, Gap, Items, Step, each_line
from pmtui.session.document import Session

USUAL: Final = (
    "Duration",
    "Customers affected",
    "Requests failed",
    "Orders lost",
    "Revenue lost",
    "Data lost",
    "Support contacts",
    "Error budget used",
)

_DIGIT: Final = re.compile(r"\d")


def _gaps(session: Session) -> Iterable[Gap]:
    yield from empty_field_gaps(session, "impact", {"impact.statement": "Who was affected, and how, is not said"})
    if not session.impact.measures and not _DIGIT.search(session.impact.statement):
        yield Gap(step="impact", code="impact-no-number", text="The impact has no number yet")
    for measure in session.impact.measures:
        if not measure.value.strip():
            words = f"{quoted(measure.name)} has no value"
            many = "measures have no value"
            yield Gap(step="impact", code="measure-no-value", text=words, item_id=measure.id, field="value", many=many)


def _measure(text: str) -> dict[str, Any]:
    """Split `Orders lost: 1,240` into the name of a measure and its number."""
    name, separator, value = text.partition(":")
    return {"name": name.strip(), "value": value.strip()} if separator and value.strip() else {"name": text}


STEP: Final = Step(
    name="impact",
    title="Impact",
    minutes=(2, 3, 5),
    purpose="Who felt it, for how long, and how much: in numbers where there are any, else in estimates.",
    prompts=(
        "What would a customer have seen?",
        "How many contacted us?",
        "How many were affected and said nothing?",
        "What did not break?",
        "What did it cost inside: hours, sleep, other work?",
        "Where does each number come from?",
    ),
    parts=(
        Form(
            fields=(
                Field(
                    "impact.statement",
                    "Impact",
                    wording="statement",
                    kind="text",
                    help="Who could not do what, for how long.",
                    example=(
                        "From 14:02 to 14:49 no customer in Europe could pay by card. "
                        "1,240 orders were abandoned; about 900 came back the same day."
                    ),
                ),
            ),
        ),
        Items(
            section="impact.measures",
            title="Measures",
            noun="measure",
            main="name",
            subtitle="a name and its number",
            example="Orders lost: 1,240",
            fields=(
                Field("name", "Measure"),
                Field("value", "Value", help="With its unit; ~ where it is an estimate.", example="1,240"),
            ),
            columns=("value",),
            offered=USUAL,
            parse=each_line(_measure),
        ),
    ),
    gaps=_gaps,
    filled=lambda session: bool(session.impact.statement.strip() or session.impact.measures),
    count=lambda session: len(session.impact.measures) or None,
)
