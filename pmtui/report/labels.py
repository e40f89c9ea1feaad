"""The labels of a report: the words of `pmtui.meeting.vocabulary` as table cells show them, and its headings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pmtui.meeting import vocabulary


def _capitals(plain: Mapping[str, str]) -> Mapping[str, str]:
    return {key: word[:1].upper() + word[1:] for key, word in plain.items()}


STATUS: Final = _capitals(vocabulary.STATUS)
AUDIENCE: Final = _capitals(vocabulary.AUDIENCE)
EFFECT: Final = _capitals(vocabulary.EFFECT)
PATTERN: Final = _capitals(vocabulary.PATTERN)
ANSWER: Final = _capitals(vocabulary.ANSWER)
EVIDENCE_KIND: Final = _capitals(vocabulary.EVIDENCE_KIND)
VERDICT: Final[Mapping[str, str]] = {**vocabulary.VERDICT, "root": "root cause"}
EVENT_KIND: Final[Mapping[str, str]] = {**vocabulary.EVENT_KIND, "other": ""}
HORIZON: Final = vocabulary.HORIZON
ACTION_KIND: Final = vocabulary.ACTION_KIND
ACTION_STATUS: Final = vocabulary.ACTION_STATUS
PARKED_KIND: Final[Mapping[str, str]] = {**_capitals(vocabulary.PARKED_KIND), "topic": ""}

SECTIONS: Final[Mapping[str, str]] = {
    "key_details": "Key details",
    "summary": "Summary",
    "impact": "Impact",
    "root_cause": "Root cause",
    "timeline": "Timeline",
    "resources": "Resources",
    "actions": "Actions",
    "lessons": "Lessons learned",
    "evidence": "Evidence",
    "further_reading": "Further reading",
    "parking_lot": "Parking lot",
}
"""The level-2 headings by section, in their order."""
FIVE_WHYS: Final = "Five whys"
DECISIONS: Final = "Decisions"
FIGURE: Final = "Fig."
LESSONS: Final[Mapping[str, str]] = {
    "went_well": "What went well",
    "went_wrong": "What went wrong",
    "got_lucky": "Where we got lucky",
}
"""The level-3 headings of the lessons, by list."""

DETAILS: Final[Mapping[str, str]] = {
    "headline": "Headline",
    "status": "Status",
    "reference": "Reference",
    "severity": "Severity",
    "team": "Team",
    "facilitator": "Facilitator",
    "scribe": "Scribe",
    "owner": "Owner",
    "attendees": "Attendees",
    "customer": "Customer",
    "audience": "Audience",
    "timezone": "Time zone",
    "started_at": "Started",
    "detected_at": "Detected",
    "acknowledged_at": "Acknowledged",
    "mitigated_at": "Mitigated",
    "resolved_at": "Resolved",
    "review_date": "Review date",
    "tags": "Tags",
}
"""The labels of the key details by field, in their order; `status` is a field of the session."""
ANSWERS: Final[Mapping[str, str]] = {
    "services": "Services",
    "effect": "Effect",
    "data_loss": "Data loss",
    "human_intervention": "Human intervention",
    "pattern": "Pattern",
    "recurrence": "Recurrence",
    "related_tickets": "Related tickets",
}
"""The labels of the summary's table by field, in their order."""
PLAIN_ANSWER: Final = re.compile(rf"({'|'.join(ANSWER.values())})(?: [—–-] |$)", re.IGNORECASE)
"""Matches an answer as somebody writes it by hand; a detail that begins so is escaped."""
ANSWERS_HEADER: Final = ("Question", "Answer")
MEASURES_HEADER: Final = ("Measure", "Value")
PARKED_ANSWER: Final = "Answer"
PARKED_OWNER: Final = "Who finds out"
