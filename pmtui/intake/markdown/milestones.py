"""Milestones that the timeline says beyond doubt: `**OUTAGE BEGINS**`, `[Resolved] …`, `incident closed`."""

from __future__ import annotations

import re
from typing import Any, Final

from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.moments import is_before
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
"""A word of one of them: most events have none, and are told so quickly."""
_DECLARES: Final = re.compile(r"\bdeclare[sd]? (?:an? |the )?(?:\w+ )?incident\b")
_LEAD: Final = re.compile(
    r"\[(?P<bracket>[^\[\]\n]{3,40})\]|(?P<word>[^\n:]{3,40}?)(?::\s| [-–—] )"
    r"|(?P<capitals>[A-Z]{3,}(?: [A-Z]{3,})+)\b"
)
_CLAUSE: Final = re.compile(r"[;,.!\n]\s*|\s[-–—]\s")


def fill_milestones(draft: Draft) -> None:
    """Fill the milestones that the key details leave open with the events that say them, and tell so."""
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
    """The milestones that an event is, by what it begins with or a clause of it."""
    if not _MAY_SAY.search(event.text[:400].casefold()):
        return []
    lead = _LEAD.match(event.text)
    texts = [lead["bracket"] or lead["word"] or lead["capitals"]] if lead else []
    texts += _CLAUSE.split(event.text[:400])
    bare = [" ".join(re.sub(r"[*_#\d]", " ", text).casefold().split()) for text in texts]
    fields = [field for field, said in _SAID.items() if any(said.fullmatch(text) for text in bare)]
    if _DECLARES.search(event.text.casefold()[:400]):
        # Of an incident that is declared its beginning is the response's, and not the outage's.
        fields = [field for field in fields if field != "started_at"] + ["acknowledged_at"]
    return fields


def _fits(details: dict[str, Any], field: str, at: str) -> bool:
    """Whether a moment comes behind those that come before it, and before the others."""
    n = MILESTONES.index(field)
    before = [details[each] for each in MILESTONES[:n] if each in details]
    behind = [details[each] for each in MILESTONES[n + 1 :] if each in details]
    return not any(is_before(at, each) for each in before) and not any(is_before(each, at) for each in behind)
