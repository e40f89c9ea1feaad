"""The words that a report has for what a session spells as keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUS: Final[Mapping[str, str]] = {"draft": "Draft", "in_review": "In review", "final": "Final"}
AUDIENCE: Final[Mapping[str, str]] = {"technical": "Technical", "business": "Business", "customer": "Customer"}
EFFECT: Final[Mapping[str, str]] = {"outage": "Outage", "degradation": "Degradation", "none": "None"}
PATTERN: Final[Mapping[str, str]] = {"sustained": "Sustained", "intermittent": "Intermittent"}
ANSWER: Final[Mapping[str, str]] = {"yes": "Yes", "no": "No", "unknown": "Not known"}
VERDICT: Final[Mapping[str, str]] = {
    "root": "root cause",
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
    "other": "",
}
HORIZON: Final[Mapping[str, str]] = {"short": "short", "long": "long"}
ACTION_KIND: Final[Mapping[str, str]] = {
    "mitigate": "mitigate",
    "fix": "fix",
    "prevent": "prevent",
    "detect": "detect",
    "process": "process",
}
ACTION_STATUS: Final[Mapping[str, str]] = {"open": "open", "done": "done", "dropped": "dropped"}
EVIDENCE_KIND: Final[Mapping[str, str]] = {
    "screenshot": "Screenshot",
    "graph": "Graph",
    "log": "Log",
    "chat": "Chat",
    "file": "File",
    "link": "Link",
}
PARKED_KIND: Final[Mapping[str, str]] = {"topic": "", "idea": "Idea", "question": "Question"}
