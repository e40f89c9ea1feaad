"""The texts of a review in the list: status, date, and the text by which it is searched."""

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
"""The word and the colour of each status."""


def day_of(entry: Entry) -> str:
    """Return the date of the incident, else that of creation, ten cells wide."""
    day = entry.incident_date
    if day is None and entry.created_at:
        day = date.fromisoformat(entry.created_at[:10])
    return show_date(day) if day else " " * 10


def searchable(entry: Entry) -> str:
    """Return the searchable text of an entry in lower case: everything that the list shows of it."""
    word, _ = STATUS.get(entry.status, ("unreadable" if entry.unreadable else "", ""))
    # Without the file's name: it ends in digits of the id, which searches for numbers would find.
    parts = (day_of(entry), entry.product, entry.headline, entry.severity, word, entry.file if entry.unreadable else "")
    return "\n".join(parts).casefold()
