"""The team's own fields of the key details: which names are allowed."""

from __future__ import annotations

from typing import Final

PATH: Final = "key_details.more."
"""The prefix of the path of such a field; its name follows."""

LABELS: Final = (
    "Term", "Product", "Headline", "Date", "Incident date", "Status", "Reference", "Severity", "Team", "Facilitator",
    "Scribe", "Owner", "Attendees", "Customer", "Audience", "Written for", "Time zone", "Started", "Detected",
    "Acknowledged", "Mitigated", "Resolved", "Review date", "Second look", "Tags",
)  # fmt: skip
"""The labels of the built-in fields on screens and in reports; the team's own fields cannot have these names."""

_TAKEN: Final = frozenset(label.casefold() for label in LABELS)


def why_refused(name: str) -> str:
    """Return why a field cannot have this name, and what to do; empty if it can."""
    if not name.strip():
        return "a field without a name: give it one"
    if "\n" in name:
        return "a name of several lines: put it on one"
    if name.strip().casefold() in _TAKEN:
        return "the key details have a field of that name: use that one, or another name"
    return ""
