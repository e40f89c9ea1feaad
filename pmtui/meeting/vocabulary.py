"""The labels for the document's enumerations (verdicts, statuses, kinds), for screens, reports and pick-lists.

`report/labels.py` changes the few of them that a report words otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pmtui.meeting.step import Choice

STATUS: Final[Mapping[str, str]] = {"draft": "draft", "in_review": "in review", "final": "final"}
AUDIENCE: Final[Mapping[str, str]] = {"technical": "technical", "business": "business", "customer": "customer"}
EFFECT: Final[Mapping[str, str]] = {"outage": "outage", "degradation": "degradation", "none": "none"}
PATTERN: Final[Mapping[str, str]] = {"sustained": "sustained", "intermittent": "intermittent"}
ANSWER: Final[Mapping[str, str]] = {"yes": "yes", "no": "no", "unknown": "not known"}
VERDICT: Final[Mapping[str, str]] = {
    "root": "root",
    "contributing": "contributing",
    "ruled_out": "ruled out",
    "not_followed": "not followed",
}
EVENT_KIND: Final[Mapping[str, str]] = {
    "alert": "alert",
    "action": "action",
    "decision": "decision",
    "communication": "communication",
    "change": "change",
    "observation": "observation",
    "other": "other",
}
HORIZON: Final[Mapping[str, str]] = {"short": "short", "long": "long"}
ACTION_KIND: Final[Mapping[str, str]] = {
    "mitigate": "mitigate",
    "fix": "fix",
    "prevent": "prevent",
    "detect": "detect",
    "process": "process",
    "learn": "learn",
}
ACTION_STATUS: Final[Mapping[str, str]] = {"open": "open", "done": "done", "dropped": "dropped"}
EVIDENCE_KIND: Final[Mapping[str, str]] = {
    "screenshot": "screenshot",
    "graph": "graph",
    "log": "log",
    "chat": "chat",
    "file": "file",
    "link": "link",
}
PARKED_KIND: Final[Mapping[str, str]] = {
    "topic": "topic",
    "idea": "idea",
    "question": "question",
    "remark": "remark",
    "conflict": "two versions",
}


def choices(words: Mapping[str, str], **more: str) -> tuple[Choice, ...]:
    """Return a pick-list of the labels. `more` adds words to some of them, by value (`outage: it did not work`)."""
    return tuple(Choice(value, f"{word}{more.get(value, '')}") for value, word in words.items())
