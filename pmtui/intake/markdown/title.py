"""Read headline, term, date and reference from the title of a text."""

from __future__ import annotations

import re
from typing import Final

from pmtui.intake.markdown.draft import Draft
from pmtui.intake.markdown.placeholders import is_placeholder

_TERM: Final = re.compile(
    r"^(?P<term>(?:(?:blameless|public|incident|technical)\s+)*(?:post[- ]?mortem(?: report| analysis| review)?"
    r"|incident report"
    r"|post[- ]incident (?:review|report)|incident review|retrospective|incident retrospective|rca|root cause analysis"
    r"|after[- ]action (?:review|report)|learning review|outage report|coe|pir|correction of error))"
    r"(?=\s*(?:[:–—|,]|-\s|$|for\b|of\b|on\b|[(#\d]|(?-i:[A-Z])[a-z]{2,8}\.?\s\d{1,2},?\s\d{4}))\s*(?:[:–—|,-]|for\b|of\b|on\b)?\s*",
    re.IGNORECASE,
)
_TERM_BEHIND: Final = re.compile(
    r"\s*[:–—|,(-]*\s*\b(?P<term>(?:incident\s+)?(?:post[- ]?mortem|incident report|outage report|incident review"
    r"|post[- ]incident review))\)?\s*$",
    re.IGNORECASE,
)
_ON_A_DAY: Final = re.compile(r"^(?:incident|outage|downtime)\s+(?:on|of|from)\s+(?=\d|[A-Z][a-z]{2,8}\.?\s\d)", re.I)
_LEADING_ID: Final = re.compile(
    r"^[\[(]?(?P<id>(?:PM|INC|IR|PIR|SEV|OUT|INCIDENT|RCA)[-_ ]?\d[\w-]*|#\d+|[A-Z]{2,8}-\d+)[\])]?\s*[:–—|-]?\s*"
)
_TRAILING_ID: Final = re.compile(
    r"\s*[:–—|(\[-]*\s*(?:\bincident\s+)?(?P<id>#\d+|(?:INC|PM|SEV)[-_]?\d[\w-]*)[\])]?\s*$"
)
_DATE: Final = (
    r"(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8},?\s+\d{4}"
    r"|[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})"
)
_LEADING_DATE: Final = re.compile(rf"^[\[(]?(?P<date>{_DATE})[\])]?\s*[:–—|,-]?\s*")
_TRAILING_DATE: Final = re.compile(rf"\s*(?:[:–—|,(\[-]|\bon\b)*\s*(?P<date>{_DATE})[\])]?\s*$")


_PATTERNS: Final = (
    (_LEADING_DATE, "date"), (_TERM, "term"), (_LEADING_ID, "id"), (_TRAILING_DATE, "date"), (_TRAILING_ID, "id"),
    (_TERM_BEHIND, "term"),
)  # fmt: skip
_TURNS: Final = 3
"""How often the title is searched: a date may follow an id, and a term may follow both."""


def read_title(draft: Draft, title: str, lines: tuple[int, int]) -> None:
    """Set headline, term, date and reference from the title."""
    whole, _ = draft.plain(title, lines[0])
    shown = whole
    if (on := _ON_A_DAY.match(whole)) and _LEADING_DATE.match(whole[on.end() :]):
        draft.account.value(on[0])
        shown = whole[on.end() :]
    for _ in range(_TURNS):
        for pattern, name in _PATTERNS:
            found = pattern.search(shown)
            if found is not None and found.end() > found.start() and _taken(draft, name, found):
                shown = (shown[: found.start()] + " " + shown[found.end() :]).strip()
    shown = shown.strip(" :–—|-,")
    draft.account.value(*(["for", "of", "on"] if shown != whole else []))
    if is_placeholder(shown):
        draft.account.value(shown)
        draft.account.put_lines(*lines, None)
        return
    if shown and "headline" not in draft.details:
        draft.details["headline"] = shown
    elif shown and shown != draft.details["headline"]:
        draft.add_more("Title as written", shown)
    else:
        draft.account.value(shown)
    draft.account.put_lines(*lines, "key_details.headline")


def _taken(draft: Draft, name: str, found: re.Match[str]) -> bool:
    """Take a date, id or term off the title; returns False where there is one already, or it is none."""
    details = draft.details
    field = {"date": "incident_date", "id": "reference", "term": "term"}[name]
    if field in details and name != "date":
        return False
    if name == "date":
        day = draft.times.date(found["date"])
        if day is None or details.get(field, day) != day:
            return False
        details[field] = day
        draft.account.value(found["date"])
    elif name == "id":
        details[field] = found["id"]
        draft.account.became(found[0], found["id"])
    else:
        words = " ".join(found["term"].split())
        details[field] = words[:1].upper() + words[1:]
        draft.account.became(words, details[field])
    return True
