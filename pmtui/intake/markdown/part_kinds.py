"""Decide of what kind a part of a text is, by its heading, the part around it, and its content."""

from __future__ import annotations

from typing import Final

from pmtui.intake.markdown.action_detection import looks_like_actions
from pmtui.intake.markdown.draft import PROSE, Draft
from pmtui.intake.markdown.headings import Meaning, meaning
from pmtui.intake.markdown.inline import plain
from pmtui.intake.markdown.outline import Part
from pmtui.intake.markdown.synonyms import Group

NOTES: Final = frozenset({"learned", "went_well", "went_wrong", "got_lucky"})
SURELY: Final = frozenset({"timeline", "root_cause", "contributing", "whys", "went_well", "went_wrong"})
"""Parts that identify a postmortem even if their heading has more words: `Root cause of the outage`."""
_BY_CONTENT: Final = frozenset(
    {
        "remediation",
        "mitigations",
        "mitigation",
        "improvements",
        "remediations",
        "prevention",
        "recurrence",
        "backlog",
        "backlog check",
    }
)
_TO_COME: Final = frozenset({"improvements", "prevention", "recurrence"})
"""Of these, those about the future, whatever is below them."""
_LABELS_WITHIN: Final[dict[Group, frozenset[Group | None]]] = {
    "actions": frozenset(
        {"section", "summary", "actions", "impact", "root_cause", "further_reading", "evidence", None}
    ),
    "contributing": frozenset({"section", "contributing", "summary", None}),
    "whys": frozenset({"whys", None}),
    "timeline": frozenset({"section", "timeline", "details", None}),
    "went_well": frozenset({"section", "summary", None}),
    "went_wrong": frozenset({"section", "summary", None}),
    "got_lucky": frozenset({"section", "summary", None}),
    "impact": frozenset({"impact", "summary", None}),
    "root_cause": frozenset({"root_cause", "summary", None}),
    "evidence": frozenset({"evidence", None}),
    "section": frozenset({None}),
}
"""By kind of part: the headings within it that only name a group of its items."""


def kind_of_part(draft: Draft, part: Part, found: Meaning, within: Group | None) -> tuple[Group, str]:
    """Return the kind of a part, and its heading as a label where it is one of several parts of that kind.

    Args:
        draft: the review being read.
        part: the part.
        found: what its heading means.
        within: the kind of the part around it; None: there is none.
    """
    group = found.group
    if not found.exact and within is not None and not (group in NOTES or group in ("timeline", "actions")):
        group = None
    if group in ("learned", "actions") and found.key in _BY_CONTENT and within != "actions":
        group = "actions" if _holds_actions(part, found.key in _TO_COME) else "section"
    elif group == "section" and found.key in _BY_CONTENT and _holds_actions(part, found.key in _TO_COME):
        group = "actions"
    if part.virtual and found.key in ("attachment", "attachments"):
        return "evidence", ""
    labels = _LABELS_WITHIN.get(within) if within else None
    if within == "root_cause" and group == "summary" and found.exact and not draft.prose[PROSE["summary"]]:
        return "summary", ""  # a whole report below the heading "Root cause"
    if within and labels is not None and group in labels:
        if within == "root_cause" and group is None and part.level <= 2:
            return "section", ""
        return within, plain(part.title).strip(" :")
    if group is None:
        if within == "learned" and part.virtual:
            return "learned", plain(part.title).strip(" :")
        return "section", ""
    return group, ""


def _holds_actions(part: Part, told: bool) -> bool:
    return looks_like_actions(part.blocks, told) or any(
        meaning(child.title).group == "actions" or looks_like_actions(child.blocks, told) for child in part.parts
    )
