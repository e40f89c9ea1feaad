"""How a review is named in a list, and by which words it is found there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from pmtui.app.review_status import STATUS_STYLE
from pmtui.library.entries import Entry
from pmtui.meeting import vocabulary
from pmtui.session.date_format import show_date

STATUS: Final[Mapping[str, tuple[str, str]]] = {
    name: (word, STATUS_STYLE[name]) for name, word in vocabulary.STATUS.items()
}
"""The word and the colour of a status."""


def day_of(entry: Entry) -> str:
    """The incident's day, else that of creation, as ten cells."""
    day = entry.incident_date
    if day is None and entry.created_at:
        day = date.fromisoformat(entry.created_at[:10])
    return show_date(day) if day else " " * 10


def searchable(entry: Entry) -> str:
    """What a review is found by, in lower case: all that the list shows of it."""
    word, _ = STATUS.get(entry.status, ("unreadable" if entry.unreadable else "", ""))
    # Names of files end in digits of an id, which would be found where somebody looks for a number.
    parts = (day_of(entry), entry.product, entry.headline, entry.severity, word, entry.file if entry.unreadable else "")
    return "\n".join(parts).casefold()
