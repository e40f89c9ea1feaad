"""Find milestones that events of the timeline clearly state: `**OUTAGE BEGINS**`, `[Resolved] …`."""

from __future__ import annotations

import re
from typing import Any, Final

from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.time_reader import is_before
from pmtui.session.document import Event
from pmtui.session.edits import MILESTONES

_WHAT: Final = (
    r"(?:(?:the )?(?:incident|outage|issue|problem|disruption|impact|downtime)(?: (?:is|was|has been|fully))* )"
)
_SAID: Final[dict[str, re.Pattern[str]]] = {
    field: re.compile(rf"(?:{pattern})(?: by .+)?")
    for field, pattern in {
        "started_at": rf"{_WHAT}(?:begins|began|starts|started|start)|fault (?:occurs|occurred|begins|began)",
        "detected_at": rf"{_WHAT}?(?:first )?(?:detected|detection|noticed)",
        "acknowledged_at": rf"(?:{_WHAT}|(?:the )?(?:alert|page) (?:is |was )?)?(?:acknowledged|acked|ack|declared)",
        "mitigated_at": rf"{_WHAT}?(?:mitigated|repaired)",
        "resolved_at": rf"{_WHAT}?resolved|{_WHAT}(?:ends|ended|end|closed|over)|all clear",
    }.items()
}
_MAY_SAY: Final = re.compile(
    r"\b(?:beg[ia]n|start|detect|noticed|ack|declar|mitigat|repair|resolv|end|closed|over\b|all clear|fault)"
)
"""Matches any word of these patterns, which quickly rules most events out."""
_DECLARES: Final = re.compile(r"\bdeclare[sd]? (?:an? |the )?(?:\w+ )?incident\b")
_LEAD: Final = re.compile(
    r"\[(?P<bracket>[^\[\]\n]{3,40})\]|(?P<word>[^\n:]{3,40}?)(?::\s| [-–—] )"
    r"|(?P<capitals>[A-Z]{3,}(?: [A-Z]{3,})+)\b"
)
_CLAUSE: Final = re.compile(r"[;,.!\n]\s*|\s[-–—]\s")


def fill_milestones(draft: Draft) -> None:
    """Set the milestones that the key details lack from the events that state them, with a note for the user."""
    found: dict[str, str] = {}
    for event in draft.events:
        if event.at is None or event.precision == "day":
            continue
        for field in _fields_of(event):
            if field in ("mitigated_at", "resolved_at"):
                found[field] = event.at
            else:
                found.setdefault(field, event.at)
    details = draft.details
    taken = []
    for field in MILESTONES:
        if field in found and field not in details and _fits(details, field, found[field]):
            details[field] = found[field]
            taken.append(field.removesuffix("_at"))
    if taken:
        draft.say(f"{', '.join(taken)}: taken from the timeline, which says so")


def _fields_of(event: Event) -> list[str]:
    """Return the milestones that an event states at its beginning or in a clause."""
    if not _MAY_SAY.search(event.text[:400].casefold()):
        return []
    lead = _LEAD.match(event.text)
    texts = [lead["bracket"] or lead["word"] or lead["capitals"]] if lead else []
    texts += _CLAUSE.split(event.text[:400])
    bare = [" ".join(re.sub(r"[*_#\d]", " ", text).casefold().split()) for text in texts]
    fields = [field for field, said in _SAID.items() if any(said.fullmatch(text) for text in bare)]
    if _DECLARES.search(event.text.casefold()[:400]):
        # Declaring an incident begins the response, not the outage.
        fields = [field for field in fields if field != "started_at"] + ["acknowledged_at"]
    return fields


def _fits(details: dict[str, Any], field: str, at: str) -> bool:
    """Whether an instant is after the milestones before it, and before those after it."""
    n = MILESTONES.index(field)
    before = [details[each] for each in MILESTONES[:n] if each in details]
    behind = [details[each] for each in MILESTONES[n + 1 :] if each in details]
    return not any(is_before(at, each) for each in before) and not any(is_before(each, at) for each in behind)
