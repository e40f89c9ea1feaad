"""Decide by the parts that were found whether a text is a postmortem."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from pmtui.intake.markdown import other_languages
from pmtui.intake.markdown.blocks import Parsed
from pmtui.intake.markdown.placing import Placing
from pmtui.intake.markdown.synonyms import STRONG, Group

_ENOUGH: Final = 2.0
_TITLE: Final = re.compile(
    r"\b(?:post[- ]?mortem|incident|outage|root cause|rca|retrospective|downtime|degradation|after[- ]action"
    rf"|learning review)\b|(?:{other_languages.TITLES})",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"[\s#*_\d.]*(?:(?:public|internal|blameless) )?"
    r"(?:post[- ]?mortem|(?:post[- ])?incident (?:report|review|analysis)|outage report"
    r"|after[- ]action (?:report|review)|learning review|root cause analysis)\b",
    re.IGNORECASE,
)
"""A title that begins by saying that this is a postmortem."""
_TOLD: Final = re.compile(
    r"\b(?:incidents?|outages?|downtime|went down|root cause|mitigat\w*|customers?|degraded|users"
    r"|rolled back|alert\w*)\b",
    re.IGNORECASE,
)
_DETAILS: Final = frozenset({"severity", "started_at", "resolved_at", "detected_at", "reference"})
"""Key details that hardly any other text has."""
_CLOCK: Final = re.compile(r"\b\d{1,2}:\d{2}\b|\b\d{1,2} ?[ap]m\b", re.IGNORECASE)
_PAGE: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_TAGGED: Final = re.compile(r"^\s*<(?:h[1-6]|p|table|ul|ol|div)\b", re.IGNORECASE | re.MULTILINE)
_HEADING: Final = re.compile(r"^ {0,3}#{1,6}[ \t]|^.+\n(?:=+|-+)[ \t]*$", re.MULTILINE)


def is_html(text: str) -> bool:
    """Whether a text is an HTML page: it begins like one, or has only HTML tags for headings and paragraphs."""
    begins = text[:20_000]
    if _PAGE.match(begins):
        return True
    return begins.lstrip().startswith("<") and len(_TAGGED.findall(begins)) > 2 and not _HEADING.search(begins)


def why_no_postmortem(placing: Placing, parsed: Parsed) -> str:
    """Return why a text is no postmortem; empty where it may be one.

    Headings are weighted: a timeline alone is nearly enough, a summary hardly counts. A title that says so is enough.
    """
    draft = placing.draft
    groups = set(placing.groups)
    if not any(line.strip() for line in parsed.lines):
        return "it is empty"
    if not _NAMED.match(_first_line(parsed)) and _points(placing, groups, parsed) < _ENOUGH:
        found = ", ".join(sorted(group.replace("_", " ") for group in groups)) or "no heading that postmortems have"
        return f"found {found}"
    told = [each for each, times in Counter(placing.titles).items() if times > 1]
    if len(told) > 1:
        draft.say(
            f"“{told[0]}” and “{told[1]}” stand in it more than once: "
            "where it tells of several incidents, give each a file of its own"
        )
    if not groups:
        draft.say("no heading that postmortems have was found: look where everything went")
    return ""


def _first_line(parsed: Parsed) -> str:
    """Return the first line below the front matter that is not empty; where no other follows it, an empty text."""
    lines = [line for line in parsed.lines[parsed.front_matter[1] :] if line.strip()]
    return lines[0] if len(lines) > 1 else ""


def _points(placing: Placing, groups: set[Group], parsed: Parsed) -> float:
    """Return how much speaks for a postmortem: `_ENOUGH` or more, and it is one."""
    draft = placing.draft
    points = sum(STRONG[group] for group in groups)
    points += 0.5 if "summary" in groups and groups & {"impact", "actions"} else 0
    points += min(placing.telling, 2) * 0.5
    timed = sum(event.at is not None and event.precision != "day" for event in draft.events)
    points += 1.5 if timed >= 3 else 0.5 if timed or draft.times.undated else 0
    titled = _TITLE.search("\n".join(parsed.lines[:6])) is not None
    points += 1 if titled else 0
    points += 0.5 if groups and _TITLE.search(_first_line(parsed)) else 0
    points += 1 if titled and not groups and _tells(parsed) else 0
    points += 0.5 if "impact" in groups and not titled and _tells(parsed) else 0
    return points + 0.5 * min(len(_DETAILS & draft.details.keys()), 2)


def _tells(parsed: Parsed) -> bool:
    """Whether the running text is about an incident: it has several words for one, and a time of day."""
    text = "\n".join(parsed.lines[:200])
    found = {word.casefold() for word in _TOLD.findall(text)}
    return len(found) >= 2 and _CLOCK.search(text) is not None
