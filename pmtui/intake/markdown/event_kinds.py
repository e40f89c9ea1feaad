"""The kinds of events, by the words at the beginning of their texts."""

from __future__ import annotations

import re
from typing import Final

from pmtui.intake.markdown.inline import bold_lead
from pmtui.session.document import EventKind

_KINDS: Final[dict[EventKind, str]] = {
    "alert": "alert|alerts|alerted|detection|detected|page|paged|monitoring",
    "communication": "communication|comms|status page|statuspage|notification|escalation|escalated|announcement|update",
    "decision": "decision|decided",
    "change": "change|deploy|deployed|deployment|release|rollout|trigger|triggered|cause",
    "action": "action|mitigation|mitigated|fix|resolution|response|recovery|rollback|remediation|workaround",
    "observation": "observation|impact|investigation|diagnosis|discovery|symptom|finding|analysis",
}
_LEAD: Final = re.compile(r"\[(?P<bracket>[A-Za-z ]{3,24})\]|(?P<word>[A-Za-z ]{3,24}):\s")


def kind_of_event(text: str, raw: str) -> EventKind:
    """Return the kind of event that the text begins with: `**Detection:** …`, `[Mitigation] …`; else `other`."""
    found = _LEAD.match(text)
    lead = bold_lead(raw.strip()) if raw else None
    words = lead.words if lead else (found["bracket"] or found["word"]) if found else ""
    return kind_of_word(words) or "other"


def kind_of_word(words: str) -> EventKind | None:
    """Return the kind that a word names; None where it names none."""
    key = words.strip(" :").casefold()
    return next((kind for kind, names in _KINDS.items() if key in names.split("|")), None) if key else None
